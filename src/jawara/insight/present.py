"""A figure as plain data: the same object for the command line, the API and downloads."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jawara.insight.types import Figure, Warn
from jawara.kernel.dates import long_date
from jawara.kernel.errors import Refusal
from jawara.kernel.format import decimal_comma, number, rupiah

MONEY_VALUES = {"unexplained": ("amount", "total")}


def warning_text(warning: Warn, unit: str = "") -> str:
    """A warning in the reader's language, its values formatted as people write them."""
    language = get_language() or "id"
    values: dict[str, object] = {}
    for name, value in warning.values.items():
        if name in MONEY_VALUES.get(warning.code, ()) or (name == "stated" and unit == "rupiah"):
            values[name] = rupiah(value, language) if isinstance(value, int) else value
        elif isinstance(value, Decimal):
            values[name] = decimal_comma(value, language)
        elif isinstance(value, int):
            values[name] = number(value, language)
        elif hasattr(value, "year"):
            values[name] = long_date(value, language)  # type: ignore[arg-type]
        else:
            values[name] = value
    return _(warning.message) % values


def as_json(figure: Figure) -> dict[str, Any]:
    """The contract of `jawara figure --json` and of the API. Null where something does not apply."""
    asked, answer = figure.question, figure.answer
    return {
        "key": figure.key,
        "value": figure.value,
        "unit": figure.unit,
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "missing": [
            {"code": item.code, "name": item.name, "state": str(item.state)}
            for item in answer.missing
        ],
        "territory": asked.territory.code if asked.territory else None,
        "phase": asked.phase.code if asked.phase else None,
        "as_of": asked.as_of.isoformat(),
        "known_at": asked.known_at.isoformat() if asked.known_at else None,
        "rulebook": answer.rulebook,
        "by": dict(answer.by) if answer.by is not None else None,
        "warnings": [
            {"code": warning.code, "message": warning_text(warning, figure.unit)}
            for warning in figure.warnings
        ],
        "sources": [
            {
                "title": source.title,
                "as_of": source.as_of.isoformat(),
                "stated": source.stated,
                "quality": source.quality or None,
                "agrees": source.agrees if source.stated is not None else None,
            }
            for source in figure.sources
        ],
    }


def refusal_text(refusal: Refusal) -> str:
    """A refusal in the reader's language: dates in full, lists joined, `*_rupiah` as money."""
    values = {name: _shown(name, value) for name, value in refusal.values.items()}
    return _(refusal.message) % values


def _shown(name: str, value: object) -> object:
    language = get_language() or "id"
    if isinstance(value, date):
        return long_date(value, language)
    if isinstance(value, int) and (name == "rupiah" or name.endswith("_rupiah")):
        return rupiah(value, language)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(_shown(name, item)) for item in value)
    return value
