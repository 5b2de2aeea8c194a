"""Elections: turnout and tally, kept so that nobody can join a voter to a vote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jawara.audit.facts import not_in_future
from jawara.audit.services import Ctx, correct, service
from jawara.community import rules
from jawara.community.enums import Sex
from jawara.community.models import Bkm, Election, ElectionAttendance, VoteTally
from jawara.community.services.boards import stream_of
from jawara.community.services.names import NameTwice, clean_rows, twice
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import same_name, tidy


class MoreVotersThanEligible(Refusal):
    """Values: voters, eligible."""

    code = "more_voters_than_eligible"
    message = gettext_noop(
        "Yang memilih %(voters)s orang, lebih banyak daripada yang berhak, %(eligible)s. "
        "Periksa kedua angkanya."
    )


class MoreInvalidThanVoters(Refusal):
    """Values: invalid, voters."""

    code = "more_invalid_than_voters"
    message = gettext_noop(
        "Kertas suara tidak sah %(invalid)s, lebih banyak daripada yang memilih, %(voters)s."
    )


class TooManyVotes(Refusal):
    """Values: votes, most."""

    code = "too_many_votes"
    message = gettext_noop(
        "Jumlah suara %(votes)s, padahal paling banyak %(most)s (kertas sah kali nama tiap "
        "kertas). Hitung lagi."
    )


class TooManyVotesForOne(Refusal):
    """Values: name, votes, ballots."""

    code = "too_many_votes_for_one"
    message = gettext_noop(
        "%(name)s mendapat %(votes)s suara, padahal kertas sah hanya %(ballots)s. Hitung lagi."
    )


class TooManyAttended(Refusal):
    """Values: listed, voters."""

    code = "too_many_attended"
    message = gettext_noop(
        "Daftar hadir memuat %(listed)s nama, padahal yang memilih %(voters)s orang."
    )


class NamesPerBallotZero(Refusal):
    code = "names_per_ballot_zero"
    message = gettext_noop("Tiap kertas suara memuat paling sedikit satu nama.")


class CountBelowZero(Refusal):
    code = "count_below_zero"
    message = gettext_noop("Angka ini tidak bisa kurang dari nol.")


@dataclass(frozen=True, slots=True)
class TallyRow:
    """Votes counted for one name."""

    name: str
    votes: int
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One line of the attendance form."""

    name: str
    sex: Sex = Sex.UNKNOWN


def _check_counts(
    eligible: int, female: int, male: int, invalid: int, names_per_ballot: int
) -> int:
    """Valid ballots, after the plain sums are found to be possible."""
    for field, count in (
        ("eligible", eligible),
        ("voters_female", female),
        ("voters_male", male),
        ("ballots_invalid", invalid),
    ):
        if count < 0:
            raise CountBelowZero(field=field)
    voters = female + male
    if voters > eligible:
        raise MoreVotersThanEligible(field="eligible", voters=voters, eligible=eligible)
    if invalid > voters:
        raise MoreInvalidThanVoters(field="ballots_invalid", invalid=invalid, voters=voters)
    if names_per_ballot < 1:
        raise NamesPerBallotZero(field="names_per_ballot")
    return voters - invalid


def _check_tally(tally: Sequence[TallyRow], names: Sequence[str], ballots: int, each: int) -> None:
    repeated = twice(names)
    if repeated:
        raise NameTwice(field="tally", names=repeated)
    for row, name in zip(tally, names, strict=True):
        if row.votes < 0:
            raise CountBelowZero(field="tally")
        if row.votes > ballots:
            raise TooManyVotesForOne(field="tally", name=name, votes=row.votes, ballots=ballots)
    votes = sum(row.votes for row in tally)
    if votes > ballots * each:
        raise TooManyVotes(field="tally", votes=votes, most=ballots * each)


@service(
    "community.election.recorded",
    returns=Election,
    allow=rules.may_run_board,
    stream=lambda bkm, **_: stream_of(bkm),
    private=("tally", "attendance"),
)
def record_election(
    ctx: Ctx,
    *,
    bkm: Bkm,
    held_on: date,
    eligible: int,
    voters_female: int,
    voters_male: int,
    ballots_invalid: int = 0,
    names_per_ballot: int = 1,
    tally: Sequence[TallyRow] = (),
    attendance: Sequence[AttendanceRow] = (),
    note: str = "",
    supersedes: Election | None = None,
) -> Election:
    """Who was eligible, how many came, how many votes each name got.

    Attendance and tally are two lists in the order of names, with nothing in common but the
    election: no row of one can be put beside a row of the other.
    """
    not_in_future(ctx, held_on, field="held_on")
    ballots = _check_counts(eligible, voters_female, voters_male, ballots_invalid, names_per_ballot)
    nominees = clean_rows([row.name for row in tally], field="tally") if tally else []
    _check_tally(tally, nominees, ballots, names_per_ballot)
    came = clean_rows([row.name for row in attendance], field="attendance") if attendance else []
    if len(came) > voters_female + voters_male:
        raise TooManyAttended(
            field="attendance", listed=len(came), voters=voters_female + voters_male
        )
    election = Election.objects.create(
        bkm=bkm,
        occurred_on=held_on,
        eligible=eligible,
        voters_female=voters_female,
        voters_male=voters_male,
        ballots_invalid=ballots_invalid,
        names_per_ballot=names_per_ballot,
        note=tidy(note),
        **(correct(supersedes) if supersedes else {}),
        **ctx.stamp(),
    )
    VoteTally.objects.bulk_create(
        VoteTally(election=election, nominee_name=name, sex=row.sex, votes=row.votes)
        for name, row in sorted(zip(nominees, tally, strict=True), key=lambda p: same_name(p[0]))
    )
    ElectionAttendance.objects.bulk_create(
        ElectionAttendance(election=election, person_name=name, sex=row.sex)
        for name, row in sorted(zip(came, attendance, strict=True), key=lambda p: same_name(p[0]))
    )
    return election
