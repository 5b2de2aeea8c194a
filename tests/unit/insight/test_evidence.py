"""Who may open an evidence file: public ones everybody, the others few, by default nobody."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.accounts.queries import actor_for
from jawara.audit.models import Document
from jawara.community.models import Bkm
from jawara.cycle.models import CycleRun, Plan, StepEvidence, StepRecord
from jawara.grants import models as grants
from jawara.insight.evidence import BELONGS_TO, may_open, units_of
from jawara.insight.models import ReportedFigure
from jawara.ledger.models import Book, JournalEntry
from jawara.programmes.models import Phase, Programme
from jawara.territories.models import Change, ChangeParty, Unit
from jawara.trainings.models import Training
from tests.support.people import NOW, Country, give, make_country, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
DAY = date(2004, 3, 1)
NUMBERS = count(1)


def stamp(**more: object) -> dict[str, Any]:
    return {"key": uuid4(), "recorded_at": NOW, "recorded_by": "user:0", **more}


def fact(**more: object) -> dict[str, Any]:
    return stamp(occurred_on=DAY, **more)


def document(by: str = "user:0", *, public: bool = False) -> Document:
    return Document.objects.create(
        sha256=f"{next(NUMBERS):064x}",
        size=1,
        media_type="application/pdf",
        name="berita-acara.pdf",
        is_public=public,
        recorded_at=NOW,
        recorded_by=by,
    )


def phase() -> Phase:
    programme = Programme.objects.create(**stamp(code="P2KP", name="P2KP"))
    return Phase.objects.create(
        **stamp(
            programme=programme,
            code="P2KP-1/2",
            name="P2KP 1 tahap 2",
            short_name="tahap 1/2",
            starts_on=DAY,
            rulebook_code="p2kp-1",
        )
    )


def grant(unit: Unit, **more: object) -> grants.BlockGrant:
    bkm = Bkm.objects.create(**stamp(unit=unit))
    said = {"agreement_number": "1", "ceiling_rupiah": 9, **more}
    return grants.BlockGrant.objects.create(**fact(bkm=bkm, phase=phase(), **said))


def tranche(unit: Unit) -> grants.Tranche:
    return grants.Tranche.objects.create(
        **stamp(grant=grant(unit), number=1, percent_hundredths=1, amount_rupiah=9, rulebook="x@1")
    )


def step_evidence(unit: Unit, file: Document) -> Model:
    run = CycleRun.objects.create(**stamp(unit=unit, phase=phase(), started_on=DAY))
    record = StepRecord.objects.create(**fact(run=run, step="x", state="DONE"))
    return StepEvidence.objects.create(**stamp(record=record, kind="photo", document=file))


def plan(unit: Unit, file: Document) -> Model:
    bkm = Bkm.objects.create(**stamp(unit=unit))
    said = {"kind": "ANNUAL", "title": "Renta", "from_year": 2004, "to_year": 2004}
    return Plan.objects.create(**fact(bkm=bkm, document=file, **said))


def dossier_check(unit: Unit, file: Document) -> Model:
    said = {"document_kind": "x", "verifier": "y", "present": True, "correct": True}
    return grants.DossierCheck.objects.create(**fact(tranche=tranche(unit), document=file, **said))


def report(unit: Unit, file: Document) -> Model:
    said = {"stated_used_rupiah": 1, "accepted": True, "document": file}
    return grants.AccountabilityReport.objects.create(**fact(tranche=tranche(unit), **said))


def of_grant(model: Any, **said: object) -> Callable[[Unit, Document], Model]:
    def make(unit: Unit, file: Document) -> Model:
        made = model.objects.create(
            **fact(grant=grant(unit), amount_rupiah=1, document=file, **said)
        )
        assert isinstance(made, Model)
        return made

    return make


def disbursement(unit: Unit, file: Document) -> Model:
    said = {"amount_rupiah": 1, "document": file}
    return grants.Disbursement.objects.create(**fact(tranche=tranche(unit), **said))


def change_party(unit: Unit, file: Document) -> Model:
    said = {"kind": "RENAME", "effective_on": DAY, "legal_basis": "UU", "document": file}
    change = Change.objects.create(**stamp(**said))
    return ChangeParty.objects.create(change=change, unit=unit, role="SUBJECT")


def training(unit: Unit, file: Document) -> Model:
    said = {"kind": "LOKALATIH", "title": "x", "place": "y", "last_on": DAY, "document": file}
    return Training.objects.create(**fact(unit=unit, **said))


def reported_figure(unit: Unit, file: Document) -> Model:
    said = {"indicator": "x", "value": 1, "source": "y", "document": file}
    return ReportedFigure.objects.create(**fact(unit=unit, **said))


def entry(unit: Unit, file: Document) -> Model:
    said = {"kind": "GRANT", "name": "Buku", "opened_on": DAY}
    book = Book.objects.create(**stamp(owner=uuid4(), unit=unit, **said))
    hashes = {"request_hash": "a", "previous_hash": "b", "hash": "c"}
    return JournalEntry.objects.create(
        **fact(book=book, number=1, kind="x", memo="y", document=file, **hashes)
    )


MADE: dict[type[Model], Callable[[Unit, Document], Model]] = {
    StepEvidence: step_evidence,
    Plan: plan,
    grants.BlockGrant: lambda unit, file: grant(unit, document=file),
    grants.DossierCheck: dossier_check,
    grants.Disbursement: disbursement,
    grants.AccountabilityReport: report,
    grants.GrantUse: of_grant(grants.GrantUse, pillar="SOCIAL", activity="x"),
    grants.OperatingFundUse: of_grant(grants.OperatingFundUse, is_transfer=True, activity="x"),
    grants.OwnContribution: of_grant(
        grants.OwnContribution, pillar="SOCIAL", kind="CASH", activity="x"
    ),
    grants.GapExplanation: of_grant(grants.GapExplanation, category="OTHER", text="x"),
    ChangeParty: change_party,
    Training: training,
    ReportedFigure: reported_figure,
    JournalEntry: entry,
}


@pytest.fixture
def country() -> Country:
    return make_country()


def may(user: User, file: Document) -> bool:
    return may_open(file, actor_for(user), TODAY)


def test_every_record_that_can_name_a_file_is_asked() -> None:
    """A new model with a file must say to whom its files belong."""
    naming = {
        model
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Document
    }
    # The ledger answers itself; a change belongs to its parties.
    assert naming - {JournalEntry, Change} == set(BELONGS_TO) - {ChangeParty}
    assert set(MADE) == {*BELONGS_TO, JournalEntry}


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_a_file_belongs_to_the_unit_of_its_record(country: Country, model: type[Model]) -> None:
    mine, other = document(), document()
    made = MADE[model](country.ward, mine)
    assert isinstance(made, model)
    assert set(units_of(mine)) == {country.ward.pk}
    assert set(units_of(other)) == set()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MEMBER])
def test_a_role_opens_what_lies_below_it_and_nothing_else(country: Country, role: Role) -> None:
    file = document()
    training(country.ward, file)
    above = person("Di Atas")
    give(above, role, country.district)
    inside = person("Di Dalam")
    give(inside, role, country.ward)
    beside = person("Di Samping")
    give(beside, role, country.other_ward)
    outside = person("Di Luar")
    give(outside, role, country.elsewhere)
    assert [may(user, file) for user in (above, inside, beside, outside)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_without_a_role_nobody_opens_it(country: Country) -> None:
    file = document()
    training(country.ward, file)
    member = person("Anggota")
    User.objects.filter(pk=member.pk).update(is_superuser=True, is_staff=True)
    assert not may(User.objects.get(pk=member.pk), file)
    assert not may_open(file, None, TODAY)


def test_a_role_counts_for_its_time(country: Country) -> None:
    file = document()
    training(country.ward, file)
    former = person("Dulu Petugas")
    give(former, Role.FACILITATOR, country.ward, date(2020, 1, 1), date(2026, 3, 2))
    assert may_open(file, actor_for(former), date(2026, 3, 1))
    assert not may_open(file, actor_for(former), date(2026, 3, 2))


def test_the_sender_opens_what_no_record_names_and_nobody_else_does(country: Country) -> None:
    sender, other = person("Pengirim"), person("Orang Lain")
    give(other, Role.AUDITOR, country.nation)
    file = document(by=f"user:{sender.pk}")
    assert may(sender, file)
    assert not may(other, file)


def test_everybody_opens_public_files() -> None:
    assert may_open(document(public=True), None, TODAY)


def test_a_file_of_two_wards_is_open_in_both(country: Country) -> None:
    file = document()
    training(country.ward, file)
    training(country.far_ward, file)
    far = person("Jauh")
    give(far, Role.BOARD_MEMBER, country.far_ward)
    assert may(far, file)
    assert set(units_of(file)) == {country.ward.pk, country.far_ward.pk}
