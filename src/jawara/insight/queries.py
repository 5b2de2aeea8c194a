"""Asking for figures: one as-of, as-known-at answer with its warnings and sources."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count

from jawara.grants import queries as grants
from jawara.insight import indicators as _catalogue  # noqa: F401 - fills the registry
from jawara.insight import warnings
from jawara.insight.indicators.shared import phases
from jawara.insight.models import ReportedFigure
from jawara.insight.registry import Indicator, indicator
from jawara.insight.types import Answer, Figure, Question, RecordRow, Source, Warn
from jawara.kernel.memo import remembered
from jawara.kernel.rounding import HALF_UP, round_fraction
from jawara.programmes import queries as programmes
from jawara.territories import queries as territories
from jawara.territories.models import UnitVersion

# A figure asked for this long after its newest record is called stale.
STALE_AFTER = timedelta(days=366)


def question(
    territory: str | None, phase: str | None, as_of: date, known_at: datetime | None
) -> Question:
    """A question from codes. Refuses unknown or retired codes with what to do instead."""
    unit = territories.by_code(territory, as_of, known_at) if territory else None
    return Question(
        unit_id=unit.unit_id if unit else territories.nation().pk,
        territory=unit,
        phase=programmes.phase(phase) if phase else None,
        as_of=as_of,
        known_at=known_at,
    )


@remembered
def figure(key: str, asked: Question) -> Figure:
    """One figure. Never invents: without records the value is None and a warning says so."""
    definition = indicator(key)
    answer = answered(key, asked)
    ratio = None
    if definition.unit == "ratio" and answer.numerator is not None and answer.denominator:
        ratio = str(round_fraction(answer.numerator, answer.denominator, 4, HALF_UP))
    sources = _sources(definition, asked)
    return Figure(
        key=key,
        unit=definition.unit,
        question=asked,
        answer=answer,
        ratio=ratio,
        warnings=_warnings(definition, asked, answer, sources),
        sources=sources,
    )


@remembered
def answered(key: str, asked: Question) -> Answer:
    """What the records give for a figure, without warnings about it."""
    return indicator(key).compute(asked)


def records(key: str, asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    """The records behind a figure, a page at a time, and how many there are."""
    return indicator(key).records(asked, offset, limit)


def reported(key: str, asked: Question) -> list[ReportedFigure]:
    """What reports stated of this figure on or before the date, newest first."""
    phase_id = asked.phase.pk if asked.phase else None
    rows = _reported_of(asked.unit_id, asked.as_of, asked.known_at)
    return [row for row in rows if row.indicator == key and row.phase_id == phase_id]


@remembered
def _reported_of(
    unit_id: int, as_of: date, known_at: datetime | None
) -> tuple[ReportedFigure, ...]:
    return tuple(
        ReportedFigure.objects.as_of(as_of, known_at)
        .filter(unit_id=unit_id)
        .select_related("document")
        .order_by("-occurred_on", "-pk")
    )


@remembered
def _history_known(unit_id: int, as_of: date) -> bool:
    return territories.history_known([unit_id], as_of)


def _stated_on(definition: Indicator, asked: Question) -> date | None:
    """The date for which reports gave this very figure, or everything that it is reckoned from.

    Without a phase, the phases that have records count together; the oldest date counts.
    """
    if definition.terms:
        parts = [indicator(term.key) for term in definition.terms]
        return _oldest(
            [_stated_on(part, asked) for part in parts if answered(part.key, asked).value]
        )
    scopes = [asked]
    if asked.phase is None and not reported(definition.key, asked):
        scopes = [replace(asked, phase=phase) for phase in phases()]
    dates = []
    for scope in scopes:
        found = answered(definition.key, scope)
        if _known(found):
            rows = [row for row in reported(definition.key, scope) if row.value is not None]
            same = bool(rows) and _says(definition, rows[0], found)
            dates.append(rows[0].occurred_on if same else None)
    return _oldest(dates)


def _oldest(dates: Sequence[date | None]) -> date | None:
    """The oldest of all; None when one is lacking or there is none."""
    known = [day for day in dates if day is not None]
    return min(known) if known and len(known) == len(dates) else None


def _known(answer: Answer) -> bool:
    return answer.value is not None or answer.numerator is not None


def _sources(definition: Indicator, asked: Question) -> list[Source]:
    return [
        Source(
            title=row.source,
            as_of=row.occurred_on,
            stated=row.value,
            quality=row.quality,
            agrees=_says(definition, row, answered(definition.key, _then(row, asked))),
        )
        for row in reported(definition.key, asked)
    ]


def _then(row: ReportedFigure, asked: Question) -> Question:
    """The question that a report answered: its date, with the borders of that date."""
    if row.occurred_on == asked.as_of:
        return asked
    unit = _version(asked.unit_id, row.occurred_on, asked.known_at) if asked.territory else None
    return replace(asked, territory=unit, as_of=row.occurred_on)


@remembered
def _version(unit_id: int, as_of: date, known_at: datetime | None) -> UnitVersion | None:
    return territories.version(unit_id, as_of, known_at)


def _says(definition: Indicator, row: ReportedFigure, answer: Answer) -> bool:
    """Whether a report stated what the records give."""
    if row.value is None:
        return False
    if definition.unit == "ratio":
        return (row.value, row.denominator) == (answer.numerator, answer.denominator)
    return row.value == answer.value


def _warnings(
    definition: Indicator, asked: Question, answer: Answer, sources: Sequence[Source]
) -> list[Warn]:
    found = list(answer.warnings)
    stated = next((source for source in sources if source.stated is not None), None)
    has_value = _known(answer)
    if not has_value:
        found.append(warnings.no_records())
    if stated and has_value and not stated.agrees and stated.stated is not None:
        found.append(warnings.differs_from_report(stated.stated, stated.title))
    stated_on = _stated_on(definition, asked)
    if answer.illustrative and stated_on is None:
        found.append(warnings.illustrative())
    latest = max((day for day in (answer.latest_on, stated_on) if day), default=None)
    if has_value and latest and asked.as_of - latest > STALE_AFTER:
        found.append(warnings.stale(latest))
    if asked.territory is not None and not _history_known(asked.unit_id, asked.as_of):
        found.append(warnings.territory_history_unknown())
    return found


def default_as_of(today: date) -> date:
    """The date a page shows when nobody chose one: today, or the date most reports speak of.

    A database whose reports are long past (the example of 2004) opens on their date instead of on
    an empty today.
    """
    newest = (
        ReportedFigure.objects.known()
        .order_by()
        .values("occurred_on")
        .annotate(stated=Count("pk"))
        .order_by("-stated", "-occurred_on")
        .values_list("occurred_on", flat=True)
        .first()
    )
    if newest is not None and today - newest > STALE_AFTER:
        return newest
    return today


@dataclass(frozen=True)
class Correction:
    """Something that changed a figure after its first records: when it was recorded, and what."""

    recorded_at: datetime
    what: str
    text: str
    amount: int
    basis: str


def corrections(key: str, asked: Question) -> list[Correction]:
    """What later records changed in a grant figure: corrected uses and explanations."""
    if indicator(key).topic != "grants":
        return []
    signed = grants.grants_in(asked.unit_id, asked.as_of, asked.known_at, asked.phase)
    found = [
        Correction(row.recorded_at, row.activity, row.note, row.amount_rupiah, row.basis)
        for row in grants.uses(signed, asked.as_of, asked.known_at)
        if row.supersedes_id
    ]
    found += [
        Correction(
            row.recorded_at, str(row.get_category_display()), row.text, row.amount_rupiah, row.basis
        )
        for row in grants.explanations(signed, asked.as_of, asked.known_at)
    ]
    return sorted(found, key=lambda item: item.recorded_at)


def question_of(row: ReportedFigure) -> Question:
    """The question that a reported figure answers: its territory, phase and date."""
    unit = territories.version(row.unit_id, row.occurred_on)
    return Question(row.unit_id, unit, row.phase, row.occurred_on, None)
