"""Giving account (LPJ), and explaining what the uses of a grant leave unexplained."""

from datetime import date

from jawara.audit.facts import not_in_future, revise, withdraw
from jawara.audit.models import Document
from jawara.audit.services import Ctx, correct, service
from jawara.grants import refusals, rules
from jawara.grants.enums import GapCategory
from jawara.grants.models import (
    AccountabilityReport,
    BlockGrant,
    Disbursement,
    GapExplanation,
    Tranche,
)
from jawara.grants.queries.totals import of_grant
from jawara.grants.services.agreements import stream_of
from jawara.grants.services.posting import check_amount, lock_board, not_before_agreement
from jawara.kernel.text import clean_name, tidy_lines, visible

FAR = date.max


@service(
    "grants.account.given",
    returns=AccountabilityReport,
    allow=rules.may_give_account,
    stream=lambda tranche, **_: stream_of(tranche.grant),
)
def give_account(
    ctx: Ctx,
    *,
    tranche: Tranche,
    stated_used_rupiah: int,
    occurred_on: date,
    document: Document | None = None,
    note: str = "",
) -> AccountabilityReport:
    """The board's own account of a tranche. What it states is kept beside what the books hold."""
    lock_board(tranche.grant.bkm.key)
    not_in_future(ctx, occurred_on)
    if stated_used_rupiah < 0:
        raise refusals.AmountNotPositive(
            field="stated_used_rupiah", amount_rupiah=stated_used_rupiah
        )
    if AccountabilityReport.objects.known().filter(tranche=tranche).exists():
        raise refusals.ReportExists(tranche=tranche.number)
    if not Disbursement.objects.as_of(occurred_on).filter(tranche=tranche).exists():
        raise refusals.TrancheNotDisbursed(field="occurred_on", tranche=tranche.number)
    return AccountabilityReport.objects.create(
        tranche=tranche,
        stated_used_rupiah=stated_used_rupiah,
        accepted=False,
        document=document,
        occurred_on=occurred_on,
        note=tidy_lines(note),
        **ctx.stamp(),
    )


@service(
    "grants.account.corrected",
    returns=AccountabilityReport,
    allow=rules.may_correct_account,
    stream=lambda report, **_: stream_of(report.tranche.grant),
)
def correct_account(
    ctx: Ctx,
    *,
    report: AccountabilityReport,
    stated_used_rupiah: int,
    occurred_on: date,
    document: Document | None = None,
    note: str = "",
) -> AccountabilityReport:
    """Put an account right while it is not accepted."""
    lock_board(report.tranche.grant.bkm.key)
    not_in_future(ctx, occurred_on)
    if report.accepted:
        raise refusals.ReportAccepted(tranche=report.tranche.number)
    if stated_used_rupiah < 0:
        raise refusals.AmountNotPositive(
            field="stated_used_rupiah", amount_rupiah=stated_used_rupiah
        )
    return revise(
        ctx,
        report,
        stated_used_rupiah=stated_used_rupiah,
        occurred_on=occurred_on,
        document_id=report.document_id if document is None else document.pk,
        note=tidy_lines(note),
    )


@service(
    "grants.account.judged",
    returns=AccountabilityReport,
    allow=rules.may_accept_account,
    stream=lambda report, **_: stream_of(report.tranche.grant),
)
def judge_account(
    ctx: Ctx, *, report: AccountabilityReport, accepted: bool, note: str = ""
) -> AccountabilityReport:
    """An officer accepts an account, or takes the acceptance back."""
    lock_board(report.tranche.grant.bkm.key)
    return revise(ctx, report, accepted=accepted, note=tidy_lines(note) or report.note)


@service(
    "grants.gap.explained",
    returns=GapExplanation,
    allow=rules.may_explain,
    stream=lambda grant, **_: stream_of(grant),
)
def explain_gap(
    ctx: Ctx,
    *,
    grant: BlockGrant,
    category: GapCategory,
    amount_rupiah: int,
    text: str,
    document: Document,
    occurred_on: date,
) -> GapExplanation:
    """An officer says with evidence what a difference is. Books no money; never above the gap."""
    lock_board(grant.bkm.key)
    return _explain(ctx, grant, category, amount_rupiah, text, document, occurred_on, None)


@service(
    "grants.gap.explanation_corrected",
    returns=GapExplanation,
    allow=rules.may_correct_explanation,
    stream=lambda explanation, **_: stream_of(explanation.grant),
)
def correct_explanation(
    ctx: Ctx,
    *,
    explanation: GapExplanation,
    category: GapCategory,
    amount_rupiah: int,
    text: str,
    occurred_on: date,
    document: Document | None = None,
) -> GapExplanation:
    """Put an explanation right, for instance settle a finding that was still unknown."""
    lock_board(explanation.grant.bkm.key)
    correct(explanation)
    return _explain(
        ctx,
        explanation.grant,
        category,
        amount_rupiah,
        text,
        document or explanation.document,
        occurred_on,
        explanation,
    )


@service(
    "grants.gap.explanation_withdrawn",
    returns=GapExplanation,
    allow=rules.may_correct_explanation,
    stream=lambda explanation, **_: stream_of(explanation.grant),
)
def withdraw_explanation(ctx: Ctx, *, explanation: GapExplanation, reason: str) -> GapExplanation:
    lock_board(explanation.grant.bkm.key)
    return withdraw(ctx, explanation, note=clean_name(reason, field="reason", limit=300))


def _explain(
    ctx: Ctx,
    grant: BlockGrant,
    category: GapCategory,
    amount: int,
    text: str,
    document: Document,
    on: date,
    before: GapExplanation | None,
) -> GapExplanation:
    check_amount(amount)
    not_in_future(ctx, on)
    not_before_agreement(grant, on)
    text = tidy_lines(text)
    if not visible(text):
        raise refusals.ExplanationNeedsText(field="text")
    left = of_grant(grant, FAR).unexplained
    if before is not None and before.category != GapCategory.UNKNOWN:
        left += before.amount_rupiah
    if amount > left:
        raise refusals.AboveUnexplained(
            field="amount_rupiah", amount_rupiah=amount, left_rupiah=max(left, 0)
        )
    return GapExplanation.objects.create(
        grant=grant,
        category=GapCategory(category),
        amount_rupiah=amount,
        text=text,
        document=document,
        occurred_on=on,
        supersedes=before,
        **ctx.stamp(),
    )
