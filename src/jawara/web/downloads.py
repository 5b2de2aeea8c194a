"""Downloads: exactly what the page shows, as CSV or XLSX."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from jawara.insight import sheets

FORMATS = {"csv", "xlsx"}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = sheets.Cell


def wanted_format(request: HttpRequest) -> str:
    """ "csv" or "xlsx" where the address asks for a file, "" for a page."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in FORMATS else ""


def table_response(
    kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """A table as a file to keep. `kind` is "csv" or "xlsx"."""
    if kind == "csv":
        content, content_type = b"".join(sheets.csv_bytes(head, rows)), "text/csv; charset=utf-8"
    else:
        content, content_type = _xlsx(head, rows), XLSX_TYPE
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.{kind}"'
    return response


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, head, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
        sheet.autofit()
    return buffer.getvalue()
