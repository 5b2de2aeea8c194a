"""What can be asked of the API, in the query names that pages and commands use too."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Field, Path, Schema
from pydantic import BeforeValidator

from jawara.insight import queries as insight
from jawara.insight.asking import as_instant
from jawara.insight.types import Question
from jawara.kernel.dates import parse_date
from jawara.kernel.errors import gettext_noop
from jawara.territories.enums import Level

MOST_ROWS = 1000
NOT_ASKED: Any = None


def _storable(value: Any) -> Any:
    """A zero character cannot be looked up in every database; nothing of ours contains it."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_storable)]
LevelName = Literal["nation", "province", "district", "subdistrict", "village"]
LEVELS: dict[str, Level] = {level.name.lower(): level for level in Level}


Code = Annotated[
    str,
    Path(
        description=gettext_noop("Kode wilayah; titiknya boleh ditinggalkan."), examples=["36.04"]
    ),
]
Key = Annotated[
    str,
    Path(description=gettext_noop("Nama tetap angka."), examples=["grants.unexplained"]),
]


class Common(Schema):
    lang: Literal["id", "en"] = Field(
        NOT_ASKED,
        description=gettext_noop(
            "Bahasa pesan dan nama. Tanpa ini: menurut Accept-Language, lalu Indonesia."
        ),
    )


class Paging(Schema):
    page: int = Field(1, ge=1, le=1_000_000, description=gettext_noop("Halaman, mulai dari 1."))
    limit: int = Field(
        100, ge=1, le=MOST_ROWS, description=gettext_noop("Banyaknya baris di satu halaman.")
    )


class Times(Common):
    as_of: Text = Field(
        "",
        description=gettext_noop("Keadaan per tanggal. Tanpa ini: hari ini."),
        examples=["2004-11-30"],
    )
    known_at: Text = Field(
        "",
        description=gettext_noop(
            "Menurut catatan sampai saat ini. Tanggal saja berarti sampai akhir hari itu di "
            "Jakarta. Tanpa ini: semua yang kami ketahui."
        ),
        examples=["2004-12-31T23:59:59+07:00"],
    )

    def times(self) -> "AskedTimes":
        """Raises DateNotUnderstood."""
        return AskedTimes(
            parse_date(self.as_of, field="as_of") if self.as_of else timezone.localdate(),
            as_instant(self.known_at) if self.known_at else None,
        )


@dataclass(frozen=True, slots=True)
class AskedTimes:
    as_of: date
    known_at: datetime | None


class Territories(Times):
    q: Text = Field(
        "",
        max_length=200,
        description=gettext_noop("Nama atau awal kode. Yang paling cocok lebih dulu."),
        examples=["Kramatwatu"],
    )
    parent: Text = Field(
        "",
        max_length=40,
        description=gettext_noop("Kode induk: hanya yang langsung di bawahnya. Negara: id."),
        examples=["36.04"],
    )
    level: LevelName = Field(NOT_ASKED, description=gettext_noop("Tingkat wilayah."))


class Boards(Times):
    territory: Text = Field(
        "",
        max_length=40,
        description=gettext_noop("Kode wilayah. Tanpa ini: seluruh Indonesia."),
        examples=["36.04"],
    )
    phase: Text = Field(
        "",
        max_length=40,
        description=gettext_noop("Kode tahap program. Tanpa ini: semua tahap."),
        examples=["P2KP-1/2"],
    )

    def question(self) -> Question:
        """Raises DateNotUnderstood, UnknownCode, RetiredCode, UnknownPhase."""
        times = self.times()
        return insight.question(
            self.territory or None, self.phase or None, times.as_of, times.known_at
        )


class Figure(Boards):
    """Asked of a figure as of boards."""


class TerritoriesPage(Paging, Territories): ...


class BoardsPage(Paging, Boards): ...


class RecordsPage(Paging, Figure): ...


class ListPage(Paging, Common): ...
