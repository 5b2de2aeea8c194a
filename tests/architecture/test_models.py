"""Foreign keys point down, append-only tables are guarded, apps stand in their order."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from tests.architecture.project import PACKAGE, height

OURS = "jawara."


def our_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if apps.get_app_config(model._meta.app_label).name.startswith(OURS)
    ]


def app_name(model: type[models.Model]) -> str:
    return apps.get_app_config(model._meta.app_label).name.removeprefix(OURS)


def upward(model: type[models.Model], place: Callable[[str], int] = height) -> list[str]:
    """Foreign keys of a model to a model of a higher layer, or of a sibling of the same one."""
    found = []
    for field in model._meta.get_fields():
        target = field.related_model
        if field.auto_created or not (
            isinstance(target, type) and issubclass(target, models.Model)
        ):
            continue
        name = apps.get_app_config(target._meta.app_label).name
        if not name.startswith(OURS):
            continue
        here, there = app_name(model), app_name(target)
        if here != there and place(there) >= place(here):
            found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def append_only() -> list[type[models.Model]]:
    return [model for model in our_models() if getattr(model, "append_only", False)]


def test_foreign_keys_point_down() -> None:
    assert [finding for model in our_models() for finding in upward(model)] == []


def test_an_upward_foreign_key_is_found() -> None:
    upside_down = [
        finding for model in our_models() for finding in upward(model, lambda app: -height(app))
    ]
    assert upside_down != []


def test_installed_apps_follow_the_order() -> None:
    installed = [name.removeprefix(OURS) for name in settings.INSTALLED_APPS if name[:7] == OURS]
    heights = [height(name) for name in installed]
    assert heights == sorted(heights, reverse=True)
    with_models = {path.parent.name for path in PACKAGE.glob("*/models.py")}
    with_models |= {path.parent.parent.name for path in PACKAGE.glob("*/models/__init__.py")}
    assert with_models - set(installed) == set()


def guarded_actions(table: str) -> set[str]:
    """What triggers on a table forbid, read from the database's own catalogue."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
            guards = [sql for (sql,) in cursor.fetchall() if "RAISE(ABORT" in sql]
        else:
            cursor.execute(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass "
                "AND NOT tgisinternal AND tgenabled IN ('O', 'A')",
                [f'"{table}"'],
            )
            guards = [sql for (sql,) in cursor.fetchall()]
    found = (re.search(r"BEFORE (.*?) ON ", sql) for sql in guards)
    return {action for match in found if match for action in match[1].split(" OR ")}


@pytest.mark.django_db
def test_every_append_only_table_is_guarded(engine: str) -> None:
    tables = [model._meta.db_table for model in append_only()]
    assert "audit_event" in tables
    wanted = {"UPDATE", "DELETE"} if engine == "sqlite" else {"UPDATE", "DELETE", "TRUNCATE"}
    unguarded = {table: wanted - guarded_actions(table) for table in tables}
    assert {table: lacks for table, lacks in unguarded.items() if lacks} == {}


@pytest.mark.django_db
def test_a_missing_guard_is_found(tamper: object) -> None:
    with tamper():  # type: ignore[operator]
        assert guarded_actions("audit_event") == set()
    assert guarded_actions("audit_event") != set()
