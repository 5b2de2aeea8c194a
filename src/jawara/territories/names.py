"""Names and codes as people type them."""

import re
import unicodedata
from dataclasses import dataclass

from jawara.territories.enums import Kind, Level

NATION_CODE = "0"
# The nation has no official code; addresses call it "id".
NATION_ALIASES = {"0", "id", "indonesia"}
_DROPPED = {"'", "’", "‘", "`", '"', "“", "”", "´", "ʼ"}
_DISTRICT_WORDS = re.compile(r"(kabupaten|kota)( administrasi)? (?=.)")
_PREFIXES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("provinsi", "propinsi", "prov", "prop"), frozenset({Kind.PROVINSI})),
    **dict.fromkeys(("kabupaten", "kab"), frozenset({Kind.KABUPATEN})),
    **dict.fromkeys(("kota", "kotamadya"), frozenset({Kind.KOTA})),
    **dict.fromkeys(("kecamatan", "kec", "distrik"), frozenset({Kind.KECAMATAN})),
    **dict.fromkeys(("kelurahan", "kel"), frozenset({Kind.KELURAHAN})),
    "desa": frozenset({Kind.DESA}),
}
_CODE = re.compile(r"\d[\d. ]*")
# Length of a code's digits when it is whole: 36, 3604, 360405, 3604052001.
_WHOLE = {2, 4, 6, 10}


def fold(text: str) -> str:
    """Lower case, no accents or apostrophes, every other sign a space: "Regapu’u" -> "regapuu"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = (
        "" if char in _DROPPED or unicodedata.combining(char) else char if char.isalnum() else " "
        for char in plain
    )
    return " ".join("".join(letters).split())


def search_name(name: str, level: int) -> str:
    """What a unit is searched by. "Kabupaten Serang" is found under its own name, "serang"."""
    folded = fold(name)
    if level == Level.DISTRICT:
        return _DISTRICT_WORDS.sub("", folded, count=1)
    return folded


def tidy_code(text: str) -> str:
    """A code in its official form: "367301" and "36 73 01" are "36.73.01"; "id" is the nation."""
    # PostgreSQL cannot look a zero character up.
    folded = text.replace("\0", "").strip().casefold()
    if folded in NATION_ALIASES:
        return NATION_CODE
    digits = re.sub(r"\D", "", folded)
    if not _CODE.fullmatch(folded) or "." in folded or len(digits) not in _WHOLE:
        return folded
    return dotted(digits)


def dotted(digits: str) -> str:
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:10]]
    return ".".join(part for part in parts if part)


@dataclass(frozen=True)
class Sought:
    """What somebody typed into the search box."""

    code: str = ""
    whole: str = ""
    # With a leading "Kec." or the like taken off, and the kinds that it stands for.
    base: str = ""
    kinds: frozenset[str] = frozenset()


def sought(text: str) -> Sought:
    typed = text[:200].strip()
    if _CODE.fullmatch(typed):
        return Sought(code=dotted(re.sub(r"\D", "", typed)))
    whole = fold(typed)
    first, _, rest = whole.partition(" ")
    if rest and first in _PREFIXES:
        return Sought(whole=whole, base=rest.removeprefix("administrasi "), kinds=_PREFIXES[first])
    return Sought(whole=whole)
