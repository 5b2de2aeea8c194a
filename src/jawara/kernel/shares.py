"""Exact splits and honest percentages.

A split of whole rupiah always adds up to what was split. Percentages are rounded one by one and
say whether they still add up to 100: nobody bends a figure to make a table look tidy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.rounding import HALF_UP, NoDenominator, divide, from_scaled


class BadWeights(Refusal):
    """A weight below zero, or none above it. Values: weights, total."""

    code = "bad_weights"
    message = gettext_noop(
        "Bobot pembagian tidak boleh kurang dari nol dan harus ada yang lebih dari nol. "
        "Periksa bobotnya: %(weights)s."
    )


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total by weights (largest remainder); the parts add up to the total exactly.

    Each part is total × weight ÷ sum of weights rounded down; the units left over go one each to
    the largest remainders, ties to the earlier weight. A negative total is split as its opposite,
    so a reversal mirrors what it reverses. Raises BadWeights.
    """
    base = sum(weights)
    if any(weight < 0 for weight in weights) or (base == 0 and total != 0):
        raise BadWeights(weights=", ".join(map(str, weights)), total=total)
    if base == 0:
        return [0] * len(weights)
    if total < 0:
        return [-part for part in split(-total, weights)]
    parts = [total * weight // base for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda place: (-(total * weights[place] % base), place)
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


@dataclass(frozen=True, slots=True)
class Percentages:
    """Rounded percentages in the order of the parts, and whether they add up to exactly 100."""

    values: tuple[Decimal, ...]
    add_up: bool


def percentages(
    parts: Sequence[int], total: int, digits: int = 1, mode: str = HALF_UP
) -> Percentages:
    """Each part as a percentage of the total (not of the sum of the parts).

    Raises NoDenominator when the total is zero, UnknownRounding.
    """
    if total == 0:
        raise NoDenominator
    scaled = [divide(part * 100 * 10**digits, total, mode) for part in parts]
    return Percentages(
        values=tuple(from_scaled(value, digits) for value in scaled),
        add_up=sum(scaled) == 100 * 10**digits,
    )
