"""The example as records: in order, on one day, each with its basis, through the services."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from jawara.accounts.models import RoleGrant, User
from jawara.audit import marks
from jawara.audit.enums import Basis
from jawara.audit.models import Document, Event, Recorded
from jawara.community.models import BkmProfile, KsmMembership, KsmProfile
from jawara.cycle.enums import StepState
from jawara.cycle.models import StepRecord
from jawara.exchange import demo, serang
from jawara.grants.models import Disbursement, GrantUse
from jawara.insight.models import ReportedFigure
from jawara.programmes.models import Coverage
from jawara.territories import queries as territories
from jawara.trainings.models import Training, TrainingNote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]

JAKARTA = ZoneInfo("Asia/Jakarta")
START = datetime(2004, 12, 24, 7, 0, tzinfo=JAKARTA)
END = datetime(2004, 12, 25, 0, 0, tzinfo=JAKARTA)
NOVEMBER = date(2004, 11, 30)
OF_PEOPLE = {"accounts"}  # accounts and their roles are not part of what the report tells


def recorded_models() -> list[type[Recorded]]:
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def test_every_record_is_of_24_december_2004() -> None:
    seen = 0
    for model in recorded_models():
        times = list(model.objects.values_list("recorded_at", flat=True))  # type: ignore[attr-defined]
        seen += len(times)
        assert all(START <= at < END for at in times), model
    assert seen > 1121  # the groups alone
    assert all(START <= at < END for at in Document.objects.values_list("recorded_at", flat=True))


def test_the_trail_runs_forward() -> None:
    """In order of writing, which is the order of time; the accounts come last."""
    times = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert len(times) > 500
    assert times == sorted(times)
    assert START <= times[0] < times[-1] < END
    assert Event.objects.order_by("-pk")[0].action == marks.EXAMPLE


def test_every_record_is_reported_or_illustrative() -> None:
    bases = {
        basis
        for model in recorded_models()
        if model._meta.app_label not in OF_PEOPLE
        for basis in model.objects.order_by().values_list("basis", flat=True).distinct()  # type: ignore[attr-defined]
    }
    assert bases == {Basis.REPORTED, Basis.ILLUSTRATIVE}


def test_what_the_report_said_is_reported_and_the_splits_are_not() -> None:
    assert basis_of(ReportedFigure) == {Basis.REPORTED}
    assert basis_of(Training) == {Basis.REPORTED}
    for model in (Coverage, BkmProfile, KsmProfile, StepRecord, Disbursement, GrantUse):
        assert basis_of(model) == {Basis.ILLUSTRATIVE}, model


def basis_of(model: type[Recorded]) -> set[str]:
    return set(model.objects.values_list("basis", flat=True))  # type: ignore[attr-defined]


def test_30_real_wards_of_the_area_of_2004() -> None:
    regency = territories.by_code("36.04", NOVEMBER)
    inside = set(
        territories.wards_below(regency.unit_id, NOVEMBER).values_list("unit_id", flat=True)
    )
    wards = list(Coverage.objects.select_related("phase"))
    assert len(wards) == 30
    assert {row.unit_id for row in wards} <= inside
    assert [sum(row.phase.code == code for row in wards) for code in ("P2KP-1/1", "P2KP-1/2")] == [
        11,
        19,
    ]
    today = territories.versions([row.unit_id for row in wards], date(2026, 1, 1))
    two = [today[row.unit_id].code[:5] for row in wards if row.phase.code == "P2KP-1/2"]
    assert {"36.04", "36.73"} == set(two)  # the 19 lie partly in today's city, partly not


def test_every_board_has_its_groups_and_every_group_its_members() -> None:
    assert BkmProfile.objects.count() == 30
    sizes: dict[int, int] = {}
    for ksm in KsmMembership.objects.values_list("ksm_id", flat=True):
        sizes[ksm] = sizes.get(ksm, 0) + 1
    assert len(sizes) == KsmProfile.objects.count()
    assert set(sizes.values()) <= {2, 3, 4}
    assert sum(sizes.values()) == 2802 + sum(row[2] for row in serang.read()["wards_1_1"])


def test_the_cycle_of_the_11() -> None:
    done = {}
    for step, state in StepRecord.objects.values_list("step", "state"):
        done.setdefault(step, []).append(state == StepState.DONE)
    assert {step: (sum(states), len(states)) for step, states in done.items()} == {
        "readiness_meeting": (11, 11),
        "volunteer_recruitment": (11, 11),
        "poverty_reflection": (11, 11),
        "self_survey": (11, 11),
        "bkm_renewal": (9, 11),
        "medium_term_plan": (9, 11),
    }


def test_the_splits_of_the_example_sum_to_the_reported_totals() -> None:
    data = serang.read()
    rows = data["wards_1_2"]
    sums = [sum(row[i] for row in rows) * 1000 for i in range(1, 5)]
    stated = data["reported"]["grants"]["P2KP-1/2"]
    assert sums == [stated[name] for name in ("realised", "economic", "physical", "social")]
    assert sums[0] - sum(sums[1:]) == 120_000_000
    assert all(row[1] >= sum(row[2:]) for row in rows)  # no board used more than it received


def test_the_training_is_whole() -> None:
    row = Training.objects.select_related("series").get()
    assert (row.occurred_on, row.last_on) == (date(2004, 12, 22), date(2004, 12, 24))
    assert row.number_in_series == 3
    assert row.place.startswith("Aula Sekda, lantai 2")
    kinds = list(TrainingNote.objects.order_by("pk").values_list("kind", flat=True))
    assert (kinds.count("OPENING"), kinds.count("HOPE"), kinds.count("NOTE")) == (1, 5, 4)
    voices = TrainingNote.objects.filter(kind="NOTE").values_list("speaker_role", flat=True)
    assert set(voices) == {
        "wakil kecamatan",
        "wakil perguruan tinggi",
        "sekretaris jenderal Forum BKM",
    }


def test_one_account_for_every_role() -> None:
    held = set(RoleGrant.objects.values_list("user__email", "role"))
    named = {(email, role) for _, email, role, code in demo.accounts() if code}
    assert held == named
    assert User.objects.count() == len(list(demo.accounts()))


def test_the_example_recognises_itself() -> None:
    assert marks.is_example()


def test_names_of_people_are_made_up() -> None:
    names = set(KsmMembership.objects.values_list("person_name", flat=True))
    assert names == {f"Anggota {number}" for number in range(1, 5)}
