"""Geometry of the charts: what is drawn adds up, and what is not recorded is drawn as such."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawara.web.charts import MatSquare, Part, Unit, mat, stacked_bar, unit_row, weave

SERANG = (
    Part("ekonomi", "Ekonomi", 2_132_470_000, share="59,2 %"),
    Part("fisik", "Fisik", 1_158_080_000, share="32,2 %"),
    Part("sosial", "Sosial", 189_450_000, share="5,3 %"),
    Part("gap", "Belum terjelaskan", 120_000_000, share="3,3 %"),
)


def test_segments_carry_the_reported_shares() -> None:
    bar = stacked_bar(SERANG)
    assert bar is not None
    assert [(s.key, s.x, s.width) for s in bar.segments] == [
        ("ekonomi", "0.00%", "59.24%"),
        ("fisik", "59.24%", "32.16%"),
        ("sosial", "91.40%", "5.27%"),
        ("gap", "96.67%", "3.33%"),
    ]
    assert bar.label == ("Ekonomi 59,2 %; Fisik 32,2 %; Sosial 5,3 %; Belum terjelaskan 3,3 %")
    assert [s.is_gap for s in bar.segments] == [False, False, False, True]


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=6))
def test_segments_tile_the_whole_bar(amounts: list[int]) -> None:
    bar = stacked_bar([Part(str(i), "", amount) for i, amount in enumerate(amounts)])
    if sum(amounts) == 0:
        assert bar is None
        return
    assert bar is not None
    edge = Decimal(0)
    for segment in bar.segments:
        assert Decimal(segment.x.rstrip("%")) == edge
        edge += Decimal(segment.width.rstrip("%"))
    assert edge == 100


def test_rows_share_the_longest_rows_scale() -> None:
    bar = stacked_bar([Part("ekonomi", "Ekonomi", 25), Part("fisik", "Fisik", 25)], scale=200)
    assert bar is not None
    assert [(s.x, s.width) for s in bar.segments] == [("0.00%", "12.50%"), ("12.50%", "12.50%")]


def test_parts_larger_than_the_scale_still_fit() -> None:
    bar = stacked_bar([Part("ekonomi", "Ekonomi", 300)], scale=200)
    assert bar is not None
    assert bar.segments[0].width == "100.00%"


def test_unit_row_tells_not_done_from_not_entered() -> None:
    row = unit_row(
        [Unit("Unyur", "done"), Unit("Banten", "done"), Unit("Kasemen", "not_done"),
         Unit("Lopang", "not_entered")]
    )  # fmt: skip
    assert [s.symbol for s in row.squares] == ["sq-h", "sq-v", "sq-no", "sq-na"]
    assert [s.x for s in row.squares] == [0, 27, 54, 81]
    assert (row.width, row.done, row.total) == (105, 2, 4)
    assert row.label == "2 dari 4 selesai; belum: Kasemen; tidak ada catatan: Lopang"


@pytest.mark.parametrize(("count", "is_bar"), [(40, False), (41, True)])
def test_above_forty_units_a_bar_replaces_the_squares(count: int, is_bar: bool) -> None:
    row = unit_row([Unit(str(n), "done" if n < 30 else "not_entered") for n in range(count)])
    assert (row.bar is not None) is is_bar
    assert len(row.squares) == (0 if is_bar else count)
    assert row.label == f"30 dari {count} selesai; tidak ada catatan: " + (
        ", ".join(str(n) for n in range(30, 40)) if count == 40 else "11"
    )


def test_no_units_is_an_empty_row() -> None:
    row = unit_row([])
    assert (row.squares, row.done, row.total, row.bar) == ((), 0, 0, None)


def test_strands_alternate_like_a_checkerboard() -> None:
    units = [Unit("a", "done"), Unit("b", "done"), Unit("c", "not_done")]
    rows = weave([units, units])
    assert [s.symbol for s in rows[0].squares] == ["sq-h", "sq-v", "sq-no"]
    assert [s.symbol for s in rows[1].squares] == ["sq-v", "sq-h", "sq-no"]


def test_mat_keeps_wards_in_their_subdistrict_and_weaves_across_them() -> None:
    groups = mat(
        [
            ("Serang", "/s/", [MatSquare("Unyur", "/u/", "tahap 1/1")]),
            ("Kasemen", "/k/", [MatSquare("Banten", "/b/", "1/1"),
                                MatSquare("Kasunyatan", "/y/", "1/1", "not_entered")]),
        ]
    )  # fmt: skip
    assert [(g.name, [s.name for s in g.squares]) for g in groups] == [
        ("Serang", ["Unyur"]),
        ("Kasemen", ["Banten", "Kasunyatan"]),
    ]
    assert [s.symbol for g in groups for s in g.squares] == ["sq-h", "sq-v", "sq-na"]
    assert groups[0].squares[0].note == "tahap 1/1"
