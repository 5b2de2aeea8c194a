"""The records behind a figure, a page at a time, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.audit.enums import Basis
from jawara.insight import queries as insight
from jawara.insight.evidence import public_among
from jawara.insight.money import MoneyLine, by_ward
from jawara.insight.registry import Indicator
from jawara.insight.types import Figure, Question, RecordRow
from jawara.kernel import format
from jawara.kernel.dates import short_date
from jawara.web.asking import (
    figure_url,
    language,
    record_url,
)
from jawara.web.downloads import table_response
from jawara.web.figures import figure_label
from jawara.web.present import (
    EntryGroup,
    EntryRow,
    FigureState,
    Link,
    PageFigure,
)

ROWS_ON_PAGE = 40
ALL_ROWS = 100_000
UNIT_WORDS = {
    "rupiah": "Rupiah",
    "ratio": "Selesai",
    "ward": "Kelurahan",
    "board": "BKM",
    "group": "KSM",
    "person": "Orang",
    "training": "Pelatihan",
}


@dataclass(frozen=True)
class EntryList:
    summary: str
    badge: str
    caption: str
    unit: str
    groups: list[EntryGroup]
    page: Page[Any] | None
    links: list[Link]
    empty: str


def entries(
    request: HttpRequest, definition: Indicator, question: Question, answered: Figure
) -> EntryList:
    rows, count = insight.records(definition.key, question, 0, 0)
    behind = cast("Sequence[RecordRow]", _Lazy(definition.key, question, count))
    paginator = Paginator(behind, ROWS_ON_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    url = figure_url(definition.key, question)
    unit = _(UNIT_WORDS[definition.unit])
    return EntryList(
        summary=ngettext(
            "%(count)s catatan.", "%(count)s catatan.", count
        ) % {"count": format.number(count, language())},
        badge=_("ilustrasi") if answered.answer.illustrative else "",
        caption=_("Catatan %(first)s–%(last)s dari %(count)s")
        % {
            "first": format.number(page.start_index(), language()),
            "last": format.number(page.end_index(), language()),
            "count": format.number(count, language()),
        },
        unit=unit,
        groups=_groups(rows, definition, question),
        page=page if page.has_other_pages() else None,
        links=[Link(_("Unduh CSV"), f"{url}&format=csv"), Link(_("Unduh XLSX"), f"{url}&format=xlsx")]
        if count
        else [],
        empty=_("Belum ada catatan untuk angka ini pada tanggal dan wilayah ini."),
    )  # fmt: skip


class _Lazy:
    """Records of a figure as a sequence that fetches only the page asked for."""

    def __init__(self, key: str, question: Question, count: int) -> None:
        self._key, self._question, self._count = key, question, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> Sequence[RecordRow]:
        start, stop = part.start or 0, part.stop or self._count
        return insight.records(self._key, self._question, start, stop - start)[0]


def _groups(
    rows: Sequence[RecordRow], definition: Indicator, question: Question
) -> list[EntryGroup]:
    gaps: dict[str, MoneyLine] = {}
    if definition.key == "grants.unexplained":
        gaps = {line.unit.code: line for line in by_ward(question)}
    public = public_among(row.document_sha256 for row in rows)
    groups = []
    for (code, name), members in groupby(
        rows, key=lambda row: (row.unit_code, row.group or row.unit_name)
    ):
        items = tuple(_entry_row(row, row.document_sha256 in public) for row in members)
        url = reverse("web:territory", args=[code]) if code else ""
        line = gaps.get(code)
        subtotal = _gap_of(line, question) if line else None
        label = figure_label(definition.key) if subtotal else ""
        groups.append(EntryGroup(name, items, label, subtotal, url))
    return groups


def _gap_of(line: MoneyLine, question: Question) -> PageFigure:
    here = replace(question, unit_id=line.unit.unit_id, territory=line.unit)
    text = format.number(line.unexplained, language())
    state: FigureState = "gap" if line.unexplained else "zero"
    return PageFigure("", text, figure_url("grants.unexplained", here), state)


def _entry_row(row: RecordRow, may_open: bool) -> EntryRow:
    amount = "" if row.amount is None else format.number(row.amount, language())
    evidence = None
    if may_open:
        url = reverse("web:evidence", args=[row.document_sha256])
        evidence = Link(row.document_title or _("berkas"), url)
    return EntryRow(
        what=row.title,
        when=short_date(row.occurred_on, language()),
        url=record_url(row.reference),
        amount=amount,
        evidence=evidence,
        badge=_("ilustrasi") if row.basis == Basis.ILLUSTRATIVE else "",
    )


def download(definition: Indicator, question: Question, kind: str) -> HttpResponse:
    rows, _count = insight.records(definition.key, question, 0, ALL_ROWS)
    head = [
        _("kode"), _("wilayah"), _("catatan"), _("terjadi"), _("dicatat"), _("dasar"),
        _(UNIT_WORDS[definition.unit]), _("bukti (SHA-256)"), _("rujukan"),
    ]  # fmt: skip
    body = [
        [
            row.unit_code, row.unit_name, row.title, row.occurred_on,
            timezone.localdate(row.recorded_at), row.basis, row.amount, row.document_sha256,
            row.reference,
        ]
        for row in rows
    ]  # fmt: skip
    return table_response(kind, f"{definition.key}-{question.as_of}".replace(".", "-"), head, body)
