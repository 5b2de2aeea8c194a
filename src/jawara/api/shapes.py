"""What the API answers. Days and instants are ISO texts; money is whole rupiah."""

from typing import Annotated, Literal

from ninja import Field, Schema

from jawara.api.asked import LevelName
from jawara.kernel.errors import gettext_noop

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Address = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
Basis = Literal["reported", "illustrative", "entered"]
Kind = Literal["nation", "provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "desa"]


class Problem(Schema):
    code: str = Field(description=gettext_noop("Sandi yang tetap, untuk program."))
    message: str = Field(description=gettext_noop("Apa yang keliru dan apa yang bisa dilakukan."))
    field: str | None = Field(description=gettext_noop("Bagian alamat yang keliru."))


class Page(Schema):
    count: int = Field(description=gettext_noop("Banyaknya baris seluruhnya."))
    page: int
    limit: int
    next: Address | None = Field(description=gettext_noop("Alamat halaman berikutnya."))


class Territory(Schema):
    code: str
    name: str
    kind: Kind
    level: LevelName
    parent: str | None = Field(description=gettext_noop("Kode induk pada tanggal itu."))
    valid_from: Day | None = Field(
        description=gettext_noop("Sejak kapan kode, nama, dan induk ini; kosong: tidak tercatat.")
    )
    valid_until: Day | None = Field(
        description=gettext_noop("Hari pertama sesudahnya; kosong: masih berlaku.")
    )


class TerritoryPage(Page):
    items: list[Territory]


class Above(Schema):
    code: str
    name: str
    level: LevelName


class TerritoryDetail(Territory):
    as_of: Day
    known_at: Instant | None
    parents: list[Above] = Field(description=gettext_noop("Dari negara sampai induk langsung."))
    children: int = Field(description=gettext_noop("Banyaknya wilayah langsung di bawahnya."))
    history_known: bool = Field(
        description=gettext_noop(
            "Salah: riwayatnya belum dicatat, jadi batasnya dianggap sama dengan hari ini."
        )
    )
    web: Address = Field(description=gettext_noop("Halamannya untuk manusia."))


class Phase(Schema):
    code: str
    name: str
    short_name: str
    starts_on: Day
    ends_on: Day | None
    dates_source: str | None = Field(
        description=gettext_noop("Sumber tanggal mulai; kosong: anggapan.")
    )
    rulebook: str = Field(description=gettext_noop("Buku aturan dan versinya."))


class Programme(Schema):
    code: str
    name: str
    phases: list[Phase]


class ProgrammePage(Page):
    items: list[Programme]


class PhaseRow(Phase):
    programme: str


class Board(Schema):
    key: str = Field(description=gettext_noop("Nomor tetap BKM, sama di semua salinan data."))
    name: str
    generic_name: Literal["BKM", "LKM"]
    territory: str
    territory_name: str
    occurred_on: Day = Field(description=gettext_noop("Sejak kapan bernama begini."))
    recorded_at: Instant
    basis: Basis
    web: Address = Field(description=gettext_noop("Halamannya untuk manusia."))


class BoardPage(Page):
    items: list[Board]


class Indicator(Schema):
    key: str = Field(description=gettext_noop("Nama tetap angka ini."))
    unit: str
    topic: str
    name_id: str
    name_en: str
    meaning: str
    formula: str


class IndicatorPage(Page):
    items: list[Indicator]


class Missing(Schema):
    code: str
    name: str
    state: Literal["not_done", "not_entered"]


class Warning(Schema):  # noqa: A001 - the contract's own word
    code: str
    message: str


class Source(Schema):
    title: str
    as_of: Day
    stated: int | None
    quality: str | None
    agrees: bool | None


class Figure(Schema):
    key: str
    value: int | str | None = Field(
        description=gettext_noop(
            "Bilangan bulat dalam satuannya; untuk ratio teks dengan empat angka desimal. "
            "Kosong: tidak ada catatan, dan itu bukan nol."
        )
    )
    unit: str
    numerator: int | None
    denominator: int | None
    missing: list[Missing]
    territory: str | None
    phase: str | None
    as_of: Day
    known_at: Instant | None
    rulebook: str | None
    by: dict[str, int] | None
    warnings: list[Warning]
    sources: list[Source]


class Record(Schema):
    title: str
    group: str
    territory: str
    territory_name: str
    occurred_on: Day
    recorded_at: Instant
    basis: Basis | None
    amount: int | None = Field(
        description=gettext_noop("Sumbangannya pada angka ini, dengan tandanya.")
    )
    record: str = Field(description=gettext_noop("Jenis catatan dan kuncinya."))
    web: Address | None = Field(description=gettext_noop("Halamannya untuk manusia."))
    document_sha256: str | None = Field(description=gettext_noop("Sidik jari berkas bukti."))
    document_title: str | None = Field(
        description=gettext_noop("Judul berkas bukti, bila boleh dibuka siapa saja.")
    )


class RecordPage(Page):
    items: list[Record]
