"""Made-up parts: figures, bars, rows."""

from django.utils.translation import gettext as _

from jawara.kernel.format import NBSP
from jawara.web import charts
from jawara.web.flow import FlowInput, MoneyFlow, money_flow
from jawara.web.present import Cell, CycleRow, MoneyRow, PageFigure, PhaseRow, UseRow

BLM = 3_600_000_000
USES = (("ekonomi", 2_132_470_000), ("fisik", 1_158_080_000), ("sosial", 189_450_000))


def rp(amount: int) -> str:
    return f"Rp{NBSP}" + f"{amount:,}".replace(",", ".")


def share(amount: int, whole: int = BLM) -> str:
    tenths = (amount * 2000 // whole + 1) // 2
    return f"{tenths // 10},{tenths % 10}{NBSP}%"


def figure(text: str, label: str = "", state: str = "known", key: str = "contoh") -> PageFigure:
    return PageFigure(label, text, f"/angka/{key}/", state)  # type: ignore[arg-type]


def parts() -> tuple[charts.Part, ...]:
    labels = {"ekonomi": _("Ekonomi"), "fisik": _("Fisik"), "sosial": _("Sosial")}
    recipients = {
        "ekonomi": ("959 KSM", "2.802 anggota", "dana bergulir"),
        "fisik": ("penerima:", "tidak disebut", "dalam sumber"),
        "sosial": ("tidak disebut",),
    }
    result = [
        charts.Part(
            key, labels[key], amount, rp(amount), share(amount),
            recipient=recipients[key], recipient_known=key == "ekonomi",
        )
        for key, amount in USES
    ]  # fmt: skip
    gap = BLM - sum(amount for _key, amount in USES)
    note = ("berhenti di sini: tidak ada catatan penggunaan",)
    result.append(charts.Part("gap", _("Belum terjelaskan"), gap, rp(gap), share(gap), notes=note))
    return tuple(result)


def flow() -> MoneyFlow | None:
    return money_flow(
        FlowInput(
            source="Negara",
            source_note="BLM cair",
            boards="19 BKM",
            total_text=rp(BLM),
            parts=parts(),
            returns_text="angsuran kembali: “baik” kata laporan, angkanya tidak disebut",
            subhead="lewat 19 BKM",
            total=BLM,
        )
    )


def use_rows() -> list[UseRow]:
    return [
        UseRow(
            part.key, part.label,
            figure(part.text[3:], part.label, "gap" if part.key == "gap" else "known"),
            part.share,
        )
        for part in parts()
    ]  # fmt: skip


STEPS = (
    "Rembug kesiapan masyarakat (RKM)", "Perekrutan relawan", "Refleksi kemiskinan (RK)",
    "Pemetaan swadaya (PS)", "Pembaruan BKM (revitalisasi)", "Rencana jangka menengah (PJM)",
)  # fmt: skip
WARDS = (
    "Cipare", "Kagungan", "Kaligandu", "Lopang", "Sumur Pecung", "Unyur", "Banjarsari",
    "Panancangan", "Banten", "Kasemen", "Kasunyatan",
)  # fmt: skip


def steps() -> list[charts.Step]:
    units: list[list[charts.Unit]] = []
    for index in range(len(STEPS)):
        late = 2 if index > 3 else 0
        cut = len(WARDS) - late
        units.append(
            [charts.Unit(w, "done" if i < cut else "not_done") for i, w in enumerate(WARDS)]
        )
    texts = ["11 dari 11"] * 4 + [f"82{NBSP}% (9 dari 11)"] * 2
    return [
        charts.Step(name, row, figure(text, name))
        for name, row, text in zip(STEPS, charts.weave(units), texts, strict=True)
    ]


def places() -> list[charts.MatGroup]:
    groups: dict[str, list[charts.MatSquare]] = {}
    for index, ward in enumerate(WARDS):
        state: charts.UnitState = "done" if index < 9 else "not_done"
        name = ("Serang", "Cipocok Jaya", "Kasemen")[min(index // 5, 2)]
        square = charts.MatSquare(ward, f"/wilayah/{index}/", "tahap 1/1", state)
        groups.setdefault(f"Kecamatan {name}", []).append(square)
    return charts.mat([(name, "/wilayah/x/", wards) for name, wards in groups.items()])


MONEY = (
    ("Ciruas", "Ciruas", 22878, 11972, 6558, 848), ("Sepang", "Taktakan", 22713, 13937, 7606, 1170),
    ("Kramatwatu", "Kramatwatu", 22489, 11212, 5527, 1250), ("Sukajaya", "Curug", 22036, 13543, 7153, 1340),
    ("Kamanisan", "Curug", 21712, 13613, 7249, 850), ("Curug", "Curug", 20315, 10497, 6413, 905),
    ("Drangong", "Taktakan", 18605, 10544, 5597, 964), ("Pelamunan", "Kramatwatu", 13361, 8312, 4241, 808),
)  # fmt: skip


def juta(hundredths: int) -> str:
    return f"{hundredths // 100},{hundredths % 100:02d}"


def money_rows() -> list[MoneyRow]:
    rows = []
    for name, sub, total, *uses in MONEY:
        gap = total - sum(uses)
        shown = [
            charts.Part(key, label, amount, juta(amount))
            for key, label, amount in zip(
                ("ekonomi", "fisik", "sosial", "gap"),
                ("ekonomi", "fisik", "sosial", "belum terjelaskan"),
                (*uses, gap),
                strict=True,
            )
        ]
        rows.append(
            MoneyRow(
                name, "/wilayah/x/", sub, figure(juta(total)),
                charts.stacked_bar(shown, scale=MONEY[0][2]),
                tuple(PageFigure("", juta(amount)) for amount in uses),
                figure(juta(gap), state="gap") if gap else None,
            )
        )  # fmt: skip
    return rows


def cycle_rows() -> list[CycleRow]:
    rows = []
    for index, ward in enumerate(WARDS):
        done = 6 if index < 9 else 4
        units = [charts.Unit(s, "done" if i < done else "not_done") for i, s in enumerate(STEPS)]
        word = "selesai" if done == 6 else "belum: BKM, PJM"
        row = charts.weave([[], units])[1] if index % 2 else charts.unit_row(units)
        sub = "Serang" if index < 6 else "Kasemen"
        count = f"{done} dari 6"
        rows.append(CycleRow(ward, "#", sub, count, row, word, "ok" if done == 6 else "none"))
    return rows


def phase_rows() -> list[PhaseRow]:
    missing = Cell(PageFigure("", "", state="not_stated"))
    return [
        PhaseRow("Kelurahan", (Cell(figure("11")), Cell(figure("19")))),
        PhaseRow("RKM, relawan, RK, PS", (Cell(figure("11 dari 11")), missing)),
        PhaseRow(
            "BKM diperbarui, PJM tersusun",
            (Cell(figure("9 dari 11"), note=f"82{NBSP}%"), missing),
        ),
        PhaseRow("BLM cair", (missing, Cell(figure("3.600,00"))), "juta Rp"),
        PhaseRow("Belum terjelaskan", (missing, Cell(figure("120,00", state="gap"))), "juta Rp"),
        PhaseRow("KSM pemakai dana bergulir", (missing, Cell(figure("959")))),
        PhaseRow("Anggota KSM", (missing, Cell(figure("2.802")))),
        PhaseRow(
            "Pengembalian dana bergulir",
            (Cell(status="warn", word="kurang baik"), Cell(status="ok", word="baik")),
            "penilaian laporan, tanpa angka",
        ),
    ]
