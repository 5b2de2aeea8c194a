"""Programmes with their phases."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from jawara.api import asked, lists, shapes
from jawara.api.operations.shared import listed, sheet
from jawara.insight.sheets import Cell
from jawara.kernel.errors import gettext_noop
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase

TAG = gettext_noop("Program")
router = Router()


@listed(
    router,
    "/programmes",
    shapes.ProgrammePage,
    summary=gettext_noop("Program dan tahapnya"),
    text=gettext_noop("Setiap tahap menyebut tanggal mulai, sumbernya, dan buku aturannya."),
    example="/programmes",
    tag=TAG,
)
def programme_list(request: HttpRequest, params: Query[asked.ListPage]) -> Any:
    found: dict[str, dict[str, Any]] = {}
    for phase in programmes.phases():
        programme = phase.programme
        entry = found.setdefault(
            programme.code, {"code": programme.code, "name": programme.name, "phases": []}
        )
        entry["phases"].append(_phase(phase))
    items = list(found.values())
    return lists.page(request, params, items[lists.span(params)], len(items))


@sheet(
    router,
    "/programmes.csv",
    shapes.PhaseRow,
    summary=gettext_noop("Tahap program, CSV"),
    text=gettext_noop("Satu baris satu tahap."),
    example="/programmes.csv",
    tag=TAG,
)
def programme_sheet(request: HttpRequest, params: Query[asked.Common]) -> HttpResponseBase:
    return lists.as_csv("programmes", shapes.PhaseRow, _rows())


def _rows() -> Iterator[dict[str, Cell]]:
    for phase in programmes.phases():
        yield {**_phase(phase), "programme": phase.programme.code}


def _phase(phase: Phase) -> dict[str, Cell]:
    return {
        "code": phase.code,
        "name": phase.name,
        "short_name": phase.short_name,
        "starts_on": phase.starts_on.isoformat(),
        "ends_on": phase.ends_on.isoformat() if phase.ends_on else None,
        "dates_source": phase.dates_source or None,
        "rulebook": programmes.rulebook_for(phase).rulebook_id,
    }
