"""What the architecture tests know of the project: its folders and its ordered list of apps."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jawara"


@cache
def layers() -> tuple[tuple[str, ...], ...]:
    """The ordered list of apps, top first, as pyproject.toml gives it to import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    direction = next(contract for contract in contracts if contract["id"] == "direction")
    return tuple(
        tuple(name.strip(" ()") for name in layer.split("|")) for layer in direction["layers"]
    )


@cache
def height(app: str) -> int:
    """Place of an app in the ordered list: 0 is the kernel."""
    for place, names in enumerate(reversed(layers())):
        if app in names:
            return place
    raise LookupError(f"{app} is not in the ordered list of apps (pyproject.toml)")


def python_files(*folders: str) -> list[Path]:
    """Our Python files below these folders of the repository, without migrations."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the repository that git knows and that still exists."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(path for path in paths if path.is_file())
