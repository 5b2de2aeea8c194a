"""How every address of the API answers: reading only, in two languages, with ETags, errors as JSON."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from ninja.renderers import JSONRenderer

from jawara.insight.present import refusal_text
from jawara.insight.published import published, records_version
from jawara.kernel.errors import Refusal

View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD")


class Renderer(JSONRenderer):
    """Letters as they are, not as escapes."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


def language_of(request: HttpRequest) -> str:
    """`?lang=`, else what the reader's program prefers, else Indonesian. No cookie."""
    known = [code for code, _name in settings.LANGUAGES]
    if (asked := request.GET.get("lang")) in known:
        return str(asked)
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (base := wanted.partition("-")[0]) in known:
            return base
    return settings.LANGUAGE_CODE


def open_to_all(view: View) -> View:
    """Make a view an address of the API."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_of(request)
        with translation.override(language):
            response = _answer(request, lambda: view(request, *args, **kwargs), language)
        if response.status_code >= 400:
            response["Cache-Control"] = "no-store"
        response["Content-Language"] = language
        # Everything here is for everybody, so any site's page may read it.
        response["Access-Control-Allow-Origin"] = "*"
        patch_vary_headers(response, ["Accept-Language", "Accept-Encoding"])
        return _without_body(response) if request.method == "HEAD" else response

    return csrf_exempt(run)


def _answer(
    request: HttpRequest, make: Callable[[], HttpResponseBase], language: str
) -> HttpResponseBase:
    method = request.method
    if method not in SAFE:
        refused = problem(405, "method_not_allowed", _("API ini hanya untuk membaca (GET)."))
        refused["Allow"] = ", ".join(SAFE)
        return refused
    version = records_version()
    if not version:
        return problem(
            503, "empty_database", _("Basis data ini masih kosong: daftar wilayah pun belum ada.")
        )
    request.method = "GET"
    try:
        return published(
            request, make, version=version, language=language, today=timezone.localdate()
        )
    finally:
        request.method = method


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The same heads; the server may not strip the body of an answer to HEAD itself."""
    if isinstance(response, StreamingHttpResponse):
        response.close()
        return StreamingHttpResponse((), status=response.status_code, headers=response.headers)
    assert isinstance(response, HttpResponse)
    if response.status_code == 200:
        response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def problem(status: int, code: str, message: str, field: str | None = None) -> HttpResponse:
    """An error as every program can read it and every person too."""
    content = {"code": code, "message": message, "field": field}
    return HttpResponse(
        json.dumps(content, ensure_ascii=False),
        status=status,
        content_type="application/json; charset=utf-8",
    )


def refused(refusal: Refusal, *, status: int = 422, field: str | None = None) -> HttpResponse:
    """What the domain declined; `field` where the address calls it otherwise."""
    return problem(status, refusal.code, refusal_text(refusal), field or refusal.field)
