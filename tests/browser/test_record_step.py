"""A cycle step on a phone without JavaScript: a fault loses nothing, not even the chosen file."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from jawara.exchange import demo
from tests.support.site import Site

pytestmark = pytest.mark.browser
STEP = "Rembug kesiapan masyarakat (RKM)"


def facilitator() -> str:
    return next(email for _, email, role, _ in demo.accounts() if role == "FACILITATOR")


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    file = tmp_path / "berita-acara.jpg"
    Image.new("RGB", (1200, 900), "white").save(file)
    return file


def test_a_fault_loses_nothing(
    own_site: Site, new_page: Callable[..., Page], minutes: Path
) -> None:
    page = new_page(360, javascript=False)
    page.goto(f"{own_site.url}/akun/login/")
    page.fill("input[name=login]", facilitator())
    page.fill("input[name=password]", demo.password())
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/kelola/**")

    # By the links: the workspace, the list of wards, a ward without a record, the step.
    page.get_by_role("link", name="Siklus", exact=True).first.click()
    page.get_by_role("combobox", name="Tahap").select_option("P2KP-1/2")
    page.get_by_role("button", name="Saring").click()
    page.get_by_role("link", name="Ciruas", exact=True).click()
    page.get_by_role("link", name=STEP).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STEP)

    # A fault first: the file, the figures and the words are still there afterwards.
    page.get_by_role("radio", name="Sudah diadakan").check()
    page.get_by_role("radio", name="warga menerima").check()
    page.get_by_role("textbox", name="Tanggal").fill("31 Februari 2003")
    page.get_by_label("Perempuan yang hadir").fill("45")
    page.get_by_label("Laki-laki yang hadir").fill("38")
    page.get_by_label("Warga miskin yang hadir").fill("30")
    page.get_by_label("Berita acara").set_input_files(minutes)
    page.get_by_role("button", name="Simpan langkah").click()
    expect(page.get_by_role("alert")).to_contain_text("tidak ada di kalender")
    expect(page.get_by_label("Perempuan yang hadir")).to_have_value("45")
    expect(page.get_by_label("Berita acara: berita-acara.jpg")).to_be_checked()

    page.get_by_role("textbox", name="Tanggal").fill("12/5/2003")
    page.get_by_role("button", name="Simpan langkah").click()
    expect(page.get_by_role("status")).to_contain_text("Langkah dicatat.")
    expect(page.get_by_role("main")).to_contain_text("12 Mei 2003")
    expect(page.get_by_role("link", name="berita-acara.jpg")).to_be_visible()
    expect(page.get_by_role("complementary", name="Yang diminta aturan")).to_contain_text(
        "Bukti belum dilampirkan: daftar hadir"
    )

    with sqlite3.connect(f"file:{own_site.database}?mode=ro", uri=True) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM cycle_step_record WHERE recorded_by LIKE 'user:%'"
        ).fetchone()
    assert count == 1
