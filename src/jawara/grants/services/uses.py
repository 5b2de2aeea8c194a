"""What a grant is used for: recorded, corrected, withdrawn. Corrections reverse and post anew."""

from datetime import date

from jawara.audit.facts import not_in_future
from jawara.audit.models import Document
from jawara.audit.services import Ctx, correct, service
from jawara.community.models import Ksm
from jawara.cycle.models import PlanItem
from jawara.grants import refusals, rules
from jawara.grants.models import BlockGrant, GrantUse, OperatingFundUse
from jawara.grants.queries.records import available, rulebook_of
from jawara.grants.services.agreements import stream_of
from jawara.grants.services.posting import (
    check_amount,
    lock_board,
    not_before_agreement,
    post,
    source_of,
    take_back,
    unpost,
)
from jawara.kernel.text import clean_name, tidy_lines
from jawara.programmes.enums import Pillar


@service(
    "grants.use.recorded",
    returns=GrantUse,
    allow=rules.may_record,
    stream=lambda grant, **_: stream_of(grant),
)
def record_use(
    ctx: Ctx,
    *,
    grant: BlockGrant,
    pillar: Pillar,
    activity: str,
    amount_rupiah: int,
    occurred_on: date,
    ksm: Ksm | None = None,
    plan_item: PlanItem | None = None,
    document: Document | None = None,
    note: str = "",
) -> GrantUse:
    """Grant money used for an activity. Never more than has arrived and is still there."""
    lock_board(grant.bkm.key)
    return _record(
        ctx,
        grant,
        pillar,
        activity,
        amount_rupiah,
        occurred_on,
        ksm,
        plan_item,
        document,
        note,
        None,
    )


@service(
    "grants.use.corrected",
    returns=GrantUse,
    allow=rules.may_correct,
    stream=lambda record, **_: stream_of(record.grant),
)
def correct_use(
    ctx: Ctx,
    *,
    record: GrantUse,
    pillar: Pillar,
    activity: str,
    amount_rupiah: int,
    occurred_on: date,
    reason: str,
    ksm: Ksm | None = None,
    plan_item: PlanItem | None = None,
    document: Document | None = None,
) -> GrantUse:
    """Put a use right: the old entry is reversed, the new one posted, both stay readable."""
    lock_board(record.grant.bkm.key)
    correct(record)
    reason = clean_name(reason, field="reason", limit=300)
    unpost(ctx, record, reason)
    return _record(
        ctx,
        record.grant,
        pillar,
        activity,
        amount_rupiah,
        occurred_on,
        ksm,
        plan_item,
        document or record.document,
        reason,
        record,
    )


@service(
    "grants.use.withdrawn",
    returns=GrantUse,
    allow=rules.may_correct,
    stream=lambda record, **_: stream_of(record.grant),
)
def withdraw_use(ctx: Ctx, *, record: GrantUse, reason: str) -> GrantUse:
    """Take back a use that never was."""
    lock_board(record.grant.bkm.key)
    reason = clean_name(reason, field="reason", limit=300)
    return take_back(ctx, record, reason)


def _record(
    ctx: Ctx,
    grant: BlockGrant,
    pillar: Pillar,
    activity: str,
    amount: int,
    on: date,
    ksm: Ksm | None,
    plan_item: PlanItem | None,
    document: Document | None,
    note: str,
    before: GrantUse | None,
) -> GrantUse:
    pillar = _allowed(grant, pillar)
    activity = clean_name(activity, field="activity", limit=300)
    check_amount(amount)
    not_in_future(ctx, on)
    not_before_agreement(grant, on)
    _of_this_board(grant, pillar, ksm, plan_item)
    within_available(grant, amount, on, without=before)
    entry_key = post(
        ctx,
        grant,
        f"grant_used.{pillar.lower()}",
        amount=amount,
        occurred_on=on,
        memo=activity,
        source=source_of(GrantUse, ctx.key),
        document=document,
    )
    return GrantUse.objects.create(
        grant=grant,
        pillar=pillar,
        activity=activity,
        amount_rupiah=amount,
        ksm=ksm,
        plan_item=plan_item,
        entry_key=entry_key,
        document=document,
        occurred_on=on,
        note=tidy_lines(note),
        supersedes=before,
        **ctx.stamp(),
    )


def _allowed(grant: BlockGrant, pillar: Pillar) -> Pillar:
    allowed = rulebook_of(grant).allowed_uses()
    if pillar not in allowed:
        names = [str(Pillar(code).label) for code in allowed]
        raise refusals.UseNotAllowed(field="pillar", pillar=str(pillar), allowed=names)
    return Pillar(pillar)


def _of_this_board(
    grant: BlockGrant, pillar: Pillar, ksm: Ksm | None, plan_item: PlanItem | None
) -> None:
    if ksm is not None and ksm.bkm_id != grant.bkm_id:
        raise refusals.OtherBoard(field="ksm")
    if plan_item is None:
        return
    if plan_item.plan.bkm_id != grant.bkm_id:
        raise refusals.OtherBoard(field="plan_item")
    if plan_item.pillar != pillar:
        label = str(Pillar(plan_item.pillar).label)
        raise refusals.OtherPillar(field="plan_item", pillar=label)


def within_available(
    grant: BlockGrant, amount: int, on: date, *, without: GrantUse | OperatingFundUse | None = None
) -> None:
    """Refuse to use more than there is, on the day or ever after."""
    left = available(grant, on, without=without)
    if amount <= left.amount:
        return
    values = {"amount_rupiah": amount, "available_rupiah": left.amount, "on": on}
    if left.lowest_on > on:
        raise refusals.BeyondLater(field="amount_rupiah", **values, lowest_on=left.lowest_on)
    raise refusals.BeyondDisbursed(field="amount_rupiah", **values)
