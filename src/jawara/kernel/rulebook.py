"""Dated rulebooks: the programme's rules as data, each value with its status and source.

A rulebook is one YAML file: an era, a version, and the rules that held in it. Files are read once
(`load_all`) and kept by the caller; nothing here reads a clock. A board's own statutes are laid
over it by `with_overrides`. The file format is described in docs/rulebooks.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jawara.kernel.periods import Period
from jawara.kernel.rulebook_errors import (
    NoRulebookInForce,
    Problem,
    RulebookInvalid,
    RulebookUnknown,
    RuleNotInForce,
    RuleUnknown,
)
from jawara.kernel.rulebook_file import Head, read_rulebook
from jawara.kernel.rulebook_rules import (
    AccountRule,
    Coded,
    DossierRule,
    IndicatorRule,
    Leg,
    OperatingFundRule,
    OutcomeRule,
    PostingRule,
    RoundingRule,
    Rule,
    Rules,
    Source,
    StepRule,
    TrancheRule,
)
from jawara.kernel.rulebook_schema import faults
from jawara.kernel.rulebook_tree import (
    Node,
    Origin,
    Status,
    TreeBuilder,
    put,
    raw_of,
    within,
)

__all__ = [
    "AccountRule",
    "Coded",
    "DossierRule",
    "IndicatorRule",
    "Leg",
    "NoRulebookInForce",
    "OperatingFundRule",
    "OutcomeRule",
    "Override",
    "PostingRule",
    "Problem",
    "RoundingRule",
    "Rule",
    "RuleNotInForce",
    "RuleUnknown",
    "Rulebook",
    "RulebookInvalid",
    "RulebookUnknown",
    "Rulebooks",
    "Source",
    "Status",
    "StepRule",
    "TrancheRule",
    "load_all",
    "shipped_rulebooks",
]


@dataclass(frozen=True, slots=True)
class Override:
    """A board's own rule in place of the programme's, from `from_on` up to, not including,
    `until_on`. `source` says where it stands ("AD pasal 7"). `value` is plain Python."""

    path: str
    value: object
    from_on: date
    until_on: date | None
    source: str
    note: str | None = None


class Rulebook:
    """One version of one era's rules, perhaps with local overrides.

    Every accessor takes `on`: the day the rule is wanted for. Without it the values that are not
    dated inside the rulebook are returned, and a rulebook with overrides refuses (ValueError),
    because an answer without a date would be a guess.
    """

    def __init__(self, head: Head, tree: Node, overrides: Sequence[Override] = ()) -> None:
        self.head = head
        self.overrides = tuple(overrides)
        self._tree = tree
        self._rules = Rules(tree, dict(head.sources), head.rulebook_id)
        self._dated = any(node.origin.dated for node in tree.walk())

    @property
    def code(self) -> str:
        return self.head.code

    @property
    def version(self) -> int:
        return self.head.version

    @property
    def rulebook_id(self) -> str:
        """ "p2kp-1@1": what a stored result names."""
        return self.head.rulebook_id

    @property
    def valid_from(self) -> date:
        return self.head.valid_from

    @property
    def valid_until(self) -> date | None:
        """First day on which it no longer holds, None when open."""
        return self.head.valid_until

    @property
    def sources(self) -> Mapping[str, Source]:
        return self._rules.sources

    def title(self, language: str = "id") -> str:
        return self.head.title_en if language[:2].lower() == "en" else self.head.title_id

    def holds_on(self, on: date) -> bool:
        return Period(self.valid_from, self.valid_until).contains(on)

    def at(self, on: date) -> "Rulebook":
        """The rules of one day: overrides in force applied, list items out of force left out."""
        if not self._dated and not self.overrides:
            return self
        tree, sources = self._tree, dict(self.head.sources)
        for number, override in enumerate(self.overrides, start=1):
            if Period(override.from_on, override.until_on).contains(on):
                source = Source(f"local:{number}", override.source, None, override.note)
                sources[source.id] = source
                tree = put(tree, _node_of(override, source.id, frozenset(sources)))
        return Rulebook(replace(self.head, sources=sources), tree.in_force(on))

    def with_overrides(self, overrides: Iterable[Override]) -> "Rulebook":
        """The same rulebook with a board's dated rules laid over it.

        Raises RuleUnknown for a path that does not exist, RulebookInvalid when two overrides of
        one rule overlap in time or the rulebook would not be valid on some day.
        """
        both = (*self.overrides, *overrides)
        for override in both:
            self._rules.node(override.path)
        problems = [*_clashes(both), *_bad_values(both)]
        if problems:
            raise RulebookInvalid(problems)
        new = Rulebook(self.head, self._tree, both)
        for day in sorted({day for o in both for day in (o.from_on, o.until_on) if day}):
            problems += faults(new.at(day)._tree, f"{self.rulebook_id} pada {day}")
        if problems:
            raise RulebookInvalid(problems)
        return new

    def rule(self, path: str, on: date | None = None) -> Rule:
        """Any value by its path, "grants.tranches[1].percent", with status and source.

        Raises RuleUnknown, RuleNotInForce.
        """
        rules = self._on(on)
        node = rules.node(path)
        origin = node.origin
        if on is not None and not origin.in_force(on):
            raise RuleNotInForce(
                rulebook=self.rulebook_id,
                path=path,
                on=on,
                from_on=origin.from_on,
                until_on=origin.until_on,
            )
        statuses = frozenset(
            below.origin.status
            for below in node.walk()
            if below.origin.status is not None and not isinstance(below.value, dict | tuple)
        )
        source = rules.source_of(node)
        return Rule(
            path=path,
            value=node.plain(),
            status=origin.status,
            source=source,
            note=origin.note,
            from_on=origin.from_on,
            until_on=origin.until_on,
            statuses=statuses,
            rulebook_id=self.rulebook_id,
        )

    def _on(self, on: date | None) -> Rules:
        if on is not None:
            return self.at(on)._rules
        if self.overrides:
            raise ValueError(f"{self.rulebook_id} has local overrides: say for which day")
        return self._rules

    def steps(self, on: date | None = None) -> tuple[StepRule, ...]:
        """The steps of the cycle in order."""
        return self._on(on).steps

    def step(self, code: str, on: date | None = None) -> StepRule:
        """One step. Raises RuleUnknown."""
        for step in self.steps(on):
            if step.code == code:
                return step
        raise self._unknown("cycle.steps", code, [step.code for step in self.steps(on)])

    def indicators(self, on: date | None = None) -> tuple[IndicatorRule, ...]:
        """What is counted at the steps."""
        return self._on(on).indicators

    def pillars(self, on: date | None = None) -> tuple[Coded, ...]:
        """ECONOMIC, PHYSICAL, SOCIAL with their names, in order."""
        return self._on(on).coded("grants.pillars")

    def tranches(self, on: date | None = None) -> tuple[TrancheRule, ...]:
        return self._on(on).tranches

    def dossier(self, tranche_number: int, on: date | None = None) -> tuple[DossierRule, ...]:
        """The documents that tranche needs. Raises RuleUnknown for a tranche that is not there."""
        rules = self._on(on)
        numbers = [tranche.number for tranche in rules.tranches]
        if tranche_number not in numbers:
            raise self._unknown("grants.tranches", tranche_number, numbers)
        return tuple(doc for doc in rules.dossier if tranche_number in doc.tranches)

    def verifiers(self, on: date | None = None) -> tuple[Coded, ...]:
        """Who checks a dossier, in the order of signing."""
        return self._on(on).coded("grants.verifiers")

    def allowed_uses(self, on: date | None = None) -> tuple[str, ...]:
        """Pillars the grant may be used for."""
        return self._on(on).texts("grants.uses.allowed")

    def operating_fund(self, on: date | None = None) -> OperatingFundRule:
        return self._on(on).operating_fund

    def books(self, on: date | None = None) -> tuple[Coded, ...]:
        """The kinds of books a board keeps."""
        return self._on(on).coded("ledger.books")

    def accounts(self, book: str | None = None, on: date | None = None) -> tuple[AccountRule, ...]:
        """The national chart template, or the part of it that one kind of book uses."""
        accounts = self._on(on).accounts
        return tuple(a for a in accounts if book is None or book in a.books)

    def postings(self, on: date | None = None) -> tuple[PostingRule, ...]:
        return self._on(on).postings

    def posting(self, event: str, on: date | None = None) -> PostingRule:
        """How one business event is booked. Raises RuleUnknown."""
        for posting in self.postings(on):
            if posting.event == event:
                return posting
        raise self._unknown("ledger.postings", event, [p.event for p in self.postings(on)])

    def minimum_group_members(self, on: date | None = None) -> int:
        """Below this a group gets a warning, never a refusal."""
        return self._on(on).whole("community.group_minimum_members")

    def evidence_kinds(self, on: date | None = None) -> tuple[Coded, ...]:
        return self._on(on).coded("evidence.kinds")

    def media_types(self, on: date | None = None) -> tuple[str, ...]:
        """Types of files taken as evidence."""
        return self._on(on).texts("evidence.media_types")

    def max_evidence_bytes(self, on: date | None = None) -> int:
        return self._on(on).whole("evidence.max_bytes")

    def rounding(self, name: str, on: date | None = None) -> RoundingRule:
        """How a kind of figure is rounded: "percent_display". Raises RuleUnknown."""
        rules = self._on(on)
        if name not in rules.roundings:
            raise self._unknown("rounding", name, list(rules.roundings))
        return rules.roundings[name]

    def _unknown(self, path: str, key: object, known: Sequence[object]) -> RuleUnknown:
        return RuleUnknown(
            rulebook=self.rulebook_id, path=f"{path}[{key}]", known=", ".join(map(str, known))
        )


class Rulebooks:
    """All rulebooks that were read, by code and version."""

    def __init__(self, rulebooks: Iterable[Rulebook]) -> None:
        self._by_code: dict[str, list[Rulebook]] = {}
        for book in sorted(rulebooks, key=lambda book: (book.code, book.version)):
            self._by_code.setdefault(book.code, []).append(book)

    def all(self) -> tuple[Rulebook, ...]:
        return tuple(book for books in self._by_code.values() for book in books)

    def get(self, code: str) -> Rulebook:
        """ "p2kp-1@1" exactly, or the newest version of "p2kp-1". Raises RulebookUnknown."""
        name, _, version = code.partition("@")
        for book in reversed(self._by_code.get(name, [])):
            if not version or str(book.version) == version:
                return book
        known = ", ".join(book.rulebook_id for book in self.all())
        raise RulebookUnknown(code=code, known=known)

    def for_era(self, code: str, on: date) -> Rulebook:
        """The newest version of that code which held on that day.

        Raises RulebookUnknown, NoRulebookInForce.
        """
        newest = self.get(code)
        for book in reversed(self._by_code[newest.code]):
            if book.holds_on(on):
                return book
        periods = ", ".join(
            f"{book.valid_from} – {book.valid_until or '…'}" for book in self._by_code[newest.code]
        )
        raise NoRulebookInForce(code=newest.code, on=on, periods=periods)

    def in_force_or_last(self, code: str, on: date) -> Rulebook:
        """As for_era, but after the era has ended its last rules: what it did stays judged by
        them. Raises RulebookUnknown, and NoRulebookInForce before the era began."""
        newest = self.get(code)
        ended = [
            book
            for book in self._by_code[newest.code]
            if book.valid_until is not None and book.valid_until <= on
        ]
        held = [book for book in self._by_code[newest.code] if book.holds_on(on)]
        if held or not ended:
            return self.for_era(code, on)
        return max(ended, key=lambda book: (book.valid_until or date.max, book.version))


def load_all(directory: Path) -> Rulebooks:
    """Every *.yaml of the directory, all checked. Raises RulebookInvalid with all faults."""
    problems: list[Problem] = []
    books: dict[str, Rulebook] = {}
    for path in sorted(directory.glob("*.yaml")):
        head, tree, found = read_rulebook(path.read_text(encoding="utf-8"), path.name)
        problems += found
        if head is None or found:
            continue
        if head.rulebook_id in books:
            wrong = f"{head.rulebook_id} sudah ada di berkas lain"
            problems.append(Problem(path.name, 0, "version", wrong, "versi yang lain"))
        books[head.rulebook_id] = Rulebook(head, tree)
    if not books and not problems:
        problems.append(Problem(directory.name, 0, "", "tidak ada buku aturan", "berkas *.yaml"))
    if problems:
        raise RulebookInvalid(problems)
    return Rulebooks(books.values())


def shipped_rulebooks() -> Path:
    """The directory of the rulebooks that come with the package."""
    return Path(__file__).parent.parent.joinpath("rulebooks")


def _node_of(override: Override, source: str, sources: frozenset[str]) -> Node:
    origin = Origin(Status.LOCAL, source, override.note, override.from_on, override.until_on)
    return TreeBuilder(override.path, sources).build(raw_of(override.value), override.path, origin)


def _clashes(overrides: Sequence[Override]) -> list[Problem]:
    problems = []
    for number, one in enumerate(overrides):
        for other in overrides[:number]:
            nested = within(one.path, other.path) or within(other.path, one.path)
            if nested and Period(one.from_on, one.until_on).overlaps(
                Period(other.from_on, other.until_on)
            ):
                wrong = f"berlaku bersamaan dengan {other.path} ({other.source})"
                allowed = "satu aturan lokal pada satu masa"
                problems.append(Problem(one.source, 0, one.path, wrong, allowed))
    return problems


def _bad_values(overrides: Sequence[Override]) -> list[Problem]:
    problems = []
    for override in overrides:
        builder = TreeBuilder(override.source, frozenset({"local"}))
        origin = Origin(Status.LOCAL, "local", None, override.from_on, override.until_on)
        builder.build(raw_of(override.value), override.path, origin)
        problems += builder.problems
    return problems
