#!/usr/bin/env python3
"""Make the territory data file from the npm package idn-area-data.

    npm pack idn-area-data@4.0.1 && tar xzf idn-area-data-4.0.1.tgz
    scripts/territories.py package

The result is one line a unit, `code,name`, sorted by code: levels, parents and the difference
between kelurahan and desa follow from the code. The same input gives the same bytes.
"""

import csv
import io
import json
import lzma
import re
import shutil
import sys
from pathlib import Path

VERSION = "4.0.1"
FOLDER = Path(__file__).resolve().parent.parent / "src" / "jawara" / "territories" / "data"
# File, number of units, form of the code.
LEVELS = (
    ("provinces", 38, re.compile(r"\d\d")),
    ("regencies", 514, re.compile(r"\d\d\.\d\d")),
    ("districts", 7285, re.compile(r"\d\d\.\d\d\.\d\d")),
    ("villages", 83762, re.compile(r"\d\d\.\d\d\.\d\d\.[123]\d\d\d")),
)
# Fourth part of the code: 1 kelurahan, 2 desa, 3 desa adat.
VILLAGE_KINDS = {"1": 8496, "2": 75252, "3": 14}


def stop(message: str) -> None:
    sys.exit(f"territories.py: {message}")


def read(folder: Path) -> dict[str, str]:
    """Name by code, checked: counts, forms, parents, duplicates, kinds."""
    names: dict[str, str] = {}
    for file, expected, form in LEVELS:
        with (folder / "data" / f"{file}.csv").open(encoding="utf-8", newline="") as handle:
            rows = [(row["code"], row["name"]) for row in csv.DictReader(handle)]
        if len(rows) != expected:
            stop(f"{file}.csv has {len(rows)} rows, not {expected}")
        for code, name in rows:
            parent = code.rpartition(".")[0]
            if not form.fullmatch(code) or code in names or (parent and parent not in names):
                stop(f"{file}.csv: code {code} is malformed, doubled or without its parent")
            if not name or name != " ".join(name.split()):
                stop(f"{file}.csv: {code} has the untidy name {name!r}")
            if file == "regencies" and not name.startswith(("Kabupaten ", "Kota ")):
                stop(f"{file}.csv: {code} {name} is neither Kabupaten nor Kota")
            names[code] = name
    kinds = dict.fromkeys(VILLAGE_KINDS, 0)
    for code in names:
        if code.count(".") == 3:
            kinds[code[9]] += 1
    if kinds != VILLAGE_KINDS:
        stop(f"villages by kind: {kinds}, not {VILLAGE_KINDS}")
    return names


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        stop("name the folder of the unpacked package")
    folder = Path(arguments[0])
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    if (package["name"], package["version"]) != ("idn-area-data", VERSION):
        stop(f"{folder} holds {package['name']} {package['version']}, not {VERSION}")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(sorted(read(folder).items()))
    content = lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)
    target = FOLDER / f"idn-area-data-{VERSION}.csv.xz"
    target.write_bytes(content)
    shutil.copyfile(folder / "data" / "LICENSE.md", FOLDER / "LICENSE-ODbL.md")
    shutil.copyfile(folder / "LICENSE", FOLDER / "LICENSE-MIT-idn-area-data.txt")
    print(f"{target.name}: {len(content)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
