"""Every public page that a link leads to: no broken link, nothing for axe, fits, is light."""

from collections.abc import Callable

import pytest
from django.urls import URLPattern
from playwright.sync_api import Browser, Page

from jawara.web import urls_public
from tests.support.pages import fetcher, look, nothing
from tests.support.site import Site
from tests.support.walk import Walk, one_of_each, walk

pytestmark = pytest.mark.browser

# The home page, a ward, what a search finds, and the doors to the workspace.
STARTS = [
    *("", "wilayah/36.04.09.2001/", "cari/?q=kramatwatu", "cari/?q=tidak+ada"),
    "angka/cycle.bkm_renewal.progress/?territory=36.04&phase=P2KP-1/1&as_of=2004-11-30",
    *("akun/login/", "akun/signup/", "akun/password/reset/"),
]
# A file, not a page.
NOT_LINKED = {"evidence"}


@pytest.fixture(scope="module")
def public(site: Site, chromium: Browser) -> dict[str, Walk]:
    context = chromium.new_context(locale="id-ID")
    fetch = fetcher(context, site.url)
    walks = {
        "id": walk(fetch, *("/" + start for start in STARTS), without="/en/", samples=2),
        "en": walk(fetch, *("/en/" + start for start in STARTS), within="/en/", samples=2),
    }
    context.close()
    return walks


def test_no_public_link_is_broken(public: dict[str, Walk]) -> None:
    nothing([line for walked in public.values() for line in walked.broken])


def test_every_public_page_is_reached(public: dict[str, Walk]) -> None:
    named = {
        f"web:{pattern.name}"
        for pattern in urls_public.urlpatterns
        if isinstance(pattern, URLPattern) and pattern.name not in NOT_LINKED
    }
    assert len(named) > 10
    for language, walked in public.items():
        assert named - walked.names == set(), language


def addresses(site: Site, walked: Walk) -> list[str]:
    pages = one_of_each([path for path in walked.pages if not path.startswith("/api/")])
    assert len(pages) > 12
    return [site.url + path for path in pages]


@pytest.mark.parametrize("language", ["id", "en"])
def test_public_pages(
    language: str, public: dict[str, Walk], site: Site, new_page: Callable[..., Page]
) -> None:
    pages = addresses(site, public[language])
    nothing(look(pages, new_page(360), new_page(1280), weigh=True))


def test_public_pages_in_the_dark_on_a_small_phone(
    public: dict[str, Walk], site: Site, new_page: Callable[..., Page]
) -> None:
    pages = [address for address in addresses(site, public["id"]) if "?" not in address]
    nothing(look(pages, new_page(320, dark=True)))
