"""Names and notes as people type them."""

import pytest

from jawara.kernel.text import TextMissing, TextTooLong, clean_name, same_name, tidy, tidy_lines


def test_what_cannot_be_seen_goes() -> None:
    assert tidy("  Siti\u00a0\t Aminah\u202e\u200b\x00 ") == "Siti Aminah"
    assert tidy("Cafe\u0301") == "Caf\u00e9"
    assert (
        tidy("\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")
        == "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )


def test_notes_keep_their_lines() -> None:
    assert tidy_lines("\n satu \n\n\n dua\n\n") == "satu\n\ndua"
    assert tidy_lines("") == ""


@pytest.mark.parametrize("text", ["", " \u200b ", "\u200d", "\u0301"])
def test_a_name_can_be_seen(text: str) -> None:
    with pytest.raises(TextMissing) as refused:
        clean_name(text, field="name")
    assert refused.value.field == "name"


def test_names_in_any_script_within_the_limit() -> None:
    assert clean_name(" ꦱꦶꦠꦶ ") == "ꦱꦶꦠꦶ"
    assert clean_name("x" * 200) == "x" * 200
    with pytest.raises(TextTooLong, match="201 huruf, paling banyak 200"):
        clean_name("x" * 201)


def test_two_spellings_of_one_name_meet() -> None:
    assert same_name("KSM  ＭＥＬＡＴＩ") == same_name("ksm melati")
    assert same_name("Melati 1") != same_name("Melati 2")
