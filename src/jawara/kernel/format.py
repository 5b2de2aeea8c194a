"""Figures as they are shown, in Indonesian (points for thousands, decimal comma) and English.

A negative figure carries a true minus sign (U+2212); a space inside a figure does not break.
"""

from decimal import Decimal

from jawara.kernel.rounding import HALF_UP, round_fraction

NBSP = "\u00a0"
MINUS = "\u2212"
SIZES = (
    (10**12, ("triliun", "trillion")),
    (10**9, ("miliar", "billion")),
    (10**6, ("juta", "million")),
)


def number(value: int, language: str = "id") -> str:
    """2802 is "2.802" ("2,802" in English)."""
    return decimal_comma(Decimal(value), language)


def rupiah(amount: int, language: str = "id") -> str:
    """1234567 is "Rp 1.234.567" ("Rp 1,234,567" in English); the minus stands before "Rp"."""
    sign = MINUS if amount < 0 else ""
    return f"{sign}Rp{NBSP}{number(abs(amount), language)}"


def million_rupiah(amount: int, digits: int = 2, language: str = "id", mode: str = HALF_UP) -> str:
    """The amount in millions without the word: 228780000 is "228,78"."""
    return decimal_comma(round_fraction(amount, 10**6, digits, mode), language)


def short_rupiah(amount: int, digits: int = 1, language: str = "id", mode: str = HALF_UP) -> str:
    """For headings only: 3600000000 is "Rp 3,6 miliar"; below a million it is written in full."""
    for size, words in SIZES:
        if abs(amount) >= size:
            figure = decimal_comma(round_fraction(abs(amount), size, digits, mode), language)
            sign = MINUS if amount < 0 else ""
            return f"{sign}Rp{NBSP}{figure}{NBSP}{words[1 if _english(language) else 0]}"
    return rupiah(amount, language)


def percent(
    numerator: int, denominator: int, digits: int = 0, mode: str = HALF_UP, language: str = "id"
) -> str:
    """9 of 11 is "82 %" ("82%" in English). Raises NoDenominator, UnknownRounding."""
    figure = decimal_comma(round_fraction(numerator * 100, denominator, digits, mode), language)
    return f"{figure}%" if _english(language) else f"{figure}{NBSP}%"


def decimal_comma(value: Decimal, language: str = "id") -> str:
    """A decimal with the language's separators: 1234.50 is "1.234,50" ("1,234.50" in English)."""
    plain = f"{value.copy_abs():,f}"
    sign = MINUS if value < 0 else ""
    if _english(language):
        return sign + plain
    return sign + plain.translate(str.maketrans(",.", ".,"))


def _english(language: str) -> bool:
    return language[:2].lower() == "en"
