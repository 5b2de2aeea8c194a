"""Lists that page, sort and export exactly what they show."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import xlsxwriter
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

from jawara.insight import sheets
from jawara.web.present import Column

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = sheets.Cell


def page_of(request: HttpRequest, items: object, per_page: int = PER_PAGE) -> Page[object]:
    """The page asked for; a number out of range gives the nearest page, not an error."""
    return Paginator(items, per_page).get_page(request.GET.get("page"))  # type: ignore[arg-type]


def sort_key(request: HttpRequest, allowed: Mapping[str, Sequence[str]], default: str) -> str:
    """`sort=name` or `sort=-name`, when `name` is allowed; else the default."""
    asked = request.GET.get("sort", "")
    return asked if asked.removeprefix("-") in allowed else default


def ordering(key: str, allowed: Mapping[str, Sequence[str]]) -> list[str]:
    """Arguments of `order_by`, with the row's own number last so that pages never overlap."""
    names = allowed[key.removeprefix("-")]
    turned = [_turn(name) for name in names] if key.startswith("-") else list(names)
    return [*turned, "pk"]


def _turn(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def columns(
    request: HttpRequest, key: str, heads: Iterable[tuple[str, str]], numeric: Iterable[str] = ()
) -> list[Column]:
    """Heads that sort: (sort name or "", label). The current one turns when chosen again."""
    numbers = set(numeric)
    return [
        Column(
            label=label,
            numeric=name in numbers,
            url=_sort_url(request, f"-{name}" if key == name else name) if name else "",
            current=_current(key, name),
        )
        for name, label in heads
    ]


def _current(key: str, name: str) -> str:
    if not name or key.removeprefix("-") != name:
        return ""
    return "descending" if key.startswith("-") else "ascending"


def _sort_url(request: HttpRequest, key: str) -> str:
    query = request.GET.copy()
    query["sort"] = key
    query.pop("page", None)
    return f"?{query.urlencode()}"


def export_url(request: HttpRequest, kind: str) -> str:
    """The present list, all pages of it, as `csv` or `xlsx`."""
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = kind
    return f"?{query.urlencode()}"


def export(
    request: HttpRequest, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse | None:
    """The file that `?format=csv` or `?format=xlsx` asks for; None when it asks for a page."""
    kind = request.GET.get("format")
    if kind == "csv":
        return csv_file(name, heads, rows)
    if kind == "xlsx":
        return xlsx_file(name, heads, rows)
    return None


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    return _file(b"".join(sheets.csv_bytes(heads, rows)), "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(name[:31])
    sheet.write_row(0, 0, heads, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                bare = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
                sheet.write_datetime(number, place, bare, day)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell is not None:
                sheet.write_string(number, place, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return _file(content.getvalue(), XLSX, f"{name}.xlsx")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
