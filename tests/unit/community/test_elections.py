"""Elections: sums that can be so, and nothing that joins a voter to a vote."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jawara.audit.models import Event
from jawara.community import queries, services
from jawara.community.models import Bkm, Election, ElectionAttendance, VoteTally
from jawara.community.services import elections
from jawara.community.services.names import NameTwice, RowNameMissing
from tests.support.wards import ctx, make_board, make_wards

pytestmark = pytest.mark.django_db
HELD_ON = date(2004, 5, 9)
TALLY = [services.TallyRow("Wati", 30), services.TallyRow("Agus", 45)]
CAME = [services.AttendanceRow(name) for name in ("Zaenal", "Ani", "Mira")]


@pytest.fixture
def bkm() -> Bkm:
    return make_board(make_wards().one)


def record(bkm: Bkm, name: str = "e", **changes: Any) -> Election:
    given = {
        "held_on": HELD_ON,
        "eligible": 60,
        "voters_female": 28,
        "voters_male": 24,
        "ballots_invalid": 2,
        "names_per_ballot": 3,
        "tally": TALLY,
        "attendance": CAME,
    } | changes
    return services.record_election(ctx(name), bkm=bkm, **given)


def test_turnout_and_tally(bkm: Bkm) -> None:
    record(bkm)
    found = queries.elections(bkm, date(2004, 11, 30)).get()
    assert (found.voters, found.votes, found.eligible) == (52, 75, 60)
    assert not queries.elections(bkm, date(2004, 5, 8)).exists()


def test_lists_are_stored_by_name_and_share_nothing(bkm: Bkm) -> None:
    election = record(bkm)
    came = ElectionAttendance.objects.filter(election=election).order_by("pk")
    tally = VoteTally.objects.filter(election=election).order_by("pk")
    assert [row.person_name for row in came] == ["Ani", "Mira", "Zaenal"]
    assert [row.nominee_name for row in tally] == ["Agus", "Wati"]
    for model in (ElectionAttendance, VoteTally):
        others = {f.name for f in model._meta.fields if f.is_relation}
        assert others == {"election"}
    trail = Event.objects.get(action="community.election.recorded")
    assert set(trail.data["tally"]) == set(trail.data["attendance"]) == {"sha256"}
    assert "Zaenal" not in str(trail.data)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"eligible": 51}, elections.MoreVotersThanEligible),
        ({"ballots_invalid": 53}, elections.MoreInvalidThanVoters),
        ({"names_per_ballot": 0}, elections.NamesPerBallotZero),
        ({"voters_male": -1}, elections.CountBelowZero),
        ({"tally": [services.TallyRow("Wati", 51)]}, elections.TooManyVotesForOne),
        (
            {"names_per_ballot": 1, "tally": [*TALLY]},
            elections.TooManyVotes,
        ),
        ({"tally": [*TALLY, services.TallyRow(" wati", 1)]}, NameTwice),
        ({"tally": [services.TallyRow(" ", 1)]}, RowNameMissing),
        (
            {"attendance": [services.AttendanceRow(f"a{n}") for n in range(53)]},
            elections.TooManyAttended,
        ),
    ],
)
def test_impossible_sums_are_refused(
    bkm: Bkm, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record(bkm, **changes)
    assert not Election.objects.exists()
    assert not VoteTally.objects.exists()


def test_every_ballot_full_is_just_possible(bkm: Bkm) -> None:
    tally = [services.TallyRow(name, 50) for name in ("A", "B", "C")]
    assert record(bkm, tally=tally).pk
    with pytest.raises(elections.TooManyVotes) as over:
        record(bkm, "o", tally=[*tally, services.TallyRow("D", 1)])
    assert over.value.values == {"votes": 151, "most": 150}


def test_the_database_refuses_it_too(bkm: Bkm) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Election.objects.create(
            bkm=bkm,
            occurred_on=HELD_ON,
            eligible=10,
            voters_female=6,
            voters_male=5,
            **ctx("raw").stamp(),
        )


def test_a_correction_replaces_the_count(bkm: Bkm) -> None:
    old = record(bkm)
    record(bkm, "c", supersedes=old, tally=[services.TallyRow("Agus", 46)])
    assert [row.votes for row in queries.elections(bkm, date(2004, 11, 30))] == [46]


def test_a_count_below_zero_is_refused(bkm: Bkm) -> None:
    with pytest.raises(elections.CountBelowZero):
        record(bkm, tally=[services.TallyRow("Wati", -1)])
