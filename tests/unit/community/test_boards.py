"""Boards: founded in covered wards, renamed, dissolved; their terms, seats and units."""

from datetime import date

import pytest

from jawara.audit.services import NotAllowed
from jawara.community import queries, services
from jawara.community.enums import BoardRole, BoardUnitKind, OfficerRole, Sex
from jawara.community.models import BkmMembership, BkmProfile
from jawara.community.services.boards import (
    BoardExists,
    BoardNotThen,
    GenericNameUnknown,
    WardNotCovered,
)
from jawara.community.services.names import NameTwice
from jawara.community.services.terms import (
    OutsideTerm,
    TermNumberTaken,
    TermOverlaps,
    TwoCoordinators,
)
from jawara.community.services.units import OfficerTwice, UnitExists, UnitNotThen
from tests.support.wards import STARTS_ON, STRANGER, Wards, ctx, make_board, make_wards

pytestmark = pytest.mark.django_db
END_2004 = date(2004, 11, 30)


@pytest.fixture
def wards() -> Wards:
    return make_wards()


def test_one_board_per_ward_at_a_time_and_only_in_covered_wards(wards: Wards) -> None:
    bkm = make_board(wards.one)
    with pytest.raises(BoardExists) as twice:
        make_board(wards.one, "Lain", END_2004)
    assert twice.value.values == {"name": "Sejahtera", "since": STARTS_ON}
    with pytest.raises(WardNotCovered):
        make_board(wards.outside, "Luar")
    with pytest.raises(WardNotCovered):
        make_board(wards.two, "Dini", date(1999, 5, 31))
    services.dissolve_board(ctx("end"), bkm=bkm, on=date(2003, 1, 1), note="bubar")
    other = make_board(wards.one, "Lain", date(2003, 1, 1))
    assert queries.boards_count(wards.district.pk, END_2004) == 1
    assert [p.bkm for p in queries.boards_in(wards.district.pk, date(2002, 12, 31))] == [bkm]
    assert [p.bkm for p in queries.boards_in(wards.district.pk, END_2004)] == [other]


def test_rename_keeps_the_old_name_with_its_time(wards: Wards) -> None:
    bkm = make_board(wards.one)
    services.rename_board(ctx("r"), bkm=bkm, name="Makmur", from_on=date(2004, 1, 1))
    before = queries.profile(bkm, date(2003, 12, 31))
    after = queries.profile(bkm, date(2004, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.name, before.until_on) == ("Sejahtera", date(2004, 1, 1))
    assert (after.name, after.generic_name, after.until_on) == ("Makmur", "BKM", None)
    services.correct_board(ctx("c"), profile=after, name="Makmur Jaya", generic_name="LKM")
    assert [p.name for p in queries.profiles(bkm)] == ["Sejahtera", "Makmur Jaya"]
    assert BkmProfile.objects.filter(bkm=bkm).count() == 4
    with pytest.raises(BoardNotThen):
        services.rename_board(ctx("e"), bkm=bkm, name="x", from_on=date(1999, 1, 1))


def test_terms_follow_each_other(wards: Wards) -> None:
    bkm = make_board(wards.one)
    first = services.start_term(
        ctx("1"), bkm=bkm, number=1, starts_on=STARTS_ON, ends_on=date(2002, 6, 1)
    )
    with pytest.raises(TermOverlaps) as overlap:
        services.start_term(ctx("2"), bkm=bkm, number=2, starts_on=date(2002, 5, 31))
    assert overlap.value.values == {"number": 1, "since": STARTS_ON}
    with pytest.raises(TermNumberTaken):
        services.start_term(ctx("3"), bkm=bkm, number=1, starts_on=date(2002, 6, 1))
    second = services.start_term(ctx("4"), bkm=bkm, number=2, starts_on=date(2002, 6, 1))
    with pytest.raises(TermOverlaps):
        services.end_term(ctx("5"), term=first, ends_on=date(2002, 6, 2))
    assert queries.term(bkm, END_2004) == second
    assert [t.number for t in queries.terms(bkm)] == [2, 1]


def test_seats_and_replacement(wards: Wards) -> None:
    bkm = make_board(wards.one)
    term = services.start_term(ctx("t"), bkm=bkm, number=1, starts_on=STARTS_ON)
    row = services.SeatRow
    services.seat_members(
        ctx("s"),
        term=term,
        members=[row("Budi", Sex.MALE), row("Ani", Sex.FEMALE, BoardRole.COORDINATOR)],
    )
    assert [seat.person_name for seat in queries.office_holders(bkm, END_2004)] == ["Ani", "Budi"]
    with pytest.raises(NameTwice):
        services.seat_members(ctx("n"), term=term, members=[row("BUDI ")])
    with pytest.raises(TwoCoordinators):
        services.seat_members(
            ctx("c"), term=term, members=[row("Cici", role=BoardRole.COORDINATOR)]
        )
    ani = BkmMembership.objects.known().get(person_name="Ani")
    services.replace_member(
        ctx("r"),
        membership=ani,
        on=date(2004, 1, 1),
        name="Dewi",
        sex=Sex.FEMALE,
        role=BoardRole.COORDINATOR,
        reason="pindah",
    )
    names = [seat.person_name for seat in queries.office_holders(bkm, END_2004)]
    assert names == ["Dewi", "Budi"]
    assert [s.person_name for s in queries.office_holders(bkm, date(2003, 12, 31))] == [
        "Ani",
        "Budi",
    ]
    ended = services.end_term(ctx("e"), term=term, ends_on=date(2004, 6, 1))
    assert queries.office_holders(bkm, END_2004) == []
    assert len(queries.office_holders(bkm, date(2004, 5, 31))) == 2
    with pytest.raises(OutsideTerm):
        services.seat_members(
            ctx("late"), term=ended, members=[row("Eka")], seated_on=date(2004, 6, 1)
        )


def test_units_and_officers(wards: Wards) -> None:
    bkm = make_board(wards.one)
    upk = services.form_board_unit(ctx("u"), bkm=bkm, kind=BoardUnitKind.UPK, formed_on=STARTS_ON)
    with pytest.raises(UnitExists):
        services.form_board_unit(ctx("u2"), bkm=bkm, kind=BoardUnitKind.UPK, formed_on=END_2004)
    given = {"board_unit": upk, "role": OfficerRole.MANAGER, "name": "Fajar"}
    officer = services.appoint_officer(ctx("o"), from_on=STARTS_ON, **given)
    with pytest.raises(OfficerTwice):
        services.appoint_officer(ctx("o2"), from_on=END_2004, **given)
    with pytest.raises(UnitNotThen):
        services.appoint_officer(ctx("o3"), from_on=date(1999, 5, 1), **given)
    services.end_officer(ctx("x"), officer=officer, on=date(2004, 1, 1), reason="selesai")
    assert not queries.officers(bkm, END_2004).exists()
    assert [o.person_name for o in queries.officers(bkm, date(2003, 1, 1))] == ["Fajar"]


def test_strangers_may_not(wards: Wards) -> None:
    bkm = make_board(wards.one)
    with pytest.raises(NotAllowed):
        services.rename_board(ctx("r", actor=STRANGER), bkm=bkm, name="x", from_on=END_2004)


def test_what_a_board_may_not_be_called(wards: Wards) -> None:
    with pytest.raises(GenericNameUnknown):
        services.found_board(
            ctx("g"), unit=wards.one, name="x", founded_on=STARTS_ON, generic_name="PNPM"
        )


def test_a_seat_that_stays_empty_and_one_taken_twice(wards: Wards) -> None:
    bkm = make_board(wards.one)
    term = services.start_term(ctx("t"), bkm=bkm, number=1, starts_on=STARTS_ON)
    rows = [
        services.SeatRow("Ani", Sex.FEMALE, BoardRole.COORDINATOR),
        services.SeatRow("Budi"),
    ]
    services.seat_members(ctx("s"), term=term, members=rows)
    budi = BkmMembership.objects.known().get(person_name="Budi")
    given = {"membership": budi, "on": END_2004, "sex": Sex.MALE, "reason": "pindah"}
    with pytest.raises(NameTwice):
        services.replace_member(ctx("1"), name="ANI", role=BoardRole.MEMBER, **given)
    with pytest.raises(TwoCoordinators):
        services.replace_member(ctx("2"), name="Cici", role=BoardRole.COORDINATOR, **given)
    services.end_seat(ctx("3"), membership=budi, on=END_2004, reason="wafat")
    assert [seat.person_name for seat in queries.office_holders(bkm, END_2004)] == ["Ani"]


def test_a_unit_ends(wards: Wards) -> None:
    bkm = make_board(wards.one)
    unit = services.form_board_unit(ctx("u"), bkm=bkm, kind=BoardUnitKind.UPS, formed_on=STARTS_ON)
    services.end_board_unit(ctx("e"), board_unit=unit, on=END_2004, note="digabung")
    assert not queries.board_units(bkm, END_2004).exists()
    assert queries.board_units(bkm, date(2004, 11, 29)).get().kind == "UPS"
