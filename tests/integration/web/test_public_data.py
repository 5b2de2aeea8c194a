"""Public pages: downloads equal what is shown, any write shows at once, and no name leaks."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
import uuid6
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from jawara.accounts.models import User
from jawara.accounts.queries import actor_for
from jawara.audit.models import Document
from jawara.audit.services import Ctx
from jawara.community.enums import KsmPurpose, Sex
from jawara.community.models import Bkm, BkmProfile
from jawara.community.services import (
    GroupRow,
    HouseholdRow,
    MemberRow,
    VolunteerRow,
    register_group,
    register_households,
    register_volunteers,
)
from jawara.grants.enums import GapCategory
from jawara.grants.models import BlockGrant
from jawara.grants.services import explain_gap
from tests.support.public import body, csv_rows, page, words, xlsx_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]

REGENCY = "/wilayah/36.04/"
GAP = "/angka/grants.unexplained/"
SCOPE = {"territory": "36.04", "phase": "P2KP-1/2", "as_of": "2004-11-30"}


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    cache.clear()
    with translation.override("id"):
        yield
    cache.clear()


def by(email: str) -> Ctx:
    """A write of one of the example's people, now."""
    actor = actor_for(User.objects.get(email=email))
    return Ctx(actor=actor, at=timezone.now(), key=uuid6.uuid7())


def ciruas() -> Bkm:
    """A board in Kabupaten Serang then and now, Rp 35.000.000 of whose grant is unexplained."""
    return BkmProfile.objects.get(name="BKM Ciruas").bkm


class TestDownloads:
    def test_money_by_ward_sums_to_what_the_page_shows(self) -> None:
        head, *rows = csv_rows(REGENCY)
        assert head[0] == "kode"
        assert len(rows) == 19
        sums = [sum(int(row[column]) for row in rows) for column in range(3, 10)]
        assert sums == [
            *(3_600_000_000, 2_132_470_000, 1_158_080_000, 189_450_000),
            *(0, 0, 120_000_000),
        ]
        assert {row[10] for row in rows} == {"ilustrasi"}
        shown = page(REGENCY)
        for row in rows:
            millions = f"{int(row[3]) // 10_000 / 100:.2f}".replace(".", ",")
            assert f"{row[1]} {row[2]} {millions}" in shown

    def test_the_spreadsheet_is_the_csv(self) -> None:
        assert xlsx_rows(REGENCY) == csv_rows(REGENCY)
        assert xlsx_rows(GAP, **SCOPE) == csv_rows(GAP, **SCOPE)

    def test_the_records_behind_a_figure_sum_to_it(self) -> None:
        head, *rows = csv_rows(GAP, **SCOPE)
        assert (len(rows), "114 catatan." in page(GAP, **SCOPE)) == (114, True)
        amount = head.index("Rupiah")
        assert sum(int(row[amount]) for row in rows) == 120_000_000
        assert all(row[head.index("rujukan")].startswith("entry:") for row in rows)

    def test_a_name_that_would_run_as_a_formula_is_text(self) -> None:
        group = GroupRow("=HYPERLINK(1)", KsmPurpose.ECONOMIC, date(2004, 6, 1))
        register_group(by("bkm@contoh.test"), bkm=ciruas(), group=group)
        scope = {"territory": "36.04.09.2001", "as_of": "2004-11-30"}
        titles = [row[2] for row in csv_rows("/angka/community.groups/", **scope)]
        assert "'=HYPERLINK(1)" in titles
        assert "=HYPERLINK(1)" not in titles
        assert "=HYPERLINK(1)" in [r[2] for r in xlsx_rows("/angka/community.groups/", **scope)]


class TestCaching:
    def test_who_has_the_page_is_not_sent_it_again(self) -> None:
        first = Client().get(REGENCY)
        assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
        again = Client().get(REGENCY, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])

    def test_addresses_languages_and_dates_have_etags_of_their_own(self) -> None:
        urls = ["/", "/en/", REGENCY, f"{REGENCY}?as_of=2004-12-31", f"{REGENCY}?format=csv"]
        tags = [Client().get(url)["ETag"] for url in urls]
        assert len(set(tags)) == len(urls)

    def test_any_write_shows_at_once(self) -> None:
        before = Client().get(REGENCY)
        grant = BlockGrant.objects.get(bkm=ciruas())
        explain_gap(
            by("petugas@contoh.test"),
            grant=grant,
            category=GapCategory.values[0],  # type: ignore[arg-type]
            amount_rupiah=5_000_000,
            text="Kuitansi ditemukan.",
            document=Document.objects.order_by("pk")[0],
            occurred_on=date(2004, 11, 29),
        )
        after = Client().get(REGENCY, headers={"If-None-Match": before["ETag"]})
        assert after.status_code == 200
        assert after["ETag"] != before["ETag"]
        assert "untuk Rp 120.000.000 belum ada penjelasan" in words(before)
        assert "untuk Rp 115.000.000 belum ada penjelasan" in words(after)
        assert "Kuitansi ditemukan." in page(f"/bkm/{ciruas().pk}/")
        # What was known on Christmas Eve of 2004 stays as it was.
        then = page(REGENCY, as_of="2004-11-30", known_at="2004-12-24")
        assert "untuk Rp 120.000.000 belum ada penjelasan" in then

    def test_pages_of_a_signed_in_person_are_never_kept(self, client: Client) -> None:
        public = Client().get("/")
        client.force_login(User.objects.get(email="petugas@contoh.test"))
        own = client.get("/", headers={"If-None-Match": public["ETag"]})
        assert own.status_code == 200
        assert own["Cache-Control"] == "private, no-store"
        assert "petugas@contoh.test" not in body(Client().get("/"))


class TestQueries:
    """A page about more wards asks no more often."""

    @pytest.mark.parametrize(
        ("few", "many"),
        [
            ("/wilayah/36.04.09/", "/wilayah/36.04.05/"),  # 2 and 5 wards of stage 1/2
            ("/wilayah/36.73.05/", "/wilayah/36.73.01/"),  # 2 and 6 wards of stage 1/1
            (f"{GAP}?territory=36.04.09.2001", f"{GAP}?territory=36.04"),
            (
                "/angka/cycle.bkm_renewal.progress/?territory=36.73.05&as_of=2004-11-30",
                "/angka/cycle.bkm_renewal.progress/?territory=36.73.01&as_of=2004-11-30",
            ),
            ("/angka/?territory=36.04.09", "/angka/?territory=36.04.05"),
        ],
    )
    def test_as_many_for_few_as_for_many(self, few: str, many: str) -> None:
        assert asked(few) == asked(many)


def asked(url: str) -> int:
    Client().get(url)  # what is read once a process is read now
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert Client().get(url).status_code == 200
    return len(found)


SECRETS = ("Siti Rahasia", "Relawan Rahasia", "Kepala Rahasia", "Gang Rahasia")


class TestPrivacy:
    @pytest.fixture
    def private(self) -> Bkm:
        board = ciruas()
        on = date(2004, 6, 1)
        register_group(
            by("bkm@contoh.test"),
            bkm=board,
            group=GroupRow(
                "Sakinah", KsmPurpose.ECONOMIC, on, (MemberRow(SECRETS[0], Sex.FEMALE),)
            ),
        )
        register_volunteers(
            by("fasilitator@contoh.test"),
            unit=board.unit,
            volunteers=[VolunteerRow(SECRETS[1])],
            from_on=on,
        )
        register_households(
            by("bkm@contoh.test"),
            unit=board.unit,
            households=[HouseholdRow(SECRETS[2], 1, 1, SECRETS[3])],
            listed_on=on,
        )
        return board

    def test_no_name_of_a_member_volunteer_or_poor_household_is_public(self, private: Bkm) -> None:
        ward = "36.04.09.2001"
        index = body(Client().get(f"/angka/?territory={ward}&as_of=2004-11-30"))
        figures = re.findall(r'href="(/angka/[a-z_.]+/\?[^"]*)"', index)
        assert len(figures) == 28
        addresses = [
            f"/bkm/{private.pk}/",
            f"/wilayah/{ward}/",
            f"/wilayah/{ward}/?format=csv",
            "/",
        ]
        for link in figures:
            link = link.replace("&amp;", "&")  # noqa: PLW2901
            addresses += [link, f"{link}&format=csv"]
        addresses += ["/cari/?q=Rahasia", "/api/v1/boards.csv", f"/api/v1/boards?territory={ward}"]
        text = ""
        for address in addresses:
            answer = Client().get(address)
            assert answer.status_code == 200, address
            content = (
                b"".join(answer.streaming_content)  # type: ignore[arg-type]
                if answer.streaming
                else answer.content
            ).decode()
            shown = content.replace("/cari/?q=Rahasia", "")
            for secret in (*SECRETS, "Anggota 1", "@contoh.test"):
                assert secret not in shown, address
            text += content
        assert "Sakinah" in text  # groups are public, their people are not

    def test_who_recorded_is_an_office_not_a_person(self) -> None:
        grant = BlockGrant.objects.get(bkm=ciruas())
        explain_gap(
            by("petugas@contoh.test"),
            grant=grant,
            category=GapCategory.values[0],  # type: ignore[arg-type]
            amount_rupiah=1_000_000,
            text="Ada kuitansinya.",
            document=Document.objects.order_by("pk")[0],
            occurred_on=date(2004, 11, 29),
        )
        for url in (f"/bkm/{ciruas().pk}/", f"{GAP}?territory=36.04.09.2001"):
            assert "Petugas kabupaten contoh" not in page(url)
