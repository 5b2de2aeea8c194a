"""Compile every translation catalogue (.po) beside which no newer .mo stands."""

import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    for source in sorted(ROOT.glob("**/locale/*/LC_MESSAGES/*.po")):
        if {".venv", "node_modules", "build"} & set(source.relative_to(ROOT).parts):
            continue
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
    return 0


if __name__ == "__main__":
    sys.exit(main())
