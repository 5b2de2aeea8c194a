"""Money: whole units of one currency, never floating point.

The unit is the smallest the books use: one rupiah (sen are not booked). `parse_rupiah` reads what
people type; it refuses whatever can be read in two ways instead of guessing.
"""

import re
from dataclasses import dataclass

from jawara.kernel.errors import Refusal, gettext_noop

LARGEST = 2**63 - 1  # what a database column of 8 bytes holds


class CurrencyMismatch(Refusal):
    """Two currencies in one sum or comparison. Values: left, right."""

    code = "currency_mismatch"
    message = gettext_noop(
        "%(left)s dan %(right)s tidak bisa dijumlahkan. Catat keduanya secara terpisah."
    )


class AmountNotUnderstood(Refusal):
    """Values: text, example."""

    code = "amount_not_understood"
    message = gettext_noop(
        "Jumlah “%(text)s” belum bisa dibaca. Tulis dengan angka, misalnya %(example)s."
    )


class AmountMissing(AmountNotUnderstood):
    """Nothing was typed. Values: text, example."""

    code = "amount_missing"
    message = gettext_noop("Jumlahnya belum diisi. Tulis dengan angka, misalnya %(example)s.")


class AmountAmbiguous(AmountNotUnderstood):
    """The separator may mean thousands or decimals. Values: text, example."""

    code = "amount_ambiguous"
    message = gettext_noop(
        "“%(text)s” bisa dibaca dengan dua cara. Tulis lengkap dalam rupiah, misalnya %(example)s."
    )


class FractionOfRupiah(AmountNotUnderstood):
    """Values: text, example."""

    code = "fraction_of_rupiah"
    message = gettext_noop(
        "“%(text)s” tidak habis dalam rupiah utuh. Tulis lengkap atau tambahkan satuannya, "
        "misalnya %(example)s atau 1,2 jt."
    )


class NegativeAmount(AmountNotUnderstood):
    """Values: text, example."""

    code = "negative_amount"
    message = gettext_noop(
        "Di sini jumlahnya tidak boleh kurang dari nol. Tulis tanpa tanda minus, "
        "misalnya %(example)s."
    )


class AmountTooLarge(AmountNotUnderstood):
    """Values: text, example."""

    code = "amount_too_large"
    message = gettext_noop(
        "“%(text)s” terlalu besar untuk dibukukan. Periksa jumlah nolnya, misalnya %(example)s."
    )


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency (ISO 4217 code). May be negative.

    Adding, subtracting and ordering need the same currency (CurrencyMismatch otherwise). Anything
    that is not an int, bool included, is a TypeError: money never comes from floating point.
    """

    amount: int
    currency: str = "IDR"

    def __post_init__(self) -> None:
        if type(self.amount) is not int:
            raise TypeError(f"an amount is an int, not {type(self.amount).__name__}")
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError(f"not a currency code: {self.currency!r}")

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount >= self._same(other)


EXAMPLE = "1.200.000"
LONGEST = 64
SCALES = {
    "rb": 10**3,
    "ribu": 10**3,
    "jt": 10**6,
    "juta": 10**6,
    "mlr": 10**9,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
}
_SHAPE = re.compile(
    r"(?P<sign>[-−]?) ?(?:(?:rp|idr)\.? ?)?(?P<sign2>[-−]?) ?"
    r"(?P<number>[0-9][0-9., ]*?)(?P<closed>[,.]--?)? ?"
    rf"(?P<scale>{'|'.join(SCALES)})?\.?(?: ?rupiah)?"
)
_PLAIN = re.compile(r"([0-9]+)")
_POINTS = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_COMMAS = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
_SPACES = re.compile(r"([1-9][0-9]{0,2}(?: [0-9]{3})+)(?:,([0-9]+))?")
_DECIMAL = re.compile(r"([0-9]+)[.,]([0-9]+)")
_ONE_GROUP = re.compile(r"[0-9]+[.,][0-9]{3}")


def parse_rupiah(text: str, *, allow_negative: bool = False, field: str | None = None) -> int:
    """Whole rupiah from loose writing: "Rp 1.234.567", "1,2 jt", "500 ribu", "Rp. 3.600.000,-".

    Points separate thousands and a comma decimals, as in Indonesia; "1,234,567" is understood
    because it has only one reading. "1,234", "1.200 jt" and "1200,000" have two: AmountAmbiguous.
    Raises AmountNotUnderstood or one of its subclasses; each carries `text` and `example`.
    """
    said = {"text": text[:LONGEST], "example": EXAMPLE}
    tidy = " ".join(text.casefold().split())
    if not tidy:
        raise AmountMissing(field=field, **said)
    shape = _SHAPE.fullmatch(tidy) if len(text) <= LONGEST else None
    if shape is None or (shape["sign"] and shape["sign2"]) or (shape["closed"] and shape["scale"]):
        raise AmountNotUnderstood(field=field, **said)
    scale = SCALES.get(shape["scale"] or "", 1)
    number = shape["number"].strip()
    if _ambiguous(number, scaled=scale > 1):
        raise AmountAmbiguous(field=field, **said)
    parts = _parts(number)
    if parts is None:
        raise AmountNotUnderstood(field=field, **said)
    whole, fraction = parts
    unit: int = 10 ** len(fraction)
    amount, rest = divmod(int(whole + fraction) * scale, unit)
    if rest or (scale == 1 and len(fraction) > 2):
        raise FractionOfRupiah(field=field, **said)
    if amount > LARGEST:
        raise AmountTooLarge(field=field, **said)
    if not (shape["sign"] or shape["sign2"]) or amount == 0:
        return amount
    if not allow_negative:
        raise NegativeAmount(field=field, **said)
    return -amount


def _ambiguous(number: str, *, scaled: bool) -> bool:
    """One separator before three digits: thousands or decimals? Points are thousands in rupiah."""
    if not _ONE_GROUP.fullmatch(number):
        return False
    return scaled or not _POINTS.fullmatch(number)


def _parts(number: str) -> tuple[str, str] | None:
    """Digits before and after the decimal sign, or None when the separators make no sense."""
    for pattern in (_POINTS, _COMMAS, _SPACES, _DECIMAL):
        found = pattern.fullmatch(number)
        if found:
            return re.sub("[., ]", "", found[1]), found[2] or ""
    return (number, "") if _PLAIN.fullmatch(number) else None
