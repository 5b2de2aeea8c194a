"""Writing books: open, post, reverse. Append-only; whatever was wrong is reversed, never changed.

`post_voucher` and `reverse_voucher` are what people do by hand, under a permission. The other
functions ask for none: only services of apps above call them, inside their own permission.
"""

import functools
from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from jawara.audit.content import event_content, plain
from jawara.audit.models import Document, Event
from jawara.audit.services import Ctx, KeyReused, NotAllowed, advisory_lock
from jawara.kernel.chain import fingerprint
from jawara.kernel.text import tidy
from jawara.ledger import content, refusals, rules, storage
from jawara.ledger.drafts import AccountSpec, Draft, Line
from jawara.ledger.engines import engine
from jawara.ledger.enums import BookKind
from jawara.ledger.models import Account, Book, JournalEntry
from jawara.territories.models import Unit

__all__ = [
    "LARGEST",
    "AccountSpec",
    "Draft",
    "Line",
    "open_book",
    "post_entries",
    "post_entry",
    "post_voucher",
    "reverse_entry",
    "reverse_voucher",
]
LARGEST = 2**53 - 1  # exact in every program that reads our exports
POSTED = "ledger.entry.posted"
REVERSED = "ledger.entry.reversed"
BATCH_POSTED = "ledger.batch.posted"
OPENED = "ledger.book.opened"
LIMITS = {"kind": 48, "memo": 300, "source": 120}


def open_book(
    ctx: Ctx,
    *,
    owner: UUID,
    kind: BookKind,
    name: str,
    unit: Unit,
    opened_on: date,
    accounts: Sequence[AccountSpec],
) -> Book:
    """Open an owner's book of a kind, with its accounts."""
    request = {
        "owner": str(owner),
        "kind": str(kind),
        "name": name,
        "unit": unit.pk,
        "opened_on": str(opened_on),
        "accounts": [plain(account) for account in accounts],
    }
    request_hash = fingerprint(request)
    with transaction.atomic():
        advisory_lock(f"key:{ctx.key}", f"books:{owner}")
        if _repeated(ctx, OPENED, request_hash):
            return Book.objects.get(key=ctx.key)
        if Book.objects.filter(owner=owner, kind=kind).exists():
            raise refusals.BookExists(kind=str(kind))
        book = Book.objects.create(
            owner=owner, kind=kind, name=name, unit=unit, opened_on=opened_on, **ctx.stamp()
        )
        rows = [
            Account(
                book=book,
                code=account.code,
                name=account.name,
                kind=account.kind,
                normal_side=account.normal_side,
                template_code=account.template_code or account.code,
                **ctx.part(f"account:{account.code}").stamp(),
            )
            for account in accounts
        ]
        Account.objects.bulk_create(rows)
        # In full however long: this is what accounts are checked against.
        data = {**request, "accounts": [account_content(row) for row in rows]}
        at_hand = engine()
        head = at_hand.head(ctx.key, book)
        subject = f"ledger.book:{book.key}"
        at_hand.insert_event(_event(ctx, head, book, OPENED, subject, request_hash, data))
        return book


def account_content(account: Account) -> dict[str, str]:
    """What the trail keeps of an account: all that gives its figures their meaning."""
    return {
        "key": str(account.key),
        "code": account.code,
        "name": account.name,
        "kind": str(account.kind),
        "normal_side": str(account.normal_side),
        "template_code": account.template_code,
    }


def post_entry(
    ctx: Ctx,
    *,
    book: Book,
    occurred_on: date,
    kind: str,
    memo: str,
    lines: Sequence[Line],
    source: str = "",
    document: Document | None = None,
) -> JournalEntry:
    """Post one entry: atomic, idempotent by `ctx.key`, chained, in the trail."""
    draft = Draft(occurred_on, kind, memo, lines, source, document)
    return _post(ctx, book, draft, POSTED, None)


def post_voucher(
    ctx: Ctx,
    *,
    book: Book,
    occurred_on: date,
    memo: str,
    lines: Sequence[Line],
    document: Document | None = None,
) -> JournalEntry:
    """A journal voucher made by hand."""
    if not rules.may_post_voucher(ctx, book=book):
        raise NotAllowed
    return _post(ctx, book, Draft(occurred_on, "voucher", memo, lines, "", document), POSTED, None)


def reverse_entry(ctx: Ctx, *, entry: JournalEntry, occurred_on: date, reason: str) -> JournalEntry:
    """Take an entry back by its mirror image, on a date of its own. Once; never a reversal."""
    if entry.reverses_id is not None:
        raise refusals.ReversalReversed(number=entry.number, book=entry.book.name)
    if occurred_on < entry.occurred_on:
        raise refusals.ReversalTooEarly(
            field="occurred_on", on=occurred_on, occurred_on=entry.occurred_on
        )
    mirrored = [
        Line(transfer.credit_account.code, transfer.debit_account.code, transfer.amount)
        for transfer in entry.transfers.select_related("debit_account", "credit_account").order_by(
            "line"
        )
    ]
    draft = Draft(occurred_on, "reversal", reason, mirrored, entry.source)
    return _post(ctx, entry.book, draft, REVERSED, entry)


def reverse_voucher(
    ctx: Ctx, *, entry: JournalEntry, occurred_on: date, reason: str
) -> JournalEntry:
    """Take back a voucher made by hand. What another record posted is mended in that record."""
    if not rules.may_reverse_voucher(ctx, entry=entry):
        raise NotAllowed
    if entry.source:
        raise refusals.BelongsToRecord(source=entry.source)
    return reverse_entry(ctx, entry=entry, occurred_on=occurred_on, reason=reason)


def post_entries(ctx: Ctx, *, book: Book, entries: Sequence[Draft]) -> Event:
    """Post many entries of one book at once, with one line in the trail. All or nothing."""
    if not entries:
        raise refusals.EntryEmpty
    desk = Desk(ctx, book)
    with storage.without_cycle_search(), transaction.atomic():
        advisory_lock(f"key:{ctx.key}", f"book:{book.key}")
        at_hand = engine()
        head = at_hand.head(ctx.key, book)
        batch = Batch(desk, head, ctx.key, entries)
        if head.key_used:
            for _row in batch:  # a repeat is known by its content, so that is made first
                pass
            if _repeated(ctx, BATCH_POSTED, batch.request_hash()):
                return Event.objects.get(key=ctx.key)
        try:
            at_hand.insert_many(desk.stamp, batch, len(entries))
        except IntegrityError as error:  # keys are the only thing that can clash here
            raise KeyReused from error
        data = {
            "book": desk.book_key,
            "first": head.number + 1,
            "number": head.number + len(entries),
            "entry_hash": batch.last,
        }
        request_hash = batch.request_hash()
        event = _event(ctx, head, book, BATCH_POSTED, BATCH_POSTED, request_hash, data)
        at_hand.insert_event(event)
        return Event.objects.get(key=ctx.key)


class Batch:
    """The rows of a batch, checked and chained as the database takes them in, one after another.

    A refusal in the middle ends the transaction, so nothing of the batch stays.
    """

    def __init__(
        self, desk: "Desk", head: storage.Head, key: UUID, drafts: Sequence[Draft]
    ) -> None:
        self.desk, self.head, self.key, self.drafts = desk, head, key, drafts
        self.hashes: list[str] = []
        self.last = head.hash

    def __iter__(self) -> Iterator[storage.Row]:
        self.hashes, self.last = [], self.head.hash
        prepare, recorded_at = self.desk.prepare, self.desk.recorded_at
        for place, draft in enumerate(self.drafts):
            item = prepare(draft, draft.key or uuid5(self.key, f"entry:{place}"))
            number = self.head.number + 1 + place
            hashed = item.encoded.request_hash()
            self.hashes.append(hashed)
            previous = self.last
            self.last = item.encoded.link(previous, number, recorded_at)
            yield storage.row(item, number, hashed, previous, self.last)

    def request_hash(self) -> str:
        return fingerprint({"book": self.desk.book_key, "entries": self.hashes})


class Desk:
    """What all entries of one write share, and the checks each must pass."""

    def __init__(self, ctx: Ctx, book: Book) -> None:
        self.book = book
        self.accounts = storage.accounts_of(book)
        self.actor, self.basis = ctx.actor.id, str(ctx.basis)
        self.book_key = str(book.key)
        self.today = ctx.at.astimezone(timezone.get_current_timezone()).date()
        self.recorded_at = content.instant(ctx.at)
        self.stamp = storage.Stamp(ctx.at, self.actor, self.basis, book.pk)

    def prepare(
        self, draft: Draft, key: UUID, reverses: JournalEntry | None = None
    ) -> storage.Prepared:
        self._check_date(draft.occurred_on)
        memo = _tidy("memo", draft.memo)
        if not memo:
            raise refusals.MemoMissing(field="memo")
        kind, source = _known("kind", draft.kind), _known("source", draft.source)
        legs, texts = self._legs(draft.lines)
        document = draft.document
        encoded = content.encode(
            actor=self.actor,
            basis=self.basis,
            book=self.book_key,
            document=None if document is None else document.sha256,
            key=str(key),
            kind=kind,
            memo=memo,
            occurred_on=draft.occurred_on.isoformat(),
            reverses=None if reverses is None else str(reverses.key),
            source=source,
            legs=texts,
        )
        return storage.Prepared(
            key,
            draft.occurred_on,
            kind,
            memo,
            source,
            None if document is None else document.pk,
            None if reverses is None else reverses.pk,
            legs,
            encoded,
        )

    def _check_date(self, on: date) -> None:
        if on > self.today:
            raise refusals.DateInFuture(field="occurred_on", on=on, today=self.today)
        if on < self.book.opened_on:
            raise refusals.BeforeOpening(
                field="occurred_on",
                on=on,
                opened_on=self.book.opened_on,
                book=self.book.name,
            )

    def _legs(self, lines: Sequence[Line]) -> tuple[list[tuple[int, int, int]], list[str]]:
        if not lines:
            raise refusals.EntryEmpty(field="lines")
        legs, texts = [], []
        for line in lines:
            amount = line.amount
            if type(amount) is not int:
                raise TypeError(f"an amount is an int, not {type(amount).__name__}")
            if amount <= 0:
                raise refusals.AmountNotPositive(field="amount", amount_rupiah=amount)
            if amount > LARGEST:
                raise refusals.AmountTooLarge(
                    field="amount", amount_rupiah=amount, limit_rupiah=LARGEST
                )
            debit, credit = self._account(line.debit_code), self._account(line.credit_code)
            if debit.pk == credit.pk:
                raise refusals.SameAccount(field="credit_code", account=debit.code)
            legs.append((debit.pk, credit.pk, amount))
            texts.append(content.encode_leg(debit.text, credit.text, amount))
        return legs, texts

    def _account(self, code: str) -> storage.KnownAccount:
        account = self.accounts.get(code)
        if account is None:
            raise refusals.AccountUnknown(field="account", account=code, book=self.book.name)
        return account


def _tidy(field: str, text: str) -> str:
    """One line of text: no control characters, single spaces, not longer than its column."""
    # The usual case by a short way: batches tidy three texts an entry.
    text = " ".join(text.split()) if text.isascii() and text.isprintable() else tidy(text)
    if len(text) > LIMITS[field]:
        raise refusals.TextTooLong(field=field, limit=LIMITS[field], length=len(text))
    return text


# A batch repeats its few kinds and sources.
_known = functools.lru_cache(maxsize=512)(_tidy)


def _post(
    ctx: Ctx, book: Book, draft: Draft, action: str, reverses: JournalEntry | None
) -> JournalEntry:
    desk = Desk(ctx, book)
    item = desk.prepare(draft, ctx.key, reverses)
    request_hash = item.encoded.request_hash()
    with transaction.atomic():
        advisory_lock(f"key:{ctx.key}", f"book:{book.key}")
        at_hand = engine()
        head = at_hand.head(ctx.key, book)
        if head.key_used and _repeated(ctx, action, request_hash):
            return JournalEntry.objects.get(key=ctx.key)
        if reverses is not None and JournalEntry.objects.filter(reverses=reverses).exists():
            raise refusals.AlreadyReversed(number=reverses.number, book=book.name)
        number = head.number + 1
        hash_ = item.encoded.link(head.hash, number, desk.recorded_at)
        row = storage.row(item, number, request_hash, head.hash, hash_)
        data = {
            "book": desk.book_key,
            "number": number,
            "occurred_on": item.occurred_on.isoformat(),
            "total": sum(amount for _, _, amount in item.legs),
            "entry_hash": hash_,
        }
        subject = f"ledger.journalentry:{ctx.key}"
        event = _event(ctx, head, book, action, subject, request_hash, data)
        pk = at_hand.insert(desk.stamp, row, event)
    return storage.instance(pk, desk.stamp, row, book, at_hand.alias)


def _event(
    ctx: Ctx,
    head: storage.Head,
    book: Book,
    action: str,
    subject: str,
    request_hash: str,
    data: dict[str, object],
) -> storage.EventRow:
    """The next line of a book's own trail, not yet written."""
    unsealed = storage.EventRow(
        storage.stream_of(book),
        head.event_seq + 1,
        ctx.at,
        ctx.actor.id,
        ctx.actor.name,
        action,
        subject,
        ctx.key,
        request_hash,
        data,
        head.event_hash,
        "",
    )
    said = event_content(cast("Event", unsealed))
    return unsealed._replace(hash=content.link_plain(head.event_hash, said))


def _repeated(ctx: Ctx, action: str, request_hash: str) -> bool:
    """Whether this very request was done before; another under its key is refused."""
    done = Event.objects.filter(key=ctx.key).first()
    if done is None:
        return False
    if (done.action, done.request_hash, done.actor) != (action, request_hash, ctx.actor.id):
        raise KeyReused
    return True
