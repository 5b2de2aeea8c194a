"""The contract of `jawara figure --json`: every field, every type, for every key of the catalogue."""

from datetime import date, datetime

import pytest

from jawara.insight import indicators as _catalogue  # noqa: F401 - fills the registry
from jawara.insight.registry import all_indicators
from tests.support.commands import figure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]

FIELDS = [
    *("key", "value", "unit", "numerator", "denominator", "missing", "territory", "phase"),
    *("as_of", "known_at", "rulebook", "by", "warnings", "sources"),
]
UNITS = {"rupiah", "ratio", "ward", "board", "group", "person", "training"}
CODES = {
    *("illustrative", "stale", "territory_history_unknown", "unexplained", "small_groups"),
    *("not_entered", "differs_from_report", "no_records"),
}
KEYS = [item.key for item in all_indicators()]
SCOPES = [
    {"territory": "36.04", "phase": "P2KP-1/1", "as_of": "2004-12-31"},
    {"territory": "36.04", "phase": "P2KP-1/2", "as_of": "2004-12-31"},
    {"territory": "36.73"},
    {"known_at": "2004-12-24T23:59:59+07:00"},
]


@pytest.mark.parametrize("key", KEYS)
def test_every_figure_has_every_field_in_its_type(key: str) -> None:
    for scope in SCOPES:
        found = figure(key, **scope)
        assert list(found) == FIELDS
        assert found["key"] == key
        assert found["unit"] in UNITS
        assert found["territory"] == scope.get("territory")
        assert found["phase"] == scope.get("phase")
        date.fromisoformat(found["as_of"])
        assert (found["known_at"] is None) == ("known_at" not in scope)
        if found["known_at"]:
            assert datetime.fromisoformat(found["known_at"]).tzinfo is not None
        for name in ("numerator", "denominator"):
            assert found[name] is None or type(found[name]) is int
        if found["unit"] == "ratio":
            assert_ratio(found)
        else:
            assert found["value"] is None or type(found["value"]) is int
            assert found["missing"] == []
        assert found["rulebook"] is None or "@" in found["rulebook"]
        assert found["by"] is None or all(type(part) is int for part in found["by"].values())
        assert_warnings(found)
        for item in found["sources"]:
            assert list(item) == ["title", "as_of", "stated", "quality", "agrees"]


def assert_ratio(found: dict[str, object]) -> None:
    numerator, denominator = found["numerator"], found["denominator"]
    if numerator is None:
        assert found["value"] is None
        return
    assert isinstance(numerator, int)
    assert isinstance(denominator, int)
    assert len(found["missing"]) == denominator - numerator  # type: ignore[arg-type]
    whole, point, digits = str(found["value"]).partition(".")
    assert (point, len(digits)) == (".", 4)
    # Rounded half up, reckoned in whole ten-thousandths.
    assert int(whole + digits) == (numerator * 20_000 + denominator) // (2 * denominator)


def assert_warnings(found: dict[str, object]) -> None:
    warnings = found["warnings"]
    assert isinstance(warnings, list)
    seen = [warning["code"] for warning in warnings]
    assert set(seen) <= CODES
    assert len(seen) == len(set(seen))
    for warning in warnings:
        assert list(warning) == ["code", "message"]
        assert "%(" not in warning["message"]
    nothing = found["value"] is None and found["numerator"] is None
    assert ("no_records" in seen) == nothing
