"""Asking the API as a program does."""

import csv
import io
import json
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

ROOT = "/api/v1"
THEN = "2004-11-30"


def ask(path: str, /, **query: object) -> Any:
    """The JSON answer to a good question."""
    response = fetch(path, **query)
    assert response.status_code == 200, body(response)
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(body(response))


def fault(path: str, /, **query: object) -> tuple[int, dict[str, Any]]:
    """Status and content of a refusal."""
    response = fetch(path, **query)
    content = json.loads(body(response))
    assert set(content) == {"code", "message", "field"}
    assert response["Cache-Control"] == "no-store"
    return response.status_code, content


def sheet(path: str, /, **query: object) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    response = fetch(path, **query)
    assert response.status_code == 200, body(response)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = body(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def fetch(path: str, /, **query: object) -> HttpResponseBase:
    asked = f"?{urlencode(query)}" if query else ""
    return Client().get(f"{ROOT}{path}{asked}")


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def queries(path: str, /, **query: object) -> int:
    """How many queries an answer takes that was not given before."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert fetch(path, **query).status_code == 200
    return len(captured)


def pages(path: str, /, **query: object) -> list[dict[str, Any]]:
    """All rows of a list, by following `next`."""
    found = []
    asked: str | None = f"{ROOT}{path}?{urlencode(query)}"
    while asked:
        answer = json.loads(Client().get(asked).content)
        found += answer["items"]
        asked = answer["next"]
    assert len(found) == answer["count"]
    return found
