"""Two people write at the same moment: one is taken, the other is told, nothing is half-written."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from jawara.audit.models import Event
from jawara.audit.services import AlreadyCorrected
from jawara.community import queries as community
from jawara.community import services as groups
from jawara.community.enums import KsmPurpose
from jawara.community.models import Ksm
from jawara.cycle import services
from jawara.cycle.enums import StepState
from jawara.cycle.models import CycleRun, StepRecord
from jawara.cycle.services.steps import StepAlreadyDone
from jawara.kernel.errors import Refusal
from jawara.programmes import queries as programmes
from jawara.programmes.models import Coverage
from jawara.programmes.services import end_coverage
from tests.support.wards import Wards, ctx, make_board, make_wards

pytestmark = pytest.mark.django_db(transaction=True)
HELD_ON = date(2003, 5, 1)
WRITERS = 6


@pytest.fixture(autouse=True)
def rulebooks_read() -> None:
    programmes.rulebooks()


@pytest.fixture
def wards() -> Wards:
    return make_wards()


def at_once(write: Callable[[int], object]) -> list[Refusal]:
    """Run `write(n)` in threads that start together; what was declined."""
    gate = threading.Barrier(WRITERS)
    declined: list[Refusal] = []
    broken: list[BaseException] = []

    def run(number: int) -> None:
        try:
            gate.wait()
            write(number)
        except Refusal as refusal:
            declined.append(refusal)
        except BaseException as error:  # noqa: BLE001 - a thread's failure is the test's
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    return declined


def test_one_step_is_recorded_once(wards: Wards) -> None:
    declined = at_once(
        lambda number: services.record_ward_step(
            ctx(f"writer {number}"),
            unit=wards.one,
            phase=wards.phase,
            step="readiness_meeting",
            state=StepState.DONE,
            occurred_on=HELD_ON,
        )
    )
    assert [type(refusal) for refusal in declined] == [StepAlreadyDone] * (WRITERS - 1)
    assert StepRecord.objects.count() == CycleRun.objects.count() == 1


def test_one_record_is_corrected_once(wards: Wards) -> None:
    record = services.record_ward_step(
        ctx("first"),
        unit=wards.one,
        phase=wards.phase,
        step="readiness_meeting",
        state=StepState.DONE,
        occurred_on=HELD_ON,
    )
    declined = at_once(
        lambda number: services.correct_step(
            ctx(f"writer {number}"),
            record=record,
            state=StepState.DONE,
            occurred_on=HELD_ON,
            note=f"pembetulan {number}",
        )
    )
    assert [type(refusal) for refusal in declined] == [AlreadyCorrected] * (WRITERS - 1)
    assert StepRecord.objects.known().count() == 1


def test_every_kind_of_correction_is_taken_once(wards: Wards) -> None:
    row = Coverage.objects.get(unit=wards.one)
    declined = at_once(
        lambda number: end_coverage(
            ctx(f"writer {number}"), coverage=row, until_on=HELD_ON, note=f"alasan {number}"
        )
    )
    assert [type(refusal) for refusal in declined] == [AlreadyCorrected] * (WRITERS - 1)
    assert Coverage.objects.filter(unit=wards.one).count() == 2


def test_one_key_writes_once_and_everybody_gets_it(wards: Wards) -> None:
    bkm = make_board(wards.one)
    row = groups.GroupRow("Melati", KsmPurpose.ECONOMIC, HELD_ON, (groups.MemberRow("Ani"),))
    assert at_once(lambda _n: groups.register_group(ctx("same"), bkm=bkm, group=row)) == []
    assert Ksm.objects.count() == 1
    assert Event.objects.filter(action="community.group.registered").count() == 1


def test_lists_at_once_get_numbers_of_their_own(wards: Wards) -> None:
    bkm = make_board(wards.one)

    def register(number: int) -> object:
        rows = [
            groups.GroupRow(f"Kelompok {number}-{n}", KsmPurpose.SOCIAL, HELD_ON) for n in range(5)
        ]
        return groups.register_groups(ctx(f"list {number}"), bkm=bkm, groups=rows)

    assert at_once(register) == []
    numbers = [row.ksm.number for row in community.groups(bkm, date(2004, 1, 1))]
    assert numbers == list(range(1, 5 * WRITERS + 1))
