"""Whole journeys in a browser: from the country to one entry; a step of the cycle; a tranche."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jawara.exchange import demo
from tests.support.example import environment
from tests.support.pages import assert_accessible, assert_fits
from tests.support.site import Site

pytestmark = pytest.mark.browser

# The example's officers work in Kabupaten Serang of today; its wards without a grant lie in the
# city that left it.
GIVE_ROLES = """
import django; django.setup()
from datetime import UTC, date, datetime
import uuid6
from jawara.accounts.models import User
from jawara.accounts.services import grant_role
from jawara.audit.services import Ctx, system_actor
from jawara.territories.queries import by_code
city = by_code("36.73", date(2026, 1, 1)).unit
for email, role in (("petugas", "DISTRICT_OFFICER"), ("fasilitator", "FACILITATOR")):
    ctx = Ctx(actor=system_actor("test"), at=datetime.now(UTC), key=uuid6.uuid7())
    user = User.objects.get(email=email + "@contoh.test")
    grant_role(ctx, user=user, role=role, unit=city, from_on=date(2004, 1, 1), until_on=None,
               reason="uji")
"""


def sign_in(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/akun/login/")
    page.fill("input[name=login]", f"{name}@contoh.test")
    page.fill("input[name=password]", demo.password())
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile(r"/kelola/"))


def heading(page: Page) -> str:
    return " ".join((page.text_content("h1") or "").split())


def text(page: Page) -> str:
    return " ".join(page.inner_text("main").replace("\xa0", " ").split())


def a_file(folder: Path, name: str) -> Path:
    file = folder / f"{name}.pdf"
    file.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n" + name.encode())
    return file


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)])
def test_from_home_to_the_entry_behind_a_figure(
    site: Site, new_page: Callable[..., Page], width: int, javascript: bool
) -> None:
    """Home -> regency -> ward -> figure -> entry, by clicking only."""
    page = new_page(width, javascript=javascript)
    page.goto(f"{site.url}/")
    assert "Untuk Rp 120.000.000 belum ada penjelasan." in text(page)
    page.locator("main a[href^='/wilayah/36.04/']").first.click()
    assert heading(page) == "Kabupaten Serang"
    page.locator("#uang a, main a").filter(has_text=re.compile("^Kramatwatu")).first.click()
    page.wait_for_url(re.compile(r"/wilayah/36\.04\.05"))
    if "36.04.05.2001" not in page.url:  # the subdistrict has the ward's name
        page.locator("main a[href*='36.04.05.2001']").first.click()
    assert "Rp 45.000.000" in text(page)
    page.locator("main a[href*='/angka/grants.unexplained/']").first.click()
    assert heading(page) == "BLM belum terjelaskan"
    assert "Rp 45.000.000" in text(page)
    assert "6 catatan." in text(page)
    page.locator("main a[href^='/catatan/']").first.click()
    page.wait_for_url(re.compile(r"/catatan/"))
    assert "Rp 44.978.000 pada 12 Agustus 2004" in text(page)
    assert "24 Desember 2004" in text(page)
    assert_fits(page)


def test_the_date_is_typed_and_carried(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/wilayah/36.04/")
    page.fill("input[name=as_of]", "12 agu 2004")
    page.press("input[name=as_of]", "Enter")
    page.wait_for_url("**as_of=12+agu+2004**")
    expect(page.locator("input[name=as_of]")).to_have_value("12 Agustus 2004")
    page.fill("input[name=as_of]", "bulan depan")
    page.press("input[name=as_of]", "Enter")
    page.wait_for_url("**as_of=bulan**")
    expect(page.locator("input[name=as_of]")).to_have_value("bulan depan")
    assert "Tulis hari, bulan, tahun" in text(page)


def test_by_keyboard_every_stop_is_seen(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/wilayah/36.04/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")  # skip link
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        stop, outline = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' && s.outlineWidth] }"""
        )
        assert outline and outline != "0px", stop  # noqa: PT018 - one statement about one stop
        seen.add(stop)
    assert len(seen) > 15


@pytest.mark.parametrize(
    "path", ["", "wilayah/36.04/", "angka/grants.unexplained/?territory=36.04"]
)
def test_narrow_phones_and_large_text(site: Site, new_page: Callable[..., Page], path: str) -> None:
    for width, size in ((320, "100%"), (360, "130%"), (640, "200%")):
        page = new_page(width)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site.url}/{path}")
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert_fits(page)


def test_a_facilitator_records_a_step_and_corrects_it(
    own_site: Site, page: Page, tmp_path: Path
) -> None:
    sign_in(page, own_site, "fasilitator")
    page.locator("main a[href*='/36.04.05.2001/P2KP-1/2/readiness_meeting/']").first.click()
    assert "Rembug kesiapan masyarakat" in heading(page)
    # First with a fault: what was typed stays, and the summary says where the fault is.
    page.check("input[name=state][value=DONE]")
    page.fill("input[name=occurred_on]", "besok lusa")
    page.fill("input[name=attended_female]", "31")
    page.click("text=Simpan langkah")
    assert "belum bisa dibaca" in text(page)
    expect(page.locator("input[name=attended_female]")).to_have_value("31")
    expect(page.locator("input[name=occurred_on]")).to_have_value("besok lusa")
    assert_accessible(page)
    page.fill("input[name=occurred_on]", "3 mar 2004")
    page.check("input[name=outcome][value=accepted]")
    page.fill("input[name=attended_male]", "29")
    page.fill("input[name=attended_poor]", "22")
    page.set_input_files("input[name=file_minutes]", a_file(tmp_path, "berita"))
    page.set_input_files("input[name=file_attendance_form]", a_file(tmp_path, "hadir"))
    page.click("text=Simpan langkah")
    page.wait_for_load_state()
    assert "3 Maret 2004" in text(page)
    # Somebody counted again: corrected, with the old and the new side by side.
    page.goto(f"{own_site.url}/kelola/siklus/36.04.05.2001/P2KP-1/2/readiness_meeting/")
    page.click("text=Betulkan catatan ini")
    expect(page.locator("input[name=attended_female]")).to_have_value("31")
    page.fill("input[name=attended_female]", "34")
    page.fill("textarea[name=note]", "Daftar hadir dihitung ulang")
    page.locator("main form.form button.btn").first.click()
    page.wait_for_load_state()
    page.goto(f"{own_site.url}/kelola/siklus/36.04.05.2001/P2KP-1/2/readiness_meeting/")
    shown = text(page)
    assert "31" in shown
    assert "34" in shown
    assert "Daftar hadir dihitung ulang" in shown
    assert "Fasilitator contoh" in shown
    assert_accessible(page)
    # And anybody sees it, without the names of who recorded.
    page.context.clear_cookies()
    query = "territory=36.04.05.2001&phase=P2KP-1/2&as_of=2004-11-30"
    page.goto(f"{own_site.url}/angka/cycle.readiness_meeting.progress/?{query}")
    assert "1 dari 1" in text(page)
    page.locator("main a[href^='/langkah/']").first.click()
    assert "Hadir 63 orang, 34 di antaranya perempuan." in text(page)
    assert "Fasilitator contoh" not in text(page)


def test_a_tranche_from_its_agreement_to_the_public_figure(own_site: Site, page: Page) -> None:
    """A ward of stage 1/1 has a board and no grant yet: agreement, dossier, disbursement."""
    subprocess.run(
        [sys.executable, "-c", GIVE_ROLES],
        check=True,
        env=environment(f"sqlite:///{own_site.database}", own_site.database.parent / "files")
        | {"DJANGO_SETTINGS_MODULE": "jawara.config.settings"},
    )
    sign_in(page, own_site, "petugas")
    page.goto(f"{own_site.url}/kelola/blm/baru/")
    page.fill("input[name=ward]", "36.73.02.1007")
    page.select_option("select[name=phase]", "P2KP-1/1")
    page.fill("input[name=agreement_number]", "SPPB/UJI/1")
    page.fill("input[name=ceiling_rupiah]", "100 jt")
    page.fill("input[name=occurred_on]", "1 juni 2004")
    page.click("text=Simpan perjanjian")
    page.wait_for_url(re.compile(r"/kelola/blm/\d+/"))
    grant = page.url.partition("?")[0].partition("#")[0]
    assert "Rp 100.000.000" in text(page)
    page.goto(f"{grant}termin/1/cair/")
    assert "Berkasnya masih kurang" in text(page)
    page.context.clear_cookies()
    sign_in(page, own_site, "fasilitator")
    mark_all(page, f"{grant}termin/1/berkas/fasilitator/")
    page.context.clear_cookies()
    sign_in(page, own_site, "petugas")
    for _ in range(8):  # every official after the facilitator
        page.goto(f"{grant}termin/1/cair/")
        if "Berkasnya lengkap" in text(page):
            break
        mark_all(page, f"{grant}termin/1/berkas/")
    assert "Berkasnya lengkap" in text(page)
    assert_accessible(page)
    page.fill("input[name=amount_rupiah]", "20 juta")
    page.fill("input[name=occurred_on]", "3/6/2004")
    page.locator("main form.form button.btn").first.click()
    page.wait_for_load_state()
    page.goto(grant)
    assert "Rp 20.000.000" in text(page)
    page.context.clear_cookies()
    query = "territory=36.73.02.1007&phase=P2KP-1/1&as_of=2004-06-30"
    page.goto(f"{own_site.url}/angka/grants.realised/?{query}")
    assert "Rp 20.000.000" in text(page)
    page.locator("main a[href^='/catatan/']").first.click()
    assert "Rp 20.000.000 pada 3 Juni 2004" in text(page)
    assert "Petugas kabupaten contoh" not in text(page)


def mark_all(page: Page, url: str) -> None:
    """Every document whose turn it is: present and correct."""
    page.goto(url)
    marks = page.locator("input[type=radio][value=passed]")
    assert marks.count() > 0, text(page)
    for place in range(marks.count()):
        marks.nth(place).check()
    page.fill("input[name=occurred_on]", "2 juni 2004")
    page.click("text=Simpan pemeriksaan")
    page.wait_for_load_state()
