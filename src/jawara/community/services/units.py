"""UPK, UPL and UPS of a board, their officers and supervisors."""

from datetime import date

from jawara.audit.facts import in_order, not_in_future, overlapping, revise
from jawara.audit.services import Ctx, advisory_lock, service
from jawara.community import rules
from jawara.community.enums import BoardUnitKind, OfficerRole, Sex
from jawara.community.models import Bkm, BoardUnit, UnitOfficer
from jawara.community.services.boards import standing_on, stream_of
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import clean_name, same_name


class UnitExists(Refusal):
    """Values: kind, since."""

    code = "unit_exists"
    message = gettext_noop("%(kind)s BKM ini sudah ada sejak %(since)s.")


class UnitNotThen(Refusal):
    """Values: kind, on."""

    code = "unit_not_then"
    message = gettext_noop("%(kind)s BKM ini tidak ada pada %(on)s. Periksa tanggalnya.")


class OfficerTwice(Refusal):
    """Values: name."""

    code = "officer_twice"
    message = gettext_noop("%(name)s sudah memegang tugas ini. Akhiri dulu tugas yang lama.")


@service(
    "community.unit.formed",
    returns=BoardUnit,
    allow=rules.may_run_board,
    stream=lambda bkm, **_: stream_of(bkm),
)
def form_board_unit(
    ctx: Ctx, *, bkm: Bkm, kind: BoardUnitKind, formed_on: date, until_on: date | None = None
) -> BoardUnit:
    """The board sets up its finance, environment or social unit; one of a kind at a time."""
    not_in_future(ctx, formed_on, field="formed_on")
    standing_on(bkm, formed_on, field="formed_on")
    in_order(formed_on, until_on)
    advisory_lock(f"board_unit:{bkm.pk}")
    other = (
        BoardUnit.objects.known()
        .filter(overlapping(formed_on, until_on), bkm=bkm, kind=kind)
        .first()
    )
    if other is not None:
        raise UnitExists(field="kind", kind=str(kind), since=other.occurred_on)
    return BoardUnit.objects.create(
        bkm=bkm, kind=kind, occurred_on=formed_on, until_on=until_on, **ctx.stamp()
    )


@service(
    "community.unit.ended",
    returns=BoardUnit,
    allow=rules.may_change_board_unit,
    stream=lambda board_unit, **_: stream_of(board_unit.bkm),
)
def end_board_unit(ctx: Ctx, *, board_unit: BoardUnit, on: date, note: str) -> BoardUnit:
    not_in_future(ctx, on, field="on")
    in_order(board_unit.occurred_on, on, field="on")
    return revise(ctx, board_unit, until_on=on, note=clean_name(note, field="note"))


@service(
    "community.officer.appointed",
    returns=UnitOfficer,
    allow=rules.may_change_board_unit,
    stream=lambda board_unit, **_: stream_of(board_unit.bkm),
)
def appoint_officer(
    ctx: Ctx,
    *,
    board_unit: BoardUnit,
    role: OfficerRole,
    name: str,
    sex: Sex = Sex.UNKNOWN,
    from_on: date,
    until_on: date | None = None,
) -> UnitOfficer:
    """Somebody takes a duty in a unit. Supervisors may be several, others too over time."""
    not_in_future(ctx, from_on, field="from_on")
    in_order(from_on, until_on)
    ended = board_unit.until_on is not None and from_on >= board_unit.until_on
    if from_on < board_unit.occurred_on or ended:
        raise UnitNotThen(field="from_on", kind=board_unit.kind, on=from_on)
    name = clean_name(name, field="name")
    advisory_lock(f"board_unit:{board_unit.bkm_id}")
    holders = UnitOfficer.objects.known().filter(
        overlapping(from_on, until_on),
        board_unit__bkm=board_unit.bkm_id,
        board_unit__kind=board_unit.kind,
        role=role,
    )
    if any(same_name(holder.person_name) == same_name(name) for holder in holders):
        raise OfficerTwice(field="name", name=name)
    return UnitOfficer.objects.create(
        board_unit=board_unit,
        role=role,
        person_name=name,
        sex=sex,
        occurred_on=from_on,
        until_on=until_on,
        **ctx.stamp(),
    )


@service(
    "community.officer.ended",
    returns=UnitOfficer,
    allow=rules.may_change_officer,
    stream=lambda officer, **_: stream_of(officer.board_unit.bkm),
)
def end_officer(ctx: Ctx, *, officer: UnitOfficer, on: date, reason: str) -> UnitOfficer:
    not_in_future(ctx, on, field="on")
    in_order(officer.occurred_on, on, field="on")
    return revise(ctx, officer, until_on=on, note=clean_name(reason, field="reason"))
