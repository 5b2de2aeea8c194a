"""What public pages say about Serang at the end of 2004: values, not status codes."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from jawara.community.models import Bkm, BkmProfile
from jawara.cycle.models import StepRecord
from jawara.grants.models import Disbursement
from jawara.trainings.models import Training
from tests.support.public import body, page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]

REGENCY = "/wilayah/36.04/"
GAP = "/angka/grants.unexplained/?territory=36.04&phase=P2KP-1/2&as_of=2004-11-30"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    cache.clear()
    with translation.override("id"):
        yield
    cache.clear()


def board_with_gap() -> Bkm:
    return BkmProfile.objects.get(name="BKM Kramatwatu").bkm


def test_home_says_it_in_one_sentence_with_its_trouble() -> None:
    text = page("/")
    assert (
        "Di 19 kelurahan Kabupaten Serang, dana bantuan Rp 3.600.000.000 sudah cair. "
        "Untuk Rp 120.000.000 belum ada penjelasan." in text
    )
    assert "Keadaan 30 November 2004" in text
    assert (
        "Rp 592 dipakai untuk ekonomi, Rp 322 untuk pekerjaan fisik, dan Rp 53 untuk sosial. "
        "Rp 33 belum terjelaskan." in text
    )
    assert 592 + 322 + 53 + 33 == 1000


def test_home_shows_money_cycle_wards_and_the_training() -> None:
    text = page("/")
    for row in (
        "Ekonomi 2.132.470.000 59,2 %",
        "Fisik 1.158.080.000 32,2 %",
        "Sosial 189.450.000 5,3 %",
        "Belum terjelaskan 120.000.000 3,3 %",
        "BLM yang cair 3.600.000.000 100,0 %",
    ):
        assert row in text
    assert "9 dari 11 kelurahan sudah punya rencana" in text
    assert "Revitalisasi BKM 82 % (9 dari 11)" in text
    assert "30 kelurahan dalam satu tikar" in text
    assert "Lokalatih alih kelola" in text


def test_the_regency() -> None:
    text = page(REGENCY)
    assert "30 kelurahan ikut program: 11 di tahap 1/1, 19 di tahap 1/2" in text
    assert "Dari Rp 3.600.000.000 yang cair di tahap 1/2" in text
    assert "untuk Rp 120.000.000 belum ada penjelasan" in text
    assert "termasuk kecamatan yang sejak 2007 masuk Kota Serang" in text
    assert "Jumlah 19 kelurahan 3.600,00 2.132,47 1.158,08 189,45" in text
    assert "Kasemen Kasemen 4 dari 6 belum: Revitalisasi BKM, PJM Pronangkis" in text
    assert "ilustrasi" in text


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("0", "30 kelurahan"),
        ("36", "30 kelurahan"),
        ("36.04.05", "5 kelurahan"),
        ("36.04.05.2001", "Rp 45.000.000"),
    ],
)
def test_every_level_has_the_same_page(code: str, sentence: str) -> None:
    assert sentence in page(f"/wilayah/{code}/")


def test_today_the_city_is_apart() -> None:
    on = "2026-11-01"
    regency, city = page(REGENCY, as_of=on), page("/wilayah/36.73/", as_of=on)
    assert re.search(r"\b7 kelurahan", regency)
    assert re.search(r"\b23 kelurahan", city)
    assert "Untuk" in regency or "untuk" in regency
    assert "Rp 80.000.000" in regency
    assert "Rp 40.000.000" in city
    assert "Rp 3.600.000.000" not in regency + city


def test_phases_side_by_side() -> None:
    text = page("/tahap/")
    for row in (
        "Kelurahan dan desa peserta 11 19",
        "Revitalisasi BKM 82 % (9 dari 11) tidak disebut",
        "PJM Pronangkis 82 % (9 dari 11) tidak disebut",
        "tidak disebut 3.600,00",
        "KSM 162 ilustrasi 959",
        "Anggota KSM 494 ilustrasi 2.802",
        "kurang baik baik",
    ):
        assert row in text
    assert "rata-rata 2,92 anggota per KSM" in text


def test_where_a_figure_comes_from() -> None:
    text = page(GAP)
    for line in (
        "BLM belum terjelaskan Rp 120.000.000",
        "keadaan 30 November 2004",
        "BLM cair 3.600.000.000",
        "− BLM untuk ekonomi 2.132.470.000",
        "− BLM untuk pekerjaan fisik 1.158.080.000",
        "− BLM untuk kegiatan sosial 189.450.000",
        "= BLM belum terjelaskan 120.000.000",
        "Ini belum tentu salah pakai.",
        "114 catatan.",
        "grants.unexplained",
        "Menunggu penjelasan dan bukti.",
    ):
        assert line in text
    assert "Rp 3.600.000.000" not in text.replace("3.600.000.000,", "")  # no second total


def test_the_entries_behind_a_figure_page_by_page() -> None:
    first, last = page(GAP + "&page=1"), page(GAP + "&page=3")
    assert "Catatan 1–40 dari 114" in first
    assert "Catatan 81–114 dari 114" in last
    assert "Catatan 81–114 dari 114" in page(GAP + "&page=999")
    assert "Catatan 1–40 dari 114" in page(GAP + "&page=x")


@pytest.mark.parametrize(
    ("key", "phase", "value"),
    [
        ("cycle.bkm_renewal.progress", "P2KP-1/1", "82 % (9 dari 11)"),
        ("cycle.readiness_meeting.progress", "P2KP-1/1", "11 dari 11"),
        ("community.groups", "P2KP-1/2", "959"),
        ("community.members", "P2KP-1/2", "2.802"),
        ("trainings.participants", "", "24"),
        ("grants.realised", "P2KP-1/2", "Rp 3.600.000.000"),
    ],
)
def test_figures_as_people_write_them(key: str, phase: str, value: str) -> None:
    on = "2004-12-31"
    text = page(f"/angka/{key}/", territory="36.04", phase=phase, as_of=on)
    assert f" {value} " in text
    assert "keadaan 31 Desember 2004" in text


def test_every_figure_of_the_catalogue_opens_with_and_without_records() -> None:
    index = body(Client().get("/angka/?territory=36.04"))
    links = set(re.findall(r'href="(/angka/[a-z_.]+/\?[^"]*)"', index))
    assert len(links) == 28
    for link in sorted(links):
        text = page(link.replace("&amp;", "&"))
        assert "Rumusnya" in text
        assert page(link.replace("&amp;", "&").replace("territory=36.04", "territory=36.03"))


def test_a_figure_without_records_is_not_zero() -> None:
    text = page("/angka/grants.realised/", territory="36.04", phase="P2KP-1/1", as_of="2004-11-30")
    assert "tidak disebut" in text
    assert "Laporan tidak memberi angkanya. Itu bukan nol." in text
    assert "Belum ada catatan untuk angka ini" in text


def test_a_board() -> None:
    text = page(f"/bkm/{board_with_gap().pk}/")
    assert "BKM Kramatwatu" in text
    assert "Rp 224.890.000" in text
    assert "Rp 45.000.000" in text
    assert "Nama anggota kelompok dan keluarga miskin tidak pernah ditampilkan." in text


def test_an_entry() -> None:
    paid = Disbursement.objects.filter(tranche__grant__bkm=board_with_gap(), tranche__number=1)
    answer = Client().get(f"/catatan/{paid.get().entry_key}/")
    text = words(answer)
    assert "Rp 44.978.000 pada 12 Agustus 2004" in text  # 20 % of Rp 224.890.000
    assert "24 Desember 2004" in text
    assert "contoh Serang 2004" in text
    assert "Lembar fakta Serang 2004" in text
    assert re.search(r"\b[0-9a-f]{64}\b", body(answer))


def test_a_step_and_the_training() -> None:
    step = StepRecord.objects.filter(step="bkm_renewal", state="DONE").order_by("pk")[0]
    assert "Revitalisasi BKM, " in page(f"/langkah/{step.key}/")
    text = page(f"/pelatihan/{Training.objects.get().key}/")
    for words_ in (
        "22–24 Desember 2004",
        "Aula Sekda, lantai 2",
        "yang ke-3",
        "21",
        "24",
        "Membawa kabar peluang kemitraan",
        "sekretaris jenderal Forum BKM",
        "Ada kontrol sosial oleh warga",
    ):
        assert words_ in text


def test_search_finds_by_name_and_by_code() -> None:
    assert "Kramatwatu" in page("/cari/", q="kramat watu") + page("/cari/", q="kramatwatu")
    assert "Kramatwatu" in page("/cari/", q="36.04.05")
    nothing = page("/cari/", q="zzzz")
    assert "kadang ditulis berbeda" in nothing
    assert page("/cari/", q="")


def test_what_is_searched_comes_back_as_text() -> None:
    answer = Client().get("/cari/", {"q": '<script>alert(1)</script>"\x00é☃'})
    assert answer.status_code == 200
    assert "<script>alert(1)" not in body(answer)


class TestAsOf:
    @pytest.mark.parametrize(
        "typed", ["30 nov 2004", "30/11/2004", "2004-11-30", "30 Nopember 2004", " 30  NOV  2004 "]
    )
    def test_dates_may_be_typed_loosely_and_come_back_in_full(self, typed: str) -> None:
        answer = Client().get(REGENCY, {"as_of": typed})
        assert 'value="30 November 2004"' in body(answer)
        assert "per 30 November 2004" in words(answer)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("kemarin", "Tanggal “kemarin” belum bisa dibaca."),
            ("31/11/2004", "Tanggal “31/11/2004” tidak ada di kalender."),
            ("30-11-04", "Tanggal “30-11-04” belum bisa dibaca."),
            ("<b>", "Tanggal “<b>” belum bisa dibaca."),
        ],
    )
    @pytest.mark.parametrize("url", [REGENCY, GAP.partition("?")[0], "/tahap/"])
    def test_what_is_not_understood_stays_and_is_explained(
        self, url: str, typed: str, said: str
    ) -> None:
        answer = Client().get(url, {"as_of": typed})
        assert answer.status_code == 200
        escaped = typed.replace("<", "&lt;").replace(">", "&gt;")
        assert f'value="{escaped}"' in body(answer)
        assert said in words(answer)
        assert "misalnya 30 November 2004" in words(answer)

    def test_the_date_is_kept_from_page_to_page(self) -> None:
        html = body(Client().get(REGENCY, {"as_of": "12 agu 2004"}))
        assert 'href="/wilayah/36.04.05/?as_of=2004-08-12"' in html
        assert 'href="/?as_of=2004-08-12"' in html

    def test_known_at(self) -> None:
        key = "/angka/grants.realised/"
        query = {"territory": "36.04", "phase": "P2KP-1/2", "as_of": "2004-11-30"}
        assert "tidak disebut" in page(key, **query, known_at="2004-12-23")
        known = page(key, **query, known_at="24 des 2004")
        assert "Rp 3.600.000.000" in known
        assert "menurut catatan sampai 24 Desember 2004" in known

    def test_before_anything_the_pages_still_open(self) -> None:
        for url in ("/", REGENCY, "/tahap/", "/angka/", "/wilayah/0/"):
            assert "Rp 3.600.000.000" not in page(url, as_of="1990-01-01")


class TestNotThere:
    @pytest.mark.parametrize(
        ("url", "said"),
        [
            ("/wilayah/99/", "Kode wilayah “99” tidak ada di daftar resmi."),
            ("/wilayah/36.73/?as_of=2004-11-30", "Kota Serang baru ada sejak 10 Agustus 2007"),
            ("/angka/grants.stolen/", "Angka grants.stolen tidak dikenal"),
            ("/angka/community.groups/?territory=99", "Kode wilayah “99” tidak ada"),
            ("/angka/community.groups/?phase=P9", "Tahap P9 tidak dikenal"),
            ("/angka/?territory=99", "Kode wilayah “99” tidak ada"),
            ("/tahap/?territory=99", "Kode wilayah “99” tidak ada"),
            ("/bkm/999999/", "Halaman ini tidak ada"),
            ("/catatan/00000000-0000-7000-8000-000000000000/", "Halaman ini tidak ada"),
            ("/langkah/00000000-0000-7000-8000-000000000000/", "Halaman ini tidak ada"),
            ("/pelatihan/00000000-0000-7000-8000-000000000000/", "Halaman ini tidak ada"),
            ("/bukti/" + "0" * 64 + "/", "Halaman ini tidak ada"),
            ("/bukti/..%2f..%2fetc%2fpasswd/", "Halaman ini tidak ada"),
            ("/catatan/bukan-kunci/", "Halaman ini tidak ada"),
            ("/entah/", "Halaman ini tidak ada"),
        ],
    )
    def test_says_so_in_plain_words_with_a_way_on(self, url: str, said: str) -> None:
        answer = Client().get(url)
        assert answer.status_code == 404
        assert said in words(answer)
        assert 'href="/"' in body(answer)

    @pytest.mark.parametrize("url", ["/", REGENCY, GAP, "/cari/", "/data/"])
    def test_public_pages_are_only_read(self, url: str) -> None:
        assert Client().post(url).status_code == 405

    def test_a_board_before_it_was_founded(self) -> None:
        answer = Client().get(f"/bkm/{board_with_gap().pk}/", {"as_of": "1990-01-01"})
        assert answer.status_code == 404

    def test_the_city_opens_as_of_today_when_no_date_was_asked_for(self) -> None:
        """The example opens on its own date, on which the city was not yet there."""
        answer = Client().get("/wilayah/36.73/")
        assert answer.status_code == 302
        assert re.fullmatch(r"/wilayah/36\.73/\?as_of=20\d\d-\d\d-\d\d", answer["Location"])
        assert "23 kelurahan" in words(Client().get(answer["Location"]))


INDONESIAN = re.compile(
    r"\b(dan|yang|belum|sudah|tidak|untuk|dari|wilayah ini|kelurahan|keadaan|catatan|angka)\b"
)
PAGES = [
    *("", "wilayah/0/", "wilayah/36.04/", "wilayah/36.04.05.2001/", "tahap/", "angka/"),
    *("angka/grants.unexplained/?territory=36.04&as_of=2004-11-30", "cari/?q=serang"),
    *("angka/cycle.bkm_renewal.progress/?territory=36.04", "tentang/", "data/"),
]


class TestEnglish:
    @pytest.mark.parametrize("path", PAGES)
    def test_pages_are_in_english(self, path: str) -> None:
        answer = Client().get(f"/en/{path}")
        assert answer.status_code == 200
        assert '<html lang="en"' in body(answer)

    def test_figures_and_dates_are_written_the_english_way(self) -> None:
        text = page("/en/")
        assert "Rp 3,600,000,000" in text
        assert "Rp 120,000,000" in text
        assert "30 November 2004" in text
        assert "82% (9 of 11)" in text

    def test_refusals_are_in_english(self) -> None:
        answer = Client().get("/en/wilayah/36.73/?as_of=2004-11-30")
        assert answer.status_code == 404
        assert "10 August 2007" in words(answer)
        assert "baru ada sejak" not in words(answer)
