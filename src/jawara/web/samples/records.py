"""Made-up boards, entries, records, and the quieter pages."""

from django.core.paginator import Paginator

from jawara.kernel.format import NBSP
from jawara.web import charts
from jawara.web.present import (
    AsOf,
    Change,
    Check,
    Crumb,
    Evidence,
    Fact,
    Hit,
    Link,
    Moment,
    Notice,
    Office,
    PageFigure,
    PlanRow,
    StepRow,
    TransferRow,
    UseRow,
    Voice,
)
from jawara.web.samples.parts import STEPS, figure, phase_rows, rp, steps

CRUMBS = (Crumb("Beranda", "/"), Crumb("Kabupaten Serang", "#"))
AS_OF = AsOf("30 November 2004", "31 Des 2004")
USES = (
    ("ekonomi", "Ekonomi", 105_440_000, "56,7"),
    ("fisik", "Fisik", 55_970_000, "30,1"),
    ("sosial", "Sosial", 9_640_000, "5,2"),
    ("gap", "Belum terjelaskan", 15_000_000, "8,1"),
)


def bkm() -> dict[str, object]:
    shown = [charts.Part(k, n, a, rp(a), f"{s}{NBSP}%") for k, n, a, s in USES]
    rows = [
        UseRow(k, n, figure(rp(a)[3:], n, "gap" if k == "gap" else "known"), f"{s}{NBSP}%")
        for k, n, a, s in USES
    ]
    done = [StepRow(name, "done", "selesai", "#", "3 Maret 2004") for name in STEPS[:5]]
    return {
        "section": "wilayah",
        "crumbs": [*CRUMBS, Crumb("Drangong", "#"), Crumb("BKM Drangong")],
        "as_of": AS_OF,
        "name": "BKM Drangong",
        "kind_line": "Badan Keswadayaan Masyarakat Kelurahan Drangong, Taktakan, Kabupaten Serang",
        "badge": "ilustrasi",
        "realised": figure(rp(186_050_000)),
        "unexplained": figure(rp(15_000_000), state="gap"),
        "source": "buku BLM BKM Drangong",
        "uses": {
            "bar": charts.stacked_bar(shown),
            "caption": "Penggunaan dana BLM per 30 November 2004",
            "rows": rows,
            "total": UseRow("", "BLM yang cair", figure("186.050.000"), f"100,0{NBSP}%"),
            "links": [Link("Unduh CSV", "#")],
        },
        "steps": [
            *done,
            StepRow(STEPS[5], "not_done", "belum", "#"),
            StepRow("Tinjauan tahunan", "not_entered", "tidak ada catatan"),
        ],
        "offices": [
            Office("Koordinator BKM", "", "2003–2006"),
            Office("Pengelola keuangan (UPK, Unit Pengelola Keuangan)", "(nama)", "2003–2006"),
            Office("Pengawas UPK", "3 orang", "2004–2005"),
        ],
        "offices_note": "Nama tampil hanya bila orangnya setuju.",
        "groups": {
            "text": "KSM (Kelompok Swadaya Masyarakat) adalah kelompok yang memakai dana.",
            "figures": [figure("52", "KSM"), figure("152", "Anggota")],
        },
        "plan": {
            "caption": "PJM Pronangkis 2004–2006",
            "rows": [
                PlanRow(
                    "Saluran air RW 03", "fisik", f"240{NBSP}m", figure("18.000.000"), "85 keluarga"
                ),
                PlanRow("Dana bergulir", "ekonomi", "52 KSM", figure("105.440.000"), "152 anggota"),
            ],
        },
        "next": [Link("Kelurahan Drangong", "#"), Link("Dari mana Rp 15.000.000 itu?", "#")],
    }


def entry() -> dict[str, object]:
    return {
        "section": "periksa",
        "crumbs": [*CRUMBS, Crumb("BKM Ciruas", "#"), Crumb("Catatan 3")],
        "title": "Catatan 3, buku BLM BKM Ciruas",
        "sentence": f"{rp(65_580_000)} dipakai untuk pekerjaan fisik pada 17 September 2004.",
        "badge": "ilustrasi",
        "facts": [
            Fact("Buku", "BLM BKM Ciruas", "#"),
            Fact("Terjadi", "17 September 2004"),
            Fact("Dicatat", "24 Desember 2004, pukul 09.12"),
            Fact("Dicatat oleh", "pembuku BKM Ciruas"),
        ],
        "transfers": [TransferRow("Penggunaan: fisik", "Kas BLM", "65.580.000")],
        "total": "65.580.000",
        "evidence": [
            Evidence("Laporan UPL September", "#", "PDF", f"412{NBSP}KB", "9f2c" * 16),
        ],
        "hash": "3b7e" * 16,
        "previous_hash": "c01d" * 16,
        "chain_ok": True,
        "previous": Link("Catatan 2", "#"),
        "next": Link("Catatan 4", "#"),
        "reversed_by": Link("catatan 9", "#"),
        "part_of": [Link("BLM dipakai untuk fisik", "#"), Link("BLM belum terjelaskan", "#")],
    }


def record() -> dict[str, object]:
    return {
        "section": "wilayah",
        "crumbs": [*CRUMBS, Crumb("Kasemen", "#"), Crumb("Pemetaan swadaya")],
        "title": "Pemetaan swadaya, Kelurahan Kasemen",
        "sentence": "Selesai 20 April 2004. Hadir 48 orang, 21 di antaranya perempuan.",
        "state": "ok",
        "word": "selesai",
        "badge": "ilustrasi",
        "facts": [Fact("Mulai", "12 April 2004"), Fact("Selesai", "20 April 2004")],
        "checks": [
            Check("ok", "terpenuhi", "Refleksi kemiskinan sudah selesai lebih dulu"),
            Check("warn", "perlu dilihat", "Berita acara belum dilampirkan.", "Tidak menghalangi."),
            Check("bad", "tidak terpenuhi", "Tanggal selesai mendahului tanggal mulai"),
            Check("none", "tidak ada catatan", "Jumlah warga miskin yang hadir"),
        ],
        "evidence": [],
        "edit_url": "#",
        "versions": [
            {
                "when": "24 Desember 2004",
                "who": "fasilitator Kasemen",
                "reason": "salah baca daftar hadir",
                "changes": [Change("Perempuan hadir", "12", "21"), Change("Catatan", "", "RW 04")],
            },
            {"when": "22 April 2004", "who": "fasilitator Kasemen", "changes": []},
        ],
    }


def phases() -> dict[str, object]:
    return {
        "section": "wilayah",
        "crumbs": [*CRUMBS, Crumb("Tahap 1/1 dan 1/2")],
        "as_of": AS_OF,
        "heading": "Tahap 1/1 dan 1/2 berdampingan",
        "sentence": "Tahap 1/1 tahu kerjanya, tidak uangnya; tahap 1/2 sebaliknya.",
        "source": "laporan P2KP 1",
        "phases": {
            "caption": "Keadaan 30 November 2004, seperti dalam laporan",
            "columns": ["Tahap 1/1", "Tahap 1/2"],
            "rows": phase_rows(),
        },
        "notice": Notice("Perlu dilihat: rata-rata 2,92 anggota per KSM."),
        "cohorts": [("Tahap 1/1", steps())],
        "links": [Link("Unduh CSV", "#")],
    }


def training() -> dict[str, object]:
    return {
        "section": "wilayah",
        "crumbs": [*CRUMBS, Crumb("Lokalatih alih kelola")],
        "title": "Lokalatih alih kelola di Kabupaten Serang",
        "participants": figure("24 peserta"),
        "sentence": "Pertanyaannya: siapa yang mendampingi warga setelah konsultan pergi?",
        "source": "berita program, Desember 2004",
        "facts": [Fact("Tanggal", "22–24 Desember 2004"), Fact("Rangkaian", "yang ketiga")],
        "origins": [{"label": "Pemerintah", "count": "21"}, {"label": "BKM", "count": "1"}],
        "origins_total": "24",
        "voices": [Voice("Wakil kecamatan", "Meminta koordinasi antarprogram diperbaiki.")],
        "outcomes": ["Kemitraan pemerintah, warga, dan kelompok peduli."],
    }


def search() -> dict[str, object]:
    hits = [Hit("Unyur", "#", "kelurahan", "Serang, Kota Serang, Banten", "36.73.01.1004")]
    return {
        "section": "wilayah",
        "crumbs": [Crumb("Beranda", "/"), Crumb("Cari wilayah")],
        "search_url": "#",
        "query": "unyur",
        "summary": "1 wilayah bernama “unyur”",
        "hits": hits,
    }


def search_none() -> dict[str, object]:
    return search() | {"template": "jawara/search.html", "query": "Unyurr", "hits": []}


def figure_index() -> dict[str, object]:
    item = {
        "label": "BLM belum terjelaskan",
        "meaning": "Dana yang cair dikurangi yang tercatat dipakai.",
        "figure": figure(rp(120_000_000), state="gap"),
    }
    other = {"label": "BLM tahap 1/1", "meaning": "Dana yang cair."}
    other["figure"] = PageFigure("", "", "#", "not_stated")  # type: ignore[assignment]
    return {
        "section": "periksa",
        "crumbs": [Crumb("Beranda", "/"), Crumb("Periksa")],
        "as_of": AS_OF,
        "place": "Kabupaten Serang, keadaan 30 November 2004",
        "groups": [("Uang", [item, other])],
    }


def about() -> dict[str, object]:
    return {
        "crumbs": [Crumb("Beranda", "/"), Crumb("Tentang")],
        "check_url": "#",
        "facts": [Fact("Data wilayah", "38 provinsi, 514 kabupaten dan kota")],
    }


def data() -> dict[str, object]:
    links = [Link("CSV", "#"), Link("XLSX", "#")]
    return {
        "crumbs": [Crumb("Beranda", "/"), Crumb("Data terbuka")],
        "sets": [{"name": "BLM per kelurahan", "text": "Cair dan dipakai.", "links": links}],
        "example": "/api/v1/figures/grants.unexplained?territory=36.04&as_of=2004-11-30",
        "api_url": "#",
        "openapi_url": "#",
        "licence_text": "Boleh dipakai dan dibagikan, asal menyebut sumbernya.",
    }


def not_found() -> dict[str, object]:
    return {"template": "404.html"}


def many() -> "Paginator[int]":
    return Paginator(range(10_000), 50)


def history() -> list[Moment]:
    return [
        Moment("24 Desember 2004", "Dicatat.", "pembuku"),
        Moment("Sekarang", "Menunggu.", open=True),
    ]
