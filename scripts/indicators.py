"""Write docs/indicators.md from the catalogue: `.venv/bin/python scripts/indicators.py`."""

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jawara.config.settings")
django.setup()

from django.utils.translation import gettext, override  # noqa: E402

from jawara.insight import queries as _catalogue  # noqa: E402, F401 - fills the registry
from jawara.insight.registry import Indicator, all_indicators  # noqa: E402

FILE = Path(__file__).resolve().parent.parent / "docs" / "indicators.md"
HEAD = """# Indicators

Made from the catalogue by `scripts/indicators.py`; a test keeps it fresh. The same words stand on
each figure's own page, `/angka/<key>/`, with the numbers in them and the records behind.

Every figure can be asked as of a date and as known at an instant. Without records the value is null,
never zero. Progress keeps its denominator: all wards that take part, also those without a record.
Percentages are shown by the rulebook's rounding; the exact fraction is always beside them.

Warnings a figure can carry: `illustrative` (not in a report, rests on example records), `stale` (the
newest record is more than a year older than the date asked for), `territory_history_unknown`,
`unexplained`, `small_groups`, `not_entered`, `differs_from_report`, `no_records`.

| key | unit | name | meaning | formula |
|---|---|---|---|---|
"""


def row(item: Indicator) -> str:
    name = item.label("en") if item.name_en else gettext(item.name)
    return f"| `{item.key}` | {item.unit} | {name} | {gettext(item.meaning)} | {gettext(item.formula)} |"


def content() -> str:
    """The page as it should be."""
    with override("en"):
        return HEAD + "\n".join(row(item) for item in all_indicators()) + "\n"


if __name__ == "__main__":
    FILE.write_text(content(), encoding="utf-8")
