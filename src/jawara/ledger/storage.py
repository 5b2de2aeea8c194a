"""What posting hands to the database: rows, heads of chains, a book's accounts.

Posting is the hottest write of the system (docs/performance.md), so it goes past the ORM.
`ledger.engines` writes these rows; nothing outside `ledger` calls either.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from jawara.ledger import content
from jawara.ledger.models import Account, Book, JournalEntry

ENTRY = (
    *("key", "recorded_at", "recorded_by", "basis", "book_id", "number", "occurred_on", "kind"),
    *("memo", "source", "document_id", "reverses_id", "request_hash", "previous_hash", "hash"),
)
TRANSFER = ("entry_id", "line", "debit_account_id", "credit_account_id", "amount")
EVENT = (
    *("stream", "seq", "at", "actor", "actor_name", "action", "subject", "key", "request_hash"),
    *("data", "previous_hash", "hash"),
)
# The order of `Row` behind the key and `Stamp`, as `from_db` wants it.
ENTRY_FIELDS = ("id", *ENTRY)


class KnownAccount(NamedTuple):
    """An account as posting needs it; `text` is its part of the hashed content."""

    pk: int
    key: UUID
    code: str
    text: str


class Head(NamedTuple):
    """The ends of a book's two chains, and whether a key was used before."""

    key_used: bool
    number: int
    hash: str
    event_seq: int
    event_hash: str


class Prepared(NamedTuple):
    """A checked entry that still lacks its place. Legs: debit id, credit id, amount."""

    key: UUID
    occurred_on: date
    kind: str
    memo: str
    source: str
    document_id: int | None
    reverses_id: int | None
    legs: Sequence[tuple[int, int, int]]
    encoded: content.Encoded


class Row(NamedTuple):
    """An entry ready to be written."""

    key: UUID
    number: int
    occurred_on: date
    kind: str
    memo: str
    source: str
    document_id: int | None
    reverses_id: int | None
    request_hash: str
    previous_hash: str
    hash: str
    legs: Sequence[tuple[int, int, int]]


class Stamp(NamedTuple):
    """What all entries of one write share, as the database takes it."""

    recorded_at: datetime
    recorded_by: str
    basis: str
    book_id: int


class EventRow(NamedTuple):
    """A line of the trail ready to be written; the names are those of `audit.models.Event`."""

    stream: str
    seq: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    subject: str
    key: UUID
    request_hash: str
    data: dict[str, object]
    previous_hash: str
    hash: str


def row(item: Prepared, number: int, request_hash: str, previous: str, hash_: str) -> Row:
    """A prepared entry at its place in the chain."""
    return Row(
        item.key,
        number,
        item.occurred_on,
        item.kind,
        item.memo,
        item.source,
        item.document_id,
        item.reverses_id,
        request_hash,
        previous,
        hash_,
        item.legs,
    )


def instance(pk: int, stamp: Stamp, row: Row, book: Book, using: str) -> JournalEntry:
    """The entry as the ORM would read it back."""
    values = (pk, row.key, *stamp, *row[1:11])
    entry = JournalEntry.from_db(using, ENTRY_FIELDS, values)
    entry.book = book
    return entry


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """A batch makes many rows and no cycles; looking for cycles among them costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def stream_of(book: Book) -> str:
    """The trail of a book: each posting leaves its hash there too."""
    return f"book:{book.key}"


def accounts_of(book: Book) -> dict[str, KnownAccount]:
    """A book's accounts by code. Accounts are never changed, so they stay with the instance."""
    known: dict[str, KnownAccount] | None = getattr(book, "_known_accounts", None)
    if known is None:
        rows = Account.objects.filter(book=book).values_list("pk", "key", "code")
        known = {
            code: KnownAccount(pk, key, code, content.account_text(key, code))
            for pk, key, code in rows
        }
        book._known_accounts = known  # type: ignore[attr-defined]
    return known
