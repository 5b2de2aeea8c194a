"""Made-up contexts for the style guide and the template tests. No figure here is anybody's."""

from django.utils.translation import gettext as _

from jawara.kernel.format import NBSP
from jawara.web import charts
from jawara.web.present import Link, PageFigure, UseRow

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


def flow() -> charts.MoneyFlow | None:
    return charts.money_flow(
        charts.FlowInput(
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


def home() -> dict[str, object]:
    gap = BLM - sum(amount for _key, amount in USES)
    return {
        "place": "Kabupaten Serang",
        "wards": figure(f"19{NBSP}kelurahan"),
        "realised": figure(rp(BLM)),
        "unexplained": figure(rp(gap), state="gap"),
        "as_of_text": "30 November 2004",
        "source": "laporan P2KP 1 tahap 2 (Proyek Penanggulangan Kemiskinan di Perkotaan)",
        "explain_url": "/angka/contoh/",
        "search_url": "/cari/",
        "money": {
            "short": f"Rp{NBSP}3,6 miliar",
            "per_thousand": {
                key: f"Rp{NBSP}{value}"
                for key, value in (("ekonomi", 592), ("fisik", 322), ("sosial", 53), ("gap", 33))
            },
            "flow": flow(),
            "caption": "Penggunaan dana BLM, 19 kelurahan tahap 1/2, per 30 November 2004",
            "rows": use_rows(),
            "total": UseRow("", "BLM yang cair", figure(rp(BLM)[3:]), f"100,0{NBSP}%"),
            "links": [Link("Unduh CSV", "#"), Link("Unduh XLSX", "#"), Link("Lihat per kelurahan", "#")],
        },
        "cycle": {
            "heading": "Sembilan dari sebelas kelurahan sudah punya rencana",
            "text": "Di tahap 1/1, semua kelurahan sudah berembuk, merekrut relawan, merefleksi "
            "kemiskinan, dan memetakannya. Dua kelurahan belum memperbarui BKM dan belum menyusun "
            "rencana (PJM Pronangkis, rencana jangka menengah penanggulangan kemiskinan).",
            "note": "Satu kotak satu kelurahan; urutannya sama di setiap baris. Keadaan 30 November 2004.",
            "steps": steps(),
        },
        "places": {
            "heading": "Tikar Serang: 30 kelurahan",
            "text": "Satu kotak satu kelurahan, menurut kecamatannya pada 2004.",
            "groups": places(),
        },
        "training": {
            "label": "Lokalatih alih kelola di Kabupaten Serang", "url": "#",
            "text": "24 peserta, tiga hari, satu pertanyaan: siapa yang mendampingi warga setelah "
            "konsultan pergi?", "when": "22–24 Desember 2004",
        },
    }  # fmt: skip
