"""Recording changes of territory in the workspace: whole journeys through the pages."""

import re
from datetime import date
from uuid import UUID

import pytest
import uuid6
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.audit.models import Event
from jawara.territories import queries
from jawara.territories.enums import PartyRole
from jawara.territories.models import Change, Unit
from tests.support.people import give, person
from tests.support.territories import plant

pytestmark = pytest.mark.django_db
DAY = date(2012, 5, 1)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
Units = dict[str, Unit]


@pytest.fixture
def units() -> Units:
    return plant()


@pytest.fixture
def admin(units: Units) -> User:
    """Administrator of Banten."""
    user = person("Ratu")
    give(user, Role.ADMINISTRATOR, units["36"])
    return user


@pytest.fixture
def signed_in(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def decree(name: str = "perda.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def send(client: Client, address: str, key: UUID | None = None, **values: object) -> HttpResponse:
    """Fill in a form as a person does, with its key and a paper."""
    given = {
        "key": str(key or uuid6.uuid7()),
        "effective_on": "1 Mei 2012",
        "legal_basis": "Perda Nomor 1 Tahun 2012",
        "file_decree": decree(),
        **values,
    }
    return client.post(address, {name: value for name, value in given.items() if value is not None})


def test_from_search_to_a_recorded_rename(signed_in: Client, units: Units) -> None:
    page = words(signed_in.get("/kelola/wilayah/?q=serang"))
    assert "Kabupaten Serang, Banten (36.04)" in page
    assert "Belum ada perubahan" in page
    page = words(signed_in.get("/kelola/wilayah/36.04/"))
    for act in ("ganti-nama", "ganti-kode", "ganti-status", "pindah-induk", "pemekaran"):
        assert f"/kelola/wilayah/36.04/{act}/" in page
    answer = send(signed_in, "/kelola/wilayah/36.04/ganti-nama/", name="Kabupaten Ciruas")
    change = Change.objects.get()
    assert answer["Location"] == f"/kelola/wilayah/perubahan/{change.key}/"
    assert change.document is not None
    assert change.document.name == "perda.pdf"
    assert queries.by_code("36.04", DAY).name == "Kabupaten Ciruas"
    page = words(signed_in.get(answer["Location"]))
    assert "<del>Kabupaten Serang</del>" in page
    assert "<ins>Kabupaten Ciruas</ins>" in page
    assert "Perda Nomor 1 Tahun 2012" in page
    assert "1 Mei 2012" in page
    assert "Ratu" in page
    assert "perda.pdf" in page
    page = words(signed_in.get("/kelola/wilayah/"))
    assert "1 perubahan tercatat" in page
    assert "Kabupaten Ciruas" in page
    page = words(signed_in.get("/kelola/wilayah/36.04/"))
    assert "Sejak 1 Mei 2012" in page
    assert "Sampai 30 April 2012" in page


def test_a_split_with_new_codes(signed_in: Client, units: Units) -> None:
    taken = units["36.04.02"].pk
    answer = send(
        signed_in,
        "/kelola/wilayah/36.04/pemekaran/",
        name="Kota Ciruas",
        new_kind="KOTA",
        code="36.75",
        children=[str(taken)],
        codes="36.04.02 36.75.01",
    )
    assert answer.status_code == 302
    change = Change.objects.get()
    born = change.parties.get(role=PartyRole.RESULT).unit_id
    wards = sorted(v.code for v in queries.wards_below(born, DAY))
    assert wards == ["36.75.01.1001", "36.75.01.2002"]
    page = words(signed_in.get(answer["Location"]))
    assert "Pemekaran: Kabupaten Serang, Kota Ciruas" in page
    assert "2 wilayah di bawahnya ikut disesuaikan" in page
    assert "<del>36.04.02, Kabupaten Serang (36.04)</del>" in page
    assert "<ins>36.75.01, Kota Ciruas (36.75)</ins>" in page


def test_a_merge_and_a_move(signed_in: Client, units: Units) -> None:
    address = "/kelola/wilayah/36.04.01/penggabungan/"
    assert send(signed_in, address, into="36.04.02").status_code == 302
    assert len(queries.wards_below(units["36.04.02"].pk, DAY)) == 4
    address = "/kelola/wilayah/36.04.02/pindah-induk/"
    assert send(signed_in, address, parent="Kota Serang (36.73)").status_code == 302
    assert len(queries.wards_below(units["36.73"].pk, DAY)) == 8
    page = words(signed_in.get("/kelola/wilayah/?sort=jenis&format=csv"))
    assert "Penggabungan" in page
    assert "Pindah induk" in page


def test_faults_are_told_and_nothing_is_lost(signed_in: Client, units: Units) -> None:
    address = "/kelola/wilayah/36.04/ganti-nama/"
    page = words(send(signed_in, address, name="X", file_decree=None))
    assert "Lampirkan salinan aturannya" in page
    assert 'value="X"' in page
    page = words(send(signed_in, address, name="Kabupaten Serang"))
    assert "Tidak ada yang perlu dicatat" in page
    assert "perda.pdf" in page  # the paper was taken in, and stays
    page = words(send(signed_in, address, name="X", effective_on="1 Mei 2999"))
    assert "baru berlaku 1 Mei 2999" in page
    broken = SimpleUploadedFile("perda.pdf", b"MZ not a pdf", content_type="application/pdf")
    assert "bukan jenis yang diterima" in words(
        send(signed_in, address, name="X", file_decree=broken)
    )
    address = "/kelola/wilayah/36.04/pemekaran/"
    page = words(send(signed_in, address, name="Kota X", new_kind="KOTA", code="36.73"))
    assert "milik Kota Serang" in page
    page = words(send(signed_in, address, code="36.75", codes="apa ini itu"))
    assert "3 hal perlu dibenahi" in page or "2 hal perlu dibenahi" in page
    assert "Tulis kode lama, spasi, kode baru" in page
    address = "/kelola/wilayah/36.04.01/penggabungan/"
    page = words(send(signed_in, address, into="36.04.02", name="Baru", code="36.04.09"))
    assert "Pilih salah satu" in page
    assert Change.objects.count() == 0


def test_a_double_click_records_once(signed_in: Client, units: Units) -> None:
    key = uuid6.uuid7()
    address = "/kelola/wilayah/36.04/ganti-nama/"
    places = {
        send(signed_in, address, key=key, name="Kabupaten Ciruas")["Location"] for _ in range(2)
    }
    assert len(places) == 1
    assert Change.objects.count() == 1
    assert Event.objects.filter(action="territories.renamed").count() == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/kelola/wilayah/32.01/", 403),
        ("/kelola/wilayah/32.01/ganti-nama/", 403),
        ("/kelola/wilayah/36/ganti-nama/", 200),
        ("/kelola/wilayah/36/pemekaran/", 403),
        ("/kelola/wilayah/36/pindah-induk/", 404),
        ("/kelola/wilayah/0/ganti-nama/", 404),
        ("/kelola/wilayah/36.04.01/ganti-status/", 404),
        ("/kelola/wilayah/99/", 404),
        ("/kelola/wilayah/36.04/hapus/", 404),
        (f"/kelola/wilayah/perubahan/{UUID(int=0)}/", 404),
    ],
)
def test_what_opens_to_an_administrator_of_banten(
    signed_in: Client, address: str, status: int
) -> None:
    assert signed_in.get(address).status_code == status


def test_others_changes_are_not_shown(client: Client, admin: User, units: Units) -> None:
    client.force_login(admin)
    shown = send(client, "/kelola/wilayah/36.04/ganti-nama/", name="Kabupaten Ciruas")["Location"]
    neighbour = person("Ujang")
    give(neighbour, Role.ADMINISTRATOR, units["32"])
    client.force_login(neighbour)
    assert client.get(shown).status_code == 403
    assert "Ciruas" not in words(client.get("/kelola/wilayah/?q=ciruas"))
    clerk = person("Pembuku")
    give(clerk, Role.BOOKKEEPER, units["36"])
    client.force_login(clerk)
    assert client.get("/kelola/wilayah/").status_code == 403


def test_a_move_into_anothers_territory_is_declined(signed_in: Client, units: Units) -> None:
    page = words(send(signed_in, "/kelola/wilayah/36.04.01/pindah-induk/", parent="32.71"))
    assert "Peran Anda tidak mencakup" in page
    assert Change.objects.count() == 0


def test_a_mistake_is_taken_back(signed_in: Client, units: Units) -> None:
    answer = send(signed_in, "/kelola/wilayah/36.04.01/penggabungan/", into="36.04.02")
    shown = answer["Location"]
    assert f"{shown}tarik/" in words(signed_in.get(shown))
    assert "belum diisi" in words(signed_in.post(f"{shown}tarik/", {"key": str(uuid6.uuid7())}))
    given = {"key": str(uuid6.uuid7()), "reason": "Salah baca aturannya"}
    taken = signed_in.post(f"{shown}tarik/", given)
    assert taken.status_code == 302
    assert len(queries.wards_below(units["36.04.01"].pk, DAY)) == 2
    page = words(signed_in.get(taken["Location"]))
    assert "Salah baca aturannya" in page
    assert "Catatan yang ditarik" in page
    page = words(signed_in.get(shown))
    assert "Catatan ini ditarik pada" in page
    assert "tarik/" not in page
    assert "sudah ditarik" in words(
        signed_in.post(f"{shown}tarik/", {**given, "key": str(uuid6.uuid7())})
    )
    page = words(signed_in.get("/kelola/wilayah/"))
    assert "2 perubahan tercatat" in page
    assert "ditarik" in page
