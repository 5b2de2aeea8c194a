"""The official list and the known changes before it, read from the package's data files."""

import csv
import io
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from jawara.territories.enums import Kind, Level
from jawara.territories.names import NATION_CODE, search_name

FOLDER = Path(__file__).parent / "data"
VERSION = "idn-area-data 4.0.1"
FILE = FOLDER / "idn-area-data-4.0.1.csv.xz"
HISTORY = FOLDER / "history.yaml"
# Day of the decree that the list follows (Kepmendagri 300.2.2-2138 Tahun 2025).
REFERENCE_ON = date(2025, 4, 25)
SOURCE = "Keputusan Menteri Dalam Negeri Nomor 300.2.2-2138 Tahun 2025"
COUNTS = {
    Level.NATION: 1,
    Level.PROVINCE: 38,
    Level.DISTRICT: 514,
    Level.SUBDISTRICT: 7285,
    Level.VILLAGE: 83762,
}
NATION_NAME = "Indonesia"
_VILLAGE_KINDS = {"1": Kind.KELURAHAN, "2": Kind.DESA, "3": Kind.DESA}


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of the list."""

    code: str
    name: str
    level: Level
    kind: Kind
    search_name: str

    @property
    def parent_code(self) -> str:
        return self.code.rpartition(".")[0] or NATION_CODE


@dataclass(frozen=True, slots=True)
class PastSplit:
    """A split before the list: `results` are new, `carried` belonged to `source` until then."""

    effective_on: date
    source: str
    results: tuple[str, ...]
    carried: tuple[str, ...]
    legal_basis: str
    note: str


def entries() -> Iterator[Entry]:
    """All units of the list, each after its parent: the nation, then by code."""
    yield Entry(NATION_CODE, NATION_NAME, Level.NATION, Kind.NATION, search_name(NATION_NAME, 0))
    text = lzma.decompress(FILE.read_bytes()).decode()
    for code, name in csv.reader(io.StringIO(text)):
        level = Level(code.count(".") + 1)
        yield Entry(code, name, level, kind_of(code, name), search_name(name, level))


def kind_of(code: str, name: str) -> Kind:
    """What a unit is in law, from its code and (kabupaten or kota) its name."""
    match code.count("."):
        case 0:
            return Kind.PROVINSI
        case 1:
            return Kind.KOTA if name.startswith("Kota ") else Kind.KABUPATEN
        case 2:
            return Kind.KECAMATAN
    return _VILLAGE_KINDS[code[9]]


def history() -> list[PastSplit]:
    rows = yaml.safe_load(HISTORY.read_text(encoding="utf-8"))
    splits = []
    for row in rows:
        assert row.pop("kind") == "SPLIT", "only splits are understood before the list"
        row |= {name: tuple(row[name]) for name in ("results", "carried")}
        splits.append(PastSplit(**row))
    carried = [code for split in splits for code in split.carried]
    assert len(carried) == len(set(carried)), "a unit carried twice needs a longer history"
    return sorted(splits, key=lambda split: (split.effective_on, split.source))
