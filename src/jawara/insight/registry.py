"""The catalogue of indicators: one stable key, one definition, one computation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jawara.insight.types import Answer, Question, RecordRow
from jawara.kernel.errors import Refusal, gettext_noop

# Units: rupiah, ratio, ward, board, group, person, training.
Compute = Callable[[Question], Answer]
# (question, offset, limit) -> rows and how many there are in all.
Records = Callable[[Question, int, int], tuple[Sequence[RecordRow], int]]


@dataclass(frozen=True)
class Term:
    """One line of a formula: operator ("", "+", "-", "/"), the indicator it takes."""

    operator: str
    key: str


@dataclass(frozen=True)
class Indicator:
    """`name`, `meaning` and `formula` are Indonesian, marked for translation.

    `terms`: the formula in other indicators, where it has one.
    """

    key: str
    unit: str
    name: str
    meaning: str
    formula: str
    compute: Compute
    records: Records
    terms: tuple[Term, ...] = ()
    topic: str = ""
    rule_path: str = ""
    # Set where the name comes from a rulebook, which carries its own English.
    name_en: str = ""

    def label(self, language: str) -> str:
        """The name in a language; the caller translates Indonesian by gettext if this has none."""
        return self.name_en if self.name_en and language.startswith("en") else self.name


class UnknownIndicator(Refusal):
    code = "unknown_indicator"
    message = gettext_noop(
        "Angka %(key)s tidak dikenal. Perintah `jawara figure --list` menyebut semua angka."
    )


_INDICATORS: dict[str, Indicator] = {}


def register(indicator: Indicator) -> None:
    assert indicator.key not in _INDICATORS, indicator.key
    _INDICATORS[indicator.key] = indicator


def indicator(key: str) -> Indicator:
    try:
        return _INDICATORS[key]
    except KeyError:
        raise UnknownIndicator(field="key", key=key) from None


def all_indicators() -> list[Indicator]:
    return list(_INDICATORS.values())
