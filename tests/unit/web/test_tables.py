"""Lists: pages that never fail, sorting, and files that are safe to open."""

import io
import zipfile
from datetime import date

import pytest
from django.test import RequestFactory

from jawara.web import tables

SORTS = {"nama": ("name",), "mulai": ("-from_on", "name")}


def get(query: str = "") -> tables.HttpRequest:
    return RequestFactory().get(f"/daftar/{query}")


@pytest.mark.parametrize(
    ("query", "number"), [("", 1), ("?page=2", 2), ("?page=99", 3), ("?page=x", 1), ("?page=-1", 3)]
)
def test_a_page_out_of_range_gives_the_nearest(query: str, number: int) -> None:
    page = tables.page_of(get(query), list(range(25)), per_page=10)
    assert page.number == number


def test_sorting_by_what_is_allowed_only() -> None:
    assert tables.sort_key(get("?sort=-mulai"), SORTS, "nama") == "-mulai"
    assert tables.sort_key(get("?sort=password"), SORTS, "nama") == "nama"
    assert tables.sort_key(get("?sort=--mulai"), SORTS, "nama") == "nama"
    assert tables.ordering("mulai", SORTS) == ["-from_on", "name", "pk"]
    assert tables.ordering("-mulai", SORTS) == ["from_on", "-name", "pk"]


def test_heads_turn_when_chosen_again() -> None:
    request = get("?q=a&page=3&sort=nama")
    name, start, plain = tables.columns(
        request, "nama", [("nama", "Nama"), ("mulai", "Mulai"), ("", "Surel")], numeric=["mulai"]
    )
    assert (name.url, name.current) == ("?q=a&sort=-nama", "ascending")
    assert (start.url, start.current, start.numeric) == ("?q=a&sort=mulai", "", True)
    assert (plain.url, plain.current) == ("", "")
    [turned] = tables.columns(get("?sort=-nama"), "-nama", [("nama", "Nama")])
    assert (turned.url, turned.current) == ("?sort=nama", "descending")


def test_the_file_is_of_the_whole_list() -> None:
    assert tables.export_url(get("?q=a&page=3"), "csv") == "?q=a&format=csv"
    assert tables.export(get("?q=a"), "daftar", ["Nama"], []) is None


def test_csv_with_names_in_any_script() -> None:
    file = tables.export(get("?format=csv"), "daftar", ["Nama", "Jumlah"], [["ꦱꦶꦠꦶ, A", 2]])
    assert file is not None
    assert file.content.decode() == '\ufeffNama,Jumlah\r\n"ꦱꦶꦠꦶ, A",2\r\n'
    assert file["Content-Type"] == "text/csv; charset=utf-8"


def test_xlsx_keeps_kinds_apart() -> None:
    rows = [["=cmd()", 12, date(2004, 11, 30), None]]
    file = tables.export(get("?format=xlsx"), "daftar", ["A", "B", "C", "D"], rows)
    assert file is not None
    with zipfile.ZipFile(io.BytesIO(file.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert '<c r="B2"><v>12</v></c>' in sheet
    assert "<v>38321</v>" in sheet  # 30 November 2004 as spreadsheets count days
    assert "=cmd()" in texts
