"""Reads: what a unit was on a date, what lies above and below it, and finding it by name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.memo import remembered
from jawara.territories.enums import ChangeKind, Level, PartyRole
from jawara.territories.models import ChangeParty, Unit, UnitVersion
from jawara.territories.names import NATION_CODE, sought, tidy_code
from jawara.territories.reference import REFERENCE_ON

ANCESTOR_COLUMN = {
    Level.PROVINCE: "province",
    Level.DISTRICT: "district",
    Level.SUBDISTRICT: "subdistrict",
}


class UnknownCode(Refusal):
    """Values: code."""

    code = "unknown_code"
    message = gettext_noop(
        "Kode wilayah “%(code)s” tidak ada di daftar resmi. "
        "Periksa kodenya, atau cari wilayah dengan namanya."
    )


class RetiredCode(Refusal):
    """A code that exists, but not on the date asked for."""

    code = "retired_code"


class CodeNotYet(RetiredCode):
    """Values: code, name, since, on."""

    message = gettext_noop(
        "%(name)s (%(code)s) baru ada sejak %(since)s. Pilih tanggal itu atau sesudahnya."
    )


class SplitNotYet(CodeNotYet):
    """Values: code, name, since, on, before, before_code."""

    message = gettext_noop(
        "%(name)s baru ada sejak %(since)s; sebelumnya bagian %(before)s (%(before_code)s)."
    )


class CodeNoLonger(RetiredCode):
    """Values: code, name, until, on."""

    message = gettext_noop(
        "%(name)s (%(code)s) hanya sampai sebelum %(until)s. Pilih tanggal sebelum itu."
    )


class Followed(CodeNoLonger):
    """Values: code, name, until, on, after, after_code."""

    message = gettext_noop(
        "%(name)s (%(code)s) tidak dipakai lagi sejak %(until)s; sekarang %(after)s "
        "(%(after_code)s). Pakai kode itu, atau pilih tanggal sebelumnya."
    )


@remembered
def nation() -> Unit:
    return Unit.objects.get(level=Level.NATION)


@remembered
def _level_of(unit_id: int) -> int | None:
    return Unit.objects.values_list("level", flat=True).filter(pk=unit_id).first()


def versions_on(as_of: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """Every unit that existed on a date, as it was then."""
    return UnitVersion.objects.as_of(as_of, known_at)


def version(unit_id: int, as_of: date, known_at: datetime | None = None) -> UnitVersion | None:
    """A unit as it was on a date; None if it did not exist then."""
    return versions_on(as_of, known_at).filter(unit_id=unit_id).first()


def versions(
    unit_ids: Iterable[int], as_of: date, known_at: datetime | None = None
) -> dict[int, UnitVersion]:
    """Units as they were on a date, by unit id; those that did not exist are left out."""
    found = versions_on(as_of, known_at).filter(unit__in=set(unit_ids))
    return {item.unit_id: item for item in found}


def by_code(code: str, as_of: date, known_at: datetime | None = None) -> UnitVersion:
    """The unit that a code stood for on a date. Raises UnknownCode or RetiredCode."""
    tidy = tidy_code(code)
    held = list(UnitVersion.objects.known(known_at).filter(code=tidy).order_by("valid_from"))
    for item in held:
        if _holds(item, as_of):
            return item
    if not held:
        raise UnknownCode(field="territory", code=code.strip()[:32])
    earlier = [item for item in held if item.valid_until and item.valid_until <= as_of]
    if earlier:
        raise _no_longer(max(earlier, key=lambda item: item.valid_until or as_of), as_of, known_at)
    raise _not_yet(min(held, key=lambda item: item.valid_from or as_of), as_of, known_at)


def _holds(item: UnitVersion, on: date) -> bool:
    return (item.valid_from is None or item.valid_from <= on) and (
        item.valid_until is None or item.valid_until > on
    )


def _not_yet(item: UnitVersion, as_of: date, known_at: datetime | None) -> RetiredCode:
    said = {"code": item.code, "name": item.name, "since": item.valid_from, "on": as_of}
    source = _party(item.change_id, PartyRole.SOURCE)
    before = source and version(source, as_of, known_at)
    own = version(item.unit_id, as_of, known_at)
    if before and not own:
        return SplitNotYet(field="as_of", **said, before=before.name, before_code=before.code)
    return CodeNotYet(field="as_of", **said)


def _no_longer(item: UnitVersion, as_of: date, known_at: datetime | None) -> RetiredCode:
    said = {"code": item.code, "name": item.name, "until": item.valid_until, "on": as_of}
    after = version(item.unit_id, as_of, known_at) or _successor(item, as_of, known_at)
    if after:
        return Followed(field="as_of", **said, after=after.name, after_code=after.code)
    return CodeNoLonger(field="as_of", **said)


def _party(change_id: int | None, role: PartyRole) -> int | None:
    if change_id is None:
        return None
    found = ChangeParty.objects.filter(change=change_id, role=role).values_list("unit", flat=True)
    return found.first()


def _successor(item: UnitVersion, as_of: date, known_at: datetime | None) -> UnitVersion | None:
    """What a unit that ended went into: the result of the change of that day it was source of."""
    if item.valid_until is None:
        return None
    ended = ChangeParty.objects.filter(
        unit=item.unit_id,
        role=PartyRole.SOURCE,
        change__effective_on=item.valid_until,
        change__withdrawn_by__isnull=True,
    ).exclude(change__kind=ChangeKind.WITHDRAW)
    result = _party(ended.values_list("change", flat=True).last(), PartyRole.RESULT)
    return version(result, as_of, known_at) if result else None


def ancestors(unit_id: int, as_of: date, known_at: datetime | None = None) -> list[UnitVersion]:
    """What a unit lay in on a date, nation first, without itself."""
    item = version(unit_id, as_of, known_at)
    return [] if item is None else with_parents([item], as_of, known_at)[0].parents


def breadcrumbs(
    item: UnitVersion, as_of: date, known_at: datetime | None = None
) -> list[UnitVersion]:
    """The line from the nation down to a unit, itself last."""
    return [*with_parents([item], as_of, known_at)[0].parents, item]


def with_parents(
    items: Iterable[UnitVersion], as_of: date, known_at: datetime | None = None
) -> list[UnitVersion]:
    """The same versions with `parents` filled (nation first), by one query."""
    found = list(items)
    above = {number for item in found for number in _line(item)}
    # By its code, which is indexed; the level is not.
    root = Q(code=NATION_CODE)
    known = {
        item.unit_id: item for item in versions_on(as_of, known_at).filter(Q(unit__in=above) | root)
    }
    top = [item for item in known.values() if item.level == Level.NATION]
    for item in found:
        line = [known[number] for number in _line(item) if number in known]
        item.parents = [*(top if item.level != Level.NATION else []), *line]
    return found


def _line(item: UnitVersion) -> list[int]:
    """Unit ids of a version's ancestors below the nation, province first."""
    columns = (item.province_id, item.district_id, item.subdistrict_id)
    return [number for number in columns if number is not None]


def children(unit_id: int, as_of: date, known_at: datetime | None = None) -> QuerySet[UnitVersion]:
    """What lay directly in a unit on a date, by code."""
    return versions_on(as_of, known_at).filter(parent=unit_id).order_by("code")


def below(unit_id: int, level: int) -> Q:
    """Condition on versions: the unit itself or whatever lies in it. `level` is the unit's."""
    if level == Level.NATION:
        return Q()
    own = Q(unit=unit_id)
    column = ANCESTOR_COLUMN.get(Level(level))
    return own | Q(**{column: unit_id}) if column else own


def within(unit_ids: Collection[int]) -> Q:
    """Condition on versions: one of these units, or in one of them; the nation holds everything."""
    if Unit.objects.filter(pk__in=unit_ids, level=Level.NATION).exists():
        return Q()
    inside = Q(unit__in=unit_ids)
    for column in ANCESTOR_COLUMN.values():
        inside |= Q(**{f"{column}__in": unit_ids})
    return inside


def wards_below(
    unit_id: int, as_of: date, known_at: datetime | None = None
) -> QuerySet[UnitVersion]:
    """The kelurahan and desa that lay in a unit on a date; a ward gives itself."""
    level = _level_of(unit_id)
    wards = versions_on(as_of, known_at).filter(level=Level.VILLAGE)
    if level is None:
        return wards.none()
    column = ANCESTOR_COLUMN.get(Level(level))
    if column:
        return wards.filter(**{column: unit_id})
    return wards if level == Level.NATION else wards.filter(unit=unit_id)


def covers(ancestor_unit_id: int, unit_id: int, on: date) -> bool:
    """Whether a unit is another one or lay in it on a date."""
    if ancestor_unit_id == unit_id:
        return True
    item = version(unit_id, on)
    if item is None:
        return False
    if ancestor_unit_id in _line(item):
        return True
    return Unit.objects.filter(pk=ancestor_unit_id, level=Level.NATION).exists()


def history_known(unit_ids: Collection[int], as_of: date) -> bool:
    """Whether these units are shown as they were, not as the official list has them today.

    True on and after the day of the list; before it, only for units that a recorded change touched:
    that changed themselves, or gave parts of theirs away.
    """
    if as_of >= REFERENCE_ON:
        return True
    changed = UnitVersion.objects.known().filter(unit__in=unit_ids, change__isnull=False)
    parties = ChangeParty.objects.filter(
        unit__in=unit_ids, change__withdrawn_by__isnull=True, change__withdraws__isnull=True
    )
    recorded = {*changed.values_list("unit", flat=True), *parties.values_list("unit", flat=True)}
    return recorded >= set(unit_ids)


def search(
    text: str, as_of: date, limit: int = 20, known_at: datetime | None = None
) -> list[UnitVersion]:
    """Units found by code or name, best first, each with its `parents`.

    "Kec. Kramatwatu" looks among the subdistricts first; "36.73" finds what begins with the code.
    """
    found = search_queryset(text, as_of, known_at)[:limit]
    return with_parents(found, as_of, known_at)


def search_queryset(
    text: str, as_of: date, known_at: datetime | None = None
) -> QuerySet[UnitVersion]:
    """The same, all of it, for pages that count and page; without parents."""
    wanted = sought(text)
    here = versions_on(as_of, known_at)
    if wanted.code:
        return here.filter(code__startswith=wanted.code).order_by("level", "code")
    if not wanted.whole:
        return here.none()
    terms = [(wanted.whole, Q())]
    if wanted.base:
        terms.append((wanted.base, Q(kind__in=wanted.kinds)))
    match = Q()
    for term, kinds in terms:
        match |= kinds & Q(search_name__contains=term)
    return (
        here.filter(match)
        .annotate(rank=_rank(terms))
        .order_by("rank", "level", "search_name", "code")
    )


def _rank(terms: list[tuple[str, Q]]) -> Case:
    """0 the name itself, 1 begins with it, 2 a word begins with it, 3 contains it."""
    looks = ("search_name", "search_name__startswith", "search_name__contains")
    steps = [
        When(kinds & Q(**{look: f" {term}" if rank == 2 else term}), then=Value(rank))
        for rank, look in enumerate(looks)
        for term, kinds in terms
    ]
    return Case(*steps, default=Value(3), output_field=IntegerField())


def is_nation(item: UnitVersion) -> bool:
    return item.code == NATION_CODE


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit that lay in another one and now lies elsewhere: since when, and where."""

    name: str
    since: date
    now_in: str


def moved_away(unit_id: int, as_of: date, known_at: datetime | None = None) -> list[Moved]:
    """What lay directly in a unit on a date and was later given to another one."""
    here = children(unit_id, as_of, known_at).filter(valid_until__isnull=False)
    then = {(item.unit_id, item.valid_until): item for item in here}
    later = UnitVersion.objects.known(known_at).filter(
        unit__in=[unit for unit, _until in then], valid_from__isnull=False
    )
    moved = [
        (then[item.unit_id, item.valid_from], item)
        for item in later
        if (item.unit_id, item.valid_from) in then and item.parent_id != unit_id
    ]
    parents = {
        (item.unit_id, item.valid_from): version(item.parent_id, item.valid_from, known_at)
        for _before, item in moved
        if item.parent_id is not None and item.valid_from is not None
    }
    return [
        Moved(before.name, item.valid_from, parent.name)
        for before, item in moved
        if item.valid_from and (parent := parents.get((item.unit_id, item.valid_from)))
    ]
