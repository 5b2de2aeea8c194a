"""Names, codes and kinds that somebody typed, checked for their level."""

import re

from jawara.kernel.text import clean_name
from jawara.territories.enums import Kind, Level
from jawara.territories.names import tidy_code
from jawara.territories.refusals import CodeMalformed, WrongKind

KINDS = {
    Level.PROVINCE: {Kind.PROVINSI},
    Level.DISTRICT: {Kind.KABUPATEN, Kind.KOTA},
    Level.SUBDISTRICT: {Kind.KECAMATAN},
    Level.VILLAGE: {Kind.KELURAHAN, Kind.DESA},
}
CODES = {
    Level.PROVINCE: (re.compile(r"[0-9]{2}"), "36"),
    Level.DISTRICT: (re.compile(r"[0-9]{2}(\.[0-9]{2})"), "36.73"),
    Level.SUBDISTRICT: (re.compile(r"[0-9]{2}(\.[0-9]{2}){2}"), "36.73.01"),
    Level.VILLAGE: (re.compile(r"[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}"), "36.73.01.1007"),
}
NAME_LIMIT = 120
BASIS_LIMIT = 300


def name(text: str) -> str:
    return clean_name(text, field="name", limit=NAME_LIMIT)


def code(text: str, level: int) -> str:
    form, example = CODES.get(Level(level), CODES[Level.PROVINCE])
    tidied = tidy_code(text)
    if not form.fullmatch(tidied):
        raise CodeMalformed(field="code", code=text[:32], example=example)
    return tidied


def kind(text: str, level: int) -> str:
    if text not in KINDS.get(Level(level), set()):
        label = str(dict(Kind.choices).get(text, text))
        raise WrongKind(field="kind", kind=label, level=str(Level(level).label))
    return str(text)
