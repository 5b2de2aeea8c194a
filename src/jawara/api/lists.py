"""Lists, a page at a time as JSON or whole as CSV: the same rows, the same names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation
from ninja import Schema

from jawara.api.asked import Paging
from jawara.insight.sheets import Cell, csv_bytes

Row = Mapping[str, Cell]


def page(request: HttpRequest, asked: Paging, items: Sequence[Any], count: int) -> dict[str, Any]:
    """One page of `count` rows, with the address of the next."""
    following = None
    if asked.page * asked.limit < count:
        query = request.GET.copy()
        query["page"] = str(asked.page + 1)
        following = f"{request.path}?{query.urlencode(safe='/:')}"
    return {
        "count": count,
        "page": asked.page,
        "limit": asked.limit,
        "next": following,
        "items": list(items),
    }


def span(asked: Paging) -> slice:
    """Which rows the page holds."""
    return slice(offset(asked), offset(asked) + asked.limit)


def offset(asked: Paging) -> int:
    return (asked.page - 1) * asked.limit


def as_csv(name: str, shape: type[Schema], rows: Iterable[Row]) -> StreamingHttpResponse:
    """The rows as they are made, headed by the names that JSON uses."""
    head = list(shape.model_fields)
    response = StreamingHttpResponse(
        _spoken(translation.get_language(), csv_bytes(head, _cells(head, rows))),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _cells(head: Sequence[str], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [row[name] for name in head]


def _spoken(language: str | None, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Rows are made after the view has returned, still in its language."""
    with translation.override(language):
        yield from pieces
