"""Territorial units as they were on a date."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import Query, Router

from jawara.api import asked, lists, shapes
from jawara.api.asked import LEVELS
from jawara.api.http import refused
from jawara.api.operations.shared import listed, sheet
from jawara.insight.sheets import Cell
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.territories import queries as territories
from jawara.territories.enums import Level
from jawara.territories.models import UnitVersion

TAG = gettext_noop("Wilayah")
ROWS_AT_ONCE = 2000
COLUMNS = ("code", "name", "kind", "level", "parent_id", "valid_from", "valid_until")
LEVEL_NAMES = {level.value: name for name, level in LEVELS.items()}
router = Router()


@listed(
    router,
    "/territories",
    shapes.TerritoryPage,
    summary=gettext_noop("Daftar wilayah"),
    text=gettext_noop(
        "Provinsi, kabupaten dan kota, kecamatan, kelurahan dan desa seperti pada tanggal yang "
        "diminta, urut kode; kalau dicari dengan q, yang paling cocok lebih dulu."
    ),
    example="/territories?parent=36.04&as_of=2004-11-30",
    tag=TAG,
)
def territory_list(request: HttpRequest, params: Query[asked.TerritoriesPage]) -> Any:
    found = _found(params)
    items = list(found[lists.span(params)])
    times = params.times()
    above = territories.versions({u.parent_id for u in items if u.parent_id}, *_pair(times))
    codes = {unit_id: unit.code for unit_id, unit in above.items()}
    return lists.page(request, params, list(_rows(items, codes)), found.count())


@sheet(
    router,
    "/territories.csv",
    shapes.Territory,
    summary=gettext_noop("Daftar wilayah, CSV"),
    text=gettext_noop("Baris yang sama, semuanya sekaligus."),
    example="/territories.csv?level=district&as_of=2004-11-30",
    tag=TAG,
)
def territory_sheet(request: HttpRequest, params: Query[asked.Territories]) -> HttpResponseBase:
    found = _found(params)
    above = territories.versions_on(*_pair(params.times())).filter(level__lt=Level.VILLAGE)
    codes = dict(above.values_list("unit_id", "code"))
    # Plain rows: making 91,600 model instances takes six times as long.
    plain = found.values_list(*COLUMNS, named=True).iterator(chunk_size=ROWS_AT_ONCE)
    rows = _rows(plain, codes)
    return lists.as_csv("territories", shapes.Territory, rows)


@listed(
    router,
    "/territories/{code}",
    shapes.TerritoryDetail,
    summary=gettext_noop("Satu wilayah"),
    text=gettext_noop(
        "Wilayah dengan kode ini pada tanggal yang diminta. Kode yang belum atau tidak lagi "
        "dipakai dijawab 404, dengan kode yang berlaku bila ada."
    ),
    example="/territories/36.04?as_of=2004-11-30",
    tag=TAG,
)
def territory_detail(request: HttpRequest, code: asked.Code, params: Query[asked.Times]) -> Any:
    times = params.times()
    try:
        unit = territories.by_code(code, *_pair(times))
    except Refusal as refusal:
        field = "code" if refusal.field == "territory" else None
        return refused(refusal, status=404, field=field)
    above = territories.ancestors(unit.unit_id, *_pair(times))
    [row] = _rows([unit], {item.unit_id: item.code for item in above})
    return {
        **row,
        "as_of": times.as_of.isoformat(),
        "known_at": times.known_at.isoformat() if times.known_at else None,
        "parents": [
            {"code": item.code, "name": item.name, "level": LEVEL_NAMES[item.level]}
            for item in above
        ],
        "children": territories.children(unit.unit_id, *_pair(times)).count(),
        "history_known": territories.history_known([unit.unit_id], times.as_of),
        "web": f"{reverse('web:territory', args=[unit.code])}?as_of={times.as_of.isoformat()}",
    }


def _pair(times: asked.AskedTimes) -> Any:
    return times.as_of, times.known_at


def _found(params: asked.Territories) -> QuerySet[UnitVersion]:
    times = params.times()
    if params.q.strip():
        found = territories.search_queryset(params.q, times.as_of, times.known_at)
    else:
        found = territories.versions_on(times.as_of, times.known_at).order_by("code")
    if params.parent:
        try:
            parent = territories.by_code(params.parent, times.as_of, times.known_at)
        except Refusal as refusal:
            refusal.field = "parent" if refusal.field == "territory" else refusal.field
            raise
        found = found.filter(parent_id=parent.unit_id)
    if params.level:
        found = found.filter(level=LEVELS[params.level])
    return found


def _rows(units: Iterable[Any], codes: Mapping[int, str]) -> Iterator[dict[str, Cell]]:
    for unit in units:
        since, until = unit.valid_from, unit.valid_until
        yield {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind.lower(),
            "level": LEVEL_NAMES[unit.level],
            "parent": codes.get(unit.parent_id) if unit.parent_id else None,
            "valid_from": since.isoformat() if since else None,
            "valid_until": until.isoformat() if until else None,
        }
