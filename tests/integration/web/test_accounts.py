"""Signing up, in and out; passwords by mail; what is not leaked; where one may be sent."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.audit.models import Event
from tests.support.people import PASSWORD, give, make_country, person

pytestmark = pytest.mark.django_db
SIGNUP, LOGIN, LOGOUT = "/akun/signup/", "/akun/login/", "/akun/logout/"
NEW = {"name": "Siti Aminah", "email": "siti@contoh.id", "password1": "kebun-kelapa-7"}


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found
    return found[1]


def words(response: HttpResponse) -> str:
    return response.content.decode()


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_sign_up_confirm_sign_in(client: Client) -> None:
    response = client.post(SIGNUP, NEW)
    assert response["Location"] == "/akun/confirm-email/"
    user = User.objects.get(email="siti@contoh.id")
    assert (user.name, user.is_staff, user.is_superuser) == ("Siti Aminah", False, False)
    event = Event.objects.get(key=user.key)
    assert (event.action, event.actor) == ("accounts.user.signed_up", "visitor")
    assert "siti" not in str(event.data).lower()
    # Not before the address is confirmed.
    assert sign_in(client, "siti@contoh.id", NEW["password1"])["Location"] == "/akun/confirm-email/"
    assert "_auth_user_id" not in client.session
    [message] = mail.outbox
    assert message.subject == "Jawara: Pastikan alamat surel Anda"
    assert "atas nama Siti Aminah" in str(message.body)
    assert "Ya, ini alamat saya" in words(client.get(link_in(message)))
    assert not EmailAddress.objects.get(user=user).verified  # opening alone confirms nothing
    client.post(link_in(message))
    assert EmailAddress.objects.get(user=user).verified
    assert sign_in(client, "Siti@Contoh.id", NEW["password1"])["Location"] == "/kelola/"
    assert "Akun Anda sudah jadi" in words(client.get("/kelola/"))


def test_in_english_one_stays_in_english(client: Client) -> None:
    person("Siti")
    page = words(client.get("/en/akun/login/"))
    assert '<html lang="en">' in page
    assert 'hreflang="id"' in page
    assert 'href="/akun/login/"' in page
    answer = client.post("/en/akun/login/", {"login": "siti@contoh.id", "password": PASSWORD})
    assert answer["Location"] == "/en/kelola/"
    assert client.post("/en/akun/logout/")["Location"] == "/en/"


@pytest.mark.parametrize(
    ("password", "words_of_it"),
    [
        ("pendek1", "10"),
        ("password1234", "umum"),
        ("siti@contoh.id", "mirip"),
        ("", "belum diisi"),
    ],
)
def test_weak_passwords_are_refused_in_indonesian(
    client: Client, password: str, words_of_it: str
) -> None:
    page = words(client.post(SIGNUP, NEW | {"password1": password}))
    assert words_of_it in page
    assert 'value="siti@contoh.id"' in page  # what was typed stays
    assert not User.objects.exists()


def test_a_name_in_any_script_and_no_tricks(client: Client) -> None:
    client.post(SIGNUP, NEW | {"name": "  ꦱꦶꦠꦶ \u202eA\u0301minah "})
    assert User.objects.get().name == "ꦱꦶꦠꦶ Áminah"
    assert "belum diisi" in words(client.post(SIGNUP, NEW | {"name": "\u200b\u200d"}))


def test_who_is_registered_is_not_told(client: Client) -> None:
    known = person("Siti")
    answer = client.post(SIGNUP, NEW | {"email": known.email})
    assert answer["Location"] == "/akun/confirm-email/"
    assert [m.subject for m in mail.outbox] == ["Jawara: Alamat ini sudah terdaftar"]
    assert User.objects.count() == 1
    for email in (known.email, "tidak.ada@contoh.id"):
        answer = client.post("/akun/password/reset/", {"email": email})
        assert answer["Location"] == "/akun/password/reset/done/"
    assert [m.subject for m in mail.outbox[1:]] == [
        "Jawara: Buat kata sandi baru",
        "Jawara: Tidak ada akun dengan alamat ini",
    ]
    wrong = [words(sign_in(client, email, "salah-sekali")) for email in (known.email, "x@y.id")]
    assert all("tidak benar" in page for page in wrong)


def test_password_by_mail(client: Client) -> None:
    user = person("Siti")
    client.post("/akun/password/reset/", {"email": user.email})
    link = link_in(mail.outbox[0])
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    new = {"password1": "sawah-ladang-9", "password2": "sawah-ladang-9"}
    assert client.post(address, new)["Location"] == "/akun/password/reset/key/done/"
    assert "tidak benar" in words(sign_in(client, user.email))
    assert sign_in(client, user.email, "sawah-ladang-9")["Location"] == "/kelola/"
    assert "Tautan tidak berlaku lagi" in words(Client().get(link, follow=True))
    assert mail.outbox[-1].subject == "Jawara: Kata sandi dibuat baru"


def test_signing_in_changes_the_session(client: Client) -> None:
    """Somebody who planted a session number in a browser does not share the session after it."""
    user = person("Siti")
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    assert sign_in(client, user.email)["Location"] == "/kelola/"
    assert client.session.session_key != before
    signed_in = client.session.session_key
    client.post(LOGOUT)
    assert not Client().session.exists(signed_in)


def test_signing_out_takes_a_post(client: Client) -> None:
    client.force_login(person("Siti"))
    assert client.get(LOGOUT).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(LOGOUT)["Location"] == "/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address",
    [
        "https://penipu.example/",
        "//penipu.example/",
        "/\\penipu.example/",
        "http:penipu.example",
        "javascript:alert(1)",
        "https://localhost/",  # an allowed host, but not the one asked
    ],
)
def test_next_never_leads_away(client: Client, address: str) -> None:
    user = person("Siti")
    assert sign_in(client, user.email, next=address)["Location"] == "/kelola/"
    assert client.post(LOGOUT, {"next": address})["Location"] == "/"


def test_next_leads_back(client: Client) -> None:
    user = person("Siti")
    asked = client.get("/kelola/peran/?role=AUDITOR")
    assert asked["Location"] == "/akun/login/?next=/kelola/peran/%3Frole%3DAUDITOR"
    answer = sign_in(client, user.email, next="/kelola/peran/?role=AUDITOR")
    assert answer["Location"] == "/kelola/peran/?role=AUDITOR"


def test_every_post_needs_its_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("Siti"))
    addresses = [
        LOGOUT,
        "/akun/password/change/",
        "/akun/2fa/totp/activate/",
        "/kelola/peran/beri/",
    ]
    for address in addresses:
        answer = client.post(address, {})
        assert answer.status_code == 403, address
        assert "Isian ini sudah kedaluwarsa" in words(answer)
    assert "_auth_user_id" in client.session


def test_guessing_is_slowed_down(client: Client) -> None:
    user = person("Siti")
    pages = [words(sign_in(client, user.email, f"tebakan-{n}")) for n in range(6)]
    assert "Terlalu banyak percobaan" in pages[-1]
    assert "Terlalu banyak percobaan" in words(sign_in(client, user.email))


def test_a_closed_account_does_not_come_in(client: Client) -> None:
    user = person("Siti")
    give(user, Role.AUDITOR, make_country().nation)
    client.force_login(user)
    assert client.get("/kelola/peran/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/kelola/peran/").status_code == 302
    client.logout()
    assert sign_in(client, user.email)["Location"] == "/akun/inactive/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "address",
    [
        "/akun/login/",
        "/akun/signup/",
        "/akun/password/reset/",
        "/akun/password/reset/done/",
        "/akun/confirm-email/",
        "/akun/confirm-email/salah/",
        "/akun/password/reset/key/done/",
        "/akun/inactive/",
    ],
)
def test_pages_for_visitors_are_ours(client: Client, address: str) -> None:
    assert_ours(client.get(address))


@pytest.mark.parametrize(
    "address",
    [
        "/akun/logout/",
        "/akun/email/",
        "/akun/password/change/",
        "/akun/reauthenticate/",
        "/akun/2fa/",
        "/akun/2fa/totp/activate/",
        "/akun/2fa/webauthn/",
        "/akun/2fa/webauthn/add/",
    ],
)
def test_pages_for_members_are_ours(client: Client, address: str) -> None:
    user = person("Siti")
    sign_in(client, user.email)
    prove(client)
    assert_ours(client.get(address))


def prove(client: Client) -> None:
    """Give the password once more, as pages about the account's safety ask."""
    client.post("/akun/reauthenticate/", {"password": PASSWORD})


def assert_ours(response: HttpResponse) -> None:
    """Our frame, one heading, nothing inline that the security policy forbids, no English."""
    page = words(response)
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert 'href="/static/jawara/jawara.css"' in page
    assert "style=" not in page
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in s or 'type="application/json"' in s for s in scripts)
    assert not re.search(r"\b(Sign|Password|Email Address|the|your|Confirm)\b", page)
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_second_factor(client: Client) -> None:
    user = person("Siti")
    sign_in(client, user.email)
    asked = client.get("/akun/2fa/totp/activate/")
    assert asked["Location"].startswith("/akun/reauthenticate/")
    prove(client)
    page = words(client.get("/akun/2fa/totp/activate/"))
    secret = re.search(r"<code>(\w+)</code>", page)
    assert secret
    assert 'src="data:image/svg+xml;base64,' in page

    def code() -> str:
        counter = next(iter(yield_hotp_counters_from_time()))
        return format_hotp_value(hotp_value(secret[1], counter))

    client.post("/akun/2fa/totp/activate/", {"code": code()})
    assert "terpasang" in words(client.get("/akun/2fa/"))
    assert "Simpan di tempat yang aman" in words(client.get("/akun/2fa/recovery-codes/"))
    cache.clear()  # a code counts once; this one was used to set up
    client.post(LOGOUT)
    assert sign_in(client, user.email)["Location"] == "/akun/2fa/authenticate/"
    assert client.get("/kelola/").status_code == 302
    assert_ours(client.get("/akun/2fa/authenticate/"))
    assert "Kode salah" in words(client.post("/akun/2fa/authenticate/", {"code": "000000"}))
    answer = client.post("/akun/2fa/authenticate/", {"code": code()})
    assert answer["Location"] == "/kelola/"
