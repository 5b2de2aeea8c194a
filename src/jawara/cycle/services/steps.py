"""Recording what happened at the steps of the cycle.

Refused is only what cannot be so. A step out of order, or without its evidence, is written down
and told by `queries.conformance`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from jawara.audit.facts import not_in_future, withdraw
from jawara.audit.models import Document
from jawara.audit.services import Ctx, advisory_lock, correct, service
from jawara.cycle import rules
from jawara.cycle.enums import StepState
from jawara.cycle.models import CycleRun, StepEvidence, StepRecord
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.rulebook import StepRule
from jawara.kernel.text import clean_name, tidy_lines
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.programmes.services import within_phase
from jawara.territories.models import Unit


class NotInPhase(Refusal):
    """Values: phase, on."""

    code = "not_in_phase"
    message = gettext_noop(
        "Kelurahan atau desa ini tidak ikut tahap %(phase)s pada %(on)s. Catat dulu "
        "kepesertaannya, atau periksa tanggalnya."
    )


class RunExists(Refusal):
    """Values: number."""

    code = "run_exists"
    message = gettext_noop("Siklus ke-%(number)s sudah dibuka di sini. Catat langkahnya di situ.")


class UnknownStep(Refusal):
    """Values: step, known."""

    code = "unknown_step"
    message = gettext_noop("Langkah %(step)s tidak ada di aturan tahap ini. Pilih: %(known)s.")


class UnknownOutcome(Refusal):
    """Values: known."""

    code = "unknown_outcome"
    message = gettext_noop("Hasil langkah ini salah satu dari: %(known)s. Pilih salah satunya.")


class StepAlreadyDone(Refusal):
    """Values: on."""

    code = "step_already_done"
    message = gettext_noop(
        "Langkah ini sudah tercatat selesai pada %(on)s. Kalau catatan itu keliru, betulkan "
        "catatan itu."
    )


class DoneBeforeNotDone(Refusal):
    """Values: on."""

    code = "done_before_not_done"
    message = gettext_noop(
        "Pada %(on)s langkah ini masih tercatat belum. Tanggal selesainya harus sesudah itu, "
        "atau betulkan catatan itu."
    )


class MorePoorThanCame(Refusal):
    """Values: poor, came."""

    code = "more_poor_than_came"
    message = gettext_noop(
        "Warga miskin yang hadir %(poor)s, lebih banyak daripada semua yang hadir, %(came)s. "
        "Periksa angkanya."
    )


class CountBelowZero(Refusal):
    code = "count_below_zero"
    message = gettext_noop("Jumlah orang tidak bisa kurang dari nol.")


class UnknownEvidenceKind(Refusal):
    """Values: kind, known."""

    code = "unknown_evidence_kind"
    message = gettext_noop("Jenis bukti %(kind)s tidak dikenal. Pilih: %(known)s.")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came. None: not counted, which is not zero."""

    attended_female: int | None = None
    attended_male: int | None = None
    attended_poor: int | None = None
    adults: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A stored document and what it is: a kind of the rulebook's `evidence.kinds`."""

    kind: str
    document: Document


NOBODY_COUNTED = Attendance()


@service(
    "cycle.run.opened",
    returns=CycleRun,
    allow=rules.may_open_run,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def open_run(ctx: Ctx, *, unit: Unit, phase: Phase, started_on: date, number: int = 1) -> CycleRun:
    """A ward starts through the cycle in a phase that covers it on that day."""
    not_in_future(ctx, started_on, field="started_on")
    within_phase(phase, started_on, field="started_on")
    if not programmes.is_covered(unit.pk, started_on, phase):
        raise NotInPhase(field="started_on", phase=phase.code, on=started_on)
    advisory_lock(f"run:{unit.pk}:{phase.pk}")
    if CycleRun.objects.filter(unit=unit, phase=phase, number=number).exists():
        raise RunExists(field="number", number=number)
    return CycleRun.objects.create(
        unit=unit, phase=phase, number=number, started_on=started_on, **ctx.stamp()
    )


def _step_rule(run: CycleRun, step: str) -> StepRule:
    steps = programmes.rulebook_for(run.phase).steps()
    for rule in steps:
        if rule.code == step:
            return rule
    raise UnknownStep(field="step", step=step[:40], known=[rule.name() for rule in steps])


def _check_outcome(rule: StepRule, outcome: str, state: StepState) -> None:
    if not outcome:
        return
    if state != StepState.DONE or outcome not in {option.code for option in rule.outcomes}:
        known = [option.name() for option in rule.outcomes] or ["–"]
        raise UnknownOutcome(field="outcome", known=known)


def _check_attendance(attendance: Attendance) -> None:
    for field, count in asdict(attendance).items():
        if count is not None and count < 0:
            raise CountBelowZero(field=field)
    poor, female, male = (
        attendance.attended_poor,
        attendance.attended_female,
        attendance.attended_male,
    )
    if poor is None or female is None or male is None:
        return
    if poor > female + male:
        raise MorePoorThanCame(field="attended_poor", poor=poor, came=female + male)


def _check_evidence(run: CycleRun, evidence: Sequence[EvidenceRow]) -> None:
    kinds = programmes.rulebook_for(run.phase).evidence_kinds()
    for row in evidence:
        if row.kind not in {kind.code for kind in kinds}:
            raise UnknownEvidenceKind(
                field="evidence", kind=row.kind[:40], known=[kind.name() for kind in kinds]
            )


def _check_order_in_time(
    run: CycleRun, step: str, state: StepState, on: date, instead_of: StepRecord | None
) -> None:
    """One step is done once in a run, and not undone afterwards."""
    others = StepRecord.objects.known().filter(run=run, step=step)
    if instead_of is not None:
        others = others.exclude(pk=instead_of.pk)
    done = others.filter(state=StepState.DONE).order_by("occurred_on").first()
    if done is not None and (state == StepState.DONE or on >= done.occurred_on):
        raise StepAlreadyDone(field="occurred_on", on=done.occurred_on)
    if state == StepState.DONE:
        not_done = others.filter(state=StepState.NOT_DONE, occurred_on__gte=on)
        last = not_done.order_by("-occurred_on").first()
        if last is not None:
            raise DoneBeforeNotDone(field="occurred_on", on=last.occurred_on)


def _write(
    ctx: Ctx,
    run: CycleRun,
    step: str,
    *,
    state: StepState,
    occurred_on: date,
    attendance: Attendance,
    outcome: str,
    evidence: Sequence[EvidenceRow],
    note: str,
    supersedes: StepRecord | None,
) -> StepRecord:
    rule = _step_rule(run, step)
    not_in_future(ctx, occurred_on)
    within_phase(run.phase, occurred_on)
    if not programmes.is_covered(run.unit_id, occurred_on, run.phase):
        raise NotInPhase(field="occurred_on", phase=run.phase.code, on=occurred_on)
    _check_outcome(rule, outcome, state)
    _check_attendance(attendance)
    _check_evidence(run, evidence)
    advisory_lock(f"step:{run.pk}:{step}")
    replaced = correct(supersedes) if supersedes else {}
    _check_order_in_time(run, step, state, occurred_on, supersedes)
    record = StepRecord.objects.create(
        run=run,
        step=step,
        state=state,
        occurred_on=occurred_on,
        outcome=outcome,
        note=tidy_lines(note),
        **asdict(attendance),
        **replaced,
        **ctx.stamp(),
    )
    StepEvidence.objects.bulk_create(
        StepEvidence(
            record=record,
            kind=row.kind,
            document=row.document,
            **ctx.part(f"evidence:{number}").stamp(),
        )
        for number, row in enumerate(evidence, start=1)
    )
    return record


@service(
    "cycle.step.recorded",
    returns=StepRecord,
    allow=rules.may_record_step,
    stream=lambda run, **_: f"unit:{run.unit_id}",
)
def record_step(
    ctx: Ctx,
    *,
    run: CycleRun,
    step: str,
    state: StepState,
    occurred_on: date,
    attendance: Attendance = NOBODY_COUNTED,
    outcome: str = "",
    evidence: Sequence[EvidenceRow] = (),
    note: str = "",
) -> StepRecord:
    """A step was held on a day, or was known not to have been held by then."""
    return _write(
        ctx,
        run,
        step,
        state=state,
        occurred_on=occurred_on,
        attendance=attendance,
        outcome=outcome,
        evidence=evidence,
        note=note,
        supersedes=None,
    )


@service(
    "cycle.ward_step.recorded",
    returns=StepRecord,
    allow=rules.may_open_run,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def record_ward_step(
    ctx: Ctx,
    *,
    unit: Unit,
    phase: Phase,
    step: str,
    state: StepState,
    occurred_on: date,
    attendance: Attendance = NOBODY_COUNTED,
    outcome: str = "",
    evidence: Sequence[EvidenceRow] = (),
    note: str = "",
) -> StepRecord:
    """A record for a ward in a phase; the first one opens the ward's run with it."""
    # Two first records at once: the second waits here and finds the run that the first opened.
    advisory_lock(f"run:{unit.pk}:{phase.pk}")
    run = CycleRun.objects.filter(unit=unit, phase=phase).order_by("-number").first()
    if run is None:
        run = open_run(ctx.part("run"), unit=unit, phase=phase, started_on=occurred_on)
    return _write(
        ctx,
        run,
        step,
        state=state,
        occurred_on=occurred_on,
        attendance=attendance,
        outcome=outcome,
        evidence=evidence,
        note=note,
        supersedes=None,
    )


@service(
    "cycle.step.corrected",
    returns=StepRecord,
    allow=rules.may_correct_step,
    stream=lambda record, **_: f"unit:{record.run.unit_id}",
)
def correct_step(
    ctx: Ctx,
    *,
    record: StepRecord,
    state: StepState,
    occurred_on: date,
    attendance: Attendance = NOBODY_COUNTED,
    outcome: str = "",
    evidence: Sequence[EvidenceRow] = (),
    note: str = "",
) -> StepRecord:
    """The record in full as it should be. `evidence` replaces what was attached before."""
    return _write(
        ctx,
        record.run,
        record.step,
        state=state,
        occurred_on=occurred_on,
        attendance=attendance,
        outcome=outcome,
        evidence=evidence,
        note=note,
        supersedes=record,
    )


@service(
    "cycle.step.withdrawn",
    returns=StepRecord,
    allow=rules.may_correct_step,
    stream=lambda record, **_: f"unit:{record.run.unit_id}",
)
def withdraw_step(ctx: Ctx, *, record: StepRecord, reason: str) -> StepRecord:
    """Take a record back: it belonged elsewhere, or nobody knows any more."""
    advisory_lock(f"step:{record.run_id}:{record.step}")
    return withdraw(ctx, record, note=clean_name(reason, field="reason", limit=2000))
