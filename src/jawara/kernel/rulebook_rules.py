"""Typed rules read from a checked tree, once, in the order of the rulebook."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jawara.kernel.rulebook_errors import RuleUnknown
from jawara.kernel.rulebook_shape import hundredths
from jawara.kernel.rulebook_tree import Node, Plain, Status, find


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read. `url` is None where none is public; then `note` says what it is."""

    id: str
    title: str
    url: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """Any value of a rulebook with where it comes from.

    `statuses`: every status found in the value, its parts included.
    """

    path: str
    value: Plain
    status: Status | None
    source: Source | None
    note: str | None
    from_on: date | None
    until_on: date | None
    statuses: frozenset[Status]
    rulebook_id: str

    @property
    def assumed(self) -> bool:
        """Whether anything in it is an assumption, which the screen must say."""
        return Status.ASSUMED in self.statuses


@dataclass(frozen=True, slots=True)
class Coded:
    """A thing with a stable code, a name in two languages, and where its rule comes from."""

    code: str
    name_id: str
    name_en: str
    status: Status
    source: Source | None
    note: str | None

    def name(self, language: str = "id") -> str:
        return self.name_en if language[:2].lower() == "en" else self.name_id


@dataclass(frozen=True, slots=True)
class IndicatorRule(Coded):
    """A count recorded at a step; unit is "person" or "household"."""

    unit: str


@dataclass(frozen=True, slots=True)
class OutcomeRule(Coded):
    """A possible result of a step; continues False ends the run (a ward says no)."""

    continues: bool


@dataclass(frozen=True, slots=True)
class StepRule(Coded):
    """A step of the cycle. `number` counts from 1; `after`: the steps that must be done before;
    `evidence`: kinds of documents it needs; `indicators`: counts to record."""

    number: int
    after: tuple[str, ...]
    evidence: tuple[str, ...]
    indicators: tuple[str, ...]
    outcomes: tuple[OutcomeRule, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class TrancheRule:
    """An ordered part of a grant. percent_hundredths: hundredths of a percent, 30 % is 3000."""

    number: int
    percent_hundredths: int
    status: Status
    source: Source | None
    note: str | None


@dataclass(frozen=True, slots=True)
class DossierRule(Coded):
    """A document that the dossiers of these tranches need."""

    tranches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OperatingFundRule:
    """The book of the operating money and its ceiling (hundredths of a percent), None: not found."""

    book: str
    most_percent_hundredths: int | None
    status: Status
    note: str | None


@dataclass(frozen=True, slots=True)
class AccountRule(Coded):
    """An account of the national template: kind ASSET … EXPENSE, side DEBIT or CREDIT."""

    kind: str
    normal_side: str
    books: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One transfer: the accounts debited and credited in a book."""

    book: str
    debit: str
    credit: str


@dataclass(frozen=True, slots=True)
class PostingRule:
    """How a business event is booked. `mirror`: the other side, in another book of the board."""

    event: str
    book: str
    debit: str
    credit: str
    mirror: Leg | None
    status: Status
    source: Source | None


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """How one kind of figure is rounded: mode by name, digits after the comma."""

    mode: str
    digits: int


class Rules:
    """Typed access to one tree. Asking for a section that the rulebook lacks: RuleUnknown."""

    def __init__(self, tree: Node, sources: dict[str, Source], rulebook_id: str) -> None:
        self.tree = tree
        self.sources = sources
        self.rulebook_id = rulebook_id

    @cached_property
    def steps(self) -> tuple[StepRule, ...]:
        return tuple(
            StepRule(
                *self._coded(node),
                number=number,
                after=_texts(node, "after"),
                evidence=_texts(node, "evidence"),
                indicators=_texts(node, "indicators"),
                outcomes=tuple(
                    OutcomeRule(*self._coded(child), continues=_flag(child, "continues"))
                    for child in _children(node, "outcomes")
                ),
                optional=_flag(node, "optional"),
            )
            for number, node in enumerate(self.items("cycle.steps"), start=1)
        )

    @cached_property
    def indicators(self) -> tuple[IndicatorRule, ...]:
        return tuple(
            IndicatorRule(*self._coded(node), unit=_text(node, "unit"))
            for node in self.items("cycle.indicators")
        )

    @cached_property
    def tranches(self) -> tuple[TrancheRule, ...]:
        return tuple(
            TrancheRule(
                number=_whole(node, "number"),
                percent_hundredths=hundredths(_node(node, "percent").value) or 0,
                status=_status(_node(node, "percent")),
                source=self.source_of(_node(node, "percent")),
                note=_node(node, "percent").origin.note,
            )
            for node in self.items("grants.tranches")
        )

    @cached_property
    def dossier(self) -> tuple[DossierRule, ...]:
        return tuple(
            DossierRule(*self._coded(node), tranches=_wholes(node, "tranches"))
            for node in self.items("grants.dossier")
        )

    @cached_property
    def operating_fund(self) -> OperatingFundRule:
        node = self.node("grants.operating_fund")
        most = _node(node, "most_percent")
        return OperatingFundRule(
            book=_text(node, "book"),
            most_percent_hundredths=hundredths(most.value),
            status=_status(most),
            note=most.origin.note,
        )

    @cached_property
    def accounts(self) -> tuple[AccountRule, ...]:
        return tuple(
            AccountRule(
                *self._coded(node),
                kind=_text(node, "kind"),
                normal_side=_text(node, "normal_side"),
                books=_texts(node, "books"),
            )
            for node in self.items("ledger.accounts")
        )

    @cached_property
    def postings(self) -> tuple[PostingRule, ...]:
        return tuple(
            PostingRule(
                event=_text(node, "event"),
                book=_text(node, "book"),
                debit=_text(node, "debit"),
                credit=_text(node, "credit"),
                mirror=None if (mirror := find(node, "mirror")) is None else _leg(mirror),
                status=_status(_node(node, "event")),
                source=self.source_of(node),
            )
            for node in self.items("ledger.postings")
        )

    @cached_property
    def roundings(self) -> dict[str, RoundingRule]:
        return {
            node.path.removeprefix("rounding."): RoundingRule(
                _text(node, "mode"), _whole(node, "digits")
            )
            for node in self.items("rounding")
        }

    def coded(self, path: str) -> tuple[Coded, ...]:
        """A list of things with a code and a name."""
        return tuple(Coded(*self._coded(node)) for node in self.items(path))

    def texts(self, path: str) -> tuple[str, ...]:
        return tuple(str(node.value) for node in self.items(path))

    def whole(self, path: str) -> int:
        value = self.node(path).value
        assert isinstance(value, int)
        return value

    def items(self, path: str) -> tuple[Node, ...]:
        return tuple(self.node(path).children())

    def node(self, path: str) -> Node:
        """The node there. Raises RuleUnknown with what stands at the deepest part that exists."""
        found = find(self.tree, path)
        if found is not None:
            return found
        outer = path
        while (near := find(self.tree, outer)) is None:
            outer = outer[: max(outer.rfind("."), outer.rfind("["), 0)]
        known = ", ".join(child.path for child in near.children()) or near.path
        raise RuleUnknown(rulebook=self.rulebook_id, path=path, known=known)

    def source_of(self, node: Node) -> Source | None:
        return None if node.origin.source is None else self.sources[node.origin.source]

    def _coded(self, node: Node) -> tuple[str, str, str, Status, Source | None, str | None]:
        return (
            _text(node, "code"),
            _text(node, "name.id"),
            _text(node, "name.en"),
            _status(_node(node, "code")),
            self.source_of(node),
            node.origin.note,
        )


def _node(node: Node, path: str) -> Node:
    found = find(node, path)
    assert found is not None, path
    return found


def _children(node: Node, path: str) -> tuple[Node, ...]:
    found = find(node, path)
    return () if found is None else tuple(found.children())


def _text(node: Node, path: str) -> str:
    return str(_node(node, path).value)


def _texts(node: Node, path: str) -> tuple[str, ...]:
    return tuple(str(child.value) for child in _children(node, path))


def _whole(node: Node, path: str) -> int:
    value = _node(node, path).value
    assert isinstance(value, int)
    return value


def _wholes(node: Node, path: str) -> tuple[int, ...]:
    return tuple(child.value for child in _children(node, path) if isinstance(child.value, int))


def _flag(node: Node, path: str) -> bool:
    found = find(node, path)
    return found is not None and found.value is True


def _leg(node: Node) -> Leg:
    return Leg(_text(node, "book"), _text(node, "debit"), _text(node, "credit"))


def _status(node: Node) -> Status:
    status = node.origin.status
    assert status is not None, node.path
    return status
