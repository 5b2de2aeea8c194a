"""Tables as CSV, for people's spreadsheet programs: nothing in a cell may run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

# A text that begins so would be taken for a formula.
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
# Makes spreadsheet programs read UTF-8.
MARK = b"\xef\xbb\xbf"
ROWS_AT_ONCE = 500

Cell = str | int | date | datetime | None


class _Line:
    """What csv.writer writes to: keeps nothing, hands the line back."""

    def write(self, line: str) -> str:
        return line


def safe_cell(cell: Cell) -> Cell:
    """The same, a text that would run as a formula with an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(FORMULA_START):
        return f"'{cell}"
    return cell


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """A table in pieces, as rows come; never all of it in memory."""
    writer = csv.writer(_Line())
    lines = [writer.writerow(head)]
    yield MARK
    for row in rows:
        lines.append(writer.writerow([safe_cell(cell) for cell in row]))
        if len(lines) >= ROWS_AT_ONCE:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()
