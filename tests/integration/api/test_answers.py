"""How every address answers: languages, ETags, reading only, faults, no names of people."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from jawara.accounts.models import User
from jawara.audit.models import Event
from jawara.audit.services import append_event
from jawara.community.models import Bkm, BkmMembership, KsmMembership, PoorHousehold, Volunteer
from jawara.insight import queries as insight
from jawara.insight.registry import all_indicators
from tests.support.api import THEN, ask, body, fault, fetch
from tests.support.people import ctx, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]
assert insight  # fills the registry
FIGURE = f"/api/v1/figures/grants.unexplained?territory=36.04&as_of={THEN}"
ADDRESSES = [
    "/territories?limit=2",
    "/territories.csv?level=province",
    "/territories/36.04",
    "/programmes",
    "/programmes.csv",
    "/boards?limit=2",
    "/boards.csv",
    "/figures",
    "/figures.csv",
    "/figures/grants.unexplained",
    "/figures/grants.unexplained/records?limit=2",
    "/figures/grants.unexplained/records.csv",
    "/openapi.json",
    "/docs",
]


def get(address: str, **headers: str) -> Any:
    return Client().get(f"/api/v1{address}", headers=headers)


# Keeping ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_it_already_is_told_so(address: str) -> None:
    first = get(address)
    assert first.status_code == 200
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert re.fullmatch(r'"[0-9a-f]{32}"', first["ETag"])
    again = get(address, if_none_match=f'"other", W/{first["ETag"]}')
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert get(address, if_none_match='"other"').status_code == 200


def test_any_write_makes_a_new_version() -> None:
    before = get("/figures")["ETag"]
    assert get("/figures")["ETag"] == before
    append_event(ctx("a write"), stream="x", action="x", subject="x", request_hash="x", data={})
    assert get("/figures")["ETag"] != before
    assert get("/figures", if_none_match=before).status_code == 200


def test_a_line_that_comes_in_late_makes_a_new_version(tamper: Any) -> None:
    """Of two writers at once the one with the lower number may come last."""
    late = Event.objects.order_by("-pk")[1]
    with tamper():
        Event.objects.filter(pk=late.pk).delete()
    before = get("/figures")["ETag"]
    Event.objects.bulk_create([late])
    assert get("/figures")["ETag"] != before


def test_languages_are_kept_apart() -> None:
    answers = {
        name: get("/figures", accept_language=wanted)
        for name, wanted in (("id", "id"), ("en", "en-GB, id;q=0.8"), ("other", "nl"))
    }
    assert answers["id"]["ETag"] == answers["other"]["ETag"] != answers["en"]["ETag"]
    for answer in answers.values():
        assert "Accept-Language" in answer["Vary"]
    assert {name: answer["Content-Language"] for name, answer in answers.items()} == {
        "id": "id", "en": "en", "other": "id",
    }  # fmt: skip


def test_an_answer_given_again_is_the_same() -> None:
    cache.clear()
    first, second = (get("/figures/grants.unexplained?territory=36.04") for _ in range(2))
    assert first.content == second.content
    assert first["Content-Type"] == second["Content-Type"]
    assert first["Content-Language"] == second["Content-Language"]


# Asking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_gives_the_heads_alone(address: str) -> None:
    whole, heads = get(address), Client().head(f"/api/v1{address}")
    assert heads.status_code == 200
    assert body(heads) == b""
    for name in ("ETag", "Content-Type", "Cache-Control", "Content-Language", "Vary"):
        assert heads[name] == whole[name], name
    if not whole.streaming:
        assert heads["Content-Length"] == str(len(whole.content))


@pytest.mark.parametrize("address", [*ADDRESSES, "/nothing"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading(address: str, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1{address}")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert json.loads(answer.content)["code"] == "method_not_allowed"


def test_other_sites_may_read() -> None:
    assert get("/figures")["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in get("/figures")


def test_who_asks_does_not_matter() -> None:
    client = Client()
    client.force_login(person("Siti"))
    for address in ("/figures", "/docs"):
        assert client.get(f"/api/v1{address}").content == get(address).content
        assert "Siti" not in get(address).content.decode()


# Faults -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "asked", "code", "field", "message"),
    [
        ("/boards", {"limit": "x"}, "not_a_number", "limit", "Isi limit dengan bilangan bulat."),
        (
            "/boards",
            {"limit": 0},
            "out_of_range",
            "limit",
            "Isi limit dengan bilangan paling kecil 1.",
        ),
        (
            "/boards",
            {"limit": 1001},
            "out_of_range",
            "limit",
            "Isi limit dengan bilangan paling besar 1000.",
        ),
        (
            "/territories",
            {"level": "rt"},
            "not_a_choice",
            "level",
            "Isi level dengan salah satu: nation, province, district, subdistrict, village.",
        ),
        (
            "/territories",
            {"q": "x" * 201},
            "text_too_long",
            "q",
            "Isi q terlalu panjang: paling banyak 200 huruf.",
        ),
        (
            "/boards.csv",
            {"as_of": "30-02-2004"},
            "no_such_date",
            "as_of",
            "Tanggal “30-02-2004” tidak ada di kalender. Urutannya hari, bulan, tahun, misalnya "
            "30 November 2004.",
        ),
        (
            "/figures/grants.realised",
            {"known_at": "kemarin"},
            "date_not_understood",
            "known_at",
            "Tanggal “kemarin” belum bisa dibaca. Tulis hari, bulan, tahun, misalnya "
            "30 November 2004.",
        ),
    ],
)
def test_faults_say_what_and_where(
    path: str, asked: dict[str, object], code: str, field: str, message: str
) -> None:
    assert fault(path, **asked) == (422, {"code": code, "message": message, "field": field})


def test_faults_are_translated() -> None:
    _status, indonesian = fault("/figures/grants.realised", phase="P9")
    _status, english = fault("/figures/grants.realised", phase="P9", lang="en")
    assert indonesian["code"] == english["code"]
    assert indonesian["message"].startswith("Tahap P9 tidak dikenal.")
    assert english["message"] != indonesian["message"]
    assert "P9" in english["message"]


def test_addresses_that_do_not_exist() -> None:
    expected = {
        "code": "no_such_address",
        "message": "Alamat ini tidak ada. Semua alamat ada di /api/v1/docs.",
        "field": None,
    }
    for address in ("/nothing", "/territories/", "/figures/x/y/z", "/records"):
        assert fault(address) == (404, expected)


def test_the_root_leads_to_the_description() -> None:
    assert fetch("/")["Location"] == "/api/v1/docs"


def test_loose_writing_is_understood() -> None:
    strict = ask("/figures/grants.realised", territory="36.04", phase="P2KP-1/2", as_of=THEN)
    loose = ask(
        "/figures/grants.realised", territory="3604", phase="p2kp-1/2", as_of="30 Nopember 2004"
    )
    assert loose == strict


# Privacy ------------------------------------------------------------------------------------------


def test_no_person_is_named(tamper: Any) -> None:
    """Everybody in the example is given one name, and it must not come out anywhere."""
    with tamper():
        changed = User.objects.update(name="Rahasia Pribadi")
        for model in (BkmMembership, KsmMembership):
            changed += model.objects.update(person_name="Rahasia Pribadi")
        unit = Bkm.objects.order_by("pk")[0].unit
        Volunteer.objects.create(**fact(), unit=unit, person_name="Rahasia Pribadi")
        PoorHousehold.objects.create(
            **fact(), unit=unit, head_name="Rahasia Pribadi", members_female=1, members_male=2
        )
    assert changed > 2802
    cache.clear()
    texts = [body(get(address)).decode() for address in ADDRESSES]
    for key in (item.key for item in all_indicators()):
        asked = "as_of=2004-12-31&territory=36.04"
        texts.append(body(get(f"/figures/{key}?{asked}")).decode())
        texts.append(body(get(f"/figures/{key}/records.csv?{asked}")).decode())
    whole = "\n".join(texts)
    assert "Rahasia" not in whole
    assert "@contoh" not in whole


def fact() -> dict[str, Any]:
    return {
        "key": uuid4(),
        "recorded_at": datetime(2004, 12, 24, tzinfo=UTC),
        "recorded_by": "user:0",
        "occurred_on": date(2004, 1, 1),
    }
