"""Exact splits and honest percentages."""

from decimal import Decimal

import pytest

from jawara.kernel.rounding import NoDenominator
from jawara.kernel.shares import BadWeights, percentages, split


def test_the_largest_remainder_takes_the_rest() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [3, 3, 4, 0]) == [3, 3, 4, 0]
    assert split(7, [50, 30, 20]) == [4, 2, 1]
    assert split(1, [1, 2]) == [0, 1]


def test_ties_go_to_the_earlier() -> None:
    assert split(3, [1, 1]) == [2, 1]
    assert split(5, [1, 1, 1, 1]) == [2, 1, 1, 1]


def test_a_reversal_mirrors_what_it_reverses() -> None:
    assert split(-100, [1, 1, 1]) == [-34, -33, -33]


def test_nothing_to_split() -> None:
    assert split(0, []) == []
    assert split(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize(("total", "weights"), [(5, [1, -1, 2]), (5, []), (5, [0, 0]), (0, [-1])])
def test_bad_weights(total: int, weights: list[int]) -> None:
    with pytest.raises(BadWeights) as refused:
        split(total, weights)
    assert refused.value.code == "bad_weights"
    assert refused.value.values["total"] == total


def test_percentages_say_when_rounding_leaves_a_tenth_over() -> None:
    uses = [2_132_470_000, 1_158_080_000, 189_450_000]
    of_sum = percentages(uses, 3_480_000_000)
    assert [str(value) for value in of_sum.values] == ["61.3", "33.3", "5.4"]
    assert of_sum.add_up
    of_stated = percentages(uses, 3_600_000_000, 2)
    assert [str(value) for value in of_stated.values] == ["59.24", "32.17", "5.26"]
    assert not of_stated.add_up
    thirds = percentages([1, 1, 1], 3)
    assert thirds.values == (Decimal("33.3"),) * 3
    assert not thirds.add_up
    assert percentages([1, 1, 1], 3, 0, "UP").values == (Decimal(34),) * 3


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(NoDenominator):
        percentages([1], 0)
