"""What browser tests ask of every page: nothing for axe to find, light, and never too wide."""

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
    page.goto(url, wait_until="networkidle")
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
