"""The operating fund (BOP), in its own book, and what residents put in themselves."""

from datetime import date

from django.db.models import Sum

from jawara.audit.facts import not_in_future
from jawara.audit.models import Document
from jawara.audit.services import Ctx, service
from jawara.grants import refusals, rules
from jawara.grants.enums import ContributionKind
from jawara.grants.models import BlockGrant, OperatingFundUse, OwnContribution
from jawara.grants.queries.records import lowest, rulebook_of
from jawara.grants.services.agreements import stream_of
from jawara.grants.services.posting import (
    check_amount,
    lock_board,
    not_before_agreement,
    post,
    source_of,
    take_back,
)
from jawara.grants.services.uses import within_available
from jawara.kernel.text import clean_name, tidy_lines
from jawara.programmes.enums import Pillar


@service(
    "grants.operating.transferred",
    returns=OperatingFundUse,
    allow=rules.may_record,
    stream=lambda grant, **_: stream_of(grant),
)
def transfer_operating_fund(
    ctx: Ctx,
    *,
    grant: BlockGrant,
    amount_rupiah: int,
    occurred_on: date,
    activity: str = "Dana operasional BKM",
    document: Document | None = None,
) -> OperatingFundUse:
    """Move grant money into the book of the operating fund."""
    _before(ctx, grant, amount_rupiah, occurred_on)
    _within_share(grant, amount_rupiah)
    within_available(grant, amount_rupiah, occurred_on)
    return _record(
        ctx,
        grant,
        "operating_fund_transferred",
        activity,
        amount_rupiah,
        occurred_on,
        document,
    )


@service(
    "grants.operating.spent",
    returns=OperatingFundUse,
    allow=rules.may_record,
    stream=lambda grant, **_: stream_of(grant),
)
def spend_operating_fund(
    ctx: Ctx,
    *,
    grant: BlockGrant,
    activity: str,
    amount_rupiah: int,
    occurred_on: date,
    document: Document | None = None,
) -> OperatingFundUse:
    """Spend from the operating fund. Never more than was moved into it and is still there."""
    _before(ctx, grant, amount_rupiah, occurred_on)
    _within_fund(grant, amount_rupiah, occurred_on)
    return _record(
        ctx, grant, "operating_fund_spent", activity, amount_rupiah, occurred_on, document
    )


@service(
    "grants.operating.withdrawn",
    returns=OperatingFundUse,
    allow=rules.may_correct,
    stream=lambda record, **_: stream_of(record.grant),
)
def withdraw_operating_use(ctx: Ctx, *, record: OperatingFundUse, reason: str) -> OperatingFundUse:
    """Take back a transfer or an expense of the operating fund that was entered wrongly."""
    lock_board(record.grant.bkm.key)
    reason = clean_name(reason, field="reason", limit=300)
    if record.is_transfer:
        left, when = lowest(_fund_moves(record.grant), record.occurred_on)
        if left < record.amount_rupiah:
            raise refusals.StillNeeded(
                amount_rupiah=record.amount_rupiah, available_rupiah=max(left, 0), on=when
            )
    return take_back(ctx, record, reason)


def _before(ctx: Ctx, grant: BlockGrant, amount: int, on: date) -> None:
    lock_board(grant.bkm.key)
    check_amount(amount)
    not_in_future(ctx, on)
    not_before_agreement(grant, on)


def _within_share(grant: BlockGrant, amount: int) -> None:
    """The rulebook may cap the fund at a part of the ceiling; where no cap was found there is none."""
    most = rulebook_of(grant).operating_fund().most_percent_hundredths
    if most is None:
        return
    moved = OperatingFundUse.objects.known().filter(grant=grant, is_transfer=True)
    taken = moved.aggregate(total=Sum("amount_rupiah"))["total"] or 0
    left = grant.ceiling_rupiah * most // 10_000 - taken
    if amount > left:
        raise refusals.AboveOperatingShare(
            field="amount_rupiah", amount_rupiah=amount, left_rupiah=max(left, 0)
        )


def _fund_moves(grant: BlockGrant) -> dict[date, int]:
    moves: dict[date, int] = {}
    rows = OperatingFundUse.objects.known().filter(grant=grant)
    for day, is_transfer, amount in rows.values_list("occurred_on", "is_transfer", "amount_rupiah"):
        moves[day] = moves.get(day, 0) + (amount if is_transfer else -amount)
    return moves


def _within_fund(grant: BlockGrant, amount: int, on: date) -> None:
    left, when = lowest(_fund_moves(grant), on)
    if amount > left:
        values = {"amount_rupiah": amount, "available_rupiah": max(left, 0), "on": on}
        if when > on:
            raise refusals.BeyondLater(field="amount_rupiah", **values, lowest_on=when)
        raise refusals.BeyondDisbursed(field="amount_rupiah", **values)


def _record(
    ctx: Ctx,
    grant: BlockGrant,
    event: str,
    activity: str,
    amount: int,
    on: date,
    document: Document | None,
) -> OperatingFundUse:
    activity = clean_name(activity, field="activity", limit=300)
    entry_key = post(
        ctx,
        grant,
        event,
        amount=amount,
        occurred_on=on,
        memo=activity,
        source=source_of(OperatingFundUse, ctx.key),
        document=document,
    )
    return OperatingFundUse.objects.create(
        grant=grant,
        is_transfer=event == "operating_fund_transferred",
        activity=activity,
        amount_rupiah=amount,
        entry_key=entry_key,
        document=document,
        occurred_on=on,
        **ctx.stamp(),
    )


@service(
    "grants.contribution.recorded",
    returns=OwnContribution,
    allow=rules.may_record,
    stream=lambda grant, **_: stream_of(grant),
)
def record_contribution(
    ctx: Ctx,
    *,
    grant: BlockGrant,
    pillar: Pillar,
    kind: ContributionKind,
    activity: str,
    amount_rupiah: int,
    occurred_on: date,
    document: Document | None = None,
    note: str = "",
) -> OwnContribution:
    """What residents put in (swadaya). Cash is booked; labour, material, land are valued only."""
    _before(ctx, grant, amount_rupiah, occurred_on)
    activity = clean_name(activity, field="activity", limit=300)
    entry_key = None
    if kind == ContributionKind.CASH:
        entry_key = post(
            ctx,
            grant,
            "own_contribution_cash",
            amount=amount_rupiah,
            occurred_on=occurred_on,
            memo=activity,
            source=source_of(OwnContribution, ctx.key),
            document=document,
        )
    return OwnContribution.objects.create(
        grant=grant,
        pillar=Pillar(pillar),
        kind=ContributionKind(kind),
        activity=activity,
        amount_rupiah=amount_rupiah,
        entry_key=entry_key,
        document=document,
        occurred_on=occurred_on,
        note=tidy_lines(note),
        **ctx.stamp(),
    )


@service(
    "grants.contribution.withdrawn",
    returns=OwnContribution,
    allow=rules.may_correct,
    stream=lambda record, **_: stream_of(record.grant),
)
def withdraw_contribution(ctx: Ctx, *, record: OwnContribution, reason: str) -> OwnContribution:
    """Take back a contribution that was entered wrongly."""
    lock_board(record.grant.bkm.key)
    reason = clean_name(reason, field="reason", limit=300)
    return take_back(ctx, record, reason)
