"""`jawara figure`: the process itself, its exit status, and what it says about wrong input."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import run
from tests.support.example import environment

REGENCY = ["--territory", "36.04"]


def jawara(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jawara", *arguments],
        check=False,
        env=environment(f"sqlite:///{database}", database.parent / "files"),
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.sqlite_only
def test_the_process_prints_one_object_and_nothing_else(example_file: Path) -> None:
    done = jawara(
        example_file,
        *("figure", "cycle.bkm_renewal.progress", *REGENCY, "--phase", "P2KP-1/1"),
        *("--as-of", "2004-11-30", "--json"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    content = json.loads(done.stdout)
    assert (content["value"], content["numerator"], content["denominator"]) == ("0.8182", 9, 11)


@pytest.mark.sqlite_only
def test_wrong_input_is_status_2_and_goes_to_people(example_file: Path) -> None:
    done = jawara(example_file, "figure", "community.groups", "--territory", "99.99", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "99.99" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.sqlite_only
@pytest.mark.parametrize("arguments", [["laporkan"], ["figure", "--tahap", "1"]])
def test_wrong_usage_is_status_2(example_file: Path, arguments: list[str]) -> None:
    done = jawara(example_file, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


@pytest.mark.sqlite_only
@pytest.mark.parametrize("command", [["figure", "community.groups"], ["check", "--json"]])
def test_an_empty_database_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    done = jawara(tmp_path / "none.sqlite3", *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "jawara demo" in done.stderr
    missing = jawara(tmp_path / "no" / "such" / "folder.sqlite3", *command)
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr


@pytest.mark.django_db
@pytest.mark.usefixtures("serang")
class TestWrongInput:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["grants.stolen"], "Angka grants.stolen tidak dikenal"),
            (["community.groups", "--territory", "99"], "Kode wilayah “99” tidak ada"),
            (["community.groups", "--territory", "serang"], "Kode wilayah “serang” tidak ada"),
            (["community.groups", "--phase", "P2KP-9"], "Pilih salah satu: P2KP-1/1, P2KP-1/2"),
            (["community.groups", "--as-of", "kemarin"], "Tanggal “kemarin” belum bisa dibaca"),
            (["community.groups", "--as-of", "31/11/2004"], "tidak ada di kalender"),
            (["community.groups", "--known-at", "nanti"], "Tanggal “nanti” belum bisa dibaca"),
            ([], "--list"),
        ],
    )
    def test_says_what_is_wrong_and_what_to_do(self, arguments: list[str], words: str) -> None:
        done = run("figure", *arguments, "--json")
        assert (done.status, done.output) == (2, "")
        assert words in done.message

    def test_a_code_that_was_not_yet_there(self) -> None:
        done = run("figure", "programmes.wards", "--territory", "36.73", "--as-of", "2004-11-30")
        assert done.status == 2
        assert done.message == (
            "Kota Serang baru ada sejak 10 Agustus 2007; sebelumnya bagian Kabupaten Serang (36.04)."
        )

    def test_dates_may_be_typed_loosely(self) -> None:
        for typed in ("30 nov 2004", "30/11/2004", "30 Nopember 2004", "2004-11-30"):
            done = run("figure", "programmes.wards", *REGENCY, "--as-of", typed, "--json")
            assert (done.json["as_of"], done.json["value"]) == ("2004-11-30", 30)

    def test_in_words(self) -> None:
        done = run("figure", "grants.unexplained", *REGENCY, "--as-of", "2004-11-30")
        assert done.status == 0
        lines = done.output.splitlines()
        assert lines[0] == "grants.unexplained = 120000000 rupiah"
        assert "Rp\xa0120.000.000 dari Rp\xa03.600.000.000" in lines[1]
