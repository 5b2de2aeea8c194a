"""Cycle steps: what cannot be so is refused, what is out of order or unproven is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from jawara.audit.facts import InTheFuture
from jawara.audit.models import Document
from jawara.audit.services import AlreadyCorrected, NotAllowed
from jawara.cycle import queries, services
from jawara.cycle.enums import StepState
from jawara.cycle.models import CycleRun, StepEvidence, StepRecord
from jawara.cycle.queries.states import told_by_ward
from jawara.cycle.services import Attendance, EvidenceRow, steps
from jawara.kernel.progress import State
from jawara.programmes import queries as programmes
from jawara.programmes.models import Coverage
from jawara.programmes.services import OutsidePhase, end_coverage
from tests.support.wards import NOW, STRANGER, Wards, ctx, make_wards

pytestmark = pytest.mark.django_db
END_2004 = date(2004, 11, 30)
HELD_ON = date(2003, 5, 1)
RKM, VOLUNTEERS = "readiness_meeting", "volunteer_recruitment"


@pytest.fixture
def wards() -> Wards:
    return make_wards()


@pytest.fixture
def run(wards: Wards) -> CycleRun:
    return services.open_run(
        ctx("run"), unit=wards.one, phase=wards.phase, started_on=date(2003, 1, 1)
    )


def paper(kind: str) -> EvidenceRow:
    document = Document.objects.create(
        sha256=f"{Document.objects.count():064x}",
        size=1,
        media_type="application/pdf",
        name=f"{kind}.pdf",
        recorded_at=NOW,
        recorded_by="user:1",
    )
    return EvidenceRow(kind, document)


def record(run: CycleRun, step: str, name: str = "", **changes: Any) -> StepRecord:
    given = {"state": StepState.DONE, "occurred_on": HELD_ON} | changes
    return services.record_step(ctx(name or step), run=run, step=step, **given)


def codes(run: CycleRun) -> list[tuple[str, str]]:
    return [(finding.step, finding.code) for finding in queries.conformance(run, END_2004)]


def test_states_tell_not_done_from_not_entered(wards: Wards, run: CycleRun) -> None:
    record(run, RKM)
    here = (wards.phase, wards.district.pk, RKM, END_2004)
    states = queries.step_states(*here)
    assert [(s.code, s.name, s.state) for s in states] == [
        ("36.04.08.2001", "Margasana", State.DONE),
        ("36.04.08.2002", "Pejaten", State.NOT_ENTERED),
    ]
    other = services.open_run(
        ctx("run2"), unit=wards.two, phase=wards.phase, started_on=date(2003, 1, 1)
    )
    record(other, RKM, "no", state=StepState.NOT_DONE)
    progress = queries.progress(*here)
    assert (progress.numerator, progress.denominator, progress.ratio()) == (1, 2, "0.5000")
    assert [(m.name, m.state) for m in progress.missing] == [("Pejaten", "not_done")]
    early = queries.progress(wards.phase, wards.district.pk, RKM, HELD_ON - timedelta(days=1))
    assert (early.numerator, early.denominator) == (None, 2)


def test_matrix_asks_the_same_number_of_questions(
    wards: Wards, run: CycleRun, django_assert_num_queries: Any
) -> None:
    record(run, RKM)
    with django_assert_num_queries(4):
        one = queries.matrix(wards.phase, wards.district.pk, END_2004)
    record(run, VOLUNTEERS)
    with django_assert_num_queries(4):
        queries.matrix(wards.phase, wards.district.pk, END_2004)
    assert list(one)[:2] == [RKM, VOLUNTEERS]
    assert {len(row) for row in one.values()} == {2}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"occurred_on": date(2004, 12, 25)}, InTheFuture),
        ({"occurred_on": date(1999, 5, 31)}, OutsidePhase),
        ({"outcome": "maybe"}, steps.UnknownOutcome),
        ({"outcome": "accepted", "state": StepState.NOT_DONE}, steps.UnknownOutcome),
        ({"attendance": Attendance(3, 4, 8)}, steps.MorePoorThanCame),
        ({"attendance": Attendance(-1)}, steps.CountBelowZero),
        ({"step": "pesta_rakyat"}, steps.UnknownStep),
    ],
)
def test_what_cannot_be_is_refused(
    run: CycleRun, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    step = changes.pop("step", RKM)
    with pytest.raises(refusal):
        record(run, step, **changes)
    assert not StepRecord.objects.exists()


def test_unknown_kinds_of_evidence_are_refused(run: CycleRun) -> None:
    with pytest.raises(steps.UnknownEvidenceKind):
        record(run, RKM, evidence=[paper("rumour")])


def test_a_step_is_done_once_and_not_undone(run: CycleRun) -> None:
    record(run, RKM, "no", state=StepState.NOT_DONE, occurred_on=HELD_ON)
    with pytest.raises(steps.DoneBeforeNotDone):
        record(run, RKM, "same day")
    done = record(run, RKM, "yes", occurred_on=HELD_ON + timedelta(days=1))
    with pytest.raises(steps.StepAlreadyDone) as twice:
        record(run, RKM, "twice", occurred_on=END_2004)
    assert twice.value.values == {"on": done.occurred_on}
    with pytest.raises(steps.StepAlreadyDone):
        record(run, RKM, "undone", state=StepState.NOT_DONE, occurred_on=END_2004)


def test_corrections_keep_both_and_know_who(run: CycleRun) -> None:
    first = record(run, RKM, evidence=[paper("minutes")])
    later = NOW + timedelta(hours=1)
    second = services.correct_step(
        ctx("c", at=later),
        record=first,
        state=StepState.DONE,
        occurred_on=HELD_ON + timedelta(days=7),
        attendance=Attendance(20, 10, 9, 400),
        outcome="accepted",
        evidence=[EvidenceRow(e.kind, e.document) for e in first.evidence.all()],
        note="salah tulis",
    )
    assert [row.pk for row in queries.record_history(first)] == [second.pk, first.pk]
    assert [len(row.evidence.all()) for row in queries.record_history(first)] == [1, 1]
    view = queries.ward_steps(run.unit_id, run.phase, END_2004)[0]
    before = queries.ward_steps(run.unit_id, run.phase, END_2004, NOW)[0]
    assert (view.record, view.evidence[0].kind) == (second, "minutes")
    assert before.record == first
    with pytest.raises(AlreadyCorrected):
        services.correct_step(ctx("late"), record=first, state=StepState.DONE, occurred_on=HELD_ON)
    services.withdraw_step(ctx("w", at=later), record=second, reason="bukan desa ini")
    assert queries.ward_steps(run.unit_id, run.phase, END_2004)[0].state == State.NOT_ENTERED
    assert record(run, RKM, "again").pk


def test_what_the_rules_ask_is_told(run: CycleRun) -> None:
    record(run, VOLUNTEERS, attendance=Attendance(5, 5))
    assert codes(run) == [(VOLUNTEERS, "out_of_order"), (VOLUNTEERS, "missing_evidence")]
    record(
        run,
        RKM,
        occurred_on=HELD_ON + timedelta(days=1),
        attendance=Attendance(20, 21, 3, 40),
        outcome="rejected",
        evidence=[paper("minutes")],
    )
    assert codes(run) == [
        (RKM, "missing_evidence"),
        (RKM, "more_came_than_adults"),
        (VOLUNTEERS, "out_of_order"),
        (VOLUNTEERS, "missing_evidence"),
        (VOLUNTEERS, "after_rejection"),
    ]
    late = queries.conformance(run, END_2004)[2]
    assert late.message % late.values == (
        "Rembug kesiapan masyarakat (RKM) baru selesai sesudah langkah ini."
    )
    assert queries.conformance(run, date(2003, 4, 30)) == []
    assert list(queries.conformance_by_ward(run.phase, run.unit_id, END_2004)) == [run.unit_id]


def test_checks_of_a_complete_step_all_pass_and_say_what_is_assumed(run: CycleRun) -> None:
    record(
        run,
        RKM,
        attendance=Attendance(20, 21, 3, 400),
        outcome="accepted",
        evidence=[paper("minutes"), paper("attendance_form")],
    )
    rulebook = programmes.rulebook_for(run.phase)
    told = told_by_ward(run.phase, [run.unit_id], END_2004)[run.unit_id]
    checks = queries.checks_of(rulebook, rulebook.step(RKM), told, ["minutes", "attendance_form"])
    assert len(checks) == 8
    assert all(check.passed for check in checks)
    assert [check.assumed for check in checks if check.code == "missing_evidence"] == [True, True]
    assert codes(run) == []


def test_a_run_needs_coverage_and_is_opened_once(wards: Wards, run: CycleRun) -> None:
    with pytest.raises(steps.RunExists):
        services.open_run(ctx("r2"), unit=wards.one, phase=wards.phase, started_on=HELD_ON)
    with pytest.raises(steps.NotInPhase):
        services.open_run(ctx("r3"), unit=wards.outside, phase=wards.phase, started_on=HELD_ON)
    with pytest.raises(OutsidePhase):
        services.open_run(ctx("r4"), unit=wards.two, phase=wards.phase, started_on=date(1999, 5, 1))


def test_the_first_record_opens_the_run(wards: Wards) -> None:
    given = {"step": RKM, "state": StepState.DONE, "occurred_on": HELD_ON}
    row = services.record_ward_step(ctx("b"), unit=wards.two, phase=wards.phase, **given)
    again = services.record_ward_step(ctx("b"), unit=wards.two, phase=wards.phase, **given)
    assert row == again
    assert (row.run.started_on, row.run.number) == (HELD_ON, 1)
    # An earlier step may be entered later: order is told, not forced.
    assert record(row.run, VOLUNTEERS, occurred_on=HELD_ON - timedelta(days=9)).pk
    with pytest.raises(steps.NotInPhase):
        services.record_ward_step(ctx("o"), unit=wards.outside, phase=wards.phase, **given)
    assert CycleRun.objects.count() == 1


def test_a_record_after_the_ward_left_is_refused(wards: Wards, run: CycleRun) -> None:
    covered = Coverage.objects.get(unit=wards.one)
    end_coverage(ctx("leave"), coverage=covered, until_on=HELD_ON, note="keluar")
    with pytest.raises(steps.NotInPhase):
        record(run, RKM)


def test_a_double_click_writes_once(run: CycleRun) -> None:
    evidence = [paper("minutes")]
    assert record(run, RKM, evidence=evidence) == record(run, RKM, evidence=evidence)
    assert StepRecord.objects.count() == StepEvidence.objects.count() == 1


def test_strangers_may_not(run: CycleRun) -> None:
    with pytest.raises(NotAllowed):
        services.record_step(
            ctx("s", actor=STRANGER),
            run=run,
            step=RKM,
            state=StepState.DONE,
            occurred_on=HELD_ON,
        )
