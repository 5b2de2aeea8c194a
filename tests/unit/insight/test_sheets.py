"""CSV that a spreadsheet program reads as data and nothing else."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawara.insight.sheets import FORMULA_START, ROWS_AT_ONCE, csv_bytes, safe_cell


def test_a_table_comes_back_as_it_was() -> None:
    rows = [["Serang, Kota", 3_600_000_000, date(2004, 11, 30)], ['"x"\ny', -5, None]]
    content = b"".join(csv_bytes(["name", "amount", "day"], rows))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [
        ["name", "amount", "day"],
        ["Serang, Kota", "3600000000", "2004-11-30"],
        ['"x"\ny', "-5", ""],
    ]


@pytest.mark.parametrize("start", FORMULA_START)
def test_no_text_runs_as_a_formula(start: str) -> None:
    assert safe_cell(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"
    assert safe_cell(-7) == -7


@given(st.text())
def test_safe_for_any_text(text: str) -> None:
    safe = safe_cell(text)
    assert isinstance(safe, str)
    assert not safe.startswith(FORMULA_START)
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == text


def test_rows_come_as_they_are_made() -> None:
    made = []

    def rows() -> object:
        for number in range(3 * ROWS_AT_ONCE):
            made.append(number)
            yield [number]

    pieces = csv_bytes(["n"], rows())  # type: ignore[arg-type]
    next(pieces)
    next(pieces)
    assert len(made) == ROWS_AT_ONCE - 1
    assert sum(piece.count(b"\r\n") for piece in pieces) == 2 * ROWS_AT_ONCE + 1
