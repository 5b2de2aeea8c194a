"""Checking a tranche's dossier, and paying the tranche out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from jawara.audit.facts import not_in_future
from jawara.audit.models import Document, Event
from jawara.audit.services import Ctx, service
from jawara.grants import refusals, rules
from jawara.grants.models import Disbursement, DossierCheck, Tranche
from jawara.grants.queries.dossier import PASSED, dossier, state_of
from jawara.grants.queries.records import available, checks, rulebook_of
from jawara.grants.services.agreements import stream_of
from jawara.grants.services.posting import (
    check_amount,
    lock_board,
    not_before_agreement,
    post,
    source_of,
    take_back,
)
from jawara.kernel.text import clean_name, tidy_lines


@dataclass(frozen=True, slots=True)
class Mark:
    """What a verifier found of one document: there? filled in correctly?"""

    document_kind: str
    present: bool
    correct: bool
    document: Document | None = None
    note: str = ""


@service(
    "grants.dossier.checked",
    returns=DossierCheck,
    allow=rules.may_check,
    stream=lambda tranche, **_: stream_of(tranche.grant),
)
def check_dossier(
    ctx: Ctx,
    *,
    tranche: Tranche,
    document_kind: str,
    verifier: str,
    present: bool,
    correct: bool,
    occurred_on: date,
    document: Document | None = None,
    note: str = "",
) -> DossierCheck:
    """A verifier's mark, which holds from its date on: the newest counts. A second mark on one
    day corrects the first; both stay on record."""
    mark = Mark(document_kind, present, correct, document, note)
    return _mark(ctx, _Round(ctx, tranche, verifier, occurred_on), mark)


@service(
    "grants.dossier.round_checked",
    returns=Event,
    allow=rules.may_check,
    stream=lambda tranche, **_: stream_of(tranche.grant),
)
def check_documents(
    ctx: Ctx, *, tranche: Tranche, verifier: str, occurred_on: date, marks: Sequence[Mark]
) -> None:
    """A verifier's marks on several documents at once, all or none."""
    round_ = _Round(ctx, tranche, verifier, occurred_on)
    for mark in marks:
        _mark(ctx.part(f"mark:{mark.document_kind}"), round_, mark)


class _Round:
    """One verifier's turn at a tranche: the rules and the marks that stand, read once."""

    def __init__(self, ctx: Ctx, tranche: Tranche, verifier: str, on: date) -> None:
        lock_board(tranche.grant.bkm.key)
        not_in_future(ctx, on)
        not_before_agreement(tranche.grant, on)
        paid = Disbursement.objects.known().filter(tranche=tranche).order_by("occurred_on").first()
        if paid is not None:
            raise refusals.DossierClosed(tranche=tranche.number, on=paid.occurred_on)
        rulebook = rulebook_of(tranche.grant)
        self.tranche, self.verifier, self.on = tranche, verifier, on
        self.asked = {rule.code: rule for rule in rulebook.dossier(tranche.number)}
        self.verifiers = rulebook.verifiers()
        codes = [rule.code for rule in self.verifiers]
        if verifier not in codes:
            raise refusals.VerifierUnknown(
                field="verifier", verifier=verifier, known=", ".join(codes)
            )
        self.before = self.verifiers[: codes.index(verifier)]
        self.standing = {
            (check.document_kind, check.verifier): check
            for check in checks(tranche.grant, on).filter(tranche=tranche)
        }

    def in_turn(self, document_kind: str) -> None:
        """The document is asked for, and all verifiers before have passed it by then."""
        if document_kind not in self.asked:
            raise refusals.DocumentUnknown(
                field="document_kind",
                document=document_kind,
                tranche=self.tranche.number,
                known=", ".join(self.asked),
            )
        for earlier in self.before:
            check = self.standing.get((document_kind, earlier.code))
            if state_of(check) != PASSED:
                raise refusals.EarlierVerifierFirst(
                    field="verifier",
                    document=self.asked[document_kind].name(),
                    earlier=earlier.name(),
                )


def _mark(ctx: Ctx, round_: _Round, mark: Mark) -> DossierCheck:
    if mark.correct and not mark.present:
        raise refusals.CorrectButAbsent(field="correct")
    round_.in_turn(mark.document_kind)
    before = round_.standing.get((mark.document_kind, round_.verifier))
    same_day = before is not None and before.occurred_on == round_.on
    return DossierCheck.objects.create(
        tranche=round_.tranche,
        document_kind=mark.document_kind,
        verifier=round_.verifier,
        present=mark.present,
        correct=mark.correct,
        document=mark.document or (before.document if before and mark.present else None),
        occurred_on=round_.on,
        note=tidy_lines(mark.note),
        supersedes=before if same_day else None,
        **ctx.stamp(),
    )


@service(
    "grants.tranche.disbursed",
    returns=Disbursement,
    allow=rules.may_disburse,
    stream=lambda tranche, **_: stream_of(tranche.grant),
)
def disburse_tranche(
    ctx: Ctx,
    *,
    tranche: Tranche,
    amount_rupiah: int,
    occurred_on: date,
    document: Document | None = None,
    note: str = "",
) -> Disbursement:
    """Money of a tranche arrives in the board's bank account, in whole or in part."""
    grant = tranche.grant
    lock_board(grant.bkm.key)
    check_amount(amount_rupiah)
    not_in_future(ctx, occurred_on)
    not_before_agreement(grant, occurred_on)
    _room_for(tranche, amount_rupiah)
    _earlier_paid(tranche, occurred_on)
    _complete(tranche, occurred_on)
    entry_key = post(
        ctx,
        grant,
        "grant_disbursed",
        amount=amount_rupiah,
        occurred_on=occurred_on,
        memo=f"BLM termin {tranche.number}, {grant.agreement_number}",
        source=source_of(Disbursement, ctx.key),
        document=document,
    )
    return Disbursement.objects.create(
        tranche=tranche,
        amount_rupiah=amount_rupiah,
        entry_key=entry_key,
        document=document,
        occurred_on=occurred_on,
        note=tidy_lines(note),
        **ctx.stamp(),
    )


def _paid(tranche: Tranche, by: date | None = None) -> int:
    found = Disbursement.objects.known() if by is None else Disbursement.objects.as_of(by)
    total: int | None = found.filter(tranche=tranche).aggregate(total=Sum("amount_rupiah"))["total"]
    return total or 0


def _room_for(tranche: Tranche, amount: int) -> None:
    left = tranche.amount_rupiah - _paid(tranche)
    if left <= 0:
        last = Disbursement.objects.known().filter(tranche=tranche).latest("occurred_on")
        raise refusals.TrancheDisbursed(tranche=tranche.number, on=last.occurred_on)
    if amount > left:
        raise refusals.AboveTranche(
            field="amount_rupiah", tranche=tranche.number, amount_rupiah=amount, left_rupiah=left
        )


def _earlier_paid(tranche: Tranche, on: date) -> None:
    for earlier in Tranche.objects.filter(grant=tranche.grant, number__lt=tranche.number).order_by(
        "number"
    ):
        left = earlier.amount_rupiah - _paid(earlier, on)
        if left > 0:
            raise refusals.EarlierTrancheFirst(
                tranche=tranche.number, earlier=earlier.number, left_rupiah=left
            )


def _complete(tranche: Tranche, on: date) -> None:
    """All documents passed by all verifiers by the day the money arrives."""
    missing = dossier(tranche, on).missing
    if missing:
        raise refusals.DossierIncomplete(
            tranche=tranche.number,
            count=len(missing),
            missing=[f"{document.name()} ({verifier.name()})" for document, verifier, _ in missing],
        )


@service(
    "grants.disbursement.withdrawn",
    returns=Disbursement,
    allow=rules.may_withdraw_disbursement,
    stream=lambda disbursement, **_: stream_of(disbursement.tranche.grant),
)
def withdraw_disbursement(ctx: Ctx, *, disbursement: Disbursement, reason: str) -> Disbursement:
    """Take back a disbursement that was entered wrongly, unless its money is used already."""
    tranche = disbursement.tranche
    lock_board(tranche.grant.bkm.key)
    reason = clean_name(reason, field="reason", limit=300)
    later = Disbursement.objects.known().filter(
        tranche__grant=tranche.grant_id, tranche__number__gt=tranche.number
    )
    first_later = later.select_related("tranche").order_by("tranche__number").first()
    if first_later is not None:
        raise refusals.LaterTrancheDisbursed(
            tranche=tranche.number, later=first_later.tranche.number
        )
    left = available(tranche.grant, disbursement.occurred_on)
    if left.amount < disbursement.amount_rupiah:
        raise refusals.StillNeeded(
            amount_rupiah=disbursement.amount_rupiah,
            available_rupiah=left.amount,
            on=left.lowest_on,
        )
    return take_back(ctx, disbursement, reason)
