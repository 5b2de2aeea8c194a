"""Rounding by name, exact, on integers only.

No value here passes through binary floating point or a Decimal context: a fraction stays
numerator over denominator until the one moment it is rounded.
"""

from decimal import Decimal
from enum import StrEnum

from jawara.kernel.errors import Refusal, gettext_noop


class RoundingMode(StrEnum):
    """Names as they stand in a rulebook. "Up" and "down" mean away from and towards zero."""

    HALF_UP = "HALF_UP"
    HALF_EVEN = "HALF_EVEN"
    HALF_DOWN = "HALF_DOWN"
    UP = "UP"
    DOWN = "DOWN"
    FLOOR = "FLOOR"
    CEILING = "CEILING"


HALF_UP = RoundingMode.HALF_UP
HALF_EVEN = RoundingMode.HALF_EVEN
HALF_DOWN = RoundingMode.HALF_DOWN
UP = RoundingMode.UP
DOWN = RoundingMode.DOWN
FLOOR = RoundingMode.FLOOR
CEILING = RoundingMode.CEILING


class NoDenominator(Refusal):
    """A share of nothing was asked for."""

    code = "no_denominator"
    message = gettext_noop("Pembaginya nol, jadi tidak ada bagian yang bisa dihitung.")


class UnknownRounding(Refusal):
    """A rounding mode that does not exist. Values: mode, allowed."""

    code = "unknown_rounding"
    message = gettext_noop('Cara pembulatan "%(mode)s" tidak dikenal. Pilih: %(allowed)s.')


def rounding_mode(name: str) -> RoundingMode:
    """The mode of that name (any case). Raises UnknownRounding."""
    try:
        return RoundingMode(name.upper())
    except ValueError:
        raise UnknownRounding(mode=name, allowed=", ".join(RoundingMode)) from None


def divide(numerator: int, denominator: int, mode: str = HALF_UP) -> int:
    """numerator ÷ denominator as a whole number, rounded once in the given mode.

    Raises NoDenominator when the denominator is zero, UnknownRounding.
    """
    if denominator == 0:
        raise NoDenominator
    negative = (numerator < 0) != (denominator < 0)
    quotient, rest = divmod(abs(numerator), abs(denominator))
    if rest and _away_from_zero(quotient, 2 * rest - abs(denominator), negative, mode):
        quotient += 1
    return -quotient if negative else quotient


def _away_from_zero(quotient: int, over_half: int, negative: bool, mode: str) -> bool:
    """Whether an inexact quotient is rounded away from zero; over_half: its sign against ½."""
    match rounding_mode(mode):
        case RoundingMode.UP:
            return True
        case RoundingMode.DOWN:
            return False
        case RoundingMode.FLOOR:
            return negative
        case RoundingMode.CEILING:
            return not negative
        case RoundingMode.HALF_DOWN:
            return over_half > 0
        case RoundingMode.HALF_EVEN:
            return over_half > 0 or (over_half == 0 and quotient % 2 == 1)
        case _:
            return over_half >= 0


def round_fraction(numerator: int, denominator: int, digits: int, mode: str = HALF_UP) -> Decimal:
    """numerator ÷ denominator with exactly `digits` decimals: round_fraction(9, 11, 4) is 0.8182.

    Raises NoDenominator, UnknownRounding; ValueError when digits is negative.
    """
    if digits < 0:
        raise ValueError("digits must not be negative")
    scaled = divide(numerator * 10**digits, denominator, mode)
    return from_scaled(scaled, digits)


def from_scaled(scaled: int, digits: int) -> Decimal:
    """scaled ÷ 10^digits, exact whatever the Decimal context: from_scaled(8182, 4) is 0.8182."""
    sign = 1 if scaled < 0 else 0
    return Decimal((sign, tuple(int(figure) for figure in str(abs(scaled))), -digits))


def round_to_multiple(amount: int, multiple: int, mode: str = HALF_UP) -> int:
    """The amount in whole multiples: round_to_multiple(41_667, 100, UP) is 41700.

    Raises ValueError when the multiple is not positive, UnknownRounding.
    """
    if multiple <= 0:
        raise ValueError("the multiple must be positive")
    return divide(amount, multiple, mode) * multiple
