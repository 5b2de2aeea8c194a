"""Every page of ours that a link leads to: no broken link, nothing for axe, fits, is light."""

from collections.abc import Callable

import pytest
from django.urls import URLPattern
from playwright.sync_api import BrowserContext, Page

from jawara.exchange import demo
from jawara.web import urls_public
from tests.support.pages import assert_accessible, assert_fits, assert_light
from tests.support.site import Site
from tests.support.walk import Answer, Walk, name_of, one_of_each, walk

pytestmark = pytest.mark.browser

# The home page, a ward, what a search finds, and the doors to the workspace.
STARTS = [
    *("", "wilayah/36.04.09.2001/", "cari/?q=kramatwatu", "cari/?q=tidak+ada"),
    "angka/cycle.bkm_renewal.progress/?territory=36.04&phase=P2KP-1/1&as_of=2004-11-30",
    *("akun/login/", "akun/signup/", "akun/password/reset/"),
]
LANGUAGES = {"id": "/", "en": "/en/"}
# A file, not a page.
NOT_LINKED = {"evidence"}
ROLES = ["BOARD_MEMBER", "FACILITATOR", "DISTRICT_OFFICER", "ADMINISTRATOR", "AUDITOR"]


def fetcher(context: BrowserContext, site: Site) -> Callable[[str], Answer]:
    def fetch(path: str) -> Answer:
        answer = context.request.get(site.url + path)
        kind = answer.headers.get("content-type", "")
        return Answer(answer.status, kind, answer.text() if kind.startswith("text/") else "")

    return fetch


def nothing(found: list[str]) -> None:
    """Fail with every finding, not with the first few letters of them."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def look(pages: list[str], site: Site, wide: Page, phone: Page, *, public: bool) -> list[str]:
    """Every complaint about these pages, rather than the first one only."""
    found = []
    for path in pages:
        for page in (wide, phone):
            try:
                if public and page is phone:
                    assert_light(page, site.url + path)
                else:
                    page.goto(site.url + path)
                assert_fits(page)
                assert_accessible(page)
            except AssertionError as error:
                found.append(str(error).partition("\nassert ")[0])
    return found


@pytest.fixture(scope="module")
def public(site: Site, chromium: object) -> dict[str, Walk]:
    context = chromium.new_context(locale="id-ID")  # type: ignore[attr-defined]
    fetch = fetcher(context, site)
    walks = {
        language: walk(fetch, *(root + start for start in STARTS), samples=2)
        for language, root in LANGUAGES.items()
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


def pages_in(language: str, public: dict[str, Walk]) -> list[str]:
    english = language == "en"
    pages = [path for path in public[language].pages if path.startswith("/en/") == english]
    return one_of_each([path for path in pages if not path.startswith("/api/")])


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(
    language: str, public: dict[str, Walk], site: Site, new_page: Callable[..., Page]
) -> None:
    pages = pages_in(language, public)
    assert len(pages) > 12
    nothing(look(pages, site, new_page(1280), new_page(360), public=True))


def test_public_pages_in_the_dark(
    public: dict[str, Walk], site: Site, new_page: Callable[..., Page]
) -> None:
    pages = [path for path in pages_in("id", public) if "?" not in path]
    nothing(look(pages, site, new_page(1280, dark=True), new_page(320, dark=True), public=False))


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.url}/akun/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", demo.password())
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/kelola/**")


@pytest.fixture(scope="module")
def looked_at() -> set[str | None]:
    """Views of the workspace that a role before has shown."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_the_workspace(
    role: str, site: Site, new_page: Callable[..., Page], looked_at: set[str | None]
) -> None:
    email = next(email for _, email, held, _ in demo.accounts() if held == role)
    wide, phone = new_page(1280), new_page(360)
    for page in (wide, phone):
        sign_in(page, site, email)
    walked = walk(fetcher(wide.context, site), "/kelola/", within="/kelola/")
    nothing(walked.broken)
    assert len(walked.pages) > 1
    pages = [path for path in one_of_each(walked.pages) if name_of(path) not in looked_at]
    nothing(look(pages, site, wide, phone, public=False))
    looked_at.update(name_of(path) for path in walked.pages)
