"""Phases, coverage, consultants, targets and trainings in the workspace."""

import re
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from jawara.accounts.enums import Role
from jawara.programmes import queries
from jawara.programmes.models import ConsultantAssignment, Coverage, Phase, Target
from jawara.trainings import queries as trainings
from jawara.trainings.models import Training
from tests.support.people import give, person
from tests.support.wards import Wards, make_wards

pytestmark = pytest.mark.django_db
PHASE = "/kelola/program/P2KP-1/1/"


@pytest.fixture
def wards(client: Client) -> Wards:
    made = make_wards()
    user = person("Petugas Serang")
    give(user, Role.DISTRICT_OFFICER, made.district)
    client.force_login(user)
    return made


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def send(client: Client, url: str, **values: Any) -> str:
    shown = words(client.get(url))
    given = {
        name: value
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown)
        if name in {"key", "record"}
    }
    return words(client.post(url, given | values, follow=True))


def test_covering_a_ward_and_ending_it(client: Client, wards: Wards) -> None:
    assert "2 kelurahan/desa peserta" in words(client.get(PHASE))
    text = send(client, f"{PHASE}peserta/", unit="Harjatani", from_on="1 Juni 2003")
    assert "3 kelurahan/desa peserta" in text
    twice = send(client, f"{PHASE}peserta/", unit="Harjatani", from_on="1 Juli 2003")
    assert "sudah ikut tahap P2KP-1/1 sejak 1 Juni 2003" in twice
    for typed, said in (
        ("36.04.08.2999", "tidak ada di daftar resmi"),
        ("Kramatwatu", "bukan kelurahan atau desa"),
        ("Antah Berantah", "Tidak ada wilayah bernama"),
    ):
        assert said in send(client, f"{PHASE}peserta/", unit=typed, from_on="1-6-2003")
    early = send(client, f"{PHASE}peserta/", unit="Harjatani", from_on="1-6-1998")
    assert "di luar tahap P2KP-1/1" in early
    row = Coverage.objects.known().get(unit=wards.outside)
    url = f"/kelola/program/kepesertaan/{row.key}/akhiri/"
    assert "diakhiri" in send(client, url, until_on="1-1-2004", note="pindah program")
    assert "2 kelurahan/desa peserta" in words(client.get(PHASE))
    assert queries.is_covered(wards.outside.pk, date(2003, 12, 31))


def test_the_list_exports_what_it_shows(client: Client, wards: Wards) -> None:
    file = client.get(f"{PHASE}?q=peja&format=csv").content.decode("utf-8-sig").splitlines()
    assert file == ["Kode,Kelurahan/desa,Sejak", "36.04.08.2002,Pejaten,1999-06-01"]
    assert "Margasana" not in words(client.get(f"{PHASE}?q=peja"))


def test_consultants_and_targets(client: Client, wards: Wards) -> None:
    given = {"role": "KMW", "code": "KMW 2", "unit": "36.04", "from_on": "1-1-2002"}
    text = send(client, f"{PHASE}konsultan/", **given)
    assert "KMW 2" in text
    assert "sudah bertugas di wilayah dan tahap ini" in send(client, f"{PHASE}konsultan/", **given)
    row = ConsultantAssignment.objects.get()
    send(
        client,
        f"/kelola/program/konsultan/{row.key}/akhiri/",
        until_on="1-1-2005",
        note="kontrak habis",
    )
    assert not queries.consultants(wards.one.pk, date(2005, 1, 1)).exists()
    text = send(
        client,
        f"{PHASE}sasaran/",
        unit="36.04",
        indicator="community.groups",
        value="100",
        set_on="1-1-2004",
        due_on="31-12-2004",
    )
    assert "<b>100</b>" in text
    target = Target.objects.get()
    text = send(
        client,
        f"/kelola/program/sasaran/{target.key}/betulkan/",
        value="90",
        set_on="1-1-2004",
        due_on="31-12-2004",
    )
    assert "<b>90</b>" in text


def test_outside_ones_district(client: Client, wards: Wards) -> None:
    user = person("Petugas Lain")
    give(user, Role.DISTRICT_OFFICER, wards.two)
    client.force_login(user)
    row = Coverage.objects.get(unit=wards.one)
    assert client.get(f"/kelola/program/kepesertaan/{row.key}/akhiri/").status_code == 403
    text = send(client, f"{PHASE}peserta/", unit="Harjatani", from_on="1-6-2003")
    assert "Peran Anda tidak mencakup" in text
    assert client.get("/kelola/program/P2KP-9/").status_code == 404
    assert client.get("/kelola/program/baru/").status_code == 403


def test_programmes_and_phases_are_for_the_nations_administrator(
    client: Client, wards: Wards
) -> None:
    user = person("Pengelola")
    give(user, Role.ADMINISTRATOR, wards.nation)
    client.force_login(user)
    assert "Program dicatat." in send(client, "/kelola/program/baru/", code="PNPM", name="PNPM")
    given = {
        "programme": "PNPM",
        "code": "PNPM-2008",
        "name": "PNPM 2008",
        "short_name": "2008",
        "starts_on": "1-1-2008",
        "last_on": "31-12-2008",
        "rulebook_code": "pnpm-2008",
    }
    assert "Tahap dicatat." in send(client, "/kelola/program/tahap-baru/", **given)
    assert Phase.objects.get(code="PNPM-2008").ends_on == date(2009, 1, 1)
    page = words(client.get("/kelola/program/PNPM-2008/"))
    assert "anggapan" in page
    assert "sudah dipakai" in send(client, "/kelola/program/tahap-baru/", **given)


def test_recording_and_correcting_a_training(client: Client, wards: Wards) -> None:
    send(client, "/kelola/pelatihan/rangkaian/", name="Alih kelola KMW 2", unit="36.04")
    series = trainings.series().get()
    given = {
        "kind": "LOKALATIH",
        "title": "Lokalatih alih kelola",
        "occurred_on": "22-12-2004",
        "last_on": "24-12-2004",
        "place": "Aula Sekda",
        "unit": "36.04",
        "series": str(series.key),
        "number": "3",
        "GOVERNMENT": "21",
        "BKM": "1",
        "notes": "hasil: perubahan perilaku\ncatatan (wakil kecamatan): koordinasi lemah",
    }
    bad = send(client, "/kelola/pelatihan/baru/", **(given | {"last_on": "21-12-2004"}))
    assert "Hari terakhir 21 Desember 2004 sebelum hari pertama 22 Desember 2004" in bad
    bad = send(client, "/kelola/pelatihan/baru/", **(given | {"notes": "tanpa awalan"}))
    assert "Baris 1: mulai dengan" in bad
    text = send(client, "/kelola/pelatihan/baru/", **given)
    assert "22 peserta" in text
    row = Training.objects.get()
    url = f"/kelola/pelatihan/{row.key}/betulkan/"
    shown = words(client.get(url))
    assert "catatan (wakil kecamatan): koordinasi lemah" in shown
    assert "24 peserta" in send(client, url, **(given | {"NGO": "1", "UNIVERSITY": "1"}))
    found = trainings.participants(date(2004, 12, 31), wards.district.pk)
    assert (found.total, found.by["GOVERNMENT"]) == (24, 21)  # type: ignore[index]
    notes = trainings.notes(Training.objects.known().get())
    assert [(n.kind, n.speaker_role) for n in notes] == [("HOPE", ""), ("NOTE", "wakil kecamatan")]
