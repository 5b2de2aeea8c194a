"""Triggers that forbid UPDATE and DELETE on append-only tables, on SQLite and PostgreSQL.

A model is append-only when it says `append_only = True`. If it also names a column in `set_once`,
an update may give that column a value where there was none, and do nothing else.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

ACTIONS = ("update", "delete")


def append_only_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if getattr(model, "append_only", False)]


def trigger_name(table: str, action: str) -> str:
    return f"{table}_no_{action}"


def expected(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that must exist, for the append-only tables that do."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
    tables = [model._meta.db_table for model in append_only_models()]
    return {trigger_name(table, a) for table in tables if table in present for a in ACTIONS}


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of enabled triggers of ours. On PostgreSQL a disabled trigger counts as absent."""
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(expected(connection) - installed(connection))


def install(connection: BaseDatabaseWrapper) -> None:
    present = installed(connection)
    exceptions = {model._meta.db_table: _exception(connection.vendor, model) for model in _loose()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table, action in _pairs(connection):
            if trigger_name(table, action) in present:
                continue
            for statement in _create(connection.vendor, table, action, exceptions.get(table, "")):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests that must empty tables, and tests of tampering."""
    with connection.cursor() as cursor:
        for table, action in _pairs(connection):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger_name(table, action)}"{on}')


def _pairs(connection: BaseDatabaseWrapper) -> Iterable[tuple[str, str]]:
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
    for model in append_only_models():
        if model._meta.db_table in present:
            for action in ACTIONS:
                yield model._meta.db_table, action


_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION jawara_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is forbidden', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""


def _loose() -> list[type[Model]]:
    return [model for model in append_only_models() if hasattr(model, "set_once")]


def _exception(vendor: str, model: Any) -> str:
    """Condition on OLD and NEW of the only update that is let through."""
    same = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    once = model._meta.get_field(model.set_once).column
    others = [field.column for field in model._meta.concrete_fields if field.column != once]
    return " AND ".join(
        [
            f'OLD."{once}" IS NULL AND NEW."{once}" IS NOT NULL',
            *(f'OLD."{column}" {same} NEW."{column}"' for column in others),
        ]
    )


def _create(vendor: str, table: str, action: str, exception: str) -> list[str]:
    name = trigger_name(table, action)
    loose = exception and action == "update"
    when = f"WHEN (NOT ({exception})) " if loose else ""
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{name}" BEFORE {action.upper()} ON "{table}" {when}'
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {action} on {table} is forbidden'); END"
        ]
    # Statement level, so that a TRUNCATE or an update that matches no row is refused as well.
    events = "UPDATE" if action == "update" else "DELETE OR TRUNCATE"
    each = f"ROW {when}" if loose else "STATEMENT"
    return [
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
        f'CREATE TRIGGER "{name}" BEFORE {events} ON "{table}" '
        f"FOR EACH {each} EXECUTE FUNCTION jawara_append_only()",
    ]


def install_after_migrate(using: str = "default", **_: Any) -> None:
    install(connections[using])


def check_installed(
    app_configs: object, databases: Iterable[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """System check (run by `migrate` and `check --database`): every trigger is there."""
    return [
        Error(
            f"Append-only trigger {name} is missing.",
            hint="Run `jawara migrate`; it puts the triggers back.",
            id="jawara.E001",
        )
        for alias in databases or []
        for name in missing(connections[alias])
        if _migrated(connections[alias])
    ]


def _migrated(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        return "audit_event" in connection.introspection.table_names(cursor)
