"""The work list of the example's people: what is late, missing or next, on their territory only."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.community.services import end_term
from jawara.territories.queries import by_code
from tests.support import samples
from tests.support.people import ctx, give, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]
TODAY = date(2026, 3, 2)


def words(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get("/kelola/").content.decode().replace("\xa0", " ")


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 id="kerja-\d+">([^<]+)</h2>', page)


def somebody(role: Role, *codes: str) -> User:
    user = person(f"{role} {codes}")
    for code in codes:
        give(user, role, by_code(code, TODAY).unit)
    return user


def test_a_facilitator_of_both_districts(client: Client) -> None:
    page = words(client, somebody(Role.FACILITATOR, "36.04", "36.73"))
    assert headings(page) == [
        "62 langkah perlu dilengkapi",
        "Langkah berikutnya di 30 kelurahan dan desa",
        "Untuk Rp 120.000.000 belum ada penjelasan",
    ]
    # What is missing is told by ward: eight are shown, and the way to the others.
    assert '<a href="/kelola/siklus/36.73.01.1002/P2KP-1/1/">Cipare</a>' in page
    assert page.count("perlu dilengkapi: </span>") == 8
    assert 'href="/kelola/siklus/"' in page
    assert "Ini belum tentu salah pakai." in page


def test_one_ward_shows_one_wards_work(client: Client) -> None:
    page = words(client, somebody(Role.BOARD_MEMBER, samples.INSIDE))
    assert headings(page) == [
        "Langkah berikutnya di 1 kelurahan dan desa",
        "Untuk Rp 35.000.000 belum ada penjelasan",
    ]


def test_in_one_ward_each_step_says_what_it_lacks(client: Client) -> None:
    page = words(client, somebody(Role.FACILITATOR, "36.73.01.1002"))
    assert headings(page)[0] == "6 langkah perlu dilengkapi"
    assert "Cipare: Rekrutmen relawan</a>" in page
    assert "Bukti belum dilampirkan: daftar relawan." in page


def test_elsewhere_nothing_waits(client: Client) -> None:
    page = words(client, somebody(Role.FACILITATOR, "36.03"))
    assert headings(page) == ["Siklus"]
    assert "36.04" not in page
    assert "Rp" not in page


def test_a_term_that_ended(client: Client) -> None:
    samples.term()
    end_term(ctx("ends"), term=samples.board().terms.get(), ends_on=date(2025, 6, 1))
    page = words(client, somebody(Role.BOARD_MEMBER, samples.INSIDE))
    assert "Masa bakti 1 BKM berakhir" in headings(page)
    assert "Masa bakti berakhir 31 Mei 2025; penggantinya belum tercatat." in page


def test_a_wide_territory_costs_no_more_than_a_ward(client: Client) -> None:
    counts = []
    for codes in ([samples.INSIDE], ["36"], ["0"]):
        client.force_login(somebody(Role.AUDITOR, *codes))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/kelola/").status_code == 200
        counts.append(len(queries))
    assert max(counts) < 70, counts
