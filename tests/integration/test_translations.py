"""English is complete: every Indonesian string has its translation, with the same placeholders."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.architecture.project import PACKAGE

CATALOGUE = Path("locale") / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TAG = re.compile(r"</?\w+")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What `make messages` would make of the source now, collected in a copy."""
    assert shutil.which("xgettext"), "gettext is missing: run scripts/test-env.sh"
    copy = tmp_path_factory.mktemp("messages") / "jawara"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "data"))
    (copy / CATALOGUE.parent).mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-obsolete", "-v", "0"],
        cwd=copy,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "jawara.config.settings_test"},
        check=True,
    )
    return polib.pofile(str(copy / CATALOGUE))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def marks(text: str) -> tuple[list[str], list[str]]:
    return sorted(PLACEHOLDER.findall(text)), sorted(TAG.findall(text))


def faults(entry: polib.POEntry) -> list[str]:
    """What is wrong with one translation."""
    if "fuzzy" in entry.flags or not all(translations(entry)):
        return [f"not translated: {entry.msgid!r}"]
    # The plural form names everything; the English singular may leave the number out.
    wanted = marks(entry.msgid_plural or entry.msgid)
    return [
        f"other placeholders or tags: {entry.msgid!r} -> {text!r}"
        for text in translations(entry)[-1:]
        if marks(text) != wanted
    ]


def test_every_string_is_translated(collected: polib.POFile) -> None:
    assert len(collected) > 300
    found = [fault for entry in collected for fault in faults(entry)]
    assert found == [], f"{len(found)} of {len(collected)}: run `make messages`"


@pytest.mark.parametrize(
    ("msgid", "msgstr", "flags", "expected"),
    [
        ("Masuk", "Sign in", [], 0),
        ("Masuk", "", [], 1),
        ("Masuk", "Sign in", ["fuzzy"], 1),
        ("%(n)s BKM", "%(n)s boards", [], 0),
        ("%(n)s BKM", "%(m)s boards", [], 1),
        ("<b>Uang</b>", "<b>Money</b>", [], 0),
        ("<b>Uang</b>", "Money", [], 1),
    ],
)
def test_faults_are_found(msgid: str, msgstr: str, flags: list[str], expected: int) -> None:
    entry = polib.POEntry(msgid=msgid, msgstr=msgstr, flags=flags)
    assert len(faults(entry)) == expected
