"""Where each ward stands: done, not done, or nothing entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from jawara.audit.facts import versions
from jawara.cycle.enums import StepState
from jawara.cycle.models import CycleRun, StepEvidence, StepRecord
from jawara.kernel.progress import Progress, State, progress_of
from jawara.kernel.rulebook import StepRule
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.territories import queries as territories


@dataclass(frozen=True, slots=True)
class WardState:
    """One ward and one step on a date. `record`: the record that says so, if any."""

    unit_id: int
    code: str
    name: str
    state: State
    record: StepRecord | None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of one ward: its rule, its state, the record with its evidence."""

    rule: StepRule
    state: State
    record: StepRecord | None
    evidence: Sequence[StepEvidence]


# What stands for a ward: step code -> record.
Told = dict[str, StepRecord]


def state_of(record: StepRecord | None) -> State:
    if record is None:
        return State.NOT_ENTERED
    return State.DONE if record.state == StepState.DONE else State.NOT_DONE


def told_by_ward(
    phase: Phase, unit_ids: Iterable[int], as_of: date, known_at: datetime | None = None
) -> dict[int, Told]:
    """The record that tells each ward's state of each step.

    Done in any run counts as done; else the newest record counts.
    """
    rows = (
        StepRecord.objects.as_of(as_of, known_at)
        .filter(run__phase=phase, run__unit_id__in=unit_ids)
        .select_related("run")
        .order_by("run__unit_id", "state", "-occurred_on", "-pk")
    )
    found: dict[int, Told] = {}
    for row in rows:
        found.setdefault(row.run.unit_id, {}).setdefault(row.step, row)
    return found


def wards(
    phase: Phase, unit_id: int, as_of: date, known_at: datetime | None = None
) -> list[tuple[int, str, str]]:
    """Unit id, code and name of the wards that the phase covers in a territory, by code."""
    covered = programmes.covered_units(as_of, known_at, phase, within=unit_id)
    named = territories.versions_on(as_of, known_at).filter(unit_id__in=covered.values("unit_id"))
    return sorted(named.values_list("unit_id", "code", "name"), key=lambda row: row[1])


def step_states(
    phase: Phase, unit_id: int, step: str, as_of: date, known_at: datetime | None = None
) -> list[WardState]:
    """Every covered ward of a territory with its state of one step, by code."""
    return matrix(phase, unit_id, as_of, known_at, steps=[step])[step]


def matrix(
    phase: Phase,
    unit_id: int,
    as_of: date,
    known_at: datetime | None = None,
    *,
    steps: Sequence[str] | None = None,
) -> dict[str, list[WardState]]:
    """For each step of the rulebook, in order, every covered ward with its state, by code."""
    codes = [rule.code for rule in programmes.rulebook_for(phase).steps()]
    places = wards(phase, unit_id, as_of, known_at)
    told = told_by_ward(phase, [ward for ward, _code, _name in places], as_of, known_at)
    return {
        step: [
            WardState(ward, code, name, state_of(record), record)
            for ward, code, name in places
            for record in [told.get(ward, {}).get(step)]
        ]
        for step in (codes if steps is None else steps)
    }


def progress(
    phase: Phase, unit_id: int, step: str, as_of: date, known_at: datetime | None = None
) -> Progress:
    """How many of the covered wards have done a step, and which have not."""
    states = step_states(phase, unit_id, step, as_of, known_at)
    return progress_of((ward.code, ward.name, ward.state) for ward in states)


def ward_steps(
    unit_id: int, phase: Phase, as_of: date, known_at: datetime | None = None
) -> list[StepView]:
    """All steps of one ward in the order of the rulebook, with their evidence."""
    told = told_by_ward(phase, [unit_id], as_of, known_at).get(unit_id, {})
    evidence: dict[int, list[StepEvidence]] = {}
    rows = StepEvidence.objects.filter(record__in=[record.pk for record in told.values()])
    for row in rows.select_related("document").order_by("pk"):
        evidence.setdefault(row.record_id, []).append(row)
    return [
        StepView(rule, state_of(record), record, evidence.get(record.pk, []) if record else [])
        for rule in programmes.rulebook_for(phase).steps()
        for record in [told.get(rule.code)]
    ]


def runs(unit_id: int, phase: Phase) -> QuerySet[CycleRun]:
    """Walks of a ward through the cycle of a phase, the newest first."""
    return CycleRun.objects.filter(unit_id=unit_id, phase=phase).order_by("-number")


def record(key: UUID) -> StepRecord | None:
    """One record by its key, standing or corrected."""
    return (
        StepRecord.objects.filter(key=key)
        .select_related("run", "run__phase", "superseded_by")
        .prefetch_related("evidence__document")
        .first()
    )


def record_history(row: StepRecord) -> list[StepRecord]:
    """The record, what corrected it and what it corrected: the newest first."""
    newest = row
    while (later := StepRecord.objects.filter(supersedes=newest).first()) is not None:
        newest = later
    order = [item.pk for item in versions(newest)]
    rows = StepRecord.objects.filter(pk__in=order).select_related("run", "run__phase")
    found = rows.prefetch_related("evidence__document").in_bulk()
    return [found[pk] for pk in order]
