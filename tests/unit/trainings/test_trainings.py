"""Trainings: plain records, counted from their first day, participants by origin."""

from datetime import date
from typing import Any

import pytest

from jawara.audit.services import NotAllowed
from jawara.trainings import queries, services
from jawara.trainings.enums import NoteKind, Origin, TrainingKind
from jawara.trainings.models import Training
from jawara.trainings.services import NoteRow
from tests.support.wards import STRANGER, Wards, ctx, make_wards

pytestmark = pytest.mark.django_db


@pytest.fixture
def wards() -> Wards:
    return make_wards()


def record(wards: Wards, name: str = "t", **changes: Any) -> Training:
    given = {
        "kind": TrainingKind.LOKALATIH,
        "title": "Lokalatih alih kelola",
        "occurred_on": date(2004, 12, 22),
        "last_on": date(2004, 12, 24),
        "place": "Aula Sekda",
        "unit": wards.district,
        "participants": {Origin.GOVERNMENT: 21, Origin.BKM: 1, Origin.NGO: 1, Origin.OTHER: 0},
        "notes": [
            NoteRow(NoteKind.HOPE, "perubahan perilaku bersama"),
            NoteRow(NoteKind.NOTE, "koordinasi\nlebih baik", "wakil kecamatan"),
            NoteRow(NoteKind.HOPE, "praktik baik menyebar"),
        ],
    } | changes
    return services.record_training(ctx(name), **given)


def test_participants_by_origin_from_the_first_day(wards: Wards) -> None:
    record(wards)
    found = queries.participants(date(2004, 12, 22), wards.district.pk)
    assert found.total == 23
    assert found.by == {Origin.GOVERNMENT: 21, Origin.BKM: 1, Origin.NGO: 1}
    assert queries.participants(date(2004, 12, 22), wards.nation.pk).total == 23
    assert queries.participants(date(2004, 12, 22)).total == 23
    assert queries.participants(date(2004, 12, 21), wards.district.pk).total == 0
    assert queries.participants(date(2004, 12, 31), wards.one.pk).total == 0


def test_notes_are_numbered_within_their_kind(wards: Wards) -> None:
    training = record(wards)
    notes = [(n.kind, n.number, n.speaker_role, n.text) for n in queries.notes(training)]
    assert notes == [
        ("HOPE", 1, "", "perubahan perilaku bersama"),
        ("HOPE", 2, "", "praktik baik menyebar"),
        ("NOTE", 1, "wakil kecamatan", "koordinasi\nlebih baik"),
    ]


def test_series_and_correction(wards: Wards) -> None:
    series = services.open_series(
        ctx("s"), name="Alih kelola KMW 2", phase=wards.later, consultant_code="KMW 2"
    )
    first = record(wards, series=series, number=3)
    record(wards, "c", series=series, number=3, participants={Origin.BKM: 2}, supersedes=first)
    assert queries.participants(date(2004, 12, 31), phase=wards.later).by == {Origin.BKM: 2}
    assert queries.participants(date(2004, 12, 31), phase=wards.phase).total == 0


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"last_on": date(2004, 12, 21)}, services.TrainingEndsBeforeStart),
        ({"participants": {Origin.BKM: -1}}, services.ParticipantsBelowZero),
        ({"number": 3}, services.NumberWithoutSeries),
        ({"notes": [NoteRow(NoteKind.HOPE, " \n")]}, services.NoteEmpty),
    ],
)
def test_impossible_trainings_are_refused(
    wards: Wards, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record(wards, **changes)
    assert not Training.objects.exists()


def test_strangers_may_not(wards: Wards) -> None:
    given = {"title": "x", "place": "x", "unit": wards.district, "participants": {}}
    with pytest.raises(NotAllowed):
        services.record_training(
            ctx("s", actor=STRANGER),
            kind=TrainingKind.TRAINING,
            occurred_on=date(2004, 1, 1),
            last_on=date(2004, 1, 1),
            **given,  # type: ignore[arg-type]
        )


def test_numbers_in_a_series_begin_with_one(wards: Wards) -> None:
    series = services.open_series(ctx("s"), name="Alih kelola")
    with pytest.raises(services.NumberBelowOne):
        record(wards, series=series, number=0)
