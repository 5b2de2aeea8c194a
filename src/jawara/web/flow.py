"""The money flow: state, boards, pillars, groups, and the part that nobody has explained.

One scale for every width. Lying from 64em, upright below; a table always follows the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from jawara.web.charts import Part, length


@dataclass(frozen=True, slots=True)
class Box:
    key: str
    x: int
    y: str
    width: int
    height: str


@dataclass(frozen=True, slots=True)
class Caption:
    x: int
    y: str
    lines: tuple[str, ...]
    strong: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Ribbon:
    key: str
    d: str


@dataclass(frozen=True, slots=True)
class Row:
    """A label beside the upright bar; `height` in em keeps it level with its node."""

    part: Part
    height: str


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: str
    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]
    captions: tuple[Caption, ...] = ()
    rows: tuple[Row, ...] = ()
    seams: tuple[str, ...] = ()
    seam_x: int = 0
    returns: str = ""
    arrow: str = ""

    @property
    def height_em(self) -> str:
        return f"{Decimal(self.height) / 16}em"


@dataclass(frozen=True, slots=True)
class MoneyFlow:
    wide: Picture
    narrow: Picture
    head: str
    subhead: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class FlowInput:
    """State -> boards -> pillars -> groups. `parts` in order; the gap has key "gap"."""

    source: str
    source_note: str
    boards: str
    total_text: str
    parts: tuple[Part, ...]
    returns_text: str = ""
    head: str = ""
    subhead: str = ""
    total: int = field(default=0)

    def __post_init__(self) -> None:
        # A total smaller than its parts would draw ribbons outside the source bar.
        object.__setattr__(self, "total", max(self.total, sum(part.amount for part in self.parts)))


NODE = 18
X_SOURCE, X_BOARDS, X_PILLARS, X_GROUPS, X_TEXT = 0, 196, 520, 884, 916
WIDE, BAR, TOP, SPREAD, LINE_WIDE = 1088, 300, 92, 46, 22


def _y(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f}"


def _band(x0: int, y0: Decimal, x1: int, y1: Decimal, height: Decimal) -> str:
    mid = (x0 + x1) // 2
    a, b, c, e = _y(y0), _y(y1), _y(y1 + height), _y(y0 + height)
    return f"M{x0} {a}C{mid} {a} {mid} {b} {x1} {b}V{c}C{mid} {c} {mid} {e} {x0} {e}Z"


def _wide(data: FlowInput) -> Picture:
    parts = [part for part in data.parts if part.amount > 0]
    full = Decimal(BAR)
    explained = sum(part.amount for part in parts if part.key != "gap")
    solid = length(explained, data.total, BAR)
    boxes = [
        Box("node", X_SOURCE, str(TOP), NODE, str(BAR)),
        Box("node", X_BOARDS, str(TOP), NODE, _y(solid)),
    ]
    ribbons = [Ribbon("node", _band(X_SOURCE + NODE, Decimal(TOP), X_BOARDS, Decimal(TOP), full))]
    captions = [
        Caption(X_SOURCE, str(TOP - 36), (data.source_note,), data.source),
        Caption(X_BOARDS, str(TOP - 36), (data.total_text,), data.boards),
    ]
    seams = []
    source_y = target_y = Decimal(TOP)
    end = Decimal(TOP)
    for part in parts:
        height = length(part.amount, data.total, BAR)
        start = X_BOARDS if part.key == "gap" else X_BOARDS + NODE
        ribbons.append(Ribbon(part.key, _band(start, source_y, X_PILLARS, target_y, height)))
        boxes.append(Box(part.key, X_PILLARS, _y(target_y), NODE, _y(height)))
        label_y = target_y - (22 if part.key == "gap" else 13)
        captions.append(
            Caption(X_PILLARS, _y(label_y), (f"{part.text} · {part.share}",), part.label)
        )
        if part.key == "gap":
            boxes.append(Box("gap", X_BOARDS, _y(source_y), NODE, _y(height)))
            middle = _y(target_y + height / 2 + 4)
            captions.append(Caption(X_PILLARS + 32, middle, part.notes, quiet=True))
        else:
            seams.append(_y(source_y + height))
            known = part.recipient_known
            band = _band(X_PILLARS + NODE, target_y, X_GROUPS, target_y, height)
            ribbons.append(Ribbon(part.key, band))
            key = part.key if known else "unknown"
            boxes.append(Box(key, X_GROUPS, _y(target_y), NODE, _y(height)))
            lines = part.recipient
            # Beside its node, centred on it, whatever the node's height.
            first = target_y + height / 2 + 5 - Decimal(11 * (len(lines) - 1))
            strong, rest = (lines[0], lines[1:]) if known and lines else ("", lines)
            captions.append(Caption(X_TEXT, _y(first), rest, strong, quiet=not known))
        source_y += height
        end = target_y + height
        room = Decimal(LINE_WIDE * len(part.recipient) + 10)
        extra = 14 if part.key != "gap" and _next_is_gap(parts, part) else 0
        target_y += max(height + SPREAD, room) + extra
    bottom = max(Decimal(TOP + BAR), end) + 10
    returns = arrow = ""
    if data.returns_text:
        right, left = X_GROUPS + NODE // 2, X_BOARDS - 40
        returns = f"M{right} {TOP - 8}V36Q{right} 26 {right - 10} 26H{left + 10}Q{left} 26 {left} 36V{TOP - 16}"
        arrow = f"M{left - 6} {TOP - 17}h12l-6 11Z"
        captions.append(Caption(X_PILLARS, "16", (data.returns_text,), quiet=True))
    return Picture(
        WIDE,
        _y(bottom),
        tuple(boxes),
        tuple(ribbons),
        tuple(captions),
        seams=tuple(seams),
        seam_x=X_BOARDS,
        returns=returns,
        arrow=arrow,
    )


def _next_is_gap(parts: Sequence[Part], part: Part) -> bool:
    index = parts.index(part)
    return index + 1 < len(parts) and parts[index + 1].key == "gap"


NARROW, NARROW_BAR, LINE, NARROW_NODE = 140, 288, 20, 18


def _narrow(data: FlowInput) -> Picture:
    """One upright bar, its ribbons, and rows whose heights leave a spare line for larger text."""
    parts = [part for part in data.parts if part.amount > 0]
    boxes: list[Box] = []
    ribbons = []
    rows = []
    seams = []
    source_y = target_y = Decimal(0)
    x_target = NARROW - NARROW_NODE
    for part in parts:
        height = length(part.amount, data.total, NARROW_BAR)
        start = 0 if part.key == "gap" else NARROW_NODE + 2
        ribbons.append(Ribbon(part.key, _band(start, source_y, x_target, target_y, height)))
        key = "gap" if part.key == "gap" else "node"
        boxes.append(Box(key, 0, _y(source_y), NARROW_NODE + 2, _y(height)))
        boxes.append(Box(part.key, x_target, _y(target_y), NARROW_NODE, _y(height)))
        lines = 3 + len(part.notes if part.key == "gap" else part.recipient)
        step = max(height + 24, Decimal(LINE * lines))
        rows.append(Row(part, _y(step / 16)))
        source_y += height
        target_y += step
        seams.append(_y(source_y))
    total = max(target_y, source_y)
    return Picture(
        NARROW,
        _y(total),
        tuple(boxes),
        tuple(ribbons),
        rows=tuple(rows),
        seams=tuple(seams[:-1]),
    )


def money_flow(data: FlowInput) -> MoneyFlow | None:
    """Both drawings of one flow, or None when no money is known."""
    if data.total <= 0:
        return None
    spoken = [f"{part.label}: {part.text} ({part.share})" for part in data.parts if part.amount]
    return MoneyFlow(
        wide=_wide(data),
        narrow=_narrow(data),
        head=data.head or f"{data.source_note}: {data.total_text}",
        subhead=data.subhead or data.boards,
        title=_("Aliran dana: %(source)s, %(boards)s, penggunaan, penerima")
        % {"source": data.source, "boards": data.boards},
        description="; ".join(spoken),
    )
