"""Writing entries in as few statements as the engine allows.

Posting is the hottest write of the system; through the ORM it takes three times as long
(docs/performance.md). Nothing outside `ledger.services` calls this.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from jawara.audit.models import Event
from jawara.kernel.chain import GENESIS
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
COPY_CHUNK = 2000


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


def instance(pk: int, stamp: Stamp, row: Row, book: Book) -> JournalEntry:
    """The entry as the ORM would read it back."""
    values = dict(zip(("key", *ENTRY[5:]), (row.key, *row[1:11]), strict=True))
    entry = JournalEntry(
        id=pk,
        recorded_at=stamp.recorded_at,
        recorded_by=stamp.recorded_by,
        basis=stamp.basis,
        book=book,
        **values,
    )
    entry._state.adding = False
    entry._state.db = connection.alias
    return entry


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


def head(key: UUID, book: Book) -> Head:
    """Read the ends under the book's lock, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (SELECT 1 FROM audit_event WHERE key = %s),
                   entry.number, entry.hash, event.seq, event.hash
            FROM (SELECT 1 AS one) AS always
            LEFT JOIN (
                SELECT number, hash FROM ledger_entry WHERE book_id = %s
                ORDER BY number DESC LIMIT 1
            ) AS entry ON one = 1
            LEFT JOIN (
                SELECT seq, hash FROM audit_event WHERE stream = %s ORDER BY seq DESC LIMIT 1
            ) AS event ON one = 1
            """,
            [_key(key), book.pk, stream_of(book)],
        )
        row = cursor.fetchone()
    assert row is not None
    return Head(bool(row[0]), row[1] or 0, row[2] or GENESIS, row[3] or 0, row[4] or GENESIS)


def insert(stamp: Stamp, row: Row, event: Event) -> int:
    """Write one entry, its transfers and its line in the trail; returns the entry's id."""
    entry = _entry_values(stamp, row)
    trail = _event_values(event)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _insert_at_once(cursor, entry, row.legs, trail)
        cursor.execute(_insert("ledger_entry", ENTRY), entry)
        pk: int = cursor.lastrowid
        for line, leg in enumerate(row.legs, start=1):
            cursor.execute(_insert("ledger_transfer", TRANSFER), (pk, line, *leg))
        cursor.execute(_insert("audit_event", EVENT), trail)
        return pk


_ENTRY_LINES_EVENT = """
WITH entry AS ({entry} RETURNING id),
line AS (
    INSERT INTO ledger_transfer (entry_id, line, debit_account_id, credit_account_id, amount)
    SELECT entry.id, leg.* FROM entry, (VALUES {lines}) AS leg
),
event AS ({event})
SELECT id FROM entry
"""


def _insert_at_once(
    cursor: Any,
    entry: Sequence[Any],
    legs: Sequence[tuple[int, int, int]],
    trail: Sequence[Any],
) -> int:
    """One round trip instead of three."""
    lines = ", ".join(["(%s, %s, %s, %s::bigint)"] * len(legs))
    numbered = [value for line, leg in enumerate(legs, start=1) for value in (line, *leg)]
    statement = _ENTRY_LINES_EVENT.format(
        entry=_insert("ledger_entry", ENTRY), lines=lines, event=_insert("audit_event", EVENT)
    )
    cursor.execute(statement, [*entry, *numbered, *trail])
    return int(cursor.fetchone()[0])


def insert_many(stamp: Stamp, rows: Sequence[Row]) -> None:
    """Write many entries of one book. The caller holds the book's lock."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence('ledger_entry', 'id')) "
                "FROM generate_series(1, %s)",
                [len(rows)],
            )
            ids = [pk for (pk,) in cursor.fetchall()]
            _copy(cursor, "ledger_entry", ("id", *ENTRY), _copied_entries(stamp, ids, rows))
            _copy(cursor, "ledger_transfer", TRANSFER, _copied_transfers(ids, rows))
        else:
            cursor.execute(
                "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'ledger_entry'),"
                " 0), coalesce((SELECT max(id) FROM ledger_entry), 0))"
            )
            first = cursor.fetchone()[0] + 1
            ids = list(range(first, first + len(rows)))
            cursor.executemany(
                _insert("ledger_entry", ("id", *ENTRY)),
                [(pk, *_entry_values(stamp, row)) for pk, row in zip(ids, rows, strict=True)],
            )
            cursor.executemany(
                _insert("ledger_transfer", TRANSFER),
                [
                    (pk, line, *leg)
                    for pk, row in zip(ids, rows, strict=True)
                    for line, leg in enumerate(row.legs, start=1)
                ],
            )


def insert_event(event: Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_insert("audit_event", EVENT), _event_values(event))


def _copy(cursor: Any, table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        chunk: list[str] = []
        for line in lines:
            chunk.append(line)
            if len(chunk) == COPY_CHUNK:
                copy.write("".join(chunk))
                chunk = []
        copy.write("".join(chunk))


def _copied_entries(stamp: Stamp, ids: Sequence[int], rows: Sequence[Row]) -> Iterable[str]:
    shared = f"{stamp.recorded_at.isoformat()}\t{_escape(stamp.recorded_by)}\t{stamp.basis}"
    for pk, row in zip(ids, rows, strict=True):
        document = r"\N" if row.document_id is None else row.document_id
        yield (
            f"{pk}\t{row.key}\t{shared}\t{stamp.book_id}\t{row.number}\t{row.occurred_on}"
            f"\t{_escape(row.kind)}\t{_escape(row.memo)}\t{_escape(row.source)}\t{document}\t\\N"
            f"\t{row.request_hash}\t{row.previous_hash}\t{row.hash}\n"
        )


def _copied_transfers(ids: Sequence[int], rows: Sequence[Row]) -> Iterable[str]:
    for pk, row in zip(ids, rows, strict=True):
        for line, (debit, credit, amount) in enumerate(row.legs, start=1):
            yield f"{pk}\t{line}\t{debit}\t{credit}\t{amount}\n"


def _escape(text: str) -> str:
    """Text for COPY. The services let no control character through, so a backslash is all."""
    return text.replace("\\", "\\\\")


def _insert(table: str, columns: Sequence[str]) -> str:
    values = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608


def _entry_values(stamp: Stamp, row: Row) -> tuple[Any, ...]:
    return (
        _key(row.key),
        connection.ops.adapt_datetimefield_value(stamp.recorded_at),
        stamp.recorded_by,
        stamp.basis,
        stamp.book_id,
        row.number,
        connection.ops.adapt_datefield_value(row.occurred_on),
        row.kind,
        row.memo,
        row.source,
        row.document_id,
        row.reverses_id,
        row.request_hash,
        row.previous_hash,
        row.hash,
    )


def _event_values(event: Event) -> tuple[Any, ...]:
    return (
        event.stream,
        event.seq,
        connection.ops.adapt_datetimefield_value(event.at),
        event.actor,
        event.actor_name,
        event.action,
        event.subject,
        _key(event.key),
        event.request_hash,
        connection.ops.adapt_json_value(event.data, None),
        event.previous_hash,
        event.hash,
    )


def _key(key: UUID) -> Any:
    return key if connection.features.has_native_uuid_field else key.hex
