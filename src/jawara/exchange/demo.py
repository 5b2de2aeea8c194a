"""Preparing the example database, and recognising it again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from django.db import connection

from jawara.accounts.enums import Role
from jawara.accounts.services import grant_role, register_user
from jawara.audit.models import Event
from jawara.audit.services import append_event
from jawara.exchange import serang
from jawara.kernel.chain import fingerprint
from jawara.territories import queries as territories
from jawara.territories.loading import load_reference

MARK = "demo.prepared"
# Made before anything else, so that an example whose making was broken off is still ours.
BEGUN = "jawara_example_begun"


def is_ours() -> bool:
    """Whether this database is an example that we made, or began to make."""
    return BEGUN in _tables() or is_complete()


def is_complete() -> bool:
    """Whether this database is an example that `prepare` finished."""
    if "audit_event" not in _tables():
        return False
    if connection.vendor == "sqlite":
        return bool(_peek("SELECT 1 FROM audit_event WHERE action = ?", MARK))
    return Event.objects.filter(action=MARK).exists()


def is_empty() -> bool:
    """Whether there is nothing here yet."""
    if connection.vendor == "sqlite":
        file = _file()
        return not file.exists() or (file.is_file() and file.stat().st_size == 0)
    return not _tables()


def _tables() -> set[str]:
    if connection.vendor == "sqlite":
        return {row[0] for row in _peek("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return set(connection.introspection.table_names())


def _peek(query: str, *values: str) -> list[tuple[str, ...]]:
    """Read without leaving a trace: Django's own connection would set another journal mode."""
    if is_empty():
        return []
    try:
        with closing(sqlite3.connect(f"{_file().absolute().as_uri()}?mode=ro", uri=True)) as link:
            return link.execute(query, values).fetchall()
    except sqlite3.Error:
        return []


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def begin() -> None:
    """Mark an empty database as an example of ours, before it is migrated."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {BEGUN} (only_this_mark integer)")


def prepare(say: serang.Say = serang.silent) -> None:
    """Fill a migrated, empty database: official territory, Serang 2004, example accounts.

    The mark comes last but one, so that a half-made example is not taken for a finished one; the
    accounts follow the example's records in time.
    """
    data = serang.read()
    pen = serang.Pen(data["source"]["recorded_from"] - timedelta(hours=1))
    load_reference(pen.reported(), progress=lambda done, total: say("wilayah", done, total))
    serang.load(say)
    later = serang.Pen(data["source"]["recorded_from"] + timedelta(hours=8))
    later.numbers = iter(range(1_000_000, 2_000_000))
    later.at -= timedelta(seconds=1_000_000)
    _accounts(later, data)
    ctx = later.illustrative()
    append_event(
        ctx,
        stream="demo",
        action=MARK,
        subject=f"{MARK}:serang-2004",
        request_hash=fingerprint({"example": "serang-2004"}),
        data={"example": "serang-2004"},
    )


def _accounts(pen: serang.Pen, data: "dict[str, object]") -> None:
    rows = data["accounts"]
    assert isinstance(rows, list)
    for name, email, role, code in rows:
        user = register_user(
            pen.illustrative(), name=name, email=email, password=str(data["password"])
        )
        if role == Role.MEMBER:
            continue
        unit = territories.by_code(code, date(2026, 1, 1)).unit
        grant_role(
            pen.illustrative(),
            user=user,
            role=role,
            unit=unit,
            from_on=date(2004, 1, 1),
            until_on=None,
            reason="akun contoh",
        )


def password() -> str:
    return str(serang.read()["password"])


def accounts() -> Iterator[tuple[str, str, str, str]]:
    """Name, e-mail, role and territory of every example account."""
    yield from serang.read()["accounts"]
