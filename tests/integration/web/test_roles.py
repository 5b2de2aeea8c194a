"""/kelola/peran/ and /kelola/: giving and taking back roles by hand, and what awaits one."""

import csv
import io
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jawara.accounts.enums import Role
from jawara.accounts.models import RoleGrant, User
from jawara.accounts.services import revoke_role
from jawara.audit.models import Event
from tests.support.people import Country, ctx, give, make_country, person

pytestmark = pytest.mark.django_db
LIST, GRANT = "/kelola/peran/", "/kelola/peran/beri/"


@pytest.fixture
def country() -> Country:
    cache.clear()
    return make_country()


@pytest.fixture
def admin(country: Country) -> User:
    user = person("Pengelola Serang")
    give(user, Role.ADMINISTRATOR, country.district)
    return user


@pytest.fixture
def signed_in(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def words(response: HttpResponse) -> str:
    return response.content.decode().replace("\xa0", " ")


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1]


def asked(client: Client, **changes: str) -> dict[str, str]:
    """A grant form as the page hands it out, filled in."""
    return {
        "key": key_in(words(client.get(GRANT))),
        "email": "budi@contoh.id",
        "role": "FACILITATOR",
        "unit": "Margasana",
        "from_on": "1/2/2026",
        "last_on": "31 Des 2027",
        "reason": "SK 12/2026",
    } | changes


def test_give_a_role(signed_in: Client, country: Country, admin: User) -> None:
    budi = person("Budi")
    form = asked(signed_in)
    answer = signed_in.post(GRANT, form)
    grant = RoleGrant.objects.get(user=budi)
    assert answer["Location"] == f"{LIST}{grant.key}/"
    assert (grant.role, grant.unit_id) == ("FACILITATOR", country.ward.pk)
    assert (grant.from_on, grant.until_on) == (date(2026, 2, 1), date(2028, 1, 1))
    page = words(signed_in.get(answer["Location"]))
    assert "Peran diberikan." in page
    assert "<ins>fasilitator, 1 Februari 2026 – 31 Desember 2027</ins>" in page
    assert "· Pengelola Serang</p><p>Diberikan: SK 12/2026" in page
    # Back, and once more: the first answer, nothing twice.
    assert signed_in.post(GRANT, form)["Location"] == answer["Location"]
    assert RoleGrant.objects.filter(user=budi).count() == 1
    # The same key with another content is refused, and what was typed stays.
    page = words(signed_in.post(GRANT, form | {"reason": "lain"}))
    assert "sudah dipakai untuk isian lain" in page
    assert 'value="lain"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "tidak.ada@contoh.id"}, "Belum ada akun dengan alamat ini."),
        ({"unit": "Entah"}, "Tidak ada wilayah bernama “Entah”."),
        ({"unit": "99.99"}, "tidak ada di daftar resmi"),
        ({"unit": "Pondok Rajeg"}, "Peran Anda tidak mencakup pekerjaan ini"),
        ({"from_on": "32/1/2026"}, "tanggal"),
        ({"last_on": "1/1/2026"}, "Tanggal berakhir harus sesudah tanggal mulai."),
        ({"reason": " "}, "Bagian ini belum diisi."),
        ({"role": "MEMBER"}, "MEMBER"),
        ({"email": "pengelola.serang@contoh.id"}, "Peran Anda sendiri tidak bisa Anda ubah."),
        ({"key": "x"}, "Halaman ini sudah usang."),
        ({"from_on": "31/12/1999"}, "selama masa Anda sendiri"),
    ],
)
def test_each_fault_is_said_and_nothing_is_lost(
    signed_in: Client, changes: dict[str, str], message: str
) -> None:
    person("Budi")
    form = asked(signed_in, **changes)
    before = Event.objects.count()
    page = words(signed_in.post(GRANT, form))
    assert message in page
    assert 'id="galat"' in page
    assert f'value="{form["email"]}"' in page
    assert Event.objects.count() == before


def test_one_name_for_several_places_asks_for_the_code(signed_in: Client) -> None:
    page = words(signed_in.post(GRANT, asked(signed_in, unit="Kabupaten")))
    assert "Kabupaten Serang, Banten (36.04)" in page
    assert "Kabupaten Bogor, Jawa Barat (32.01)" in page


def test_dates_come_back_in_full(signed_in: Client) -> None:
    page = words(signed_in.post(GRANT, asked(signed_in, email="", from_on="1-2-2026")))
    assert 'value="1 Februari 2026"' in page
    assert 'value="31 Desember 2027"' in page


def test_take_a_role_back(signed_in: Client, country: Country) -> None:
    grant = give(person("Budi"), Role.FACILITATOR, country.ward)
    address = f"{LIST}{grant.key}/cabut/"
    page = words(signed_in.get(address))
    today = timezone.localdate()
    form = {"key": key_in(page), "effective_on": today.isoformat(), "reason": "pindah tugas"}
    page = words(signed_in.post(address, form | {"effective_on": "1 Januari 2020"}))
    assert "Pencabutan tidak bisa berlaku surut" in page
    answer = signed_in.post(address, form)
    assert answer["Location"] == f"{LIST}{grant.key}/"
    page = words(signed_in.get(answer["Location"]))
    assert "Peran dicabut." in page
    assert "<del>belum ditentukan</del>" in page
    assert "Dicabut: pindah tugas" in page
    assert "Cabut peran ini" not in page
    assert signed_in.post(address, form)["Location"] == answer["Location"]
    again = words(signed_in.post(address, form | {"key": key_in(words(signed_in.get(address)))}))
    assert "Peran ini sudah dicabut." in again


def test_own_role_shows_no_way_to_revoke_it(signed_in: Client, admin: User) -> None:
    own = RoleGrant.objects.get(user=admin)
    assert "Cabut peran ini" not in words(signed_in.get(f"{LIST}{own.key}/"))


def test_the_list_filters_sorts_and_ends_at_the_territory(
    signed_in: Client, country: Country
) -> None:
    siti, budi, far = person("Siti"), person("Budi"), person("Jauh")
    give(siti, Role.BOOKKEEPER, country.ward)
    give(budi, Role.FACILITATOR, country.district, date(2001, 1, 1), date(2003, 1, 1))
    give(far, Role.BOOKKEEPER, country.far_ward)
    gone = give(person("Hapus"), Role.AUDITOR, country.ward)
    today = timezone.localdate()
    revoke_role(ctx("gone", at=timezone.now()), grant=gone, effective_on=today, reason="x")

    def names(query: str) -> list[str]:
        page = words(signed_in.get(f"{LIST}{query}"))
        return re.findall(r'peran/[0-9a-f-]{36}/">([^<]+)</a>', page)

    assert names("") == ["Pengelola Serang", "Siti"]
    assert names("?state=all&sort=-nama") == ["Siti", "Pengelola Serang", "Hapus", "Budi"]
    assert names("?state=ended") == ["Budi", "Hapus"]
    assert names("?state=all&role=FACILITATOR") == ["Budi"]
    assert names("?state=all&q=SITI") == ["Siti"]
    assert names("?sort=apa-saja&page=99&role=x") == ["Pengelola Serang", "Siti"]
    assert "Tidak ada peran yang cocok" in words(signed_in.get(f"{LIST}?q=zzz"))


def test_the_file_holds_exactly_what_is_listed(signed_in: Client, country: Country) -> None:
    give(person("=cmd()"), Role.BOOKKEEPER, country.ward, date(2020, 1, 1), date(2090, 1, 1))
    answer = signed_in.get(f"{LIST}?role=BOOKKEEPER&format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="peran.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        {
            "Nama": "'=cmd()",  # no formula in anybody's spreadsheet
            "Surel": "'=cmd()@contoh.id",
            "Peran": "pembuku UPK",
            "Kode wilayah": "36.04.08.2001",
            "Wilayah": "Margasana",
            "Mulai": "2020-01-01",
            "Hari terakhir": "2089-12-31",
            "Keadaan": "berlaku",
        }
    ]
    sheet = signed_in.get(f"{LIST}?format=xlsx")
    assert sheet.content[:2] == b"PK"


@pytest.mark.parametrize("people", [1, 3, 60])
def test_the_list_costs_the_same_for_any_number(
    signed_in: Client, country: Country, people: int
) -> None:
    for number in range(people):
        give(person(f"Orang {number}"), Role.BOOKKEEPER, country.ward)
    with CaptureQueriesContext(connection) as queries:
        page = words(signed_in.get(LIST))
    assert f"{people + 1} peran" in page
    assert len(queries) == 11


def test_an_auditor_looks_and_gives_nothing(client: Client, country: Country) -> None:
    auditor = person("Auditor")
    give(auditor, Role.AUDITOR, country.nation)
    client.force_login(auditor)
    page = words(client.get(LIST))
    assert GRANT not in page
    grant = RoleGrant.objects.get(user=auditor)
    assert "cabut/" not in words(client.get(f"{LIST}{grant.key}/"))
    assert client.get(GRANT).status_code == 403


def test_an_unknown_role_is_not_found(signed_in: Client) -> None:
    key = "018f0000-0000-7000-8000-000000000000"
    assert signed_in.get(f"{LIST}{key}/").status_code == 404
    assert signed_in.get(f"{LIST}{key}/cabut/").status_code == 404


def test_a_newcomer_learns_whom_to_ask(client: Client, country: Country, admin: User) -> None:
    client.force_login(person("Baru"))
    page = words(client.get("/kelola/"))
    assert "Anda anggota situs" in page
    assert admin.email not in page
    page = words(client.get("/kelola/?wilayah=36.04.08.2001"))
    assert "Pengelola untuk Margasana (36.04.08.2001)" in page
    assert "pengelola.serang@contoh.id" in page
    page = words(client.get("/kelola/?wilayah=Pondok+Rajeg"))
    assert "belum ada pengelola" in page
    assert "Tidak ada wilayah bernama" in words(client.get("/kelola/?wilayah=Entah"))


def test_the_workspace_names_ones_roles(client: Client, country: Country) -> None:
    user = person("Siti")
    give(user, Role.BOARD_MEMBER, country.ward, date(2020, 1, 1), date(2090, 1, 1))
    client.force_login(user)
    page = words(client.get("/kelola/"))
    assert "Pekerjaan Siti" in page
    assert "anggota BKM" in page
    assert "Margasana (36.04.08.2001)" in page
    assert "sampai 31 Desember 2089" in page
    assert 'href="/kelola/siklus/"' in page
    assert 'href="/kelola/peran/"' not in page
