"""Probes: up, ready, how much; and who may know."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client

from jawara.api import health
from jawara.audit import triggers
from tests.support.ledger import a_book

pytestmark = pytest.mark.django_db
TOKEN = "sandi-pengukur"


def metrics(**heads: str) -> int:
    return Client().get("/metrics", **heads).status_code


def test_up_without_touching_the_database(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


def test_ready() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_without_its_triggers(tamper: object) -> None:
    with tamper():  # type: ignore[operator]
        answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert b"triggers: audit_event_no_update is missing; run `jawara migrate`\n" in answer.content
    assert Client().get("/readyz").status_code == 200
    assert triggers.missing(connection) == []


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
def test_not_ready_before_migrations() -> None:
    call_command("migrate", "insight", "zero", verbosity=0)
    try:
        answer = Client().get("/readyz")
    finally:
        call_command("migrate", verbosity=0)
    assert answer.status_code == 503
    assert answer.content.startswith(b"migrations: ")
    assert b"not applied" in answer.content


def test_not_ready_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(_connection: object) -> object:
        raise DatabaseError("password of jawara at 10.0.0.7")

    monkeypatch.setattr(health, "MigrationExecutor", unreachable)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database: cannot be reached\n")


def test_how_much_is_recorded() -> None:
    def read() -> dict[str, int]:
        answer = Client().get("/metrics")
        lines = answer.content.decode().splitlines()
        return {k: int(v) for k, v in (line.split() for line in lines if line[0] != "#")}

    before = read()
    a_book()
    after = read()
    assert after["jawara_events"] == before["jawara_events"] + 1
    assert after["jawara_ledger_entries"] == before["jawara_ledger_entries"] == 0
    assert after["jawara_database_bytes"] > 100_000


def test_only_this_machine_may_measure() -> None:
    assert metrics() == 200
    assert metrics(REMOTE_ADDR="::1") == 200
    assert metrics(REMOTE_ADDR="203.0.113.9") == 404
    assert metrics(REMOTE_ADDR="") == 404
    # Passed on by a web server of this machine: somebody else asks.
    assert metrics(HTTP_X_FORWARDED_FOR="203.0.113.9") == 404
    assert metrics(HTTP_FORWARDED="for=203.0.113.9") == 404


def test_behind_a_proxy_nobody_is_this_machine(settings: object) -> None:
    settings.JAWARA_BEHIND_PROXY = True  # type: ignore[attr-defined]
    assert metrics() == 404


def test_the_token_opens_from_elsewhere(settings: object) -> None:
    far = {"REMOTE_ADDR": "203.0.113.9"}
    assert metrics(**far, HTTP_AUTHORIZATION="Bearer ") == 404
    settings.JAWARA_METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]
    assert metrics(**far, HTTP_AUTHORIZATION=f"Bearer {TOKEN}") == 200
    assert metrics(**far, HTTP_AUTHORIZATION="Bearer salah") == 404
    assert metrics(**far, HTTP_AUTHORIZATION="Bearer ë") == 404
    assert metrics(**far) == 404


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_probes_only_read(address: str) -> None:
    assert Client().post(address).status_code == 405


def test_probes_are_not_sent_to_https(settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/tentang/").status_code == 301
