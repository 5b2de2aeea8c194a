"""Public pages are made once per state of the records and then repeated until something is written.

Every write leaves a line in the trail, so the newest line's number is the version of all pages. The
browser may keep a page but must ask whether it still holds.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import jawara
from jawara.audit.models import Event
from jawara.insight.memo import reading
from jawara.web.staff import public

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
KEEP_SECONDS = 3600


def records_version() -> int:
    """Number of the newest line of the trail: any write changes it."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def public_page(view: View[P]) -> View[P]:
    """A page for everybody: safe methods, an ETag, and one rendering per state of the records."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not records_version():
            return _still_empty(request)
        # A message meant for one visitor must not be kept in the page for all.
        if request.user.is_authenticated or len(get_messages(request)):
            with reading():
                response = view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            return response
        etag = _etag(request)
        if etag in request.headers.get("If-None-Match", ""):
            return _stamped(HttpResponseNotModified(), etag)
        stored = cache.get(etag)
        if stored is None:
            with reading():
                response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming:
                cache.set(etag, (response.content, response["Content-Type"]), KEEP_SECONDS)
            return _stamped(response, etag)
        content, content_type = stored
        return _stamped(HttpResponse(content, content_type=content_type), etag)

    return cast("View[P]", public(require_safe(run)))


def _still_empty(request: HttpRequest) -> HttpResponse:
    """Nothing was ever written: not even the official territory is there."""
    context = {
        "title": _("Basis data ini masih kosong"),
        "text": _(
            "Jalankan `jawara demo` untuk melihat contoh, atau `jawara load_territories` "
            "untuk memulai dengan daftar wilayah resmi."
        ),
    }
    return render(request, "jawara/error.html", context, status=503)


def _etag(request: HttpRequest) -> str:
    parts = (
        jawara.__version__,
        str(records_version()),
        timezone.localdate().isoformat(),
        get_language() or "",
        request.get_full_path(),
    )
    return f'"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def _stamped(response: HttpResponse, etag: str) -> HttpResponse:
    if response.status_code in {200, 304}:
        response["ETag"] = etag
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Cookie"])
    return response
