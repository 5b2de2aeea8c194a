"""Are requirements/*.lock made from the requirements/*.in that stand beside them?

Works offline: `scripts/lock.sh` writes the digest of the inputs as the first line of each lock,
and this compares. It also refuses an entry without a hash, and any address of a package index.
"""

import hashlib
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"
NAMES = [path.stem for path in sorted(FOLDER.glob("*.in"))]
MARK = "# inputs: sha256:"


def lines_of(name: str) -> list[str]:
    """The requirement lines of an input and of those it includes, without comments."""
    lines = []
    for raw in (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines():
        line = raw.split("#")[0].strip()
        if line.startswith("-r "):
            lines += lines_of(line.removeprefix("-r ").strip().removesuffix(".in"))
        elif line:
            lines.append(line)
    return lines


def digest(name: str) -> str:
    return hashlib.sha256("\n".join(lines_of(name)).encode()).hexdigest()


def write(name: str) -> None:
    path = FOLDER / f"{name}.lock"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(MARK)]
    path.write_text("\n".join([MARK + digest(name), *kept]) + "\n", encoding="utf-8")


def problems(name: str) -> list[str]:
    text = (FOLDER / f"{name}.lock").read_text(encoding="utf-8")
    found = []
    if not text.startswith(MARK + digest(name)):
        found.append(f"requirements/{name}.lock is older than its .in file: run `make lock`")
    if re.search(r"--(extra-)?index-url|--find-links|https?://", text):
        found.append(f"requirements/{name}.lock names an address: run `make lock`")
    found += [
        f"requirements/{name}.lock: no hash for {entry.split()[0]}"
        for entry in re.split(r"\n(?=[A-Za-z0-9])", text)
        if re.match(r"[A-Za-z0-9]", entry) and "--hash=sha256:" not in entry
    ]
    return found


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--write"]:
        write(arguments[1])
        return 0
    found = [problem for name in NAMES for problem in problems(name)]
    print("\n".join(found) or "requirements/*.lock: fresh, every entry with its hash")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
