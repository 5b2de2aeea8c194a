"""A small territory: two provinces, four districts, eight subdistricts, sixteen villages."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import uuid6

from jawara.audit import documents
from jawara.audit.models import Document
from jawara.audit.services import Ctx, system_actor
from jawara.territories.models import Unit, UnitVersion
from jawara.territories.names import search_name
from jawara.territories.reference import kind_of

NOW = datetime(2025, 6, 1, 3, tzinfo=UTC)
CODES = [
    *("0", "32", "36", "32.01", "32.71", "36.04", "36.73"),
    *(f"{district}.0{n}" for district in ("32.01", "32.71", "36.04", "36.73") for n in (1, 2)),
    *(
        f"{district}.0{n}.{village}"
        for district in ("32.01", "32.71", "36.04", "36.73")
        for n in (1, 2)
        for village in (1001, 2002)
    ),
]
NAMES = {"0": "Indonesia", "36": "Banten", "36.04": "Kabupaten Serang", "36.73": "Kota Serang"}


def plant() -> dict[str, Unit]:
    """The small territory in the database, as if it came with the official list. By code."""
    levels = [0 if code == "0" else code.count(".") + 1 for code in CODES]
    made = Unit.objects.bulk_create([Unit(level=level) for level in levels])
    units = dict(zip(CODES, made, strict=True))
    UnitVersion.objects.bulk_create([_version(units, code) for code in CODES])
    return units


def _version(units: dict[str, Unit], code: str) -> UnitVersion:
    level = units[code].level
    line = [".".join(code.split(".")[:depth]) for depth in range(1, level)]
    above = [units[c] for c in line]
    name = NAMES.get(code, f"Kota {code}" if level == 2 else f"Wilayah {code}")
    return UnitVersion(
        unit=units[code],
        level=level,
        code=code,
        name=name,
        kind="NATION" if code == "0" else kind_of(code, name),
        parent=None if level == 0 else (above[-1] if above else units["0"]),
        **dict(zip(("province", "district", "subdistrict"), above, strict=False)),
        search_name=search_name(name, level),
    )


def ctx(step: int = 0, key: UUID | None = None) -> Ctx:
    """A context whose instant moves on with `step`."""
    at = NOW + timedelta(minutes=step)
    return Ctx(system_actor("test"), at, key or uuid6.uuid7())


def decree(text: str = "SK") -> Document:
    return documents.store(ctx(), [text.encode()], name="sk.pdf", media_type="application/pdf")


def basis(on: date, document: Document) -> dict[str, object]:
    """The arguments that every change needs."""
    return {"effective_on": on, "legal_basis": "Perda 1/2012", "evidence": document}
