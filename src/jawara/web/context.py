"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from jawara.audit.models import Event

# The example loader leaves this in the trail; such a database says so on every page.
EXAMPLE_MARK = "demo.prepared"
SHORT_LABELS = {"id": "Indonesia", "en": "English"}


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "is_example": SimpleLazyObject(is_example),
        "language_switch": language_switch(request),
        "languages": settings.LANGUAGES,
        "section": _section(request),
    }


def is_example() -> bool:
    return Event.objects.filter(action=EXAMPLE_MARK).exists()


def language_switch(request: HttpRequest) -> dict[str, str]:
    """This page in the other language; from a page that has none, its home page."""
    current = get_language() or settings.LANGUAGE_CODE
    other = next(code for code, _ in settings.LANGUAGES if code != current)
    here = request.get_full_path()
    there = translate_url(here, other)
    if there == here:
        there = home(other)
    return {"code": other, "label": SHORT_LABELS[other], "url": there}


def home(language: str) -> str:
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def _section(request: HttpRequest) -> str:
    """Which of the header's words a page belongs to, unless its view says otherwise."""
    match = request.resolver_match
    if match is None:
        return ""
    route = match.route.removeprefix("en/")
    return next((name for name in ("kelola", "wilayah") if route.startswith(name)), "")
