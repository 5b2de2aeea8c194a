"""Pages about one's own account: nothing for axe, they fit, and the policy lets them work."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from jawara.exchange import demo
from tests.support.pages import assert_accessible, assert_fits
from tests.support.site import Site

pytestmark = pytest.mark.browser
PAGES = ["", "totp/activate/", "webauthn/", "webauthn/add/"]
OTHERS = ["/akun/email/", "/akun/password/change/", "/akun/logout/", "/kelola/"]


@pytest.mark.parametrize("width", [360, 1280])
def test_account_pages(site: Site, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width)
    page.goto(f"{site.url}/akun/login/")
    assert_accessible(page)
    page.click("main button.btn")
    assert page.locator("#galat a").count() == 2
    assert_accessible(page)
    page.fill("input[name=login]", "anggota@contoh.test")
    page.fill("input[name=password]", demo.password())
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/kelola/")
    page.goto(f"{site.url}/akun/2fa/totp/activate/")
    assert "Pastikan ini Anda" in page.inner_text("h1")
    assert_accessible(page)
    page.fill("input[name=password]", demo.password())
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/akun/2fa/totp/activate/")
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    for address in [*(f"/akun/2fa/{name}" for name in PAGES), *OTHERS]:
        page.goto(site.url + address)
        assert_accessible(page)
        assert_fits(page)


def test_a_security_key(own_site: Site, new_page: Callable[..., Page]) -> None:
    """Chromium's virtual key is added through the library's script, under our policy."""
    page = new_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    # Keys are bound to a name; a bare IP address has none.
    base = own_site.url.replace("127.0.0.1", "localhost")
    page.goto(f"{base}/akun/login/?next=/akun/2fa/webauthn/add/")
    page.fill("input[name=login]", "auditor@contoh.test")
    page.fill("input[name=password]", demo.password())
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/akun/reauthenticate/**")
    page.fill("input[name=password]", demo.password())
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/webauthn/add/")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "add" not in url)
    assert "Kode cadangan" in page.inner_text("h1")
    page.goto(f"{base}/akun/2fa/webauthn/")
    assert page.locator("main .list li").count() == 1
    assert_accessible(page)
