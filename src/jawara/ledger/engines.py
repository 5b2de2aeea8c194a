"""Writing entries on SQLite and PostgreSQL in as few and as cheap statements as each allows.

The statements go to the driver's own connection: Django's layers over a cursor would cost more
than the inserts themselves. Errors come back as Django's all the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from jawara.kernel.chain import GENESIS
from jawara.ledger.models import Book
from jawara.ledger.storage import ENTRY, EVENT, TRANSFER, EventRow, Head, Row, Stamp, stream_of

# Small enough to fit the socket's buffer: the server stores one chunk while we make the next.
COPY_CHUNK = 200
Legs = Sequence[tuple[int, int, int]]


class Engine(Protocol):
    """Call inside a transaction, with the book's lock held."""

    alias: str

    def head(self, key: Any, book: Book) -> Head: ...
    def insert(self, stamp: Stamp, row: Row, event: EventRow) -> int: ...
    def insert_many(self, stamp: Stamp, rows: Iterable[Row], count: int) -> None: ...
    def insert_event(self, event: EventRow) -> None: ...


def engine() -> Engine:
    """The engine of this thread's connection."""
    link = connections[DEFAULT_DB_ALIAS]
    known = getattr(link, "_ledger_engine", None)
    if known is None:
        known = Postgresql(link) if link.vendor == "postgresql" else Sqlite(link)
        link._ledger_engine = known  # type: ignore[attr-defined]
    return cast("Engine", known)


HEAD = """
SELECT EXISTS (SELECT 1 FROM audit_event WHERE key = {mark}),
       entry.number, entry.hash, event.seq, event.hash
FROM (SELECT 1 AS one) AS always
LEFT JOIN (
    SELECT number, hash FROM ledger_entry WHERE book_id = {mark} ORDER BY number DESC LIMIT 1
) AS entry ON one = 1
LEFT JOIN (
    SELECT seq, hash FROM audit_event WHERE stream = {mark} ORDER BY seq DESC LIMIT 1
) AS event ON one = 1
"""


def as_head(row: Sequence[Any]) -> Head:
    return Head(bool(row[0]), row[1] or 0, row[2] or GENESIS, row[3] or 0, row[4] or GENESIS)


def insertion(table: str, columns: Sequence[str], mark: str) -> str:
    values = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608


class Sqlite:
    """One writer at a time, so a file's own transaction is the lock."""

    READ_HEAD = HEAD.format(mark="?")
    PUT_ENTRY = insertion("ledger_entry", ENTRY, "?")
    PUT_NUMBERED = insertion("ledger_entry", ("id", *ENTRY), "?")
    PUT_TRANSFER = insertion("ledger_transfer", TRANSFER, "?")
    PUT_EVENT = insertion("audit_event", EVENT, "?")
    LAST_ID = (
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'ledger_entry'), 0), "
        "coalesce((SELECT max(id) FROM ledger_entry), 0))"
    )

    def __init__(self, link: BaseDatabaseWrapper) -> None:
        self.link = link
        self.alias = link.alias

    @property
    def errors(self) -> AbstractContextManager[None]:
        return cast("AbstractContextManager[None]", self.link.wrap_database_errors)

    def head(self, key: Any, book: Book) -> Head:
        with self.errors:
            found = self.link.connection.execute(
                self.READ_HEAD, (key.hex, book.pk, stream_of(book))
            )
            return as_head(found.fetchone())

    def insert(self, stamp: Stamp, row: Row, event: EventRow) -> int:
        with self.errors:
            execute = self.link.connection.execute
            pk: int = execute(self.PUT_ENTRY, self._entry(self._stamp(stamp), row)).lastrowid
            for line, leg in enumerate(row.legs, start=1):
                execute(self.PUT_TRANSFER, (pk, line, *leg))
            execute(self.PUT_EVENT, self._event(event))
            return pk

    def insert_many(self, stamp: Stamp, rows: Iterable[Row], count: int) -> None:
        del count
        with self.errors:
            raw = self.link.connection
            first = raw.execute(self.LAST_ID).fetchone()[0] + 1
            shared = self._stamp(stamp)
            taken: list[Legs] = []

            def entries() -> Iterator[tuple[Any, ...]]:
                for pk, row in enumerate(rows, start=first):
                    taken.append(row.legs)
                    yield (pk, *self._entry(shared, row))

            raw.executemany(self.PUT_NUMBERED, entries())
            raw.executemany(
                self.PUT_TRANSFER,
                (
                    (pk, line, *leg)
                    for pk, legs in enumerate(taken, start=first)
                    for line, leg in enumerate(legs, start=1)
                ),
            )

    def insert_event(self, event: EventRow) -> None:
        with self.errors:
            self.link.connection.execute(self.PUT_EVENT, self._event(event))

    def _stamp(self, stamp: Stamp) -> tuple[Any, ...]:
        return (self.link.ops.adapt_datetimefield_value(stamp.recorded_at), *stamp[1:])

    def _entry(self, shared: tuple[Any, ...], row: Row) -> tuple[Any, ...]:
        return (row.key.hex, *shared, row.number, row.occurred_on.isoformat(), *row[3:11])

    def _event(self, event: EventRow) -> tuple[Any, ...]:
        ops = self.link.ops
        return (
            *event[:2],
            ops.adapt_datetimefield_value(event.at),
            *event[3:7],
            event.key.hex,
            event.request_hash,
            ops.adapt_json_value(event.data, None),
            *event[10:],
        )


class Postgresql:
    """Prepared statements; a single post is one round trip behind its lock and its head."""

    READ_HEAD = HEAD.format(mark="%s")
    PUT_EVENT = insertion("audit_event", EVENT, "%s")
    ALL = """
    WITH entry AS ({entry} RETURNING id),
    line AS (
        INSERT INTO ledger_transfer (entry_id, line, debit_account_id, credit_account_id, amount)
        SELECT entry.id, leg.* FROM entry, (VALUES {legs}) AS leg
    ),
    event AS ({event})
    SELECT id FROM entry
    """
    IDS = "SELECT nextval(pg_get_serial_sequence('ledger_entry', 'id')) FROM generate_series(1, %s)"

    def __init__(self, link: BaseDatabaseWrapper) -> None:
        self.link = link
        self.alias = link.alias

    @property
    def errors(self) -> AbstractContextManager[None]:
        return cast("AbstractContextManager[None]", self.link.wrap_database_errors)

    def _cursor(self) -> "psycopg.Cursor[Any]":
        raw = self.link.connection
        if raw.prepare_threshold is None:
            # Django prepares nothing; its own cursors do not look at this.
            raw.prepare_threshold = 5
        return psycopg.Cursor(raw)

    def head(self, key: Any, book: Book) -> Head:
        with self.errors, self._cursor() as cursor:
            cursor.execute(self.READ_HEAD, (key, book.pk, stream_of(book)))
            row = cursor.fetchone()
            assert row is not None
            return as_head(row)

    def insert(self, stamp: Stamp, row: Row, event: EventRow) -> int:
        statement = _all_at_once(len(row.legs))
        numbered = [value for line, leg in enumerate(row.legs, start=1) for value in (line, *leg)]
        entry = (row.key, *stamp, *row[1:11])
        with self.errors, self._cursor() as cursor:
            cursor.execute(statement, (*entry, *numbered, *self._event(event)))
            made = cursor.fetchone()
            assert made is not None
            return int(made[0])

    def insert_many(self, stamp: Stamp, rows: Iterable[Row], count: int) -> None:
        taken: list[Legs] = []
        with self.errors, self._cursor() as cursor:
            cursor.execute(self.IDS, (count,))
            ids = [pk for (pk,) in cursor.fetchall()]
            entries = _copied_entries(stamp, ids, rows, taken)
            _copy(cursor, "ledger_entry", ("id", *ENTRY), entries)
            _copy(cursor, "ledger_transfer", TRANSFER, _copied_transfers(ids, taken))

    def insert_event(self, event: EventRow) -> None:
        with self.errors, self._cursor() as cursor:
            cursor.execute(self.PUT_EVENT, self._event(event))

    def _event(self, event: EventRow) -> tuple[Any, ...]:
        return (*event[:9], self.link.ops.adapt_json_value(event.data, None), *event[10:])


_STATEMENTS: dict[int, str] = {}


def _all_at_once(legs: int) -> str:
    """Entry, transfers and event in one statement; one text for each number of legs."""
    if legs not in _STATEMENTS:
        _STATEMENTS[legs] = Postgresql.ALL.format(
            entry=insertion("ledger_entry", ENTRY, "%s"),
            legs=", ".join(["(%s::int, %s::bigint, %s::bigint, %s::bigint)"] * legs),
            event=Postgresql.PUT_EVENT,
        )
    return _STATEMENTS[legs]


def _copy(cursor: Any, table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        chunk: list[str] = []
        for line in lines:
            chunk.append(line)
            if len(chunk) == COPY_CHUNK:
                copy.write("".join(chunk))
                chunk = []
        copy.write("".join(chunk))


def _copied_entries(
    stamp: Stamp, ids: Sequence[int], rows: Iterable[Row], taken: list[Legs]
) -> Iterable[str]:
    shared = f"{stamp.recorded_at.isoformat()}\t{_escape(stamp.recorded_by)}\t{stamp.basis}"
    for pk, row in zip(ids, rows, strict=True):
        document = r"\N" if row.document_id is None else row.document_id
        taken.append(row.legs)
        yield (
            f"{pk}\t{row.key}\t{shared}\t{stamp.book_id}\t{row.number}\t{row.occurred_on}"
            f"\t{_escape(row.kind)}\t{_escape(row.memo)}\t{_escape(row.source)}\t{document}\t\\N"
            f"\t{row.request_hash}\t{row.previous_hash}\t{row.hash}\n"
        )


def _copied_transfers(ids: Sequence[int], taken: Sequence[Legs]) -> Iterable[str]:
    for pk, legs in zip(ids, taken, strict=True):
        for line, (debit, credit, amount) in enumerate(legs, start=1):
            yield f"{pk}\t{line}\t{debit}\t{credit}\t{amount}\n"


def _escape(text: str) -> str:
    """Text for COPY. The services let no control character through, so a backslash is all."""
    return text.replace("\\", "\\\\")
