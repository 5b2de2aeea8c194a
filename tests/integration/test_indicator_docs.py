"""docs/indicators.md says what the catalogue says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_page_is_fresh() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "indicators.py"))["content"]()
    assert (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8") == made
    assert "| `grants.unexplained` | rupiah | BLM unexplained |" in made
