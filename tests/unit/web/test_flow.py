"""The money flow keeps one scale, stops the unexplained part half-way, and names its receivers."""

import re
from decimal import Decimal
from itertools import pairwise

from jawara.web.charts import Part
from jawara.web.flow import BAR, X_BOARDS, X_GROUPS, X_PILLARS, Box, FlowInput, money_flow

PARTS = (
    Part("ekonomi", "Ekonomi", 600, "Rp 600", "60 %", recipient=("9 KSM",), recipient_known=True),
    Part("fisik", "Fisik", 300, "Rp 300", "30 %", recipient=("tidak disebut",)),
    Part("gap", "Belum terjelaskan", 100, "Rp 100", "10 %", notes=("berhenti di sini",)),
)


def flow_input(parts: tuple[Part, ...] = PARTS, **more: str) -> FlowInput:
    return FlowInput(
        source="Negara", source_note="BLM cair", boards="2 BKM", total_text="Rp 1.000",
        parts=parts, total=1000, **more,
    )  # fmt: skip


def boxes_at(boxes: tuple[Box, ...], x: int) -> list[tuple[str, Decimal]]:
    return [(box.key, Decimal(box.height)) for box in boxes if box.x == x]


def test_heights_are_proportional_in_every_column() -> None:
    flow = money_flow(flow_input())
    assert flow is not None
    expected = [("ekonomi", Decimal("180")), ("fisik", Decimal("90")), ("gap", Decimal("30"))]
    assert boxes_at(flow.wide.boxes, X_PILLARS) == expected
    boards = boxes_at(flow.wide.boxes, X_BOARDS)
    assert boards == [("node", Decimal("270")), ("gap", Decimal("30"))]
    assert sum(height for _key, height in boards) == BAR


def test_the_gap_stops_half_way_and_unknown_receivers_are_outlined() -> None:
    flow = money_flow(flow_input())
    assert flow is not None
    groups = boxes_at(flow.wide.boxes, X_GROUPS)
    assert groups == [("ekonomi", Decimal("180")), ("unknown", Decimal("90"))]
    gap = next(r for r in flow.wide.ribbons if r.key == "gap")
    ends = [int(x) for x in re.findall(r"[MC ](\d+) [\d.]+[VZC]", gap.d)]
    assert max(ends) == X_PILLARS
    words = [line for caption in flow.wide.captions for line in caption.lines]
    assert "berhenti di sini" in words


def test_returns_are_drawn_only_when_something_is_said_about_them() -> None:
    quiet, spoken = money_flow(flow_input()), money_flow(flow_input(returns_text="angsuran"))
    assert quiet is not None
    assert spoken is not None
    assert (quiet.wide.returns, quiet.wide.arrow) == ("", "")
    assert spoken.wide.returns.startswith(f"M{X_GROUPS + 9} ")
    assert spoken.wide.arrow


def test_upright_rows_are_as_high_as_their_nodes_lie_apart() -> None:
    flow = money_flow(flow_input())
    assert flow is not None
    nodes = [Decimal(box.y) for box in flow.narrow.boxes if box.x > 0]
    heights = [Decimal(row.height) * 16 for row in flow.narrow.rows]
    assert nodes[0] == 0
    assert [b - a for a, b in pairwise(nodes)] == heights[:-1]
    assert [row.part.label for row in flow.narrow.rows] == ["Ekonomi", "Fisik", "Belum terjelaskan"]
    assert Decimal(flow.narrow.height) == sum(heights)
    assert flow.narrow.height_em == f"{Decimal(flow.narrow.height) / 16}em"


def test_a_part_of_nothing_is_not_drawn_and_no_money_is_no_picture() -> None:
    parts = (*PARTS[:2], Part("gap", "Belum terjelaskan", 0, "Rp 0", "0 %"))
    flow = money_flow(flow_input(parts))
    assert flow is not None
    assert "gap" not in {box.key for box in flow.wide.boxes}
    empty = FlowInput(source="", source_note="", boards="", total_text="", parts=())
    assert money_flow(empty) is None


def test_parts_above_the_stated_total_stay_inside_the_bar() -> None:
    """Uses beyond the disbursed total are a finding elsewhere; the picture must still hold."""
    flow = money_flow(flow_input((Part("ekonomi", "Ekonomi", 1500, "Rp 1.500", "150 %"),)))
    assert flow is not None
    assert boxes_at(flow.wide.boxes, X_BOARDS) == [("node", Decimal(BAR))]


def test_the_picture_is_told_in_words() -> None:
    flow = money_flow(flow_input())
    assert flow is not None
    assert flow.description == (
        "Ekonomi: Rp 600 (60 %); Fisik: Rp 300 (30 %); Belum terjelaskan: Rp 100 (10 %)"
    )
    assert flow.title == "Aliran dana: Negara, 2 BKM, penggunaan, penerima"


def test_receivers_of_small_uses_do_not_overlap() -> None:
    who = ("penerima:", "tidak disebut", "dalam sumber")
    parts = (
        Part("ekonomi", "Ekonomi", 980, "Rp 980", "98 %", recipient=who),
        Part("fisik", "Fisik", 10, "Rp 10", "1 %", recipient=who),
        Part("sosial", "Sosial", 10, "Rp 10", "1 %", recipient=who),
    )
    flow = money_flow(flow_input(parts))
    assert flow is not None
    tops = [Decimal(c.y) for c in flow.wide.captions if c.lines == who]
    assert len(tops) == 3
    assert min(b - a for a, b in pairwise(tops)) >= 22 * 3
    assert flow.narrow.rows[0].part.recipient_text == "penerima: tidak disebut dalam sumber"
