"""A district of three wards in two phases, for tests of programmes, community and cycle."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from jawara.audit.services import Actor, Ctx, every_authority, no_authority
from jawara.community.models import Bkm
from jawara.community.services import found_board
from jawara.programmes.models import Phase, Programme
from jawara.programmes.services import cover_ward, create_phase, create_programme
from jawara.territories.enums import Kind, Level
from jawara.territories.models import Unit, UnitVersion

SPACE = UUID("018f0000-0000-7000-8000-0000000000d0")
NOW = datetime(2004, 12, 24, 3, 0, tzinfo=UTC)
CLERK = Actor("user:1", "Siti Aminah", authority=every_authority)
STRANGER = Actor("user:2", "Orang Lain", authority=no_authority)
STARTS_ON = date(1999, 6, 1)


def ctx(name: object, *, actor: Actor = CLERK, at: datetime = NOW) -> Ctx:
    """Context of the write that this test calls `name`: the same name, the same key."""
    return Ctx(actor=actor, at=at, key=uuid5(SPACE, str(name)))


@dataclass(frozen=True)
class Wards:
    """Nation, province, district, subdistrict and three wards; the third in no phase."""

    nation: Unit
    district: Unit
    one: Unit
    two: Unit
    outside: Unit
    phase: Phase
    later: Phase


def unit(level: Level, code: str, name: str, kind: Kind, *line: Unit) -> Unit:
    """A unit with one version for ever; `line`: its ancestors, the nation first."""
    made = Unit.objects.create(level=level)
    below_nation = dict(zip(("province", "district", "subdistrict"), line[1:], strict=False))
    UnitVersion.objects.create(
        unit=made,
        level=level,
        code=code,
        name=name,
        kind=kind,
        parent=line[-1] if line else None,
        search_name=name.lower(),
        **below_nation,
    )
    return made


def make_wards() -> Wards:
    nation = unit(Level.NATION, "0", "Indonesia", Kind.NATION)
    province = unit(Level.PROVINCE, "36", "Banten", Kind.PROVINSI, nation)
    district = unit(Level.DISTRICT, "36.04", "Kabupaten Serang", Kind.KABUPATEN, nation, province)
    line = (nation, province, district)
    kramatwatu = unit(Level.SUBDISTRICT, "36.04.08", "Kramatwatu", Kind.KECAMATAN, *line)
    one, two, outside = (
        unit(Level.VILLAGE, f"36.04.08.{code}", name, Kind.DESA, *line, kramatwatu)
        for code, name in (("2001", "Margasana"), ("2002", "Pejaten"), ("2003", "Harjatani"))
    )
    programme: Programme = create_programme(ctx("programme"), code="P2KP", name="P2KP")
    phase, later = (
        create_phase(
            ctx(f"phase {number}"),
            programme=programme,
            code=f"P2KP-1/{number}",
            name=f"P2KP 1 tahap {number}",
            short_name=f"tahap 1/{number}",
            starts_on=date(1998 + number, 6, 1),
            rulebook_code="p2kp-1",
        )
        for number in (1, 2)
    )
    cover_ward(ctx("cover one"), phase=phase, unit=one, from_on=STARTS_ON)
    cover_ward(ctx("cover two"), phase=phase, unit=two, from_on=STARTS_ON)
    return Wards(nation, district, one, two, outside, phase, later)


def make_board(ward: Unit, name: str = "Sejahtera", founded_on: date = STARTS_ON) -> Bkm:
    return found_board(ctx(f"board {name}"), unit=ward, name=name, founded_on=founded_on)
