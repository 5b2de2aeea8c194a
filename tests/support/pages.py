"""What browser tests ask of every page: nothing for axe to find, light, and never too wide."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.support.walk import Answer

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MAX_BYTES = 100_000


def assert_accessible(page: Page) -> None:
    """axe finds nothing: WCAG 2.2 AA and its best practices."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    found = [
        f"{violation['id']}: {violation['help']} {[node['target'] for node in violation['nodes']]}"
        for violation in results.response["violations"]
    ]
    assert found == [], f"{page.url}: " + "\n".join(found)
    assert results.response["passes"], f"{page.url}: axe looked at nothing"


def assert_fits(page: Page) -> None:
    """No sideways scroll at the page's width."""
    wide, width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= width, f"{page.url}: {wide} px wide in a window of {width} px"


@dataclass(frozen=True)
class Load:
    """A cold load: addresses fetched and bytes transferred, as compressed."""

    addresses: tuple[str, ...]
    transferred: int


def cold_load(page: Page, url: str) -> Load:
    """Fetch a page with an empty cache and count what crosses the wire."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    addresses: list[str] = []
    sizes: list[int] = []
    session.on("Network.requestWillBeSent", lambda event: addresses.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="load")
    session.detach()
    return Load(tuple(addresses), int(sum(sizes)))


def assert_light(page: Page, url: str) -> None:
    """Under 100 KB on a cold load, and nothing from anybody else's host."""
    load = cold_load(page, url)
    assert 0 < load.transferred < MAX_BYTES, f"{url}: {load.transferred} bytes"
    host = url.split("/")[2]
    foreign = [
        address
        for address in load.addresses
        if not address.startswith("data:") and address.split("/")[2] != host
    ]
    assert foreign == []


def fetcher(context: BrowserContext, root: str) -> Callable[[str], Answer]:
    def fetch(path: str) -> Answer:
        answer = context.request.get(root + path)
        kind = answer.headers.get("content-type", "")
        return Answer(answer.status, kind, answer.text() if kind.startswith("text/") else "")

    return fetch


def nothing(found: list[str]) -> None:
    """Fail with every finding, not with the first few letters of them."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def look(addresses: list[str], *pages: Page, weigh: bool = False) -> list[str]:
    """Open each address in each browser page; every complaint, rather than the first one only."""
    found = []
    for address in addresses:
        for page in pages:
            try:
                if weigh and page is pages[0]:
                    assert_light(page, address)
                else:
                    page.goto(address)
                assert_fits(page)
                assert_accessible(page)
            except AssertionError as error:
                found.append(str(error).partition("\nassert ")[0])
    return found
