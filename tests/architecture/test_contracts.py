"""The import contracts of pyproject.toml break when they should: on a skeleton, one by one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import ROOT, layers

SKELETON = ("services", "queries", "models", "enums", "rules")

# file to plant in, what it imports, the contract that must name it
VIOLATIONS = [
    ("kernel/money.py", "import django", "The kernel is pure Python"),
    ("kernel/money.py", "import jawara.audit", "One direction"),
    ("ledger/queries.py", "import jawara.grants.models", "One direction"),
    ("web/views.py", "import jawara.api", "One direction"),
    ("cli/main.py", "import jawara.config.wiring", "One direction"),
    ("grants/queries.py", "import jawara.grants.services", "Inside every app"),
    ("grants/models.py", "import jawara.grants.queries", "Inside every app"),
    ("grants/services.py", "import jawara.ledger.models", "Only the ledger"),
    ("web/views.py", "from jawara.ledger.models import x", "Only the ledger"),
    ("newapp/__init__.py", "", "One direction"),
]


def plant(folder: Path) -> Path:
    """A package with every app of the ordered list and the usual files, all of them empty."""
    package = folder / "jawara"
    for app in (name for layer in layers() for name in layer):
        (package / app).mkdir(parents=True)
        for name in ("__init__", *SKELETON):
            (package / app / f"{name}.py").write_text("x = 1\n")
    for name in ("__init__", "web/views", "cli/main", "config/wiring", "kernel/money"):
        (package / f"{name}.py").write_text("")
    return package


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(
        [*command, "--config", ROOT / "pyproject.toml"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_skeleton_keeps_every_contract(tmp_path: Path) -> None:
    plant(tmp_path)
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "Contracts: 5 kept, 0 broken." in done.stdout


@pytest.mark.parametrize(("file", "line", "contract"), VIOLATIONS)
def test_a_planted_violation_breaks_its_contract(
    tmp_path: Path, file: str, line: str, contract: str
) -> None:
    target = plant(tmp_path) / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(line + "\n")
    done = lint(tmp_path)
    assert done.returncode == 1
    if "newapp" in file:
        assert "newapp" in done.stdout
        return
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert [row for row in broken if row.startswith(contract)], done.stdout
