"""Volunteers of a ward, the forum of boards, and the poor register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jawara.audit.facts import in_order, not_in_future, revise, withdraw
from jawara.audit.models import Event
from jawara.audit.services import Ctx, service
from jawara.community import rules
from jawara.community.enums import Sex
from jawara.community.models import Bkm, BkmForum, ForumOffice, PoorHousehold, Volunteer
from jawara.community.services.names import clean_rows
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import clean_name, tidy
from jawara.territories.models import Unit


class HouseholdEmpty(Refusal):
    """Values: row."""

    code = "household_empty"
    message = gettext_noop(
        "Baris %(row)s: rumah tangga punya paling sedikit satu anggota. Isi jumlah perempuan "
        "atau laki-lakinya."
    )


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    name: str
    sex: Sex = Sex.UNKNOWN


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household of the poor register."""

    head_name: str
    members_female: int
    members_male: int
    address: str = ""


@service(
    "community.volunteers.registered",
    returns=Event,
    allow=rules.may_keep_volunteers,
    stream=lambda unit, **_: f"unit:{unit.pk}",
    private=("volunteers",),
)
def register_volunteers(
    ctx: Ctx, *, unit: Unit, volunteers: Sequence[VolunteerRow], from_on: date
) -> None:
    """A list of volunteers of a ward, all or nothing."""
    not_in_future(ctx, from_on, field="from_on")
    names = clean_rows([row.name for row in volunteers], field="volunteers")
    Volunteer.objects.bulk_create(
        Volunteer(
            unit=unit,
            person_name=name,
            sex=row.sex,
            occurred_on=from_on,
            **ctx.part(f"volunteer:{number}").stamp(),
        )
        for number, (name, row) in enumerate(zip(names, volunteers, strict=True), start=1)
    )


@service(
    "community.volunteer.registered",
    returns=Volunteer,
    allow=rules.may_keep_volunteers,
    stream=lambda unit, **_: f"unit:{unit.pk}",
    private=("volunteer",),
)
def register_volunteer(
    ctx: Ctx, *, unit: Unit, volunteer: VolunteerRow, from_on: date
) -> Volunteer:
    not_in_future(ctx, from_on, field="from_on")
    return Volunteer.objects.create(
        unit=unit,
        person_name=clean_name(volunteer.name, field="name"),
        sex=volunteer.sex,
        occurred_on=from_on,
        **ctx.stamp(),
    )


@service(
    "community.volunteer.ended",
    returns=Volunteer,
    allow=rules.may_change_volunteer,
    stream=lambda volunteer, **_: f"unit:{volunteer.unit_id}",
)
def end_volunteer(ctx: Ctx, *, volunteer: Volunteer, on: date, reason: str = "") -> Volunteer:
    not_in_future(ctx, on, field="on")
    in_order(volunteer.occurred_on, on, field="on")
    return revise(ctx, volunteer, until_on=on, note=tidy(reason))


@service(
    "community.forum.founded",
    returns=BkmForum,
    allow=rules.may_found_forum,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def found_forum(ctx: Ctx, *, unit: Unit, name: str, founded_on: date) -> BkmForum:
    """The association of boards of a subdistrict or district."""
    not_in_future(ctx, founded_on, field="founded_on")
    return BkmForum.objects.create(
        unit=unit, name=clean_name(name, field="name"), occurred_on=founded_on, **ctx.stamp()
    )


@service(
    "community.forum.office_filled",
    returns=ForumOffice,
    allow=rules.may_run_forum,
    stream=lambda forum, **_: f"unit:{forum.unit_id}",
)
def fill_office(
    ctx: Ctx,
    *,
    forum: BkmForum,
    title: str,
    name: str,
    from_on: date,
    until_on: date | None = None,
    bkm: Bkm | None = None,
) -> ForumOffice:
    not_in_future(ctx, from_on, field="from_on")
    in_order(from_on, until_on)
    return ForumOffice.objects.create(
        forum=forum,
        title=clean_name(title, field="title", limit=100),
        person_name=clean_name(name, field="name"),
        bkm=bkm,
        occurred_on=from_on,
        until_on=until_on,
        **ctx.stamp(),
    )


@service(
    "community.forum.office_ended",
    returns=ForumOffice,
    allow=rules.may_change_office,
    stream=lambda office, **_: f"unit:{office.forum.unit_id}",
)
def end_office(ctx: Ctx, *, office: ForumOffice, on: date, reason: str = "") -> ForumOffice:
    not_in_future(ctx, on, field="on")
    in_order(office.occurred_on, on, field="on")
    return revise(ctx, office, until_on=on, note=tidy(reason))


def _household(row: HouseholdRow, number: int, name: str) -> dict[str, object]:
    if row.members_female < 0 or row.members_male < 0 or row.members_female + row.members_male < 1:
        raise HouseholdEmpty(field="members_female", row=number)
    return {
        "head_name": name,
        "address": tidy(row.address)[:300],
        "members_female": row.members_female,
        "members_male": row.members_male,
    }


@service(
    "community.households.registered",
    returns=Event,
    allow=rules.may_keep_poor_register,
    stream=lambda unit, **_: f"unit:{unit.pk}",
    private=("households",),
)
def register_households(
    ctx: Ctx, *, unit: Unit, households: Sequence[HouseholdRow], listed_on: date
) -> None:
    """Households that the self-survey lists as poor, all or nothing. Board scope only."""
    not_in_future(ctx, listed_on, field="listed_on")
    names = clean_rows([row.head_name for row in households], field="households")
    PoorHousehold.objects.bulk_create(
        PoorHousehold(
            unit=unit,
            occurred_on=listed_on,
            **_household(row, number, name),
            **ctx.part(f"household:{number}").stamp(),
        )
        for number, (name, row) in enumerate(zip(names, households, strict=True), start=1)
    )


@service(
    "community.household.corrected",
    returns=PoorHousehold,
    allow=rules.may_change_household,
    stream=lambda household, **_: f"unit:{household.unit_id}",
    private=("row",),
)
def correct_household(
    ctx: Ctx, *, household: PoorHousehold, row: HouseholdRow, note: str = ""
) -> PoorHousehold:
    name = clean_name(row.head_name, field="head_name")
    return revise(ctx, household, note=tidy(note), **_household(row, 1, name))


@service(
    "community.household.left",
    returns=PoorHousehold,
    allow=rules.may_change_household,
    stream=lambda household, **_: f"unit:{household.unit_id}",
)
def end_household(
    ctx: Ctx, *, household: PoorHousehold, on: date, reason: str = ""
) -> PoorHousehold:
    """The household is no longer listed from `on` (moved, or no longer poor)."""
    not_in_future(ctx, on, field="on")
    in_order(household.occurred_on, on, field="on")
    return revise(ctx, household, until_on=on, note=tidy(reason))


@service(
    "community.household.withdrawn",
    returns=PoorHousehold,
    allow=rules.may_change_household,
    stream=lambda household, **_: f"unit:{household.unit_id}",
)
def withdraw_household(ctx: Ctx, *, household: PoorHousehold, reason: str) -> PoorHousehold:
    """The household should never have been listed."""
    return withdraw(ctx, household, note=clean_name(reason, field="reason"))
