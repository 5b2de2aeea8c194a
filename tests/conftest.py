"""What every test may use. The engine under test is the one that DATABASE_URL names."""

import contextlib
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

from jawara.audit import triggers

pytest_plugins = ["tests.support.example", "tests.support.site"]

TOUCHES_DATABASE = {"db", "transactional_db", "live_server", "module_db", "serang"}


def pytest_configure(config: pytest.Config) -> None:
    """Let tests that commit be emptied afterwards: append-only tables refuse a flush."""
    del config
    flush = TransactionTestCase._fixture_teardown

    def flush_without_triggers(self: TransactionTestCase) -> None:
        aliases = list(self._databases_names(include_mirrors=False))
        for alias in aliases:
            triggers.remove(connections[alias])
        try:
            flush(self)
        finally:
            for alias in aliases:
                triggers.install(connections[alias])

    TransactionTestCase._fixture_teardown = flush_without_triggers


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark `static` what touches no database, and skip what belongs to the other engine."""
    other = "postgres_only" if connection.vendor == "sqlite" else "sqlite_only"
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not (fixtures & TOUCHES_DATABASE or item.get_closest_marker("django_db")):
            item.add_marker("static")
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"{other}, and this is {connection.vendor}"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """On SQLite test a file, as in production: the in-memory kind locks differently."""
    if connection.vendor == "sqlite":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture
def engine() -> str:
    """`sqlite` or `postgresql`."""
    return connection.vendor


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """For a module's own fixture that loads data once for all of the module's tests.

    Everything is rolled back after the module, and each test's own writes after that test. Do not
    mix with tests that commit (`transactional_db`, `live_server`) in one module.
    """
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)


@pytest.fixture
def tamper(db: None) -> object:
    """`with tamper(): ...` takes the triggers away for the block and puts them back after it."""

    @contextlib.contextmanager
    def behind_its_back() -> Iterator[None]:
        triggers.remove(connection)
        try:
            yield
        finally:
            triggers.install(connection)

    return behind_its_back
