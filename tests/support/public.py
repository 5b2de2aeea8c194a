"""Public pages as a reader sees them: their words, and the tables of their downloads."""

import csv
import html
import io
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from django.http.response import HttpResponseBase
from django.test import Client

MAIN = re.compile(r"<main\b.*</main>", re.S)
UNSEEN = re.compile(r"<(svg|script|style|template)\b.*?</\1>", re.S)


def body(answer: HttpResponseBase) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def words(answer: HttpResponseBase) -> str:
    """The text of the page's main part, with plain single spaces. Pictures leave no words."""
    found = MAIN.search(body(answer))
    assert found, "no <main>"
    text = re.sub(r"<[^>]+>", " ", UNSEEN.sub(" ", found[0]))
    text = " ".join(html.unescape(text).replace("\xa0", " ").split())
    return re.sub(r" ([.,:;)])", r"\1", text)


def page(url: str, **query: str) -> str:
    """The words of a page that must open."""
    answer = Client().get(url, query)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
    return words(answer)


def csv_rows(url: str, **query: str) -> list[list[str]]:
    answer = Client().get(url, {**query, "format": "csv"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].endswith('.csv"')
    return list(csv.reader(io.StringIO(body(answer).removeprefix("\ufeff"))))


def xlsx_rows(url: str, **query: str) -> list[list[str]]:
    """The rows of a spreadsheet, its cells written as the CSV writes them."""
    answer = Client().get(url, {**query, "format": "xlsx"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith('.xlsx"')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(item.itertext()) for item in shared]
    assert sheet.find(f".//{NS}f") is None, "a formula"
    rows = []
    for row in sheet.iter(f"{NS}row"):
        cells: list[str] = []
        for cell in row.iter(f"{NS}c"):
            cells += [""] * (_column(cell.attrib["r"]) - len(cells))
            cells.append(_cell(cell, texts))
        rows.append(cells)
    return rows


NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _column(name: str) -> int:
    number = 0
    for letter in name.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: ET.Element, texts: list[str]) -> str:
    value = cell.findtext(f"{NS}v") or ""
    if cell.get("t") == "s":
        return texts[int(value)]
    if cell.get("s") and value:  # the only style beside the head's is that of dates
        return (date(1899, 12, 30) + timedelta(days=int(value))).isoformat()
    return value
