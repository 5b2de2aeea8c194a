"""What the rules ask of each step, and what is still missing. Told, never refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import lazystr
from django.utils.translation import get_language

from jawara.cycle.enums import StepState
from jawara.cycle.models import CycleRun, StepEvidence, StepRecord
from jawara.cycle.queries.states import Told, told_by_ward, wards
from jawara.kernel.errors import gettext_noop
from jawara.kernel.rulebook import Coded, Rulebook, StepRule
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase

COUNTED = ("attended_female", "attended_male", "attended_poor", "adults")


@dataclass(frozen=True)
class RuleCheck:
    """One thing a rule asks of a step, and whether the record has it.

    `gettext(rule) % values` says what is asked, `gettext(message) % values` what is the matter
    when `passed` is False. `assumed`: the rule itself is an assumption; `source` where it stands.
    """

    code: str
    step: str
    passed: bool
    rule: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    assumed: bool = False
    source: str = ""


# A check that did not pass.
Finding = RuleCheck


def _name(coded: Coded) -> object:
    """The name in the language of whoever reads it, when it is read."""
    return lazystr(_Named(coded))


@dataclass(frozen=True, slots=True)
class _Named:
    coded: Coded

    def __str__(self) -> str:
        return self.coded.name(get_language() or "id")


def _basis(rulebook: Rulebook, rule: StepRule, part: str) -> tuple[bool, str]:
    """Whether that part of a step's rule is assumed, and the title of its source."""
    found = rulebook.rule(f"cycle.steps[{rule.number - 1}].{part}")
    return found.assumed, found.source.title if found.source else ""


def checks_of(
    rulebook: Rulebook, rule: StepRule, told: Told, kinds: Sequence[str]
) -> list[RuleCheck]:
    """All checks of one step of a ward: passed ones too, in the order people work."""
    row = told.get(rule.code)
    return [
        *_order(rulebook, rule, row, told),
        *_evidence(rulebook, rule, row, kinds),
        *_counts(rulebook, rule, row),
        *_outcome(rulebook, rule, row, told),
    ]


def _done(row: StepRecord | None) -> bool:
    return row is not None and row.state == StepState.DONE


def _order(
    rulebook: Rulebook, rule: StepRule, row: StepRecord | None, told: Told
) -> Iterator[RuleCheck]:
    names = {step.code: step for step in rulebook.steps()}
    for before in rule.after:
        assumed, source = _basis(rulebook, rule, "after")
        earlier = told.get(before)
        in_order = _done(earlier) and (
            row is None or not _done(row) or _before(earlier, row.occurred_on)
        )
        yield RuleCheck(
            code="out_of_order",
            step=rule.code,
            passed=in_order,
            rule=gettext_noop("Sesudah %(before)s selesai."),
            message=(
                gettext_noop("%(before)s belum tercatat selesai.")
                if not _done(earlier)
                else gettext_noop("%(before)s baru selesai sesudah langkah ini.")
            ),
            values={"before": _name(names[before])},
            assumed=assumed,
            source=source,
        )


def _before(earlier: StepRecord | None, on: date) -> bool:
    return earlier is not None and earlier.occurred_on <= on


def _evidence(
    rulebook: Rulebook, rule: StepRule, row: StepRecord | None, kinds: Sequence[str]
) -> Iterator[RuleCheck]:
    names = {kind.code: kind for kind in rulebook.evidence_kinds()}
    for kind in rule.evidence:
        assumed, source = _basis(rulebook, rule, "evidence")
        yield RuleCheck(
            code="missing_evidence",
            step=rule.code,
            passed=row is not None and kind in kinds,
            rule=gettext_noop("Bukti terlampir: %(kind)s."),
            message=gettext_noop("Bukti belum dilampirkan: %(kind)s."),
            values={"kind": _name(names[kind]), "kind_code": kind},
            assumed=assumed,
            source=source,
        )


def _counts(rulebook: Rulebook, rule: StepRule, row: StepRecord | None) -> Iterator[RuleCheck]:
    names = {item.code: item for item in rulebook.indicators()}
    for code in rule.indicators:
        assumed, source = _basis(rulebook, rule, "indicators")
        yield RuleCheck(
            code="missing_count",
            step=rule.code,
            passed=row is not None and getattr(row, code, None) is not None,
            rule=gettext_noop("Dihitung: %(what)s."),
            message=gettext_noop("Belum dihitung: %(what)s."),
            values={"what": _name(names[code]), "field": code},
            assumed=assumed,
            source=source,
        )
    if row is None or row.adults is None:
        return
    came = (row.attended_female or 0) + (row.attended_male or 0)
    yield RuleCheck(
        code="more_came_than_adults",
        step=rule.code,
        passed=came <= row.adults,
        rule=gettext_noop("Yang hadir tidak lebih banyak daripada penduduk dewasa."),
        message=gettext_noop(
            "Yang hadir %(came)s orang, penduduk dewasa %(adults)s. Salah satu angkanya perlu "
            "diperiksa."
        ),
        values={"came": came, "adults": row.adults},
    )


def _outcome(
    rulebook: Rulebook, rule: StepRule, row: StepRecord | None, told: Told
) -> Iterator[RuleCheck]:
    if rule.outcomes:
        assumed, source = _basis(rulebook, rule, "outcomes")
        yield RuleCheck(
            code="missing_outcome",
            step=rule.code,
            passed=_done(row) and bool(row and row.outcome),
            rule=gettext_noop("Hasilnya tertulis: %(options)s."),
            message=gettext_noop("Hasilnya belum ditulis: %(options)s."),
            values={"options": lazystr(_Joined(rule.outcomes))},
            assumed=assumed,
            source=source,
        )
    for step in rulebook.steps():
        stopped = told.get(step.code)
        ends = {option.code for option in step.outcomes if not option.continues}
        if step.number < rule.number and stopped is not None and stopped.outcome in ends:
            yield RuleCheck(
                code="after_rejection",
                step=rule.code,
                passed=row is None or row.state != StepState.DONE,
                rule=gettext_noop("Warga belum menolak pada %(step)s."),
                message=gettext_noop(
                    "Warga menolak pada %(step)s, tetapi langkah ini tetap dicatat selesai."
                ),
                values={"step": _name(step)},
            )


@dataclass(frozen=True, slots=True)
class _Joined:
    items: Sequence[Coded]

    def __str__(self) -> str:
        return ", ".join(item.name(get_language() or "id") for item in self.items)


def _kinds_by_record(told: Mapping[int, Told]) -> dict[int, list[str]]:
    records = [row.pk for steps in told.values() for row in steps.values()]
    kinds: dict[int, list[str]] = {}
    for record, kind in StepEvidence.objects.filter(record__in=records).values_list(
        "record", "kind"
    ):
        kinds.setdefault(record, []).append(kind)
    return kinds


def _findings(rulebook: Rulebook, told: Told, kinds: Mapping[int, list[str]]) -> list[Finding]:
    """What is the matter with steps that somebody recorded as done."""
    return [
        check
        for rule in rulebook.steps()
        for row in [told.get(rule.code)]
        if row is not None and _done(row)
        for check in checks_of(rulebook, rule, told, kinds.get(row.pk, []))
        if not check.passed
    ]


def conformance(run: CycleRun, as_of: date, known_at: datetime | None = None) -> list[Finding]:
    """Recorded steps of a run that are out of order or lack what the rules ask."""
    told = told_by_ward(run.phase, [run.unit_id], as_of, known_at)
    rulebook = programmes.rulebook_for(run.phase)
    return _findings(rulebook, told.get(run.unit_id, {}), _kinds_by_record(told))


def conformance_by_ward(
    phase: Phase, unit_id: int, as_of: date, known_at: datetime | None = None
) -> dict[int, list[Finding]]:
    """The same for every covered ward of a territory that has findings, by unit id."""
    places = [ward for ward, _code, _name in wards(phase, unit_id, as_of, known_at)]
    told = told_by_ward(phase, places, as_of, known_at)
    kinds = _kinds_by_record(told)
    rulebook = programmes.rulebook_for(phase)
    found = {ward: _findings(rulebook, steps, kinds) for ward, steps in told.items()}
    return {ward: findings for ward, findings in found.items() if findings}
