"""The workspace, as each role finds it by its links: nothing broken, nothing for axe, fits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from jawara.exchange import demo
from tests.support.pages import fetcher, look, nothing
from tests.support.site import Site
from tests.support.walk import name_of, one_of_each, walk

pytestmark = pytest.mark.browser

ROLES = ["BOARD_MEMBER", "FACILITATOR", "DISTRICT_OFFICER", "ADMINISTRATOR", "AUDITOR"]


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
    walked = walk(fetcher(wide.context, site.url), "/kelola/", within="/kelola/")
    nothing(walked.broken)
    assert len(walked.pages) > 1
    new = [path for path in one_of_each(walked.pages) if name_of(path) not in looked_at]
    nothing(look([site.url + path for path in new], phone, wide))
    looked_at.update(name_of(path) for path in walked.pages)
