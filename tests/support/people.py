"""A small country and people with roles in it, for tests of accounts and of pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from jawara.accounts.models import RoleGrant, User
from jawara.accounts.queries import actor_for
from jawara.accounts.services import grant_role, register_user
from jawara.audit.services import Ctx, system_actor
from jawara.territories.enums import Kind, Level
from jawara.territories.models import Unit
from tests.support.wards import unit

SPACE = UUID("018f0000-0000-7000-8000-0000000000c2")
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
LONG_AGO = date(2000, 1, 1)
PASSWORD = "serang-kota-jawara"


@dataclass(frozen=True)
class Country:
    """Two provinces; in the first a district with a subdistrict of two wards."""

    nation: Unit
    province: Unit
    district: Unit
    subdistrict: Unit
    ward: Unit
    other_ward: Unit
    elsewhere: Unit  # the second province
    far_ward: Unit  # a ward in it


def make_country() -> Country:
    nation = unit(Level.NATION, "0", "Indonesia", Kind.NATION)
    province = unit(Level.PROVINCE, "36", "Banten", Kind.PROVINSI, nation)
    district = unit(Level.DISTRICT, "36.04", "Kabupaten Serang", Kind.KABUPATEN, nation, province)
    line = (nation, province, district)
    subdistrict = unit(Level.SUBDISTRICT, "36.04.08", "Kramatwatu", Kind.KECAMATAN, *line)
    ward, other_ward = (
        unit(Level.VILLAGE, f"36.04.08.{code}", name, Kind.DESA, *line, subdistrict)
        for code, name in (("2001", "Margasana"), ("2002", "Pejaten"))
    )
    elsewhere = unit(Level.PROVINCE, "32", "Jawa Barat", Kind.PROVINSI, nation)
    bogor = unit(Level.DISTRICT, "32.01", "Kabupaten Bogor", Kind.KABUPATEN, nation, elsewhere)
    far_line = (nation, elsewhere, bogor)
    cibinong = unit(Level.SUBDISTRICT, "32.01.01", "Cibinong", Kind.KECAMATAN, *far_line)
    far_ward = unit(
        Level.VILLAGE, "32.01.01.1001", "Pondok Rajeg", Kind.KELURAHAN, *far_line, cibinong
    )
    return Country(nation, province, district, subdistrict, ward, other_ward, elsewhere, far_ward)


def ctx(name: object, *, by: User | None = None, at: datetime = NOW) -> Ctx:
    """Context of the write called `name`: by a person, or by a program of ours."""
    actor = actor_for(by) if by else system_actor("test")
    return Ctx(actor=actor, at=at, key=uuid5(SPACE, str(name)))


def person(name: str) -> User:
    """Somebody with a confirmed address and no role."""
    email = f"{name.lower().replace(' ', '.')}@contoh.id"
    return register_user(ctx(f"person {name}"), name=name, email=email, password=PASSWORD)


def give(
    user: User, role: str, unit: Unit, from_on: date = LONG_AGO, until_on: date | None = None
) -> RoleGrant:
    """A role given by a program of ours."""
    return grant_role(
        ctx(f"give {user.pk} {role} {unit.pk} {from_on}"),
        user=user,
        role=role,
        unit=unit,
        from_on=from_on,
        until_on=until_on,
        reason="SK contoh",
    )
