"""The database itself refuses to change what was recorded, on both engines."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models
from django.db.transaction import atomic

from jawara.audit import triggers
from jawara.audit.models import Event
from jawara.audit.services import Ctx, append_event, system_actor

AT = datetime(2004, 12, 24, 3, 0, tzinfo=UTC)
KEY = UUID("0193f5d0-0000-7000-8000-000000000001")


def record() -> Event:
    return append_event(
        Ctx(system_actor("test"), AT, KEY),
        stream="test",
        action="test.record",
        subject="test:1",
        request_hash="0" * 64,
        data={},
    )


def execute(sql: str) -> None:
    with atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET actor = 'somebody else'",
        "UPDATE audit_event SET actor = actor WHERE seq = 1",
        "DELETE FROM audit_event",
    ],
)
def test_recorded_rows_do_not_change(sql: str) -> None:
    event = record()
    with pytest.raises(DatabaseError, match="append-only"):
        execute(sql)
    assert Event.objects.values_list("pk", "actor").get() == (event.pk, "system:test")


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_a_table_is_not_truncated() -> None:
    record()
    with pytest.raises(DatabaseError, match="append-only: TRUNCATE"):
        execute("TRUNCATE audit_event CASCADE")
    assert Event.objects.count() == 1


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_replacing_a_row_is_refused() -> None:
    event = record()
    with pytest.raises(DatabaseError, match="append-only"):
        execute(f"REPLACE INTO audit_event SELECT * FROM audit_event WHERE id = {event.pk}")
    assert Event.objects.get().hash == event.hash


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", [1, 2])
def test_a_test_that_commits_is_emptied_and_guarded_again(again: int) -> None:
    assert Event.objects.count() == 0, again
    record()
    assert Event.objects.count() == 1
    assert triggers.missing(connection) == []


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_after_sqlite_rebuilds_a_table() -> None:
    field = Event._meta.get_field("action")
    wider = models.CharField(max_length=99)
    wider.set_attributes_from_name("action")
    wider.model = Event
    with connection.schema_editor() as editor:
        editor.alter_field(Event, field, wider)
    with connection.schema_editor() as editor:
        editor.alter_field(Event, wider, field)
    assert triggers.missing(connection) == ["audit_event_no_delete", "audit_event_no_update"]
    assert [error.id for error in triggers.check_installed(None, ["default"])] == [
        "jawara.E001"
    ] * 2
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []
