"""A role covers its unit and all below, for its time; flags and inactive people give nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jawara.accounts import rules
from jawara.accounts.enums import Role
from jawara.accounts.queries import (
    actor_for,
    administrators_for,
    authority,
    holders,
    names_of,
    roles_of,
)
from jawara.accounts.services import revoke_role
from jawara.territories.enums import Kind, Level
from jawara.territories.models import UnitVersion
from tests.support.people import NOW, Country, ctx, give, make_country, person
from tests.support.wards import unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
GRANT, SEE = rules.GRANT_ROLE, rules.SEE_ROLES


@pytest.fixture
def country() -> Country:
    return make_country()


@pytest.mark.parametrize(
    ("over", "covered"),
    [
        ("nation", {"nation", "province", "district", "ward", "other_ward", "far_ward"}),
        ("province", {"province", "district", "ward", "other_ward"}),
        ("district", {"district", "ward", "other_ward"}),
        ("subdistrict", {"ward", "other_ward"}),
        ("ward", {"ward"}),
        ("elsewhere", {"far_ward"}),
    ],
)
def test_a_role_covers_its_unit_and_all_below(
    country: Country, over: str, covered: set[str]
) -> None:
    user = person("Siti")
    give(user, Role.ADMINISTRATOR, getattr(country, over))
    may = authority(user)
    asked = ("nation", "province", "district", "ward", "other_ward", "far_ward")
    assert {n for n in asked if may(GRANT, getattr(country, n).pk, TODAY)} == covered


def test_only_the_roles_of_a_permission_and_unknown_ones_never(country: Country) -> None:
    user = person("Siti")
    give(user, Role.AUDITOR, country.district)
    may = authority(user)
    assert may(SEE, country.ward.pk, TODAY)
    assert not may(GRANT, country.ward.pk, TODAY)
    assert not may("no.such.permission", country.ward.pk, TODAY)
    assert not may(SEE, 999_999, TODAY)


def test_a_role_holds_from_its_first_day_until_the_day_before_its_end(country: Country) -> None:
    user = person("Siti")
    give(user, Role.AUDITOR, country.ward, date(2026, 1, 1), date(2026, 2, 1))
    may = authority(user)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [may(SEE, country.ward.pk, day) for day in days] == [False, True, True, False]
    assert [len(roles_of(user, day)) for day in days] == [0, 1, 1, 0]


def test_a_revoked_role_ends_on_its_day(country: Country) -> None:
    user = person("Siti")
    grant = give(user, Role.AUDITOR, country.ward)
    revoke_role(ctx("revoke"), grant=grant, effective_on=date(2026, 3, 10), reason="pindah")
    may = authority(user)
    assert may(SEE, country.ward.pk, date(2026, 3, 9))
    assert not may(SEE, country.ward.pk, date(2026, 3, 10))
    assert [g.pk for g in holders(country.ward.pk, date(2026, 3, 9))] == [grant.pk]
    assert holders(country.ward.pk, date(2026, 3, 10)) == []


def test_flags_give_nothing_and_inactive_people_hold_nothing(country: Country) -> None:
    user = person("Root")
    user.is_superuser = user.is_staff = True
    user.save()
    assert not authority(user)(SEE, country.ward.pk, TODAY)
    assert not authority(user).anywhere(SEE, TODAY)
    give(user, Role.AUDITOR, country.nation)
    assert authority(user)(SEE, country.ward.pk, TODAY)
    user.is_active = False
    user.save()
    assert not actor_for(user).authority(SEE, country.ward.pk, TODAY)
    assert authority(user).unit_ids(None, TODAY) == frozenset()


def test_the_tree_of_the_date_decides(country: Country) -> None:
    """A city split off a district: before, the district's officer; after, no longer."""
    split = date(2007, 8, 10)
    line = (country.nation, country.province)
    city = unit(Level.DISTRICT, "36.73", "Kota Serang", Kind.KOTA, *line)
    kasemen = unit(
        Level.VILLAGE, "36.73.05.1001", "Kasemen", Kind.KELURAHAN, *line, city, country.subdistrict
    )
    now = UnitVersion.objects.filter(unit=kasemen)
    before = UnitVersion.objects.get(unit=kasemen)
    before.pk, before.district, before.valid_until = None, country.district, split
    now.update(retired_at=NOW)
    before.save()
    before.pk, before.district, before.valid_from, before.valid_until = None, city, split, None
    before.save()
    old, new = person("Lama"), person("Baru")
    give(old, Role.AUDITOR, country.district)
    give(new, Role.AUDITOR, city)
    assert authority(old)(SEE, kasemen.pk, date(2004, 11, 30))
    assert not authority(old)(SEE, kasemen.pk, split)
    assert not authority(new)(SEE, kasemen.pk, date(2004, 11, 30))
    assert authority(new)(SEE, kasemen.pk, split)


def test_a_unit_that_is_no_more_stays_with_those_above_it(country: Country) -> None:
    line = (country.nation, country.province, country.district, country.subdistrict)
    gone = unit(Level.VILLAGE, "36.04.08.2009", "Lama", Kind.DESA, *line)
    last = UnitVersion.objects.get(unit=gone)
    UnitVersion.objects.filter(pk=last.pk).update(retired_at=NOW)
    last.pk, last.valid_until = None, date(2010, 1, 1)
    last.save()
    near, far = person("Dekat"), person("Jauh")
    give(near, Role.AUDITOR, country.district)
    give(far, Role.AUDITOR, country.elsewhere)
    may = authority(near)
    assert may(SEE, gone.pk, TODAY)
    with CaptureQueriesContext(connection) as queries:
        assert may(SEE, gone.pk, TODAY)
    assert len(queries) == 0
    assert not authority(far)(SEE, gone.pk, TODAY)


def test_a_hundred_checks_cost_two_queries(country: Country) -> None:
    user = person("Siti")
    give(user, Role.AUDITOR, country.district)
    line = (country.nation, country.province, country.district, country.subdistrict)
    wards = [
        unit(Level.VILLAGE, f"36.04.08.3{n:03}", f"Desa {n}", Kind.DESA, *line) for n in range(100)
    ]
    may = authority(user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert all(may(SEE, ward.pk, TODAY) for ward in wards)
    assert len(queries) == 2


def test_whom_to_ask_is_the_nearest_administrator(country: Country) -> None:
    assert administrators_for(country.ward.pk, TODAY) == []
    top, near = person("Pusat"), person("Kabupaten")
    give(top, Role.ADMINISTRATOR, country.nation)
    assert administrators_for(country.ward.pk, TODAY) == [top]
    give(near, Role.ADMINISTRATOR, country.district)
    assert administrators_for(country.ward.pk, TODAY) == [near]
    assert administrators_for(country.far_ward.pk, TODAY) == [top]


def test_names_of_those_who_recorded() -> None:
    user = person("Siti Aminah")
    asked = [f"user:{user.pk}", "user:999999", "system:demo", "visitor"]
    assert names_of(asked) == {
        f"user:{user.pk}": "Siti Aminah",
        "user:999999": "999999",
        "system:demo": "demo",
        "visitor": "visitor",
    }
