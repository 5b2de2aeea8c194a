"""`jawara demo`, run as a newcomer runs it: in a process of its own, on files of its own."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from jawara.audit import marks
from jawara.exchange import demo
from tests.support.example import environment
from tests.support.site import free_port

pytestmark = pytest.mark.sqlite_only

# The example takes half a minute on a slow machine.
PATIENCE = 240
UNSET = {"DATABASE_URL", "XDG_DATA_HOME"}


def a_newcomers(home: Path) -> dict[str, str]:
    """An environment that names no database, in a home of its own."""
    given = environment("", home / "files") | {"HOME": str(home)}
    return {name: value for name, value in given.items() if name not in UNSET}


def jawara(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jawara", *arguments],
        check=False,
        env=a_newcomers(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as link:
        return link.execute(query).fetchall()


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as link:
        link.execute(statement)
        link.commit()


@pytest.fixture
def copy(example_file: Path, tmp_path: Path) -> Path:
    """The finished example, to do anything to."""
    shutil.copytree(example_file.parent, tmp_path / "copy")
    return tmp_path / "copy" / example_file.name


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "buku.sqlite3"
    change(other, "CREATE TABLE kas (jumlah integer)")
    change(other, "INSERT INTO kas VALUES (250000)")
    before = other.read_bytes()
    done = jawara("demo", "--no-serve", "--db", str(other), folder=tmp_path)
    assert done.returncode == 2
    assert "sudah berisi data lain" in done.stderr
    assert "--db" in done.stderr
    assert other.read_bytes() == before
    assert rows(other, "SELECT jumlah FROM kas") == [(250000,)]


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "surat.txt"
    other.write_text("Kepada Yth.\n" * 500)
    done = jawara("demo", "--no-serve", "--keep", "--db", str(other), folder=tmp_path)
    assert done.returncode == 2
    assert "sudah berisi data lain" in done.stderr
    assert other.read_text() == "Kepada Yth.\n" * 500


def test_records_of_ours_that_are_no_example_are_left_alone(copy: Path, tmp_path: Path) -> None:
    """A database in real use has our tables, but not the example's mark."""
    change(copy, "DROP TRIGGER audit_event_no_delete")
    change(copy, f"DELETE FROM audit_event WHERE action = '{marks.EXAMPLE}'")
    change(copy, f"DROP TABLE {marks.BEGUN}")
    before = copy.read_bytes()
    done = jawara("demo", "--no-serve", "--db", str(copy), folder=tmp_path)
    assert done.returncode == 2
    assert copy.read_bytes() == before


def test_keep_goes_on_with_the_example(copy: Path, tmp_path: Path) -> None:
    change(copy, "CREATE TABLE catatan_saya (isi text)")
    done = jawara("demo", "--no-serve", "--keep", "--db", str(copy), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert rows(copy, "SELECT count(*) FROM catatan_saya") == [(0,)]
    said = done.stdout
    assert said.splitlines()[0] == "http://127.0.0.1:8000/"
    for _, email, role, place in demo.accounts():
        line = next(line for line in said.splitlines() if email in line)
        assert role in line
        assert line.rstrip().endswith(place)
    assert demo.password() in said
    assert str(copy) in said


@pytest.mark.slow
def test_again_makes_it_anew_even_after_it_was_broken_off(copy: Path, tmp_path: Path) -> None:
    """Ctrl+C in the middle of the making, then the same command once more."""
    change(copy, "CREATE TABLE catatan_saya (isi text)")
    before = rows(copy, "SELECT count(*) FROM audit_event")
    process = subprocess.Popen(
        [sys.executable, "-m", "jawara", "demo", "--no-serve", "--db", str(copy)],
        env=a_newcomers(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    seen = b""
    while b"4000/" not in seen:  # the official territory is being loaded
        seen += process.stderr.read1()  # type: ignore[attr-defined]
        assert process.poll() is None, seen
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    process.stderr.close()
    assert rows(copy, "SELECT name FROM sqlite_master WHERE name = 'catatan_saya'") == []
    kept = jawara("demo", "--no-serve", "--keep", "--db", str(copy), folder=tmp_path)
    assert kept.returncode == 0, kept.stderr  # half an example is not kept: it is made anew
    assert rows(copy, "SELECT count(*) FROM audit_event") == before


def test_without_a_name_the_example_has_a_file_of_its_own(copy: Path, tmp_path: Path) -> None:
    """The reading commands find it there, and say that it is the example."""
    own = tmp_path / ".local/share/jawara/demo.sqlite3"
    own.parent.mkdir(parents=True)
    copy.replace(own)
    done = jawara("demo", "--no-serve", "--keep", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"sqlite:///{own}" in done.stdout
    question = ("figure", "grants.unexplained", "--territory", "36.04", "--as-of", "2004-11-30")
    figure = jawara(*question, folder=tmp_path)
    assert figure.returncode == 0
    assert figure.stdout.splitlines()[0] == "grants.unexplained = 120000000 rupiah"
    assert str(own) in figure.stderr


def test_a_database_address_that_is_none(tmp_path: Path) -> None:
    done = jawara("demo", "--no-serve", "--db", "mysql://u@h/contoh", folder=tmp_path)
    assert done.returncode == 2
    assert "sqlite:////absolute/path" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_serves_the_example(copy: Path, tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "jawara", "demo", "--keep", "--db", str(copy), f"--port={port}"],
        env=a_newcomers(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        page = fetch(f"http://127.0.0.1:{port}/")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        said = process.communicate(timeout=30)[0].decode()
    assert "Kabupaten Serang" in page
    assert "120.000.000" in page
    assert said.startswith(f"http://127.0.0.1:{port}/\n")


def fetch(url: str) -> str:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"nothing from {url}")
