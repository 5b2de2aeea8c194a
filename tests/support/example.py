"""The Serang 2004 example, made once by the real command and handed to tests as a database."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

TEMPLATE = "jawara_example"


@dataclass(frozen=True)
class Example:
    """A prepared example: `name` as Django's NAME setting has it, and its folder of evidence."""

    name: str
    files: Path


def environment(url: str, files: Path) -> dict[str, str]:
    """The environment of a command of ours: nothing of ours from outside, this database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JAWARA_", "DJANGO_"))}
    return {
        **kept,
        "DATABASE_URL": url,
        "JAWARA_FILES": str(files),
        "JAWARA_STATIC_ROOT": str(files.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def prepare(url: str, files: Path) -> None:
    """Make the example as a newcomer does."""
    done = subprocess.run(
        [sys.executable, "-m", "jawara", "demo", "--no-serve", "--db", url],
        check=False,
        env=environment(url, files),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"jawara demo failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run see."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def made_once(folder: Path, url: str) -> Path:
    """Prepare the example in `folder`, unless another worker of this run has done so."""
    folder.mkdir(exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            if connection.vendor == "postgresql" and url.startswith("postgresql"):
                with server() as link:
                    link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
            prepare(url, folder / "files")
            done.touch()
    return folder


def server() -> psycopg.Connection[tuple[object, ...]]:
    """A connection to the server's maintenance database, to make databases on it."""
    given = connection.settings_dict
    return psycopg.connect(
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as an SQLite file (`files/` beside it). Copy its folder before writing."""
    folder = shared_folder(tmp_path_factory) / "example-sqlite"
    made_once(folder, f"sqlite:///{folder / 'demo.sqlite3'}")
    return folder / "demo.sqlite3"


@pytest.fixture(scope="session")
def example(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Example]:
    """The example on the engine under test, in a copy of this worker's own."""
    own = tmp_path_factory.mktemp("example")
    if connection.vendor == "sqlite":
        file = request.getfixturevalue("example_file")
        copy = shutil.copytree(file.parent, own / "copy")
        yield Example(str(copy / file.name), copy / "files")
        return
    url, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    folder = shared_folder(tmp_path_factory) / "example-postgresql"
    made_once(folder, f"{url}/{TEMPLATE}")
    name = sql.Identifier(mine := f"{TEMPLATE}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    with server() as link:
        link.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(TEMPLATE))
        )
    if (folder / "files").exists():
        shutil.copytree(folder / "files", own / "files")
    yield Example(mine, own / "files")
    with server() as link:
        link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture(scope="module")
def serang(example: Example, django_db_setup: None, django_db_blocker: object) -> Iterator[Example]:
    """The default connection on the example, for the tests of a module that ask for it.

    Each test's own writes are rolled back. Not for tests that commit (`transaction=True`,
    `live_server`): those would empty it. Use it for a whole module:

        pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]
    """
    before = connection.settings_dict["NAME"], settings.JAWARA_FILES
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.close()
        connection.settings_dict["NAME"], settings.JAWARA_FILES = example.name, example.files
        try:
            yield example
        finally:
            connection.close()
            connection.settings_dict["NAME"], settings.JAWARA_FILES = before
