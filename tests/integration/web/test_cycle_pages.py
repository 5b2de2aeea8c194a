"""Recording and correcting a cycle step in the browser's way: forms, files, double clicks."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.audit.models import Document
from jawara.cycle import queries
from jawara.cycle.models import CycleRun, StepRecord
from tests.support.people import give, person
from tests.support.wards import Wards, make_wards

pytestmark = pytest.mark.django_db
# A page of the work list asks this often, however many wards and records there are.
QUESTIONS = 21
STEP = "/kelola/siklus/36.04.08.2001/P2KP-1/1/readiness_meeting/"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.JAWARA_FILES = tmp_path


@pytest.fixture
def wards() -> Wards:
    return make_wards()


@pytest.fixture
def facilitator(wards: Wards, client: Client) -> User:
    user = person("Fani Fasilitator")
    give(user, Role.FACILITATOR, wards.one)
    client.force_login(user)
    return user


def photo(name: str = "berita.png", size: int = 40) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (size, size), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def hidden(response: HttpResponse, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', words(response))
    return found[1] if found else ""


def filled(client: Client, url: str = STEP, **changes: Any) -> dict[str, Any]:
    shown = client.get(url)
    return {
        "key": hidden(shown, "key"),
        "record": hidden(shown, "record"),
        "state": "DONE",
        "occurred_on": "1 mei 2003",
        "outcome": "accepted",
        "attended_female": "21",
        "attended_male": "20",
        "attended_poor": "9",
        "adults": "400",
        "note": "",
    } | changes


def test_record_a_step_with_evidence(client: Client, facilitator: User) -> None:
    response = client.post(STEP, filled(client, file_minutes=photo()), follow=True)
    assert response.redirect_chain == [(STEP, 302)]
    text = words(response)
    assert "Langkah dicatat." in text
    assert "1 Mei 2003" in text
    row = StepRecord.objects.get()
    assert (row.recorded_by, row.outcome, row.attended_female) == (
        f"user:{facilitator.pk}",
        "accepted",
        21,
    )
    assert row.evidence.get().kind == "minutes"
    # What the rules still ask is told, what they have is told too.
    assert "Bukti terlampir: berita acara." in text
    assert "Bukti belum dilampirkan: daftar hadir." in text


def test_a_double_click_and_the_back_button_write_once(client: Client, facilitator: User) -> None:
    sent = filled(client)
    client.post(STEP, {**sent, "file_minutes": photo()})
    again = client.post(STEP, {**sent, "file_minutes": photo()})
    assert again.status_code == 302
    assert StepRecord.objects.count() == CycleRun.objects.count() == 1
    other = client.post(STEP, {**sent, "attended_male": "19"})
    assert "Kunci kiriman ini sudah dipakai untuk isian lain" in words(other)
    assert StepRecord.objects.count() == 1


def test_nothing_is_lost_on_an_error(client: Client, facilitator: User) -> None:
    sent = filled(client, occurred_on="31 Februari 2003", note="hujan", file_minutes=photo())
    response = client.post(STEP, sent)
    text = words(response)
    assert "tidak ada di kalender" in text
    assert "isian Anda tidak hilang" in text
    for kept in ('value="31 Februari 2003"', 'value="21"', "hujan", "Berita acara: berita.png"):
        assert kept in text
    assert hidden(response, "key") == str(sent["key"])
    assert not StepRecord.objects.exists()
    # The file need not be chosen again.
    kept = f"minutes:{Document.objects.get().sha256}"
    client.post(STEP, {**sent, "file_minutes": "", "occurred_on": "1-5-2003", "kept": [kept]})
    assert StepRecord.objects.get().evidence.get().document == Document.objects.get()


def test_another_persons_file_cannot_be_attached(client: Client, facilitator: User) -> None:
    other = Document.objects.create(
        sha256="a" * 64,
        size=1,
        media_type="image/png",
        name="rahasia.png",
        recorded_at="2026-01-01T00:00:00Z",
        recorded_by="user:0",
    )
    response = client.post(STEP, filled(client, kept=[f"minutes:{other.sha256}"]))
    assert "rahasia.png" not in words(response)
    record = StepRecord.objects.first()
    assert record is None or not record.evidence.exists()


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("x.pdf", b"MZ\x90\x00" * 50), "bukan jenis yang diterima"),
        (SimpleUploadedFile("kosong.pdf", b""), "kosong"),
        (SimpleUploadedFile("besar.png", b"\x89PNG" + b"0" * 2_000_000), "lebih besar dari"),
    ],
)
def test_bad_uploads_are_told_at_their_field(
    client: Client, facilitator: User, settings: Any, upload: SimpleUploadedFile, said: str
) -> None:
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    response = client.post(STEP, filled(client, file_minutes=upload))
    assert said in words(response)
    assert not StepRecord.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"occurred_on": "30 Mei 1999"}, "di luar tahap P2KP-1/1, yang mulai 1 Juni 1999"),
        ({"occurred_on": "1 Januari 2999"}, "belum tiba"),
        ({"occurred_on": "kemarin"}, "belum bisa dibaca"),
        ({"attended_poor": "90"}, "lebih banyak daripada semua yang hadir, 41"),
        ({"attended_poor": "-1"}, "0"),
        ({"state": "MAYBE"}, "perlu dibenahi"),
    ],
)
def test_bad_input_gets_a_clear_message(
    client: Client, facilitator: User, changes: dict[str, str], said: str
) -> None:
    assert said in words(client.post(STEP, filled(client, **changes)))
    assert not StepRecord.objects.exists()
    assert not CycleRun.objects.exists()


def test_correcting_shows_before_after_and_who(client: Client, facilitator: User) -> None:
    client.post(STEP, filled(client, file_minutes=photo()))
    url = f"{STEP}?betulkan=1"
    shown = words(client.get(url))
    assert 'value="1 Mei 2003"' in shown
    kept = [f"minutes:{Document.objects.get().sha256}"]
    sent = filled(client, url, occurred_on="8 Mei 2003", note="salah tulis", kept=kept)
    text = words(client.post(url, sent, follow=True))
    assert "<del>1 Mei 2003</del>" in text
    assert "<ins>8 Mei 2003</ins>" in text
    assert "Fani Fasilitator · salah tulis" in text
    newest = StepRecord.objects.known().get()
    assert newest.occurred_on == date(2003, 5, 8)
    assert newest.evidence.get().kind == "minutes"
    # The same form sent once more changes nothing.
    assert client.post(url, sent).status_code == 302
    assert StepRecord.objects.count() == 2


def test_two_people_correcting_at_once_lose_nothing(client: Client, facilitator: User) -> None:
    client.post(STEP, filled(client))
    url = f"{STEP}?betulkan=1"
    mine, theirs = (filled(client, url, attended_male=n) for n in ("19", "18"))
    client.post(url, mine)
    late = words(client.post(url, theirs))
    assert "baru saja dibetulkan orang lain" in late
    assert 'value="18"' in late
    assert StepRecord.objects.known().get().attended_male == 19


def test_not_done_then_done(client: Client, facilitator: User, wards: Wards) -> None:
    client.post(STEP, filled(client, state="NOT_DONE", occurred_on="1-4-2003", outcome=""))
    client.post(STEP, filled(client))
    states = queries.ward_steps(wards.one.pk, wards.phase, date(2003, 4, 30))
    assert states[0].state == "not_done"
    assert queries.ward_steps(wards.one.pk, wards.phase, date(2003, 5, 1))[0].state == "done"


def test_withdrawing_a_record(client: Client, facilitator: User) -> None:
    client.post(STEP, filled(client))
    url = f"/kelola/siklus/catatan/{StepRecord.objects.get().key}/tarik/"
    key = hidden(client.get(url), "key")
    text = words(client.post(url, {"key": key, "reason": "bukan desa ini"}, follow=True))
    assert "Catatan ditarik" in text
    assert not StepRecord.objects.known().exists()


def test_outside_ones_ward_one_may_not_even_look(client: Client, facilitator: User) -> None:
    other = STEP.replace("2001", "2002")
    assert client.get(other).status_code == 403
    assert client.post(other, {"state": "DONE"}).status_code == 403
    assert client.get(STEP.replace("2001", "9999")).status_code == 404
    assert client.get(STEP.replace("readiness_meeting", "pesta")).status_code == 404
    assert client.get(STEP.replace("P2KP-1/1", "P2KP-9/9")).status_code == 404


def test_an_officer_looks_but_does_not_write(client: Client, wards: Wards) -> None:
    user = person("Petugas")
    give(user, Role.DISTRICT_OFFICER, wards.district)
    client.force_login(user)
    shown = words(client.get(STEP))
    assert "Simpan langkah" not in shown
    assert client.post(STEP, {"state": "DONE"}).status_code == 403


def test_work_list_filters_sorts_and_exports_what_it_shows(client: Client, wards: Wards) -> None:
    user = person("Fani")
    give(user, Role.FACILITATOR, wards.district)
    client.force_login(user)
    client.post(STEP, filled(client))
    listed = re.findall(
        r"36\.04\.08\.200\d</span>", words(client.get("/kelola/siklus/?sort=-kode"))
    )
    assert listed == ["36.04.08.2002</span>", "36.04.08.2001</span>"]
    asked = "/kelola/siklus/?step=readiness_meeting&state=not_entered"
    assert "Pejaten" in words(client.get(asked))
    assert "Margasana" not in words(client.get(asked))
    file = client.get(f"{asked}&format=csv").content.decode("utf-8-sig").splitlines()
    assert len(file) == 2
    assert file[1].startswith("36.04.08.2002,Pejaten,tidak ada catatan")
    found = words(client.get("/kelola/siklus/?state=finding"))
    assert "Margasana" in found
    assert "Pejaten" not in found


def test_the_work_list_asks_the_same_number_of_questions(
    client: Client, wards: Wards, django_assert_num_queries: Any
) -> None:
    user = person("Fani")
    give(user, Role.FACILITATOR, wards.district)
    client.force_login(user)
    for ward in ("2001", "2002"):
        step = STEP.replace("2001", ward)
        client.post(step, filled(client, step))
        client.get("/kelola/siklus/")
        with django_assert_num_queries(QUESTIONS):
            client.get("/kelola/siklus/")
