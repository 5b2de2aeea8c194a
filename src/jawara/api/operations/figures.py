"""Figures, and the records behind each."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import Query, Router

from jawara.api import asked, lists, shapes
from jawara.api.operations.shared import listed, sheet
from jawara.insight import queries as insight
from jawara.insight.evidence import public_among
from jawara.insight.present import as_json
from jawara.insight.registry import Indicator, all_indicators
from jawara.insight.sheets import Cell
from jawara.insight.types import Question, RecordRow
from jawara.kernel.errors import gettext_noop

TAG = gettext_noop("Angka")
ROWS_AT_ONCE = 1000
# What a record's reference leads to; its first word names the address.
PAGES = {
    "entry": "web:entry",
    "step": "web:step_record",
    "training": "web:training",
    "board": "web:bkm",
    "territory": "web:territory",
}
router = Router()


@listed(
    router,
    "/figures",
    shapes.IndicatorPage,
    summary=gettext_noop("Semua angka yang bisa ditanya"),
    text=gettext_noop("Nama tetap, satuan, arti, dan rumus setiap angka."),
    example="/figures",
    tag=TAG,
)
def figure_list(request: HttpRequest, params: Query[asked.ListPage]) -> Any:
    known = all_indicators()
    rows = list(_indicators(known[lists.span(params)]))
    return lists.page(request, params, rows, len(known))


@sheet(
    router,
    "/figures.csv",
    shapes.Indicator,
    summary=gettext_noop("Semua angka yang bisa ditanya, CSV"),
    text=gettext_noop("Baris yang sama, semuanya sekaligus."),
    example="/figures.csv",
    tag=TAG,
)
def figure_sheet(request: HttpRequest, params: Query[asked.Common]) -> HttpResponseBase:
    return lists.as_csv("figures", shapes.Indicator, _indicators(all_indicators()))


@listed(
    router,
    "/figures/{key}",
    shapes.Figure,
    summary=gettext_noop("Satu angka"),
    text=gettext_noop(
        "Nilainya dengan pembilang, penyebut, yang belum ada, aturan, peringatan, dan sumber: sama "
        "dengan jawaban perintah `jawara figure --json`. Dengan as_of dan known_at, jawabannya "
        "tetap kapan pun ditanya."
    ),
    example="/figures/cycle.bkm_renewal.progress?territory=36.04&phase=P2KP-1/1&as_of=2004-11-30",
    tag=TAG,
)
def figure_detail(request: HttpRequest, key: asked.Key, params: Query[asked.Figure]) -> Any:
    return as_json(insight.figure(key, params.question()))


@listed(
    router,
    "/figures/{key}/records",
    shapes.RecordPage,
    summary=gettext_noop("Catatan di balik satu angka"),
    text=gettext_noop(
        "Setiap catatan yang dihitung dalam angka ini. Nama orang tidak pernah ditampilkan."
    ),
    example="/figures/grants.unexplained/records?territory=36.04&as_of=2004-11-30",
    tag=TAG,
)
def record_list(request: HttpRequest, key: asked.Key, params: Query[asked.RecordsPage]) -> Any:
    question = params.question()
    rows, count = insight.records(key, question, lists.offset(params), params.limit)
    return lists.page(request, params, list(_records(rows)), count)


@sheet(
    router,
    "/figures/{key}/records.csv",
    shapes.Record,
    summary=gettext_noop("Catatan di balik satu angka, CSV"),
    text=gettext_noop("Baris yang sama, semuanya sekaligus."),
    example="/figures/grants.unexplained/records.csv?territory=36.04&as_of=2004-11-30",
    tag=TAG,
)
def record_sheet(
    request: HttpRequest, key: asked.Key, params: Query[asked.Figure]
) -> HttpResponseBase:
    question = params.question()
    first, count = insight.records(key, question, 0, ROWS_AT_ONCE)
    return lists.as_csv(f"{key}-records", shapes.Record, _all_records(key, question, first, count))


def _indicators(known: Iterable[Indicator]) -> Iterator[dict[str, Cell]]:
    for item in known:
        yield {
            "key": item.key,
            "unit": item.unit,
            "topic": item.topic,
            "name_id": item.name,
            "name_en": _english(item),
            "meaning": _(item.meaning),
            "formula": _(item.formula),
        }


def _english(item: Indicator) -> str:
    with translation.override("en"):
        return item.name_en or _(item.name)


def _all_records(
    key: str, question: Question, first: Sequence[RecordRow], count: int
) -> Iterator[dict[str, Cell]]:
    yield from _records(first)
    for offset in range(ROWS_AT_ONCE, count, ROWS_AT_ONCE):
        rows, _count = insight.records(key, question, offset, ROWS_AT_ONCE)
        yield from _records(rows)


def _records(rows: Sequence[RecordRow]) -> Iterator[dict[str, Cell]]:
    public = public_among(row.document_sha256 for row in rows)
    for row in rows:
        yield {
            "title": row.title,
            "group": row.group,
            "territory": row.unit_code,
            "territory_name": row.unit_name,
            "occurred_on": row.occurred_on.isoformat(),
            "recorded_at": row.recorded_at.isoformat(),
            "basis": row.basis.lower() or None,
            "amount": row.amount,
            "record": row.reference,
            "web": _page(row.reference),
            "document_sha256": row.document_sha256 or None,
            "document_title": row.document_title if row.document_sha256 in public else None,
        }


def _page(reference: str) -> str | None:
    kind, _sep, key = reference.partition(":")
    return reverse(PAGES[kind], args=[key]) if kind in PAGES and key else None
