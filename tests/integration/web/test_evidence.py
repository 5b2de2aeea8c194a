"""Evidence files over HTTP: shown to whom they belong, and not even named to the others."""

from datetime import UTC, date, datetime

import pytest
import uuid6
from django.test import Client

from jawara.accounts.enums import Role
from jawara.audit.documents import store
from jawara.audit.models import Document
from jawara.audit.services import Ctx, system_actor
from jawara.trainings.enums import TrainingKind
from jawara.trainings.models import Training
from jawara.web.views.public.common import evidence_of
from tests.support.people import Country, give, make_country, person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def file_of(country: Country, *, public: bool) -> Document:
    """A file behind a training in the first ward."""
    ctx = Ctx(system_actor("test"), NOW, uuid6.uuid7())
    content = f"daftar hadir {public}".encode()
    made = store(ctx, [content], name="hadir.txt", media_type="text/plain", is_public=public)
    Training.objects.create(
        **ctx.stamp(),
        occurred_on=date(2004, 12, 1),
        last_on=date(2004, 12, 1),
        kind=TrainingKind.LOKALATIH,
        title="Lokalatih",
        place="Serang",
        unit=country.ward,
        document=made,
    )
    return made


@pytest.fixture
def country() -> Country:
    return make_country()


def test_a_public_file_is_for_everybody(client: Client, country: Country) -> None:
    file = file_of(country, public=True)
    answer = client.get(f"/bukti/{file.sha256}/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"daftar hadir True"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_others_are_for_who_works_there(client: Client, country: Country) -> None:
    file = file_of(country, public=False)
    inside = person("Di Dalam")
    give(inside, Role.BOARD_MEMBER, country.ward)
    client.force_login(inside)
    answer = client.get(f"/bukti/{file.sha256}/")
    assert b"".join(answer.streaming_content) == b"daftar hadir False"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("who", ["visitor", "without a role", "outside"])
def test_nobody_else_learns_that_it_exists(client: Client, country: Country, who: str) -> None:
    file = file_of(country, public=False)
    if who != "visitor":
        user = person("Orang Lain")
        if who == "outside":
            give(user, Role.AUDITOR, country.elsewhere)
        client.force_login(user)
    hidden, absent = (client.get(f"/bukti/{sha}/") for sha in (file.sha256, "0" * 64))
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert "hadir" not in hidden.content.decode()


@pytest.mark.parametrize("address", ["/bukti/%00/", "/bukti/../x/", "/bukti/'/"])
def test_odd_addresses_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_public_pages_neither_name_nor_link_it(client: Client, country: Country) -> None:
    hidden, shown = (file_of(country, public=public) for public in (False, True))
    [unnamed], [named] = (evidence_of(file, everybody=True) for file in (hidden, shown))
    assert (unnamed.name, unnamed.url) == ("Berkas yang tidak dibuka untuk umum", "")
    assert (named.name, named.url) == ("hadir.txt", f"/bukti/{shown.sha256}/")
    person("Siti")  # something was written, so pages are open
    page = client.get("/angka/trainings.count/", {"as_of": "2026-03-01"}).content.decode()
    assert shown.sha256 in page
    assert hidden.sha256 not in page
