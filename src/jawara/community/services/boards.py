"""A board's life: founded, renamed, corrected, dissolved."""

from datetime import date

from jawara.audit.facts import in_order, not_in_future, overlapping, revise
from jawara.audit.services import Ctx, advisory_lock, service
from jawara.community import rules
from jawara.community.models import Bkm, BkmProfile
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import clean_name, tidy
from jawara.programmes import queries as programmes
from jawara.territories.enums import Level
from jawara.territories.models import Unit


class WardNotCovered(Refusal):
    """Values: on."""

    code = "ward_not_covered"
    message = gettext_noop(
        "Kelurahan atau desa ini belum ikut program pada %(on)s. Catat dulu kepesertaannya, "
        "atau periksa tanggalnya."
    )


class BoardExists(Refusal):
    """Values: name, since."""

    code = "board_exists"
    message = gettext_noop(
        "Kelurahan atau desa ini sudah punya BKM: %(name)s, sejak %(since)s. Satu wilayah satu "
        "BKM pada satu masa."
    )


class GenericNameUnknown(Refusal):
    code = "generic_name_unknown"
    message = gettext_noop("Sebutan umumnya BKM atau LKM. Pilih salah satu.")


class BoardNotThen(Refusal):
    """Values: on."""

    code = "board_not_then"
    message = gettext_noop("BKM ini tidak berdiri pada %(on)s. Periksa tanggalnya.")


def stream_of(bkm: Bkm) -> str:
    return f"bkm:{bkm.key}"


def _generic(name: str) -> str:
    if name not in {"BKM", "LKM"}:
        raise GenericNameUnknown(field="generic_name")
    return name


def standing_on(bkm: Bkm, on: date, *, field: str = "occurred_on") -> BkmProfile:
    """The board's profile on a date. Raises BoardNotThen."""
    profile = BkmProfile.objects.as_of(on).filter(bkm=bkm).first()
    if profile is None:
        raise BoardNotThen(field=field, on=on)
    return profile


@service(
    "community.board.founded",
    returns=Bkm,
    allow=rules.may_found_board,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def found_board(
    ctx: Ctx,
    *,
    unit: Unit,
    name: str,
    founded_on: date,
    generic_name: str = "BKM",
    until_on: date | None = None,
    deed_number: str = "",
    note: str = "",
) -> Bkm:
    """A ward has a board from a date on. The ward must take part in a programme then."""
    not_in_future(ctx, founded_on, field="founded_on")
    in_order(founded_on, until_on)
    if unit.level != Level.VILLAGE or not programmes.is_covered(unit.pk, founded_on):
        raise WardNotCovered(field="founded_on", on=founded_on)
    advisory_lock(f"board:{unit.pk}")
    other = (
        BkmProfile.objects.known()
        .filter(overlapping(founded_on, until_on), bkm__unit=unit)
        .order_by("occurred_on")
        .first()
    )
    if other is not None:
        raise BoardExists(field="founded_on", name=other.name, since=other.occurred_on)
    bkm = Bkm.objects.create(unit=unit, **ctx.stamp())
    BkmProfile.objects.create(
        bkm=bkm,
        name=clean_name(name, field="name"),
        generic_name=_generic(generic_name),
        deed_number=tidy(deed_number)[:100],
        occurred_on=founded_on,
        until_on=until_on,
        note=tidy(note),
        **ctx.part("profile").stamp(),
    )
    return bkm


@service(
    "community.board.renamed",
    returns=BkmProfile,
    allow=rules.may_run_board,
    stream=lambda bkm, **_: stream_of(bkm),
)
def rename_board(
    ctx: Ctx,
    *,
    bkm: Bkm,
    name: str,
    from_on: date,
    generic_name: str | None = None,
    deed_number: str | None = None,
) -> BkmProfile:
    """The board is called otherwise from a date on; the old name stays with its time."""
    not_in_future(ctx, from_on, field="from_on")
    old = standing_on(bkm, from_on, field="from_on")
    in_order(old.occurred_on, from_on, field="from_on")
    ended = revise(ctx.part("until"), old, until_on=from_on)
    return BkmProfile.objects.create(
        bkm=bkm,
        name=clean_name(name, field="name"),
        generic_name=_generic(generic_name or ended.generic_name),
        deed_number=ended.deed_number if deed_number is None else tidy(deed_number)[:100],
        occurred_on=from_on,
        until_on=old.until_on,
        **ctx.stamp(),
    )


@service(
    "community.board.corrected",
    returns=BkmProfile,
    allow=rules.may_change_profile,
    stream=lambda profile, **_: stream_of(profile.bkm),
)
def correct_board(
    ctx: Ctx,
    *,
    profile: BkmProfile,
    name: str,
    generic_name: str,
    deed_number: str = "",
    note: str = "",
) -> BkmProfile:
    """The name or deed was written down wrongly."""
    return revise(
        ctx,
        profile,
        name=clean_name(name, field="name"),
        generic_name=_generic(generic_name),
        deed_number=tidy(deed_number)[:100],
        note=tidy(note),
    )


@service(
    "community.board.dissolved",
    returns=BkmProfile,
    allow=rules.may_run_board,
    stream=lambda bkm, **_: stream_of(bkm),
)
def dissolve_board(ctx: Ctx, *, bkm: Bkm, on: date, note: str) -> BkmProfile:
    """The board exists no more from `on`."""
    not_in_future(ctx, on, field="on")
    profile = standing_on(bkm, on, field="on")
    in_order(profile.occurred_on, on, field="on")
    return revise(ctx, profile, until_on=on, note=clean_name(note, field="note"))
