"""Figures as they are shown."""

from decimal import Decimal

import pytest

from jawara.kernel.format import (
    decimal_comma,
    million_rupiah,
    number,
    percent,
    rupiah,
    short_rupiah,
)
from jawara.kernel.rounding import NoDenominator


def test_rupiah() -> None:
    assert rupiah(1_234_567) == "Rp\u00a01.234.567"
    assert rupiah(0) == "Rp\u00a00"
    assert rupiah(-120_000_000) == "\u2212Rp\u00a0120.000.000"
    assert rupiah(1_234_567, "en") == "Rp\u00a01,234,567"


def test_short_rupiah() -> None:
    assert short_rupiah(3_600_000_000) == "Rp\u00a03,6\u00a0miliar"
    assert short_rupiah(3_600_000_000, language="en") == "Rp\u00a03.6\u00a0billion"
    assert short_rupiah(-1_250_000, 2) == "\u2212Rp\u00a01,25\u00a0juta"
    assert short_rupiah(2 * 10**12) == "Rp\u00a02,0\u00a0triliun"
    assert short_rupiah(999_999) == "Rp\u00a0999.999"


def test_numbers_and_decimals() -> None:
    assert number(2802) == "2.802"
    assert number(-959) == "\u2212959"
    assert number(2802, "en") == "2,802"
    assert decimal_comma(Decimal("1234.50")) == "1.234,50"
    assert decimal_comma(Decimal("-1234.50"), "en") == "\u22121,234.50"
    assert million_rupiah(228_780_000) == "228,78"
    assert million_rupiah(3_600_000_000, 0) == "3.600"
    assert million_rupiah(228_785_000, 2, "en", "HALF_EVEN") == "228.78"


def test_percent() -> None:
    assert percent(9, 11) == "82\u00a0%"
    assert percent(9, 11, 1) == "81,8\u00a0%"
    assert percent(9, 11, 1, language="en") == "81.8%"
    assert percent(9, 11, mode="DOWN") == "81\u00a0%"
    assert percent(120_000_000, 3_600_000_000, 2) == "3,33\u00a0%"
    assert percent(-1, 4) == "\u221225\u00a0%"
    with pytest.raises(NoDenominator):
        percent(1, 0)
