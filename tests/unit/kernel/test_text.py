"""Names as typed: any script comes through, invisible tricks do not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawara.kernel.text import (
    TextMissing,
    TextTooLong,
    clean_name,
    same_name,
    tidy,
    tidy_lines,
    visible,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Siti   Aminah ", "Siti Aminah"),
        ("Siti\u00a0Aminah\n", "Siti Aminah"),
        ("Bu\u0301di", "B\u00fadi"),
        ("Ani\u202egnusaB", "AnignusaB"),
        ("Ani\u2066\u200b\ufeff", "Ani"),
        ("\x00Tab\x07\tular", "Tab ular"),
        ("ꦱꦶꦠꦶ", "ꦱꦶꦠꦶ"),
        ("नमस्\u200dते", "नमस्\u200dते"),
        ("李小龍 🌾", "李小龍 🌾"),
        ("O\u2019Brien-Saragih, S.Pd.", "O\u2019Brien-Saragih, S.Pd."),
        ("\ud800Ani", "Ani"),
    ],
)
def test_tidy(typed: str, kept: str) -> None:
    assert tidy(typed) == kept
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u202e", "\u200d", "\u0301", "\u3164\u00ad"])
def test_nothing_visible_is_refused(typed: str) -> None:
    with pytest.raises(TextMissing) as refused:
        clean_name(typed, field="name")
    assert refused.value.field == "name"


def test_limit_counts_tidied_characters() -> None:
    assert clean_name(" " * 300 + "a" * 200) == "a" * 200
    with pytest.raises(TextTooLong) as refused:
        clean_name("a" * 201)
    assert refused.value.values == {"length": 201, "limit": 200}


def test_lines_are_kept_and_runs_of_empty_ones_are_not() -> None:
    assert tidy_lines("\n\n satu \r\n\n\n\ndua\n") == "satu\n\ndua"
    assert tidy_lines("   ") == ""


@pytest.mark.parametrize(
    ("one", "other"), [("MELATI  I", "melati i"), ("Straße", "STRASSE"), ("Ｍelati", "Melati")]
)
def test_same_name(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


def test_other_names_stay_apart() -> None:
    assert same_name("Melati 1") != same_name("Melati 2")


@given(st.text(max_size=60))
def test_tidy_twice_is_tidy_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not once.startswith(" ")
    assert not {unicodedata.category(c) for c in once} & {"Cc", "Cs"}
    assert visible(once) or not any(c.isalnum() for c in once)
