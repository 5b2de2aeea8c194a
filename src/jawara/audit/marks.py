"""Recognising a database as a whole: is it empty, is it an example of ours?

Read without leaving a trace, before Django touches the file: its own connection would set another
journal mode in a database that may be somebody else's.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from jawara.audit.models import Event

EXAMPLE = "demo.prepared"
# Made before anything else, so that an example whose making was broken off is still ours.
BEGUN = "jawara_example_begun"


def is_example() -> bool:
    """Whether this database is an example that we made, or began to make."""
    return BEGUN in _tables() or is_complete()


def is_complete() -> bool:
    """Whether this database is an example that was finished."""
    if "audit_event" not in _tables():
        return False
    if connection.vendor == "sqlite":
        return bool(_peek("SELECT 1 FROM audit_event WHERE action = ?", EXAMPLE))
    return Event.objects.filter(action=EXAMPLE).exists()


def is_empty() -> bool:
    """Whether there is nothing here yet."""
    if connection.vendor == "sqlite":
        file = _file()
        return not file.exists() or (file.is_file() and file.stat().st_size == 0)
    return not _tables()


def begin_example() -> None:
    """Mark an empty database as an example of ours, before it is migrated."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {BEGUN} (only_this_mark integer)")


def _tables() -> set[str]:
    if connection.vendor == "sqlite":
        return {row[0] for row in _peek("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return set(connection.introspection.table_names())


def _peek(query: str, *values: str) -> list[tuple[str, ...]]:
    if is_empty():
        return []
    try:
        with closing(sqlite3.connect(f"{_file().absolute().as_uri()}?mode=ro", uri=True)) as link:
            return link.execute(query, values).fetchall()
    except sqlite3.Error:
        return []


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
