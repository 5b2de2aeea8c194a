"""Dates as people write and read them, in Indonesian and English."""

import re
from datetime import date

from jawara.kernel.errors import Refusal, gettext_noop

LONG_MONTHS: dict[str, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
SHORT_MONTHS: dict[str, tuple[str, ...]] = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
# Spellings found in the programme's own papers beside today's.
OTHER_SPELLINGS = {
    "pebruari": 2, "peb": 2, "ags": 8, "agt": 8, "agust": 8, "sept": 9,
    "nopember": 11, "nop": 11,
}  # fmt: skip
MONTH_NUMBERS = OTHER_SPELLINGS | {
    name.lower(): number
    for names in (*LONG_MONTHS.values(), *SHORT_MONTHS.values())
    for number, name in enumerate(names, start=1)
}
EXAMPLE = "30 November 2004"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_DAY_NAME = re.compile(r"([0-9]{1,2})[ -]?([a-z]+)\.?,?[ -]?([0-9]{4})")
_NAME_DAY = re.compile(r"([a-z]+)\.? ?([0-9]{1,2}),? ([0-9]{4})")


class DateNotUnderstood(Refusal):
    """Values: text, example."""

    code = "date_not_understood"
    message = gettext_noop(
        "Tanggal “%(text)s” belum bisa dibaca. Tulis hari, bulan, tahun, misalnya %(example)s."
    )


class DateMissing(DateNotUnderstood):
    """Nothing was typed. Values: text, example."""

    code = "date_missing"
    message = gettext_noop("Tanggalnya belum diisi. Tulis misalnya %(example)s.")


class NoSuchDate(DateNotUnderstood):
    """Read, but not in the calendar. Values: text, example."""

    code = "no_such_date"
    message = gettext_noop(
        "Tanggal “%(text)s” tidak ada di kalender. Urutannya hari, bulan, tahun, "
        "misalnya %(example)s."
    )


def parse_date(text: str, *, field: str | None = None) -> date:
    """A date from loose writing: "2004-11-30", "30/11/2004", "30 Nov 2004", "November 30, 2004".

    Figures stand as day, month, year; a year of two figures is not guessed. Indonesian, English
    and the papers' older month names are known. Raises DateNotUnderstood or a subclass.
    """
    said = {"text": text[:64], "example": EXAMPLE}
    tidy = " ".join(text.casefold().split()) if len(text) <= 64 else "?"
    if not tidy:
        raise DateMissing(field=field, **said)
    parts = _figures(tidy) or _named(tidy)
    if parts is None:
        raise DateNotUnderstood(field=field, **said)
    try:
        return date(*parts)
    except ValueError:
        raise NoSuchDate(field=field, **said) from None


def _figures(tidy: str) -> tuple[int, int, int] | None:
    if found := _YEAR_FIRST.fullmatch(tidy):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _DAY_FIRST.fullmatch(tidy):
        return int(found[4]), int(found[3]), int(found[1])
    return None


def _named(tidy: str) -> tuple[int, int, int] | None:
    if found := _DAY_NAME.fullmatch(tidy):
        day, name, year = found[1], found[2], found[3]
    elif found := _NAME_DAY.fullmatch(tidy):
        name, day, year = found[1], found[2], found[3]
    else:
        return None
    month = MONTH_NUMBERS.get(name)
    return None if month is None else (int(year), month, int(day))


def long_date(day: date, language: str = "id") -> str:
    """ "30 November 2004", "31 Desember 2004" ("31 December 2004" in English)."""
    return f"{day.day} {_months(LONG_MONTHS, language)[day.month - 1]} {day.year:04d}"


def short_date(day: date, language: str = "id") -> str:
    """ "31 Des 2004" ("31 Dec 2004" in English)."""
    return f"{day.day} {_months(SHORT_MONTHS, language)[day.month - 1]} {day.year:04d}"


def long_month(day: date, language: str = "id") -> str:
    """ "Desember 2004" ("December 2004" in English)."""
    return f"{_months(LONG_MONTHS, language)[day.month - 1]} {day.year:04d}"


def _months(names: dict[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """Indonesian is the source language: any other unknown one falls back to it."""
    return names.get(language[:2].lower(), names["id"])
