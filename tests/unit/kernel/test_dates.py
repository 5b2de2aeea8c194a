"""Dates as people write and read them."""

from datetime import date

import pytest

from jawara.kernel.dates import (
    DateNotUnderstood,
    long_date,
    long_month,
    parse_date,
    short_date,
)

DAY = date(2004, 11, 30)
LAST = date(2004, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2004-11-30",
        "2004/11/30",
        "30-11-2004",
        "30/11/2004",
        "30.11.2004",
        " 30  November 2004 ",
        "30 NOVEMBER 2004",
        "30 Nov 2004",
        "30-Nov-2004",
        "30 nopember 2004",
        "November 30, 2004",
        "Nov. 30 2004",
    ],
)
def test_loose_dates_are_understood(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "month"),
    [("1 Pebruari 2004", 2), ("1 Mei 2004", 5), ("1 May 2004", 5), ("1 Agt 2004", 8),
     ("1 August 2004", 8), ("1 Okt 2004", 10), ("1 Desember 2004", 12), ("1 Dec 2004", 12)],
)  # fmt: skip
def test_months_of_both_languages(text: str, month: int) -> None:
    assert parse_date(text) == date(2004, month, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date_missing"),
        ("   ", "date_missing"),
        ("kemarin", "date_not_understood"),
        ("30/11/04", "date_not_understood"),
        ("30 Novembre 2004", "date_not_understood"),
        ("30-11/2004", "date_not_understood"),
        ("٣٠/١١/٢٠٠٤", "date_not_understood"),
        (" " * 65 + "30/11/2004", "date_not_understood"),
        ("11/30/2004", "no_such_date"),
        ("31 November 2004", "no_such_date"),
        ("30 Feb 2004", "no_such_date"),
        ("1/1/0000", "no_such_date"),
    ],
)
def test_other_dates_are_refused_with_an_example(text: str, code: str) -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        parse_date(text, field="occurred_on")
    assert refused.value.code == code
    assert refused.value.field == "occurred_on"
    assert "30 November 2004" in str(refused.value)


def test_dates_are_written_out() -> None:
    assert long_date(LAST) == "31 Desember 2004"
    assert long_date(LAST, "en") == "31 December 2004"
    assert short_date(LAST) == "31 Des 2004"
    assert short_date(LAST, "en-gb") == "31 Dec 2004"
    assert long_month(LAST) == "Desember 2004"
    assert long_month(LAST, "fr") == "Desember 2004"
