"""Public pages are made once per state of the records; pages for one person are never kept."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jawara.insight.published import published, records_version
from jawara.kernel.memo import reading
from jawara.web.staff import public

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public_page(view: View[P]) -> View[P]:
    """A page for everybody: safe methods, an ETag, and one rendering per state of the records."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        version = records_version()
        if not version:
            return _still_empty(request)
        # A message meant for one visitor must not be kept in the page for all.
        if request.user.is_authenticated or len(get_messages(request)):
            with reading():
                own = view(request, *args, **kwargs)
            own["Cache-Control"] = "private, no-store"
            return own
        response = published(
            request,
            lambda: view(request, *args, **kwargs),
            version=version,
            language=get_language() or "",
            today=timezone.localdate(),
        )
        patch_vary_headers(response, ["Cookie"])
        return response

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
