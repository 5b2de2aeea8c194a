"""Rounding by name, against a table worked out by hand."""

from decimal import Decimal

import pytest

from jawara.kernel.rounding import (
    NoDenominator,
    RoundingMode,
    UnknownRounding,
    divide,
    from_scaled,
    round_fraction,
    round_to_multiple,
    rounding_mode,
)

# value (in tenths), then HALF_UP, HALF_EVEN, HALF_DOWN, UP, DOWN, FLOOR, CEILING
TABLE = [
    (25, 3, 2, 2, 3, 2, 2, 3),
    (35, 4, 4, 3, 4, 3, 3, 4),
    (24, 2, 2, 2, 3, 2, 2, 3),
    (26, 3, 3, 3, 3, 2, 2, 3),
    (20, 2, 2, 2, 2, 2, 2, 2),
    (-25, -3, -2, -2, -3, -2, -3, -2),
    (-35, -4, -4, -3, -4, -3, -4, -3),
    (-24, -2, -2, -2, -3, -2, -3, -2),
    (-26, -3, -3, -3, -3, -2, -3, -2),
    (-20, -2, -2, -2, -2, -2, -2, -2),
]


@pytest.mark.parametrize("row", TABLE)
def test_every_mode(row: tuple[int, ...]) -> None:
    assert tuple(divide(row[0], 10, mode) for mode in RoundingMode) == row[1:]
    assert tuple(divide(-row[0], -10, mode) for mode in RoundingMode) == row[1:]


def test_fractions_are_exact_and_keep_their_digits() -> None:
    assert str(round_fraction(9, 11, 4)) == "0.8182"
    assert str(round_fraction(900, 11, 0)) == "82"
    assert str(round_fraction(1, 2, 3)) == "0.500"
    assert str(round_fraction(-1, 3, 2)) == "-0.33"
    assert str(round_fraction(-1, 300, 1)) == "0.0"
    assert round_fraction(10**40 + 1, 1, 2) == Decimal(f"{10**40 + 1}.00")
    assert str(from_scaled(-5, 2)) == "-0.05"


def test_multiples() -> None:
    assert round_to_multiple(41_667, 100, "UP") == 41_700
    assert round_to_multiple(7_250, 100, "ceiling") == 7_300
    assert round_to_multiple(7_250, 100, "DOWN") == 7_200
    assert round_to_multiple(-7_250, 100, "HALF_EVEN") == -7_200


def test_refusals() -> None:
    with pytest.raises(NoDenominator) as nothing:
        round_fraction(9, 0, 2)
    assert nothing.value.code == "no_denominator"
    with pytest.raises(UnknownRounding) as unknown:
        rounding_mode("nearest")
    assert str(unknown.value).startswith('Cara pembulatan "nearest" tidak dikenal. Pilih: HALF_UP,')
    with pytest.raises(ValueError, match="digits"):
        round_fraction(1, 2, -1)
    with pytest.raises(ValueError, match="multiple"):
        round_to_multiple(1, 0)
