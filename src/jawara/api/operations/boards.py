"""Boards (BKM) that stood on a date."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from ninja import Query, Router

from jawara.api import asked, lists, shapes
from jawara.api.operations.shared import listed, sheet
from jawara.community import queries as community
from jawara.community.models import BkmProfile
from jawara.insight.sheets import Cell
from jawara.insight.types import Question
from jawara.kernel.errors import gettext_noop
from jawara.territories import queries as territories

TAG = gettext_noop("BKM")
ROWS_AT_ONCE = 1000
router = Router()


@listed(
    router,
    "/boards",
    shapes.BoardPage,
    summary=gettext_noop("Daftar BKM"),
    text=gettext_noop(
        "BKM (Badan Keswadayaan Masyarakat) yang berdiri pada tanggal yang diminta, urut nama."
    ),
    example="/boards?territory=36.04&phase=P2KP-1/1&as_of=2004-11-30",
    tag=TAG,
)
def board_list(request: HttpRequest, params: Query[asked.BoardsPage]) -> Any:
    question = params.question()
    found = community.boards_in(question.unit_id, question.as_of, question.known_at, question.phase)
    rows = list(_rows(found[lists.span(params)], question))
    return lists.page(request, params, rows, found.count())


@sheet(
    router,
    "/boards.csv",
    shapes.Board,
    summary=gettext_noop("Daftar BKM, CSV"),
    text=gettext_noop("Baris yang sama, semuanya sekaligus."),
    example="/boards.csv?territory=36.04&as_of=2004-11-30",
    tag=TAG,
)
def board_sheet(request: HttpRequest, params: Query[asked.Boards]) -> HttpResponseBase:
    question = params.question()
    found = community.boards_in(question.unit_id, question.as_of, question.known_at, question.phase)
    rows = found.iterator(chunk_size=ROWS_AT_ONCE)
    return lists.as_csv("boards", shapes.Board, _rows(rows, question))


def _rows(profiles: Iterable[BkmProfile], question: Question) -> Iterator[dict[str, Cell]]:
    left = iter(profiles)
    while some := list(islice(left, ROWS_AT_ONCE)):
        ids = {profile.bkm.unit_id for profile in some}
        units = territories.versions(ids, question.as_of, question.known_at)
        for profile in some:
            unit = units.get(profile.bkm.unit_id)
            yield {
                "key": str(profile.bkm.key),
                "name": profile.name,
                "generic_name": profile.generic_name,
                "territory": unit.code if unit else "",
                "territory_name": unit.name if unit else "",
                "occurred_on": profile.occurred_on.isoformat(),
                "recorded_at": profile.recorded_at.isoformat(),
                "basis": profile.basis.lower(),
                "web": reverse("web:bkm", args=[profile.bkm_id]),
            }
