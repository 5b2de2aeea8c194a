"""What operations share: how they are declared."""

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router, Schema

from jawara.api.shapes import Problem

F = TypeVar("F", bound=Callable[..., Any])
PREFIX = "/api/v1"


def listed(
    router: Router, path: str, shape: Any, *, summary: str, text: str, example: str, tag: str
) -> Callable[[F], F]:
    """Declare an address that answers JSON. `example`: one to try, below the API's root."""
    return router.get(
        path,
        response={200: shape, **_problems(path)},
        summary=summary,
        description=text,
        tags=[tag],
        openapi_extra={"x-example": f"{PREFIX}{example}"},
    )


def sheet(
    router: Router,
    path: str,
    shape: type[Schema],
    *,
    summary: str,
    text: str,
    example: str,
    tag: str,
) -> Callable[[F], F]:
    """Declare an address that answers CSV with the columns of `shape`."""
    content = {"text/csv": {"schema": {"type": "string"}, "x-columns": list(shape.model_fields)}}
    return router.get(
        path,
        response={200: Any, **_problems(path)},
        summary=summary,
        description=text,
        tags=[tag],
        openapi_extra={
            "x-example": f"{PREFIX}{example}",
            "responses": {200: {"content": content}},
        },
    )


def _problems(path: str) -> dict[int, type[Schema]]:
    return {404: Problem, 422: Problem} if "{" in path else {422: Problem}
