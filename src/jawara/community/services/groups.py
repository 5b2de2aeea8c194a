"""Self-help groups (KSM): registered one by one or a whole list at once; their members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from jawara.audit.facts import in_order, not_in_future, revise
from jawara.audit.models import Event
from jawara.audit.services import Ctx, advisory_lock, service
from jawara.community import rules
from jawara.community.enums import KsmPurpose, Sex
from jawara.community.models import Bkm, BkmProfile, Ksm, KsmMembership, KsmProfile
from jawara.community.services.boards import BoardNotThen, standing_on, stream_of
from jawara.community.services.names import clean_rows, twice
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import clean_name, same_name, tidy


class GroupNameTaken(Refusal):
    """Values: rows, names."""

    code = "group_name_taken"
    message = gettext_noop(
        "Nama KSM kembar pada baris %(rows)s: %(names)s. Di satu BKM tiap KSM punya nama sendiri; "
        "tambahkan pembeda."
    )


class OneGroupNameTaken(GroupNameTaken):
    """Values: names."""

    message = gettext_noop(
        "KSM lain di BKM ini sudah bernama %(names)s. Tambahkan pembeda, misalnya nomor atau RT."
    )


class MemberTwice(Refusal):
    """Values: row, names."""

    code = "member_twice"
    message = gettext_noop(
        "Baris %(row)s: anggota tertulis dua kali: %(names)s. Kalau orangnya memang dua, "
        "tambahkan pembeda."
    )


class MemberExists(Refusal):
    """Values: name."""

    code = "member_exists"
    message = gettext_noop(
        "%(name)s sudah menjadi anggota KSM ini. Kalau orangnya lain, tambahkan pembeda."
    )


class GroupNotThen(Refusal):
    """Values: on."""

    code = "group_not_then"
    message = gettext_noop("KSM ini tidak ada pada %(on)s. Periksa tanggalnya.")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a group. `is_poor` None: not recorded."""

    name: str
    sex: Sex = Sex.UNKNOWN
    is_poor: bool | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with those who are its members from the day it formed."""

    name: str
    purpose: KsmPurpose
    formed_on: date
    members: tuple[MemberRow, ...] = ()


def _check_groups(ctx: Ctx, bkm: Bkm, groups: Sequence[GroupRow]) -> list[str]:
    """Tidy names, after names, dates and members were found right; faults name their row."""
    names = clean_rows([group.name for group in groups], field="groups")
    lives = list(BkmProfile.objects.known().filter(bkm=bkm))
    for group in groups:
        not_in_future(ctx, group.formed_on, field="formed_on")
        if not any(
            life.occurred_on <= group.formed_on
            and (life.until_on is None or group.formed_on < life.until_on)
            for life in lives
        ):
            raise BoardNotThen(field="formed_on", on=group.formed_on)
    taken = {
        same_name(profile.name)
        for profile in KsmProfile.objects.known().filter(ksm__bkm=bkm, until_on__isnull=True)
    }
    rows = []
    for row, name in enumerate(names, start=1):
        if same_name(name) in taken:
            rows.append(row)
        taken.add(same_name(name))
    if rows:
        raise GroupNameTaken(field="groups", rows=rows, names=[names[row - 1] for row in rows])
    return names


def _member_names(row: int, group: GroupRow) -> list[str]:
    if not group.members:
        return []
    names = clean_rows([member.name for member in group.members], field="members")
    repeated = twice(names)
    if repeated:
        raise MemberTwice(field="members", row=row, names=repeated)
    return names


def _register(ctx: Ctx, bkm: Bkm, groups: Sequence[GroupRow], contexts: Sequence[Ctx]) -> None:
    """Write groups, profiles and members in three statements, numbers following the last."""
    advisory_lock(f"groups:{bkm.pk}")
    names = _check_groups(ctx, bkm, groups)
    members = [_member_names(row, group) for row, group in enumerate(groups, start=1)]
    last = Ksm.objects.filter(bkm=bkm).aggregate(last=Max("number"))["last"] or 0
    Ksm.objects.bulk_create(
        Ksm(bkm=bkm, number=number, **own.stamp())
        for number, own in enumerate(contexts, start=last + 1)
    )
    made = {ksm.key: ksm for ksm in Ksm.objects.filter(bkm=bkm, number__gt=last)}
    KsmProfile.objects.bulk_create(
        KsmProfile(
            ksm=made[own.key],
            name=name,
            purpose=group.purpose,
            occurred_on=group.formed_on,
            **own.part("profile").stamp(),
        )
        for own, name, group in zip(contexts, names, groups, strict=True)
    )
    KsmMembership.objects.bulk_create(
        KsmMembership(
            ksm=made[own.key],
            person_name=person,
            sex=member.sex,
            is_poor=member.is_poor,
            occurred_on=group.formed_on,
            **own.part(f"member:{number}").stamp(),
        )
        for own, group, people in zip(contexts, groups, members, strict=True)
        for number, (person, member) in enumerate(zip(people, group.members, strict=True), start=1)
    )


@service(
    "community.groups.registered",
    returns=Event,
    allow=rules.may_keep_groups,
    stream=lambda bkm, **_: stream_of(bkm),
    private=("groups",),
)
def register_groups(ctx: Ctx, *, bkm: Bkm, groups: Sequence[GroupRow]) -> None:
    """A whole list of groups with their members, all or nothing."""
    contexts = [ctx.part(f"group:{row}") for row, _group in enumerate(groups, start=1)]
    _register(ctx, bkm, groups, contexts)


@service(
    "community.group.registered",
    returns=Ksm,
    allow=rules.may_keep_groups,
    stream=lambda bkm, **_: stream_of(bkm),
    private=("group",),
)
def register_group(ctx: Ctx, *, bkm: Bkm, group: GroupRow) -> Ksm:
    """One group with its members. Too few members are warned of, not refused."""
    clean_name(group.name, field="name")
    try:
        _register(ctx, bkm, [group], [ctx])
    except GroupNameTaken as taken:
        raise OneGroupNameTaken(field="name", names=taken.values["names"]) from None
    return Ksm.objects.get(key=ctx.key)


def _profile_on(ksm: Ksm, on: date, *, field: str) -> KsmProfile:
    profile = KsmProfile.objects.as_of(on).filter(ksm=ksm).first()
    if profile is None:
        raise GroupNotThen(field=field, on=on)
    return profile


def _free_name(name: str, ksm: Ksm) -> str:
    name = clean_name(name, field="name")
    others = KsmProfile.objects.known().filter(ksm__bkm=ksm.bkm_id, until_on__isnull=True)
    if any(same_name(p.name) == same_name(name) for p in others.exclude(ksm=ksm)):
        raise OneGroupNameTaken(field="name", names=[name])
    return name


@service(
    "community.group.renamed",
    returns=KsmProfile,
    allow=rules.may_change_group,
    stream=lambda ksm, **_: stream_of(ksm.bkm),
)
def rename_group(
    ctx: Ctx, *, ksm: Ksm, name: str, from_on: date, purpose: KsmPurpose | None = None
) -> KsmProfile:
    """The group is called otherwise, or is for something else, from a date on."""
    not_in_future(ctx, from_on, field="from_on")
    advisory_lock(f"groups:{ksm.bkm_id}")
    old = _profile_on(ksm, from_on, field="from_on")
    in_order(old.occurred_on, from_on, field="from_on")
    name = _free_name(name, ksm)
    revise(ctx.part("until"), old, until_on=from_on)
    return KsmProfile.objects.create(
        ksm=ksm,
        name=name,
        purpose=purpose or old.purpose,
        occurred_on=from_on,
        until_on=old.until_on,
        **ctx.stamp(),
    )


@service(
    "community.group.corrected",
    returns=KsmProfile,
    allow=rules.may_change_group_profile,
    stream=lambda profile, **_: stream_of(profile.ksm.bkm),
)
def correct_group(
    ctx: Ctx,
    *,
    profile: KsmProfile,
    name: str,
    purpose: KsmPurpose,
    formed_on: date,
    note: str = "",
) -> KsmProfile:
    """Name, purpose or first day were written down wrongly."""
    not_in_future(ctx, formed_on, field="formed_on")
    standing_on(profile.ksm.bkm, formed_on, field="formed_on")
    in_order(formed_on, profile.until_on, field="formed_on")
    advisory_lock(f"groups:{profile.ksm.bkm_id}")
    return revise(
        ctx,
        profile,
        name=_free_name(name, profile.ksm),
        purpose=purpose,
        occurred_on=formed_on,
        note=tidy(note),
    )


@service(
    "community.group.dissolved",
    returns=KsmProfile,
    allow=rules.may_change_group,
    stream=lambda ksm, **_: stream_of(ksm.bkm),
)
def dissolve_group(ctx: Ctx, *, ksm: Ksm, on: date, note: str) -> KsmProfile:
    """The group exists no more from `on`, and nobody is its member from then."""
    not_in_future(ctx, on, field="on")
    profile = _profile_on(ksm, on, field="on")
    in_order(profile.occurred_on, on, field="on")
    members = KsmMembership.objects.known().filter(
        Q(until_on__isnull=True) | Q(until_on__gt=on), ksm=ksm, occurred_on__lt=on
    )
    for member in members:
        revise(ctx.part(f"member:{member.pk}"), member, until_on=on)
    return revise(ctx, profile, until_on=on, note=clean_name(note, field="note"))


@service(
    "community.group_member.added",
    returns=KsmMembership,
    allow=rules.may_change_group,
    stream=lambda ksm, **_: stream_of(ksm.bkm),
    private=("member",),
)
def add_member(ctx: Ctx, *, ksm: Ksm, member: MemberRow, from_on: date) -> KsmMembership:
    not_in_future(ctx, from_on, field="from_on")
    _profile_on(ksm, from_on, field="from_on")
    name = clean_name(member.name, field="name")
    advisory_lock(f"members:{ksm.pk}")
    present = KsmMembership.objects.as_of(from_on).filter(ksm=ksm)
    if any(same_name(other.person_name) == same_name(name) for other in present):
        raise MemberExists(field="name", name=name)
    return KsmMembership.objects.create(
        ksm=ksm,
        person_name=name,
        sex=member.sex,
        is_poor=member.is_poor,
        occurred_on=from_on,
        **ctx.stamp(),
    )


@service(
    "community.group_member.left",
    returns=KsmMembership,
    allow=rules.may_change_member,
    stream=lambda membership, **_: stream_of(membership.ksm.bkm),
)
def end_membership(
    ctx: Ctx, *, membership: KsmMembership, on: date, reason: str = ""
) -> KsmMembership:
    """The member belongs no more from `on`."""
    not_in_future(ctx, on, field="on")
    in_order(membership.occurred_on, on, field="on")
    return revise(ctx, membership, until_on=on, note=tidy(reason))


@service(
    "community.group_member.corrected",
    returns=KsmMembership,
    allow=rules.may_change_member,
    stream=lambda membership, **_: stream_of(membership.ksm.bkm),
    private=("member",),
)
def correct_member(
    ctx: Ctx, *, membership: KsmMembership, member: MemberRow, note: str = ""
) -> KsmMembership:
    """Name, sex or poverty of a member were written down wrongly."""
    name = clean_name(member.name, field="name")
    advisory_lock(f"members:{membership.ksm_id}")
    others = KsmMembership.objects.as_of(membership.occurred_on).filter(ksm=membership.ksm)
    if any(same_name(o.person_name) == same_name(name) for o in others.exclude(pk=membership.pk)):
        raise MemberExists(field="name", name=name)
    return revise(
        ctx,
        membership,
        person_name=name,
        sex=member.sex,
        is_poor=member.is_poor,
        note=tidy(note),
    )
