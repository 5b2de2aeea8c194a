"""Posting without a permission of its own is for services only: pages, API and commands may not."""

import re
from pathlib import Path

from tests.architecture.project import PACKAGE, python_files

# These ask for no permission: whoever calls them has asked already.
DOORS = re.compile(r"\b(post_entry|post_entries|open_book|reverse_entry)\(")


def offenders(path: Path, text: str) -> list[str]:
    parts = path.relative_to(PACKAGE).parts
    if parts[0] == "ledger" or any(part.startswith("services") for part in parts[1:]):
        return []
    return [f"{'/'.join(parts)}: {found[1]}" for found in DOORS.finditer(text)]


def test_only_services_post_without_a_permission() -> None:
    found = [
        line
        for path in python_files("src/jawara")
        for line in offenders(path, path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_page_that_posts_is_found() -> None:
    page = PACKAGE / "web" / "views" / "grants.py"
    service = PACKAGE / "grants" / "services" / "uses.py"
    text = "entry = services.post_entry(ctx, book=book)"
    assert offenders(page, text) == ["web/views/grants.py: post_entry"]
    assert offenders(service, text) == []
