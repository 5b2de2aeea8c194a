"""Answers for everybody are made once per state of the records, then repeated until a write.

Every write leaves a line in the trail, so the newest lines' numbers are the version of all of them.
A reader may keep an answer but must ask whether it still holds.
"""

import hashlib
from collections.abc import Callable
from datetime import date

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseNotModified

import jawara
from jawara.audit.models import Event
from jawara.kernel.memo import reading

KEEP_SECONDS = 3600
WRITERS_AT_ONCE = 100
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Content-Language")


def records_version() -> str:
    """Names the state of all records: any write changes it. Empty: nothing was ever written.

    A line may come in after one with a higher number (two writers on PostgreSQL), so it takes more
    than the newest one.
    """
    newest = list(Event.objects.order_by("-pk").values_list("pk", flat=True)[:WRITERS_AT_ONCE])
    return f"{newest[0]}.{sum(newest)}" if newest else ""


def published(
    request: HttpRequest,
    make: Callable[[], HttpResponseBase],
    *,
    version: str,
    language: str,
    today: date,
) -> HttpResponseBase:
    """The answer that `make` gives for this address, with an ETag; 304 to who has it already.

    `version` is `records_version()`. `make` must not look at who asks: everybody gets what the first one got.
    """
    says = (jawara.__version__, version, today.isoformat(), language, request.get_full_path())
    etag = f'"{hashlib.sha256("|".join(says).encode()).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _stamped(HttpResponseNotModified(), etag)
    stored = cache.get(etag)
    if stored is not None:
        content, headers = stored
        return _stamped(HttpResponse(content, headers=headers), etag)
    with reading():
        response = make()
    if response.status_code == 200 and isinstance(response, HttpResponse):
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        cache.set(etag, (response.content, headers), KEEP_SECONDS)
    return _stamped(response, etag)


def _stamped(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    if response.status_code in {200, 304}:
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
