"""Boards, groups, members, volunteers: as of a date, as known at an instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from jawara.audit.models import Recorded
from jawara.community.enums import BoardRole, KsmPurpose
from jawara.community.models import (
    Bkm,
    BkmForum,
    BkmMembership,
    BkmProfile,
    BkmTerm,
    BoardUnit,
    Election,
    ForumOffice,
    Ksm,
    KsmMembership,
    KsmProfile,
    PoorHousehold,
    UnitOfficer,
    Volunteer,
)
from jawara.kernel.errors import gettext_noop
from jawara.kernel.rounding import HALF_UP, round_fraction
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.territories import queries as territories

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# Counts of persons below this are not shown to the public.
SMALL_CELL = 5

_R = TypeVar("_R", bound=Recorded)


class MemberCount(TypedDict):
    member_count: int


@dataclass(frozen=True)
class DataWarning:
    """Something about the quality of data; `gettext(message) % values` is what to say."""

    code: str
    message: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WardCounts:
    boards: int = 0
    groups: int = 0
    members: int = 0
    volunteers: int = 0


def public_count(persons: int) -> int | None:
    """A count of persons as the public may see it: None hides 1 to 4."""
    return None if 0 < persons < SMALL_CELL else persons


def by_key(model: type[_R], key: UUID) -> _R | None:
    """Any record by its key, standing or corrected."""
    return model._base_manager.filter(key=key).first()


def board(pk: int) -> Bkm | None:
    return Bkm.objects.filter(pk=pk).select_related("unit").first()


def profile(bkm: Bkm, as_of: date, known_at: datetime | None = None) -> BkmProfile | None:
    """What the board was called on a date; None if it did not exist then."""
    return BkmProfile.objects.as_of(as_of, known_at).filter(bkm=bkm).first()


def profiles(bkm: Bkm, known_at: datetime | None = None) -> QuerySet[BkmProfile]:
    """Names and life of a board over time."""
    return BkmProfile.objects.known(known_at).filter(bkm=bkm).order_by("occurred_on", "pk")


def _wards(
    unit_id: int, as_of: date, known_at: datetime | None, phase: Phase | None
) -> dict[str, QuerySet[Any, Any]]:
    """Condition `{"in": wards}` for a territory and phase; empty for the whole nation."""
    if phase is not None:
        covered = programmes.covered_units(as_of, known_at, phase, within=unit_id)
        return {"in": covered.values("unit_id")}
    if unit_id == territories.nation().pk:
        return {}
    return {"in": territories.wards_below(unit_id, as_of, known_at).values("unit_id")}


def _on(path: str, wards: dict[str, QuerySet[Any, Any]]) -> dict[str, QuerySet[Any, Any]]:
    return {f"{path}__{lookup}": value for lookup, value in wards.items()}


def boards_in(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> QuerySet[BkmProfile]:
    """Boards that existed in a territory on a date, by what they were called then."""
    wards = _wards(unit_id, as_of, known_at, phase)
    return (
        BkmProfile.objects.as_of(as_of, known_at)
        .filter(**_on("bkm__unit_id", wards))
        .select_related("bkm")
        .order_by("name", "pk")
    )


def groups_in(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> QuerySet[KsmProfile]:
    """Groups that existed in a territory on a date."""
    wards = _wards(unit_id, as_of, known_at, phase)
    return (
        KsmProfile.objects.as_of(as_of, known_at)
        .filter(**_on("ksm__bkm__unit_id", wards))
        .select_related("ksm")
        .order_by("ksm__bkm_id", "ksm__number")
    )


def members_in(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> QuerySet[KsmMembership]:
    """Memberships of groups in a territory on a date. Names stay within the board's scope."""
    wards = _wards(unit_id, as_of, known_at, phase)
    return KsmMembership.objects.as_of(as_of, known_at).filter(**_on("ksm__bkm__unit_id", wards))


def volunteers_in(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> QuerySet[Volunteer]:
    """Volunteers in a territory on a date. Names stay within the ward's scope."""
    wards = _wards(unit_id, as_of, known_at, phase)
    found = Volunteer.objects.as_of(as_of, known_at).filter(**_on("unit_id", wards))
    return found.order_by("person_name", "pk")


def boards_count(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> int:
    return boards_in(unit_id, as_of, known_at, phase).count()


def groups_count(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> int:
    return groups_in(unit_id, as_of, known_at, phase).count()


def members_count(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> int:
    return members_in(unit_id, as_of, known_at, phase).count()


def volunteers_count(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> int:
    return volunteers_in(unit_id, as_of, known_at, phase).count()


def counts_by_ward(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> dict[int, WardCounts]:
    """Boards, groups, members and volunteers of each ward that has any, by unit id."""
    found: dict[int, dict[str, int]] = {}

    def add(name: str, path: str, rows: QuerySet[Any]) -> None:
        for ward, count in rows.order_by().values_list(path).annotate(n=Count("pk")):
            found.setdefault(ward, {})[name] = count

    add("boards", "bkm__unit_id", boards_in(unit_id, as_of, known_at, phase))
    add("groups", "ksm__bkm__unit_id", groups_in(unit_id, as_of, known_at, phase))
    add("members", "ksm__bkm__unit_id", members_in(unit_id, as_of, known_at, phase))
    add("volunteers", "unit_id", volunteers_in(unit_id, as_of, known_at, phase))
    return {ward: WardCounts(**counts) for ward, counts in found.items()}


def with_member_count(
    groups: QuerySet[KsmProfile], as_of: date, known_at: datetime | None = None
) -> "QuerySet[WithAnnotations[KsmProfile, MemberCount]]":
    """The same groups, each with `member_count` on that date."""
    members = (
        KsmMembership.objects.as_of(as_of, known_at)
        .filter(ksm=OuterRef("ksm"))
        .order_by()
        .values("ksm")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = Coalesce(Subquery(members, output_field=IntegerField()), Value(0))
    return groups.annotate(member_count=counted)


def minimum_members(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> int | None:
    """The least a group should have; the lowest where several phases' rules meet."""
    phases = [phase] if phase else list(programmes.phases_in(unit_id, as_of, known_at))
    return min((programmes.rulebook_for(p).minimum_group_members() for p in phases), default=None)


def group_size_warning(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> DataWarning | None:
    """Groups below the rulebook's minimum: a doubt about the data, never a refusal."""
    least = minimum_members(unit_id, as_of, known_at, phase)
    if least is None:
        return None
    groups = with_member_count(groups_in(unit_id, as_of, known_at, phase), as_of, known_at)
    total = groups.count()
    small = groups.filter(member_count__lt=least).count()
    if not small:
        return None
    members = members_count(unit_id, as_of, known_at, phase)
    mean = str(round_fraction(members, total, 2, HALF_UP)).replace(".", ",")
    return DataWarning(
        code="small_groups",
        message=gettext_noop(
            "%(small)s dari %(groups)s KSM beranggota kurang dari %(least)s orang; rata-rata "
            "%(mean)s orang tiap KSM. Mungkin belum semua anggota tercatat."
        ),
        values={
            "small": small,
            "groups": total,
            "members": members,
            "least": least,
            "mean": mean,
        },
    )


# One board --------------------------------------------------------------------------------------


def terms(bkm: Bkm, known_at: datetime | None = None) -> QuerySet[BkmTerm]:
    """Terms of office, the newest first."""
    return BkmTerm.objects.known(known_at).filter(bkm=bkm).order_by("-number")


def term(bkm: Bkm, as_of: date, known_at: datetime | None = None) -> BkmTerm | None:
    return BkmTerm.objects.as_of(as_of, known_at).filter(bkm=bkm).first()


def term_ends(
    bkm_ids: Iterable[int], as_of: date, known_at: datetime | None = None
) -> dict[int, date]:
    """When the newest term that had begun by a date ends, by board; without an end: left out."""
    begun = BkmTerm.objects.known(known_at).filter(bkm__in=list(bkm_ids), occurred_on__lte=as_of)
    newest = dict(begun.order_by("occurred_on", "pk").values_list("bkm_id", "until_on"))
    return {bkm: until for bkm, until in newest.items() if until is not None}


def office_holders(bkm: Bkm, as_of: date, known_at: datetime | None = None) -> list[BkmMembership]:
    """Who sat on the board on a date, the coordinator first."""
    found = (
        BkmMembership.objects.as_of(as_of, known_at)
        .filter(term__bkm=bkm)
        .select_related("term")
        .order_by("person_name", "pk")
    )
    return sorted(found, key=lambda seat: seat.role != BoardRole.COORDINATOR)


def board_units(bkm: Bkm, as_of: date, known_at: datetime | None = None) -> QuerySet[BoardUnit]:
    return BoardUnit.objects.as_of(as_of, known_at).filter(bkm=bkm).order_by("kind")


def officers(bkm: Bkm, as_of: date, known_at: datetime | None = None) -> QuerySet[UnitOfficer]:
    """Officers and supervisors of the board's units on a date."""
    return (
        UnitOfficer.objects.as_of(as_of, known_at)
        .filter(board_unit__bkm=bkm)
        .select_related("board_unit")
        .order_by("board_unit__kind", "role", "person_name")
    )


def elections(bkm: Bkm, as_of: date, known_at: datetime | None = None) -> QuerySet[Election]:
    """Elections held up to a date, newest first, with `votes` counted; tallies by `tally`."""
    return (
        Election.objects.as_of(as_of, known_at)
        .filter(bkm=bkm)
        .annotate(
            voters=F("voters_female") + F("voters_male"),
            votes=Coalesce(Sum("tally__votes"), Value(0)),
        )
        .prefetch_related("tally")
        .order_by("-occurred_on", "-pk")
    )


def groups(
    bkm: Bkm,
    as_of: date,
    known_at: datetime | None = None,
    *,
    text: str = "",
    purpose: KsmPurpose | None = None,
) -> "QuerySet[WithAnnotations[KsmProfile, MemberCount]]":
    """Groups of a board on a date with `member_count`, by number; found by name or purpose."""
    found = KsmProfile.objects.as_of(as_of, known_at).filter(ksm__bkm=bkm).select_related("ksm")
    if text:
        found = found.filter(name__icontains=text)
    if purpose is not None:
        found = found.filter(purpose=purpose)
    return with_member_count(found, as_of, known_at).order_by("ksm__number")


def group(pk: int) -> Ksm | None:
    return Ksm.objects.filter(pk=pk).select_related("bkm", "bkm__unit").first()


def group_profile(ksm: Ksm, as_of: date, known_at: datetime | None = None) -> KsmProfile | None:
    return KsmProfile.objects.as_of(as_of, known_at).filter(ksm=ksm).first()


def group_profiles(ksm: Ksm, known_at: datetime | None = None) -> QuerySet[KsmProfile]:
    """Names and life of a group over time."""
    return KsmProfile.objects.known(known_at).filter(ksm=ksm).order_by("occurred_on", "pk")


def members(ksm: Ksm, as_of: date, known_at: datetime | None = None) -> QuerySet[KsmMembership]:
    """Members of a group on a date. Names stay within the board's scope."""
    return (
        KsmMembership.objects.as_of(as_of, known_at).filter(ksm=ksm).order_by("person_name", "pk")
    )


def forums(
    unit_ids: Iterable[int], as_of: date, known_at: datetime | None = None
) -> QuerySet[BkmForum]:
    return (
        BkmForum.objects.as_of(as_of, known_at)
        .filter(unit_id__in=list(unit_ids))
        .order_by("name", "pk")
    )


def offices(
    forum: BkmForum, as_of: date, known_at: datetime | None = None
) -> QuerySet[ForumOffice]:
    return (
        ForumOffice.objects.as_of(as_of, known_at)
        .filter(forum=forum)
        .order_by("title", "person_name")
    )


def poor_households(
    unit_id: int, as_of: date, known_at: datetime | None = None
) -> QuerySet[PoorHousehold]:
    """The poor register of a ward. Only for those who may see it: check before calling."""
    return (
        PoorHousehold.objects.as_of(as_of, known_at)
        .filter(unit_id=unit_id)
        .order_by("head_name", "pk")
    )
