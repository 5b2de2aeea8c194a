"""Terms of office of a board, and who sits in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jawara.audit.facts import in_order, not_in_future, overlapping, revise
from jawara.audit.models import Event
from jawara.audit.services import Ctx, advisory_lock, service
from jawara.community import rules
from jawara.community.enums import BoardRole, Sex
from jawara.community.models import Bkm, BkmMembership, BkmTerm
from jawara.community.services.boards import standing_on, stream_of
from jawara.community.services.names import NameTwice, clean_rows, twice
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import clean_name, tidy


class TermOverlaps(Refusal):
    """Values: number, since."""

    code = "term_overlaps"
    message = gettext_noop(
        "Masa bakti ke-%(number)s, sejak %(since)s, bertindih dengan tanggal ini. Akhiri dulu "
        "masa bakti itu."
    )


class TermNumberTaken(Refusal):
    """Values: number."""

    code = "term_number_taken"
    message = gettext_noop("Masa bakti ke-%(number)s sudah dicatat. Pakai nomor berikutnya.")


class OutsideTerm(Refusal):
    """Values: on, number."""

    code = "outside_term"
    message = gettext_noop("Tanggal %(on)s di luar masa bakti ke-%(number)s. Periksa tanggalnya.")


class TwoCoordinators(Refusal):
    """Values: name."""

    code = "two_coordinators"
    message = gettext_noop(
        "Koordinator hanya satu pada satu waktu; %(name)s sudah menjabat. Akhiri dulu jabatannya."
    )


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One office-holder of a term."""

    name: str
    sex: Sex = Sex.UNKNOWN
    role: BoardRole = BoardRole.MEMBER


@service(
    "community.term.started",
    returns=BkmTerm,
    allow=rules.may_run_board,
    stream=lambda bkm, **_: stream_of(bkm),
)
def start_term(
    ctx: Ctx, *, bkm: Bkm, number: int, starts_on: date, ends_on: date | None = None
) -> BkmTerm:
    """A period of office of the whole board. `ends_on`: the first day after it."""
    standing_on(bkm, starts_on, field="starts_on")
    in_order(starts_on, ends_on, field="ends_on")
    advisory_lock(f"term:{bkm.pk}")
    standing = BkmTerm.objects.known().filter(bkm=bkm)
    if standing.filter(number=number).exists():
        raise TermNumberTaken(field="number", number=number)
    other = standing.filter(overlapping(starts_on, ends_on)).first()
    if other is not None:
        raise TermOverlaps(field="starts_on", number=other.number, since=other.occurred_on)
    return BkmTerm.objects.create(
        bkm=bkm, number=number, occurred_on=starts_on, until_on=ends_on, **ctx.stamp()
    )


@service(
    "community.term.corrected",
    returns=BkmTerm,
    allow=rules.may_change_term,
    stream=lambda term, **_: stream_of(term.bkm),
)
def end_term(ctx: Ctx, *, term: BkmTerm, ends_on: date, note: str = "") -> BkmTerm:
    """The term ends on another day than written; who would sit longer leaves with it."""
    in_order(term.occurred_on, ends_on, field="ends_on")
    advisory_lock(f"term:{term.bkm_id}")
    other = (
        BkmTerm.objects.known()
        .filter(overlapping(term.occurred_on, ends_on), bkm=term.bkm)
        .exclude(number=term.number)
        .first()
    )
    if other is not None:
        raise TermOverlaps(field="ends_on", number=other.number, since=other.occurred_on)
    for seat in BkmMembership.objects.known().filter(
        Q(until_on__isnull=True) | Q(until_on__gt=ends_on),
        term__bkm=term.bkm,
        term__number=term.number,
        occurred_on__lt=ends_on,
    ):
        revise(ctx.part(f"seat:{seat.pk}"), seat, until_on=ends_on)
    return revise(ctx, term, until_on=ends_on, note=tidy(note))


def _in_term(term: BkmTerm, on: date, *, field: str) -> None:
    if on < term.occurred_on or (term.until_on is not None and on >= term.until_on):
        raise OutsideTerm(field=field, on=on, number=term.number)


def _seated(term: BkmTerm, on: date) -> list[BkmMembership]:
    """Office-holders of a term on a date, whichever version of the term they were seated in."""
    return list(
        BkmMembership.objects.as_of(on).filter(term__bkm=term.bkm_id, term__number=term.number)
    )


@service(
    "community.members.seated",
    returns=Event,
    allow=rules.may_change_term,
    stream=lambda term, **_: stream_of(term.bkm),
)
def seat_members(
    ctx: Ctx, *, term: BkmTerm, members: Sequence[SeatRow], seated_on: date | None = None
) -> None:
    """The board takes office: all its members at once, at most one of them coordinator."""
    on = seated_on or term.occurred_on
    _in_term(term, on, field="seated_on")
    advisory_lock(f"term:{term.bkm_id}")
    seated = _seated(term, on)
    names = clean_rows([row.name for row in members], field="members")
    repeated = twice([*(seat.person_name for seat in seated), *names])
    if repeated:
        raise NameTwice(field="members", names=repeated)
    coordinators = [
        *(seat.person_name for seat in seated if seat.role == BoardRole.COORDINATOR),
        *(n for n, row in zip(names, members, strict=True) if row.role == BoardRole.COORDINATOR),
    ]
    if len(coordinators) > 1:
        raise TwoCoordinators(field="members", name=coordinators[0])
    BkmMembership.objects.bulk_create(
        BkmMembership(
            term=term,
            person_name=name,
            sex=row.sex,
            role=row.role,
            occurred_on=on,
            until_on=term.until_on,
            **ctx.part(f"seat:{number}").stamp(),
        )
        for number, (name, row) in enumerate(zip(names, members, strict=True), start=1)
    )


@service(
    "community.member.replaced",
    returns=BkmMembership,
    allow=rules.may_change_seat,
    stream=lambda membership, **_: stream_of(membership.term.bkm),
)
def replace_member(
    ctx: Ctx,
    *,
    membership: BkmMembership,
    on: date,
    name: str,
    sex: Sex,
    role: BoardRole,
    reason: str,
) -> BkmMembership:
    """One office-holder leaves on a day and another takes the seat."""
    not_in_future(ctx, on, field="on")
    _in_term(membership.term, on, field="on")
    in_order(membership.occurred_on, on, field="on")
    name = clean_name(name, field="name")
    advisory_lock(f"term:{membership.term.bkm_id}")
    others = [seat for seat in _seated(membership.term, on) if seat.pk != membership.pk]
    if twice([*(seat.person_name for seat in others), name]):
        raise NameTwice(field="name", names=[name])
    holder = next((seat for seat in others if seat.role == BoardRole.COORDINATOR), None)
    if role == BoardRole.COORDINATOR and holder is not None:
        raise TwoCoordinators(field="role", name=holder.person_name)
    revise(ctx.part("left"), membership, until_on=on, note=clean_name(reason, field="reason"))
    return BkmMembership.objects.create(
        term=membership.term,
        person_name=name,
        sex=sex,
        role=role,
        occurred_on=on,
        until_on=membership.until_on,
        **ctx.stamp(),
    )


@service(
    "community.member.left",
    returns=BkmMembership,
    allow=rules.may_change_seat,
    stream=lambda membership, **_: stream_of(membership.term.bkm),
)
def end_seat(ctx: Ctx, *, membership: BkmMembership, on: date, reason: str) -> BkmMembership:
    """An office-holder leaves and the seat stays empty."""
    not_in_future(ctx, on, field="on")
    in_order(membership.occurred_on, on, field="on")
    return revise(ctx, membership, until_on=on, note=clean_name(reason, field="reason"))
