"""Every address x role x inside or outside the territory: nobody gets in whom nobody let in.

The tests are made from the addresses themselves. A new address needs `@public`, `@signed_in` or
`@staff_view(...)`, and a sample object in tests/support/addresses.py if it is about one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone, translation

from jawara.accounts import rules
from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.audit.models import Event
from jawara.territories.queries import by_code
from jawara.web.staff import Access, staff_view
from tests.support.addresses import LIBRARY, SAMPLES, Address, addresses, walk
from tests.support.people import give, person

ALL = addresses()
STAFF = [address for address in ALL if address.access and address.access.kind == "staff"]
OURS = [address for address in ALL if address.name not in LIBRARY]
# The example lies in both: Kota Serang was formed out of the Kabupaten in 2007.
SERANG, ELSEWHERE = ("36.04", "36.73"), "36.03"
LOGIN = "/akun/login/?next="
REFUSED = {403, 404}
GRANTED = [role for role in Role if role is not Role.MEMBER]


def named(address: Address) -> str:
    return address.name


@pytest.mark.parametrize("address", ALL, ids=named)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    assert address.access is not None, f"{address.route}: @public, @signed_in or @staff_view(...)"
    for permission in {address.access.permission, address.access.post} - {None}:
        assert permission in rules.PERMISSIONS
    assert not address.has_sample or address.name in SAMPLES, f"{address.name}: no sample object"


def test_an_address_that_says_nothing_is_found() -> None:
    """The tests of all addresses can fail: a bare view has no rule, a guarded one its own."""
    bare = path("baru/", lambda request: HttpResponse(), name="bare")
    guarded = path("jaga/", staff_view(rules.SEE_ROLES)(lambda request: HttpResponse()), name="g")
    found = {address.name: address.access for address in walk([bare, guarded], "kelola/", ())}
    assert found == {"bare": None, "g": Access("staff", rules.SEE_ROLES)}


def test_no_sample_is_left_over() -> None:
    assert set(SAMPLES) - {address.name for address in ALL} == set()
    assert set(LIBRARY) - {address.name for address in ALL} == set()


def test_permissions_are_carried_by_some_role() -> None:
    empty = {code for code, roles in rules.PERMISSIONS.items() if not roles}
    assert empty == {rules.REGISTER_USER}


@dataclass(frozen=True)
class World:
    """Made once: where each address leads, and somebody with each role in and out of Serang."""

    urls: dict[str, str]
    insiders: dict[Role, User]
    outsiders: dict[Role, User]
    nobody: User
    superuser: User


@pytest.fixture(scope="module")
def world(serang: object, django_db_blocker: object) -> Iterator[World]:
    unblocked = django_db_blocker.unblock()  # type: ignore[attr-defined]
    with unblocked, transaction.atomic(), translation.override("id"):
        superuser = person("Tanpa Peran Berbendera")
        User.objects.filter(pk=superuser.pk).update(is_superuser=True, is_staff=True)
        yield World(
            urls={a.name: a.url() for a in ALL if not a.has_sample or a.name in SAMPLES},
            insiders={role: holder(role, "dalam", *SERANG) for role in GRANTED},
            outsiders={role: holder(role, "luar", ELSEWHERE) for role in GRANTED},
            nobody=person("Tanpa Peran"),
            superuser=superuser,
        )
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestAnswers:
    @pytest.fixture(autouse=True)
    def fresh(self) -> Iterator[None]:
        cache.clear()
        with translation.override("id"):  # a page in English leaves English behind
            yield
        cache.clear()

    @pytest.mark.parametrize("address", ALL, ids=named)
    def test_visitors(self, world: World, client: Client, address: Address) -> None:
        """Public pages open; all others ask to sign in, whatever is sent."""
        assert address.access
        url = world.urls[address.name]
        if address.access.kind == "public":
            assert client.get(url).status_code in {200, 302, 404}
            assert client.post(url).status_code < 500
            return
        with writes_nothing():
            for answer in (client.get(url), client.post(url, {"key": "x"})):
                assert answer.status_code == 302
                assert answer["Location"].startswith(("/akun/login/", "/akun/reauthenticate/"))
        if address.name not in LIBRARY:
            assert client.get(url)["Location"].startswith(LOGIN + url)
            answer = client.get(f"/en{url}")
            assert answer["Location"].startswith("/en/akun/login/?next=/en/")

    @pytest.mark.parametrize("flags", [False, True], ids=["member", "superuser"])
    @pytest.mark.parametrize("address", OURS, ids=named)
    def test_people_without_a_role(
        self, world: World, client: Client, address: Address, flags: bool
    ) -> None:
        """Default deny, for those whom the framework calls superusers too."""
        assert address.access
        client.force_login(world.superuser if flags else world.nobody)
        url = world.urls[address.name]
        if address.access.kind != "staff":
            assert client.get(url).status_code in {200, 302, 404, 405}
            return
        with writes_nothing():
            assert client.get(url).status_code == 403
            assert client.post(url, {}).status_code == 403

    @pytest.mark.parametrize("role", GRANTED)
    @pytest.mark.parametrize("address", STAFF, ids=named)
    def test_a_role_inside_its_territory(
        self, world: World, client: Client, address: Address, role: Role
    ) -> None:
        url = world.urls[address.name]
        client.force_login(world.insiders[role])
        with writes_nothing():  # an empty form is shown again, with its faults
            for method, ask in (("GET", client.get), ("POST", client.post)):
                expected = {200, 302, 405} if carries(address, role, method) else {403}
                assert ask(url).status_code in expected, method

    @pytest.mark.parametrize("role", GRANTED)
    @pytest.mark.parametrize("address", STAFF, ids=named)
    def test_a_role_outside_its_territory(
        self, world: World, client: Client, address: Address, role: Role
    ) -> None:
        url = world.urls[address.name]
        client.force_login(world.outsiders[role])
        if not carries(address, role) or address.of_a_territory:
            with writes_nothing():
                assert client.get(url).status_code in REFUSED
                assert client.post(url, {}).status_code in REFUSED
            return
        # A page about no one object opens, and shows nothing of the other territory.
        for asked in (url, f"{url}?format=csv", f"{url}?q=contoh"):
            page = client.get(asked)
            assert page.status_code in {200, 302}
            assert_nothing_of_serang(page)


def carries(address: Address, role: Role, method: str = "GET") -> bool:
    assert address.access
    permission = address.access.takes(method)
    return permission is None or role in rules.PERMISSIONS[permission]


def holder(role: Role, where: str, *codes: str) -> User:
    """Somebody with a role over these units, and no other."""
    user = person(f"Pemegang {role} {where}")
    for code in codes:
        give(user, role, by_code(code, timezone.localdate()).unit)
    return user


class writes_nothing:  # noqa: N801 - reads as a sentence
    def __enter__(self) -> None:
        self.before = Event.objects.count()

    def __exit__(self, *_: object) -> None:
        assert Event.objects.count() == self.before


def assert_nothing_of_serang(page: HttpResponse) -> None:
    text = page.content.decode()
    assert not any(re.search(rf"{re.escape(code)}\.\d", text) for code in SERANG)
    assert "bkm@contoh.test" not in text
