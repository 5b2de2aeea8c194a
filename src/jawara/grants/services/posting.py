"""Booking grants by the rulebook: which book, which accounts, and the mirror in another book."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from jawara.audit.facts import revise
from jawara.audit.models import Document, Fact
from jawara.audit.services import Ctx, advisory_lock
from jawara.community import queries as community
from jawara.grants import refusals
from jawara.grants.models import BlockGrant
from jawara.grants.queries.records import rulebook_of
from jawara.kernel.rulebook import Rulebook
from jawara.kernel.rulebook_rules import Leg, PostingRule
from jawara.ledger import queries as ledger
from jawara.ledger import services as books
from jawara.ledger.enums import AccountKind, BookKind, Side
from jawara.programmes.models import Phase

F = TypeVar("F", bound=Fact)


def lock_board(board_key: UUID) -> None:
    """One writer at a time on the money of a board: what was available must still be."""
    advisory_lock(f"grants:{board_key}")


def check_amount(amount: int, *, field: str = "amount_rupiah") -> int:
    if amount <= 0:
        raise refusals.AmountNotPositive(field=field, amount_rupiah=amount)
    if amount > books.LARGEST:
        raise refusals.AmountTooLarge(field=field, amount_rupiah=amount)
    return amount


def not_before_agreement(grant: BlockGrant, on: date) -> None:
    if on < grant.occurred_on:
        raise refusals.BeforeAgreement(field="occurred_on", on=on, signed_on=grant.occurred_on)


def book(ctx: Ctx, grant: BlockGrant, rulebook: Rulebook, kind: str) -> ledger.Book:
    """The board's book of a kind, opened with the national chart when first needed."""
    known = ledger.book(grant.bkm.key, kind)
    if known is not None:
        return known
    name = next(item.name() for item in rulebook.books() if item.code == kind)
    specs = [
        books.AccountSpec(
            account.code, account.name(), AccountKind(account.kind), Side(account.normal_side)
        )
        for account in rulebook.accounts(kind)
    ]
    return books.open_book(
        ctx.part(f"book:{kind}"),
        owner=grant.bkm.key,
        kind=BookKind(kind),
        name=f"{name}, {_board_name(grant)}",
        unit=grant.bkm.unit,
        opened_on=_opening(grant.phase, rulebook),
        accounts=specs,
    )


def _board_name(grant: BlockGrant) -> str:
    profile = community.profile(grant.bkm, grant.occurred_on)
    return profile.name if profile is not None else f"BKM {grant.bkm_id}"


def _opening(phase: Phase, rulebook: Rulebook) -> date:
    """The start of the era: grants of an earlier phase may still be entered later."""
    return min(phase.starts_on, rulebook.valid_from)


def post(
    ctx: Ctx,
    grant: BlockGrant,
    event: str,
    *,
    amount: int,
    occurred_on: date,
    memo: str,
    source: str,
    document: Document | None,
) -> UUID:
    """Book a business event; returns the key of its entry in the board's main book."""
    rulebook = rulebook_of(grant)
    rule: PostingRule = rulebook.posting(event)
    legs = [Leg(rule.book, rule.debit, rule.credit)]
    if rule.mirror is not None:
        legs.append(rule.mirror)
    keys = []
    for place, leg in enumerate(legs):
        entry = books.post_entry(
            ctx.part(f"entry:{place}"),
            book=book(ctx, grant, rulebook, leg.book),
            occurred_on=occurred_on,
            kind=event,
            memo=memo,
            lines=[books.Line(leg.debit, leg.credit, amount)],
            source=source,
            document=document,
        )
        keys.append(entry.key)
    return keys[0]


def take_back(ctx: Ctx, record: F, reason: str) -> F:
    """Withdraw a record and reverse what it posted. The withdrawal itself names no entry."""
    taken_back = revise(ctx, record, withdrawn=True, entry_key=None, note=reason)
    unpost(ctx, record, reason)
    return taken_back


def unpost(ctx: Ctx, record: Any, reason: str) -> None:
    """Reverse everything a record posted, on the date it was booked: as known from now on, it
    was never so on any date."""
    for entry in ledger.entries_by_source(source_of(type(record), record.key)):
        if entry.reverses_id is None and getattr(entry, "reversed_by", None) is None:
            books.reverse_entry(
                ctx.part(f"reverse:{entry.key}"),
                entry=entry,
                occurred_on=entry.occurred_on,
                reason=reason,
            )


def source_of(model: type[Any], key: UUID) -> str:
    """How entries name the record that caused them."""
    return f"{model._meta.label_lower}:{key}"
