"""Grant agreements (SPPB) and the plan of their tranches."""

from datetime import date

from jawara.audit.facts import not_in_future
from jawara.audit.models import Document
from jawara.audit.services import Ctx, correct, service
from jawara.community.models import Bkm
from jawara.community.services.boards import standing_on
from jawara.grants import refusals, rules
from jawara.grants.models import (
    BlockGrant,
    Disbursement,
    DossierCheck,
    GapExplanation,
    GrantUse,
    OperatingFundUse,
    OwnContribution,
    Tranche,
)
from jawara.grants.services.posting import check_amount, lock_board
from jawara.kernel.shares import split
from jawara.kernel.text import clean_name, tidy_lines
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.programmes.services import within_phase


def stream_of(grant: BlockGrant) -> str:
    return f"bkm:{grant.bkm.key}"


@service(
    "grants.agreement.signed",
    returns=BlockGrant,
    allow=rules.may_sign,
    stream=lambda bkm, **_: f"bkm:{bkm.key}",
)
def sign_agreement(
    ctx: Ctx,
    *,
    bkm: Bkm,
    phase: Phase,
    agreement_number: str,
    ceiling_rupiah: int,
    occurred_on: date,
    document: Document | None = None,
    note: str = "",
) -> BlockGrant:
    """Sign a grant agreement; its tranches are planned at once by the rulebook's percentages."""
    lock_board(bkm.key)
    other = BlockGrant.objects.known().filter(bkm=bkm, phase=phase).first()
    if other is not None:
        raise refusals.GrantExists(number=other.agreement_number, phase=phase.code)
    _check(ctx, bkm, phase, occurred_on)
    grant = BlockGrant.objects.create(
        bkm=bkm,
        phase=phase,
        agreement_number=clean_name(agreement_number, field="agreement_number", limit=100),
        ceiling_rupiah=check_amount(ceiling_rupiah, field="ceiling_rupiah"),
        occurred_on=occurred_on,
        document=document,
        note=tidy_lines(note),
        **ctx.stamp(),
    )
    _plan_tranches(ctx, grant)
    return grant


@service(
    "grants.agreement.corrected",
    returns=BlockGrant,
    allow=rules.may_correct_agreement,
    stream=lambda grant, **_: stream_of(grant),
)
def correct_agreement(
    ctx: Ctx,
    *,
    grant: BlockGrant,
    agreement_number: str,
    ceiling_rupiah: int,
    occurred_on: date,
    document: Document | None = None,
    note: str = "",
) -> BlockGrant:
    """Put right what was entered wrongly, while nothing rests on it yet."""
    lock_board(grant.bkm.key)
    columns = correct(grant)
    if _in_use(grant):
        raise refusals.AgreementInUse(number=grant.agreement_number)
    _check(ctx, grant.bkm, grant.phase, occurred_on)
    corrected = BlockGrant.objects.create(
        bkm=grant.bkm,
        phase=grant.phase,
        agreement_number=clean_name(agreement_number, field="agreement_number", limit=100),
        ceiling_rupiah=check_amount(ceiling_rupiah, field="ceiling_rupiah"),
        occurred_on=occurred_on,
        document=document or grant.document,
        note=tidy_lines(note),
        **columns,
        **ctx.stamp(),
    )
    _plan_tranches(ctx, corrected)
    return corrected


def _check(ctx: Ctx, bkm: Bkm, phase: Phase, on: date) -> None:
    not_in_future(ctx, on)
    within_phase(phase, on)
    standing_on(bkm, on)
    if not programmes.is_covered(bkm.unit_id, on, phase):
        raise refusals.NotCovered(field="occurred_on", phase=phase.code, on=on)


def _in_use(grant: BlockGrant) -> bool:
    return any(
        records.exists()
        for records in (
            DossierCheck.objects.filter(tranche__grant=grant),
            Disbursement.objects.filter(tranche__grant=grant),
            GrantUse.objects.filter(grant=grant),
            OperatingFundUse.objects.filter(grant=grant),
            OwnContribution.objects.filter(grant=grant),
            GapExplanation.objects.filter(grant=grant),
        )
    )


def _plan_tranches(ctx: Ctx, grant: BlockGrant) -> None:
    """Exact rupiah by largest remainder: the tranches add up to the ceiling."""
    rulebook = programmes.rulebook_for(grant.phase)
    planned = rulebook.tranches(grant.occurred_on)
    amounts = split(grant.ceiling_rupiah, [rule.percent_hundredths for rule in planned])
    if min(amounts) <= 0:
        raise refusals.CeilingTooSmall(field="ceiling_rupiah", ceiling_rupiah=grant.ceiling_rupiah)
    Tranche.objects.bulk_create(
        Tranche(
            grant=grant,
            number=rule.number,
            percent_hundredths=rule.percent_hundredths,
            amount_rupiah=amount,
            rulebook=rulebook.rulebook_id,
            **ctx.part(f"tranche:{rule.number}").stamp(),
        )
        for rule, amount in zip(planned, amounts, strict=True)
    )
