"""Geometry of the charts: pure functions from amounts to dataclasses that templates draw as SVG.

Lengths are strings with a fixed number of decimals, computed with integers, so that a picture is
the same on every machine. A pattern and a word always go with a colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.utils.translation import gettext as _

from jawara.web.present import PageFigure

UNIT_LIMIT = 40
SQUARE, PITCH = 24, 27

UnitState = Literal["done", "not_done", "not_entered"]


def length(amount: int, total: int, full: int, step: str = "0.01") -> Decimal:
    return (Decimal(amount * full) / Decimal(total)).quantize(Decimal(step), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an amount. `key`: ekonomi, fisik, sosial or gap."""

    key: str
    label: str
    amount: int
    text: str = ""
    share: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    recipient_known: bool = False

    @property
    def recipient_text(self) -> str:
        """The receivers on one line."""
        return (", " if self.recipient_known else " ").join(self.recipient)


@dataclass(frozen=True, slots=True)
class Segment:
    key: str
    label: str
    x: str
    width: str
    text: str
    share: str
    first: bool

    @property
    def is_gap(self) -> bool:
        return self.key == "gap"


@dataclass(frozen=True, slots=True)
class StackedBar:
    segments: tuple[Segment, ...]
    label: str


def stacked_bar(parts: Sequence[Part], *, scale: int | None = None) -> StackedBar | None:
    """Segments that tile exactly. `scale` is the longest row's amount in a table of bars.

    None when there is nothing to draw; parts of nothing are left out of the picture.
    """
    shown = [part for part in parts if part.amount > 0]
    full = max(scale or 0, sum(part.amount for part in shown))
    if not full:
        return None
    segments = []
    before = 0
    for part in shown:
        left = length(before, full, 100)
        before += part.amount
        segments.append(
            Segment(
                key=part.key,
                label=part.label,
                x=f"{left}%",
                width=f"{length(before, full, 100) - left}%",
                text=part.text,
                share=part.share,
                first=left == 0,
            )
        )
    spoken = "; ".join(f"{part.label} {part.share or part.text}".strip() for part in shown)
    return StackedBar(segments=tuple(segments), label=spoken)


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    state: UnitState


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the unit chart: `figure` is a PageFigure such as "82 % (9 dari 11)"."""

    name: str
    row: "UnitRow"
    figure: PageFigure


@dataclass(frozen=True, slots=True)
class Square:
    x: int
    symbol: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One step of the unit chart. `bar` replaces the squares above UNIT_LIMIT units."""

    squares: tuple[Square, ...]
    width: int
    done: int
    total: int
    label: str
    bar: StackedBar | None = None

    @property
    def natural_width(self) -> str:
        """Shown so wide where there is room; it grows with the text."""
        return f"{Decimal(self.width * 3) / 44:.2f}em"


def unit_row(units: Sequence[Unit]) -> UnitRow:
    counts = dict.fromkeys(("done", "not_done", "not_entered"), 0)
    for unit in units:
        counts[unit.state] += 1
    total = len(units)
    label = _unit_label(units, counts)
    if total > UNIT_LIMIT:
        words = (("done", _("selesai")), ("not_done", _("belum")))
        parts = [Part(key, word, counts[key], text=str(counts[key])) for key, word in words]
        rest = counts["not_entered"]
        parts.append(Part("not_entered", _("tidak ada catatan"), rest, text=str(rest)))
        return UnitRow((), 0, counts["done"], total, label, stacked_bar(parts))
    symbols = {"not_done": "sq-no", "not_entered": "sq-na"}
    squares = tuple(
        Square(index * PITCH, symbols.get(unit.state, "sq-h" if index % 2 == 0 else "sq-v"))
        for index, unit in enumerate(units)
    )
    width = max(total * PITCH - (PITCH - SQUARE), SQUARE)
    return UnitRow(squares, width, counts["done"], total, label)


def weave(rows: Sequence[Sequence[Unit]]) -> list[UnitRow]:
    """Rows of one chart; the strands alternate like a checkerboard from row to row."""
    result = []
    flip = {"sq-h": "sq-v", "sq-v": "sq-h"}
    for index, units in enumerate(rows):
        row = unit_row(units)
        if index % 2:
            squares = tuple(Square(s.x, flip.get(s.symbol, s.symbol)) for s in row.squares)
            row = UnitRow(squares, row.width, row.done, row.total, row.label, row.bar)
        result.append(row)
    return result


def _unit_label(units: Sequence[Unit], counts: dict[str, int]) -> str:
    label = _("%(done)s dari %(total)s selesai") % {"done": counts["done"], "total": len(units)}
    for state, word in (("not_done", _("belum")), ("not_entered", _("tidak ada catatan"))):
        names = [unit.name for unit in units if unit.state == state and unit.name]
        if names and len(names) <= UNIT_LIMIT // 4:
            label += f"; {word}: {', '.join(names)}"
        elif counts[state]:
            label += f"; {word}: {counts[state]}"
    return label


@dataclass(frozen=True, slots=True)
class MatSquare:
    """A ward in the schematic: its square, its name, its link, and its phase in words."""

    name: str
    url: str
    note: str
    state: UnitState = "done"
    symbol: str = "sq-h"


@dataclass(frozen=True, slots=True)
class MatGroup:
    name: str
    squares: tuple[MatSquare, ...]
    url: str = ""


def mat(groups: Sequence[tuple[str, str, Sequence[MatSquare]]]) -> list[MatGroup]:
    """Wards as squares of one mat, grouped (name, url, wards) by subdistrict."""
    result = []
    position = 0
    for name, url, wards in groups:
        squares = []
        for ward in wards:
            lying = "sq-h" if position % 2 == 0 else "sq-v"
            symbol = {"done": lying, "not_done": "sq-no", "not_entered": "sq-na"}[ward.state]
            squares.append(MatSquare(ward.name, ward.url, ward.note, ward.state, symbol))
            position += 1
        result.append(MatGroup(name, tuple(squares), url))
    return result
