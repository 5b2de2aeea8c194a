"""Lists of grants: whose, where, in which state."""

from datetime import date

import pytest

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.accounts.queries import all_roles_of, authority, grants_within
from jawara.accounts.rules import PERMISSIONS, permission
from tests.support.people import Country, give, make_country, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def country() -> Country:
    return make_country()


def test_grants_within_a_territory(country: Country) -> None:
    siti, budi = person("Siti"), person("Budi")
    here = give(siti, Role.BOOKKEEPER, country.ward)
    over = give(siti, Role.AUDITOR, country.district)
    far = give(budi, Role.BOOKKEEPER, country.far_ward)
    whole = give(budi, Role.AUDITOR, country.nation)

    def within(*units: int) -> set[int]:
        return set(grants_within(units, TODAY).values_list("pk", flat=True))

    assert within(country.district.pk) == {here.pk, over.pk}
    assert within(country.subdistrict.pk) == {here.pk}
    assert within(country.ward.pk, country.elsewhere.pk) == {here.pk, far.pk}
    everything = grants_within(None, TODAY)
    assert {grant.pk for grant in everything} == {here.pk, over.pk, far.pk, whole.pk}


def test_all_roles_newest_first(country: Country) -> None:
    user = person("Siti")
    old = give(user, Role.AUDITOR, country.ward, date(2001, 1, 1), date(2002, 1, 1))
    new = give(user, Role.AUDITOR, country.ward, date(2003, 1, 1))
    assert [grant.pk for grant in all_roles_of(user)] == [new.pk, old.pk]


def test_everybody_with_an_account_is_a_member(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PERMISSIONS, "test.comment", frozenset({Role.MEMBER}))
    user = person("Siti")
    assert authority(user)("test.comment", country.ward.pk, TODAY)
    assert authority(user).anywhere("test.comment", TODAY)
    assert authority(user).roles(TODAY) == frozenset()
    user.is_active = False
    assert not authority(user)("test.comment", country.ward.pk, TODAY)
    assert not authority(user).anywhere("test.comment", TODAY)


def test_which_units_a_permission_was_granted_over(country: Country) -> None:
    user = person("Siti")
    give(user, Role.AUDITOR, country.district)
    give(user, Role.BOOKKEEPER, country.far_ward)
    held = authority(user)
    assert held.unit_ids(None, TODAY) == {country.district.pk, country.far_ward.pk}
    assert held.unit_ids("accounts.see_roles", TODAY) == {country.district.pk}
    assert held.unit_ids("no.such", TODAY) == frozenset()
    assert held.roles(TODAY) == {"AUDITOR", "BOOKKEEPER"}


def test_a_permission_is_declared_once() -> None:
    with pytest.raises(AssertionError):
        permission("accounts.grant_role", Role.MEMBER)


def test_a_person_as_the_framework_makes_one() -> None:
    user = User.objects.create_superuser("A@Contoh.ID", "kata-sandi", name="A")
    assert (user.email, user.is_superuser, str(user)) == ("a@contoh.id", True, "A")
    assert (user.get_full_name(), user.get_short_name()) == ("A", "A")
