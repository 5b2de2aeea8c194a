"""Made-up public pages with money in them."""

from django.core.paginator import Paginator

from jawara.kernel.format import NBSP
from jawara.web import charts
from jawara.web.present import (
    AccountLine,
    AsOf,
    Column,
    Crumb,
    EntryGroup,
    EntryRow,
    Fact,
    Link,
    Moment,
    MoneyRow,
    Notice,
    PageFigure,
    UseRow,
)
from jawara.web.samples.parts import (
    BLM,
    USES,
    cycle_rows,
    figure,
    flow,
    money_rows,
    parts,
    phase_rows,
    places,
    rp,
    steps,
    use_rows,
)


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


def territory() -> dict[str, object]:
    numeric = [Column(n, "juta Rp", True, "#", wide=True) for n in ("Ekonomi", "Fisik", "Sosial")]
    total = MoneyRow(
        "Jumlah 19 kelurahan", "", "", figure("3.600,00"), None,
        tuple(PageFigure("", t) for t in ("2.132,47", "1.158,08", "189,45")),
        PageFigure("", "120,00"),
    )  # fmt: skip
    return {
        "section": "wilayah",
        "crumbs": [Crumb("Beranda", "/"), Crumb("Indonesia", "#"), Crumb("Banten", "#"), Crumb("Kabupaten Serang")],
        "as_of": AsOf("30 November 2004", "31 Des 2004"),
        "name": "Kabupaten Serang",
        "wards": figure(f"30{NBSP}kelurahan"),
        "split": f"11 di tahap{NBSP}1/1, 19 di tahap{NBSP}1/2",
        "realised": figure(rp(BLM)),
        "unexplained": figure(rp(120_000_000), state="gap"),
        "money_scope": f"di tahap{NBSP}1/2",
        "source": "laporan P2KP 1 (Proyek Penanggulangan Kemiskinan di Perkotaan), wilayah KMW 2 (Konsultan Manajemen Wilayah)",
        "boundary": "menurut batas 2004, termasuk kecamatan yang sejak 2007 masuk Kota Serang.",
        "money": {
            "heading": "Uang: tiga dari lima bagian untuk ekonomi",
            "text": f"Dana BLM (Bantuan Langsung Masyarakat) diterima warga lewat BKM (Badan Keswadayaan Masyarakat). {rp(120_000_000)} yang belum terjelaskan tersebar di empat kelurahan",
            "badge": "ilustrasi",
            "bar": charts.stacked_bar(parts()),
            "caption": "BLM per kelurahan, tahap 1/2, dalam juta rupiah",
            "columns": [
                Column("Kelurahan", "kecamatan", url="#"),
                Column("BLM cair", "juta Rp", True, "#", "descending"),
                Column("Pembagian", "ekonomi · fisik · sosial"),
                *numeric,
                Column("Belum terjelaskan", "juta Rp", True, "#", wide=True),
            ],
            "rows": money_rows(), "total": total,
            "sorts": [Link("BLM terbesar", ""), Link("belum terjelaskan", "#"), Link("nama", "#")],
            "links": [Link("Unduh CSV", "#"), Link("Unduh XLSX", "#"), Link("Tampilkan menurut kecamatan", "#")],
        },
        "cycle": {
            "heading": f"Siklus: dua kelurahan tahap{NBSP}1/1 belum selesai",
            "text": "Enam langkah: rembug kesiapan (RKM), perekrutan relawan, refleksi kemiskinan (RK), pemetaan swadaya (PS), pembaruan BKM, dan rencana jangka menengah (PJM Pronangkis).",
            "caption": "Langkah siklus per kelurahan, tahap 1/1", "badge": "ilustrasi",
            "head": "Enam langkah", "rows": cycle_rows(),
            "links": [Link("Unduh CSV", "#"), Link("Unduh XLSX", "#")],
        },
        "phases": {
            "heading": "Tahap 1/1 dan 1/2 berdampingan",
            "caption": "Keadaan 30 November 2004, seperti dalam laporan",
            "columns": ["Tahap 1/1", "Tahap 1/2"], "rows": phase_rows(),
            "notice": Notice("Perlu dilihat: rata-rata 2,92 anggota per KSM.", "Lebih kecil dari syarat anggota mana pun yang kami ketahui. Mungkin yang dihitung adalah pinjaman, bukan kelompok.", link=Link("Rinciannya", "#")),
        },
        "next": [Link("Bandingkan dengan Provinsi Banten", "#"), Link("Lokalatih alih kelola di Kabupaten Serang", "#")],
    }  # fmt: skip


def figure_page() -> dict[str, object]:
    lines = [AccountLine("", "BLM yang cair", figure(rp(BLM)[3:]))]
    lines += [AccountLine("−", part.label, figure(part.text[3:]), part.key) for part in parts()[:3]]
    gap = PageFigure("", "120.000.000")
    lines.append(AccountLine("=", "Belum terjelaskan", gap, total=True))

    def group(name: str, *amounts: str) -> EntryGroup:
        what = ("BLM cair", "Ekonomi", "Fisik", "Sosial")
        when = ("12 Agustus", "3 September", "17 September", "24 September")
        proof = ("surat perjanjian", "laporan UPK", "laporan UPL", "laporan UPS")
        rows = tuple(
            EntryRow(w, d, "#", a, Link(p, "#"))
            for w, d, p, a in zip(what, when, proof, amounts[:4], strict=True)
        )
        return EntryGroup(name, rows, "Belum terjelaskan", figure(amounts[4], state="gap"))

    return {
        "template": "jawara/figure.html",
        "section": "periksa",
        "crumbs": [Crumb("Beranda", "/"), Crumb("Kabupaten Serang", "#"), Crumb("BLM belum terjelaskan")],
        "label": "BLM belum terjelaskan",
        "value": figure(rp(120_000_000), state="gap"),
        "meaning": f"Sebesar itu bagian dana BLM (Bantuan Langsung Masyarakat) yang sudah cair di 19 kelurahan tahap{NBSP}1/2, tetapi belum ada catatan dipakai untuk apa. Besarnya 3,3{NBSP}% dari {rp(BLM)}.",
        "scope": "Kabupaten Serang (batas 2004) · keadaan 30 November 2004 · diketahui sampai 31 Desember 2004",
        "formula_words": "Dana BLM yang cair, dikurangi semua yang tercatat dipakai untuk ekonomi, pekerjaan fisik, dan kegiatan sosial.",
        "lines": lines, "bar": charts.stacked_bar(parts()),
        "unknown_lead": "Ini belum tentu salah pakai.",
        "unknown_texts": ["Laporan hanya menyebut tiga penggunaan, dan jumlahnya kurang dari yang cair.", "Bisa jadi satu pos tidak tertulis, misalnya biaya operasional BKM. Dugaan itu belum punya bukti, jadi tidak kami hitung."],
        "warnings": [Notice("Rincian per kelurahan adalah ilustrasi.", "Jumlahnya dari laporan; pembagiannya dibuat untuk contoh.")],
        "rules": [
            Fact("Buku aturan", "P2KP 1, berlaku 1999–2004, versi 1"),
            Fact("Yang termasuk penggunaan", "Ekonomi, fisik, sosial (tridaya)", status="ok", status_word="dari sumber"),
            Fact("Pembulatan persen", "Satu angka di belakang koma, setengah ke atas.", status="assumed", status_word="anggapan", note="Aturan aslinya tidak kami temukan."),
            Fact("Sumber", "Berita program tentang lokalatih alih kelola, 22–24 Desember 2004"),
        ],
        "entries": {
            "summary": "76 catatan dari 19 BKM.", "badge": "ilustrasi",
            "caption": "Catatan 1–8 dari 76, tahun 2004, dalam rupiah. UPK, UPL, UPS: unit keuangan, lingkungan, dan sosial di BKM.",
            "groups": [
                group("BKM Ciruas", "228.780.000", "−119.720.000", "−65.580.000", "−8.480.000", "35.000.000"),
                group("BKM Kramatwatu", "224.890.000", "−112.120.000", "−55.270.000", "−12.500.000", "45.000.000"),
            ],
            "page": Paginator(range(76), 8).page(1),
            "links": [Link("Unduh 76 catatan (CSV)", "#"), Link("XLSX", "#")],
        },
        "permanent_url": "#", "api_url": "#",
        "api_text": "/api/v1/figures/grants.unexplained?territory=36.04&as_of=2004-11-30",
        "history": [
            Moment("24 Desember 2004", f"Dicatat dari laporan: {rp(BLM)} dan tiga rinciannya.", badge="ilustrasi"),
            Moment("24 Desember 2004", f"Ditandai otomatis: rincian kurang {rp(120_000_000)} dari jumlahnya.", badge="ilustrasi"),
            Moment("Sekarang", "Menunggu penjelasan dan bukti. Belum ada pembetulan.", open=True),
        ],
    }  # fmt: skip
