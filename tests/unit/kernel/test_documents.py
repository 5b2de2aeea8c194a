"""The worked tables of docs/money.md are true."""

from decimal import Decimal
from pathlib import Path

import pytest

from jawara.kernel.errors import Refusal
from jawara.kernel.format import million_rupiah, percent, rupiah, short_rupiah
from jawara.kernel.money import parse_rupiah
from jawara.kernel.rounding import RoundingMode, divide
from jawara.kernel.rulebook import load_all, shipped_rulebooks
from jawara.kernel.shares import percentages, split

DOCS = Path(__file__).parents[3].joinpath("docs")


def tables(document: str) -> list[list[list[str]]]:
    """Every table of a document as rows of cells, without head and rule."""
    found: list[list[list[str]]] = [[]]
    for line in DOCS.joinpath(document).read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [table[2:] for table in found if table]


def test_the_worked_tables_of_money() -> None:
    understood, refused, rounding, splits, uses, written = tables("money.md")
    assert [parse_rupiah(typed) for typed, _ in understood] == [int(cell) for _, cell in understood]
    for typed, code, _ in refused:
        with pytest.raises(Refusal) as refusal:
            parse_rupiah(typed)
        assert refusal.value.code == code
    for value, *rounded in rounding:
        tenths = int(Decimal(value) * 10)
        assert [divide(tenths, 10, mode) for mode in RoundingMode] == [int(r) for r in rounded]
    for total, weights, parts in splits:
        assert split(int(total), whole(weights)) == whole(parts)
    amounts = [int(row[1]) for row in uses]
    for column, total in ((2, sum(amounts)), (3, 3_600_000_000)):
        shown = [str(value) for value in percentages(amounts, total, 2).values]
        assert shown == [row[column] for row in uses]
    assert [[cell.replace("\u00a0", " ") for cell in row] for row in figures()] == [
        row[1:] for row in written
    ]


def figures() -> list[list[str]]:
    return [
        [rupiah(1_234_567, language) for language in ("id", "en")],
        [rupiah(-1_234_567, language) for language in ("id", "en")],
        [percent(9, 11, language=language) for language in ("id", "en")],
        [million_rupiah(228_780_000, language=language) for language in ("id", "en")],
        [short_rupiah(3_600_000_000, language=language) for language in ("id", "en")],
    ]


def whole(cells: str) -> list[int]:
    return [int(cell) for cell in cells.split(",")]


def test_every_section_of_a_rulebook_is_described() -> None:
    sections = [row[0].split("`")[1] for row in tables("rulebooks.md")[1]]
    book = load_all(shipped_rulebooks()).get("p2kp-1")
    whole_book = book.rule("").value
    assert isinstance(whole_book, dict)
    assert sections == list(whole_book)
