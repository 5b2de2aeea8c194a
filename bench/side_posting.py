"""Our posting and the raw limit, in turns: one commit each, and in batches."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import django
from uuid6 import uuid7

from bench.measure import rate, serve_rounds

ON, AT = date(2026, 1, 5), datetime(2026, 1, 5, 3, tzinfo=UTC)
ONE_BY_ONE = 1500
BATCH = 20_000


def ours() -> tuple[Callable[[], float], Callable[[], float]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawara.config.settings")
    django.setup()
    # Models and services exist only after the set-up.
    from jawara.audit.services import Ctx, system_actor
    from jawara.ledger.enums import AccountKind, BookKind, Side
    from jawara.ledger.services import AccountSpec, Draft, Line, open_book, post_entries, post_entry
    from jawara.territories.models import Unit

    actor = system_actor("bench")
    book = open_book(
        Ctx(actor, AT, uuid4()),
        owner=uuid4(),
        kind=BookKind.SECRETARIAT,
        name="Bench",
        unit=Unit.objects.create(level=4),
        opened_on=date(2020, 1, 1),
        accounts=[
            AccountSpec("11040", "Bank", AccountKind.ASSET, Side.DEBIT),
            AccountSpec("31030", "BLM", AccountKind.EQUITY, Side.CREDIT),
        ],
    )
    lines = [Line("11040", "31030", 50_000)]

    def one(number: int) -> None:
        post_entry(
            Ctx(actor, AT, uuid7()),
            book=book,
            occurred_on=ON,
            kind="bench",
            memo=f"Angsuran {number}",
            lines=lines,
        )

    def singles() -> float:
        return rate(ONE_BY_ONE, lambda: [one(number) for number in range(ONE_BY_ONE)])

    def batch() -> float:
        drafts = [Draft(ON, "bench", f"Angsuran {number}", lines) for number in range(BATCH)]
        return rate(BATCH, lambda: post_entries(Ctx(actor, AT, uuid7()), book=book, entries=drafts))

    return singles, batch


RAW_TABLES = """
CREATE TABLE raw_entry (id {key}, occurred_on date NOT NULL, memo text NOT NULL);
CREATE TABLE raw_transfer (
    id {key},
    entry_id bigint NOT NULL REFERENCES raw_entry (id),
    debit_account_id bigint NOT NULL, credit_account_id bigint NOT NULL, amount bigint NOT NULL
);
"""


def raw_sqlite(path: str) -> dict[str, Callable[[], float]]:
    import sqlite3

    link = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        link.execute(f"PRAGMA {pragma}")
    link.executescript(RAW_TABLES.format(key="INTEGER PRIMARY KEY"))

    def one(number: int) -> None:
        link.execute("BEGIN IMMEDIATE")
        made = link.execute(
            "INSERT INTO raw_entry (occurred_on, memo) VALUES (?, ?)", (str(ON), f"A {number}")
        )
        link.execute(
            "INSERT INTO raw_transfer (entry_id, debit_account_id, credit_account_id, amount)"
            " VALUES (?, 1, 2, 50000)",
            (made.lastrowid,),
        )
        link.execute("COMMIT")

    def many() -> float:
        """The very rows of ours into the very same tables, without the work that makes them."""
        made = link.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN ('ledger_entry', 'ledger_transfer')"
            " AND type IN ('table', 'index') AND sql NOT NULL ORDER BY type = 'index'"
        ).fetchall()
        for (sql,) in made:
            link.execute(as_copy(sql))
        entries = link.execute(f"SELECT * FROM ledger_entry LIMIT {BATCH}").fetchall()
        transfers = link.execute(f"SELECT * FROM ledger_transfer LIMIT {BATCH}").fetchall()

        def work() -> None:
            link.execute("BEGIN IMMEDIATE")
            for table, rows in (("copy_entry", entries), ("copy_transfer", transfers)):
                marks = ", ".join("?" * len(rows[0]))
                link.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
            link.execute("COMMIT")

        found = rate(len(entries), work)
        link.execute("DROP TABLE copy_transfer")
        link.execute("DROP TABLE copy_entry")
        return found

    def singles() -> float:
        return rate(ONE_BY_ONE, lambda: [one(number) for number in range(ONE_BY_ONE)])

    return {"raw": singles, "raw_batch": many}


def _foreign(table: str, column: str, other: str) -> str:
    return (
        f"ALTER TABLE copy_{table} ADD FOREIGN KEY ({column}) REFERENCES {other} (id)"
        " DEFERRABLE INITIALLY DEFERRED"
    )


PG_COPIES = (
    "CREATE TABLE copy_entry (LIKE ledger_entry INCLUDING ALL)",
    "CREATE TABLE copy_transfer (LIKE ledger_transfer INCLUDING ALL)",
    _foreign("entry", "book_id", "ledger_book"),
    _foreign("entry", "document_id", "audit_document"),
    _foreign("entry", "reverses_id", "copy_entry"),
    _foreign("transfer", "entry_id", "copy_entry"),
    _foreign("transfer", "debit_account_id", "ledger_account"),
    _foreign("transfer", "credit_account_id", "ledger_account"),
)


def raw_postgresql(url: str) -> dict[str, Callable[[], float]]:
    import psycopg

    link = psycopg.connect(url)
    link.autocommit = True
    for statement in RAW_TABLES.format(
        key="bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"
    ).split(";")[:-1]:
        link.execute(statement)

    def one(number: int) -> None:
        with link.transaction():
            made = link.execute(
                "INSERT INTO raw_entry (occurred_on, memo) VALUES (%s, %s) RETURNING id",
                (ON, f"A {number}"),
            ).fetchone()
            assert made is not None
            link.execute(
                "INSERT INTO raw_transfer (entry_id, debit_account_id, credit_account_id, amount)"
                " VALUES (%s, 1, 2, 50000)",
                (made[0],),
            )

    def many() -> float:
        """The very rows of ours into the very same tables, without the work that makes them."""
        for statement in PG_COPIES:
            link.execute(statement)
        content = {}
        with link.cursor() as cursor:
            for table in ("entry", "transfer"):
                read = f"COPY (SELECT * FROM ledger_{table} LIMIT {BATCH}) TO STDOUT"
                with cursor.copy(read) as out:
                    content[table] = b"".join(out)

        def work() -> None:
            with link.transaction(), link.cursor() as cursor:
                for table, rows in content.items():
                    with cursor.copy(f"COPY copy_{table} FROM STDIN") as into:
                        into.write(rows)

        found = rate(content["entry"].count(b"\n"), work)
        link.execute("DROP TABLE copy_transfer, copy_entry")
        return found

    def singles() -> float:
        return rate(ONE_BY_ONE, lambda: [one(number) for number in range(ONE_BY_ONE)])

    return {"raw": singles, "raw_batch": many}


def as_copy(sql: str) -> str:
    """The statement that makes the same table or index under another name."""
    return (
        sql.replace("ledger_entry", "copy_entry")
        .replace("ledger_transfer", "copy_transfer")
        .replace('INDEX "', 'INDEX "copy_')
    )


def main() -> None:
    url = os.environ["DATABASE_URL"]
    singles, batch = ours()
    if url.startswith("sqlite"):
        raw = raw_sqlite(url.removeprefix("sqlite:///"))
    else:
        parts = urlsplit(url)
        host, user = unquote(parts.hostname or ""), parts.username
        raw = raw_postgresql(f"host={host} user={user} dbname={parts.path[1:]}")
    kinds = {
        "one": {"ours": singles, "raw": raw["raw"]},
        "batch": {"ours_batch": batch, "raw_batch": raw["raw_batch"]},
    }
    serve_rounds(kinds[sys.argv[1]])


if __name__ == "__main__":
    main()
