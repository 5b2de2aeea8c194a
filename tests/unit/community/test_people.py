"""Volunteers, the forum, and the poor register that stays within the board's scope."""

from datetime import date

import pytest

from jawara.accounts.enums import Role
from jawara.accounts.rules import PERMISSIONS
from jawara.audit.facts import InTheFuture
from jawara.audit.models import Event
from jawara.community import queries, rules, services
from jawara.community.enums import Sex
from jawara.community.services.people import HouseholdEmpty
from tests.support.wards import Wards, ctx, make_board, make_wards

pytestmark = pytest.mark.django_db
SINCE = date(2003, 1, 1)
END_2004 = date(2004, 11, 30)


@pytest.fixture
def wards() -> Wards:
    return make_wards()


def test_volunteers(wards: Wards) -> None:
    rows = [services.VolunteerRow(name, Sex.FEMALE) for name in ("Wati", "Ani")]
    services.register_volunteers(ctx("v"), unit=wards.one, volunteers=rows, from_on=SINCE)
    one = services.register_volunteer(
        ctx("w"), unit=wards.one, volunteer=services.VolunteerRow("Budi"), from_on=SINCE
    )
    services.end_volunteer(ctx("x"), volunteer=one, on=date(2004, 1, 1))
    assert queries.volunteers_count(wards.district.pk, END_2004) == 2
    assert queries.volunteers_count(wards.district.pk, date(2003, 6, 1)) == 3
    assert "Wati" not in str(list(Event.objects.values_list("data", flat=True)))


def test_dates_to_come_are_refused(wards: Wards) -> None:
    with pytest.raises(InTheFuture) as refused:
        services.register_volunteers(
            ctx("v"),
            unit=wards.one,
            volunteers=[services.VolunteerRow("Ani")],
            from_on=date(2004, 12, 25),
        )
    assert refused.value.values == {"on": date(2004, 12, 25), "today": date(2004, 12, 24)}


def test_forum(wards: Wards) -> None:
    bkm = make_board(wards.one)
    forum = services.found_forum(
        ctx("f"), unit=wards.district, name="Forum BKM Serang", founded_on=SINCE
    )
    services.fill_office(
        ctx("o"), forum=forum, title="sekretaris jenderal", name="Hadi", from_on=SINCE, bkm=bkm
    )
    assert [f.name for f in queries.forums([wards.district.pk], END_2004)] == ["Forum BKM Serang"]
    assert [o.title for o in queries.offices(forum, END_2004)] == ["sekretaris jenderal"]


def test_poor_register(wards: Wards) -> None:
    rows = [services.HouseholdRow("Sarmi", 2, 1, "RT 3"), services.HouseholdRow("Karta", 0, 2)]
    services.register_households(ctx("h"), unit=wards.one, households=rows, listed_on=SINCE)
    first = queries.poor_households(wards.one.pk, END_2004)[0]
    assert (first.head_name, first.members_male) == ("Karta", 2)
    services.correct_household(ctx("c"), household=first, row=services.HouseholdRow("Karta", 1, 2))
    sarmi = queries.poor_households(wards.one.pk, END_2004).get(head_name="Sarmi")
    services.withdraw_household(ctx("w"), household=sarmi, reason="salah alamat")
    left = queries.poor_households(wards.one.pk, END_2004)
    assert [(h.head_name, h.members_female) for h in left] == [("Karta", 1)]
    with pytest.raises(HouseholdEmpty):
        services.register_households(
            ctx("e"),
            unit=wards.one,
            households=[services.HouseholdRow("Kosong", 0, 0)],
            listed_on=SINCE,
        )
    assert "Karta" not in str(list(Event.objects.values_list("data", flat=True)))


def test_who_may_see_the_poor_register() -> None:
    assert PERMISSIONS[rules.SEE_POOR_REGISTER] == {
        Role.BOARD_MEMBER,
        Role.FACILITATOR,
        Role.AUDITOR,
    }
    assert PERMISSIONS[rules.KEEP_POOR_REGISTER] == {Role.BOARD_MEMBER, Role.FACILITATOR}


def test_an_office_ends_and_a_household_leaves(wards: Wards) -> None:
    forum = services.found_forum(ctx("f"), unit=wards.district, name="Forum", founded_on=SINCE)
    office = services.fill_office(ctx("o"), forum=forum, title="ketua", name="Hadi", from_on=SINCE)
    services.end_office(ctx("e"), office=office, on=END_2004)
    assert not queries.offices(forum, END_2004).exists()
    rows = [services.HouseholdRow("Sarmi", 2, 1)]
    services.register_households(ctx("h"), unit=wards.one, households=rows, listed_on=SINCE)
    household = queries.poor_households(wards.one.pk, END_2004).get()
    services.end_household(ctx("x"), household=household, on=END_2004, reason="tidak miskin lagi")
    assert not queries.poor_households(wards.one.pk, END_2004).exists()
    assert queries.poor_households(wards.one.pk, date(2004, 11, 29)).count() == 1
