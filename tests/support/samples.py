"""Something of each kind in the example's two districts, made where the example has none."""

from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from jawara.accounts.models import RoleGrant
from jawara.audit.documents import store
from jawara.audit.models import Document
from jawara.community import services as community
from jawara.community.enums import BoardUnitKind, OfficerRole, Sex
from jawara.community.models import (
    Bkm,
    BkmMembership,
    BkmTerm,
    BoardUnit,
    Ksm,
    KsmMembership,
    PoorHousehold,
    UnitOfficer,
    Volunteer,
)
from jawara.community.services import HouseholdRow, SeatRow, VolunteerRow
from jawara.cycle import services as cycle
from jawara.cycle.enums import PlanKind
from jawara.cycle.models import Plan, PlanItem, StepRecord
from jawara.cycle.services import PlanItemRow
from jawara.grants import services as grants
from jawara.grants.enums import ContributionKind, GapCategory
from jawara.grants.models import (
    AccountabilityReport,
    BlockGrant,
    Disbursement,
    GapExplanation,
    GrantUse,
    OperatingFundUse,
    OwnContribution,
)
from jawara.ledger.models import JournalEntry
from jawara.programmes import services as programmes
from jawara.programmes.enums import ConsultantRole, Pillar
from jawara.programmes.models import ConsultantAssignment, Coverage, Target
from jawara.territories.enums import ChangeKind
from jawara.territories.models import Change, Unit
from jawara.territories.queries import by_code
from jawara.territories.services import record_rename
from tests.support.people import ctx

INSIDE = "36.04.09.2001"  # a ward of Kabupaten Serang whose board has money left to explain
ON = date(2025, 3, 1)
MILLION = 1_000_000


def ward() -> Unit:
    return by_code(INSIDE, timezone.localdate()).unit


def board() -> Bkm:
    return Bkm.objects.filter(unit=ward()).order_by("pk")[0]


def step_record() -> StepRecord:
    """A step of a ward of phase 1/1; those wards are Kota Serang's today."""
    return StepRecord.objects.order_by("pk")[0]


def role() -> RoleGrant:
    return RoleGrant.objects.get(user__email="bkm@contoh.test")


def document() -> Document:
    return store(ctx("doc"), [b"%PDF-1.4 surat"], name="surat.pdf", media_type="application/pdf")


def coverage() -> Coverage:
    return Coverage.objects.get(unit=ward())


def assignment() -> ConsultantAssignment:
    return programmes.assign_consultant(
        ctx("consultant"),
        unit=district(),
        role=ConsultantRole.KMW,
        code="KMW 99",
        from_on=ON,
    )


def target() -> Target:
    return programmes.set_target(
        ctx("target"),
        phase=coverage().phase,
        unit=district(),
        indicator="community.groups",
        value=100,
        set_on=ON,
        due_on=date(2026, 3, 1),
    )


def district() -> Unit:
    return by_code("36.04", timezone.localdate()).unit


def term() -> BkmTerm:
    return community.start_term(
        ctx("term"), bkm=board(), number=9, starts_on=ON, ends_on=date(2028, 3, 1)
    )


def seat() -> BkmMembership:
    held = term()
    community.seat_members(ctx("seats"), term=held, members=[SeatRow("Siti"), SeatRow("Budi")])
    return BkmMembership.objects.filter(term=held).order_by("pk")[0]


def board_unit() -> BoardUnit:
    return community.form_board_unit(ctx("unit"), bkm=board(), kind=BoardUnitKind.UPK, formed_on=ON)


def officer() -> UnitOfficer:
    return community.appoint_officer(
        ctx("officer"),
        board_unit=board_unit(),
        role=next(iter(OfficerRole)),
        name="Siti",
        from_on=ON,
    )


def ksm() -> Ksm:
    return Ksm.objects.filter(bkm=board()).order_by("pk")[0]


def member() -> KsmMembership:
    return KsmMembership.objects.filter(ksm=ksm()).order_by("pk")[0]


def volunteer() -> Volunteer:
    return community.register_volunteer(
        ctx("volunteer"), unit=ward(), volunteer=VolunteerRow("Siti", Sex.FEMALE), from_on=ON
    )


def household() -> PoorHousehold:
    community.register_households(
        ctx("poor"), unit=ward(), households=[HouseholdRow("Siti", 2, 2)], listed_on=ON
    )
    return PoorHousehold.objects.get(unit=ward())


def plan() -> Plan:
    return cycle.ratify_plan(
        ctx("plan"),
        bkm=board(),
        kind=PlanKind.MEDIUM_TERM,
        title="PJM",
        ratified_on=ON,
        from_year=2025,
        to_year=2027,
    )


def plan_item() -> PlanItem:
    row = PlanItemRow("Talud", Pillar.PHYSICAL, 5 * MILLION)
    return cycle.add_item(ctx("item"), plan=plan(), item=row, added_on=ON)


def grant() -> BlockGrant:
    return BlockGrant.objects.get(bkm=board())


def disbursement() -> Disbursement:
    return Disbursement.objects.filter(tranche__grant=grant()).order_by("pk")[0]


def use() -> GrantUse:
    return GrantUse.objects.filter(grant=grant()).order_by("pk")[0]


def operating() -> OperatingFundUse:
    return grants.transfer_operating_fund(
        ctx("bop"), grant=grant(), amount_rupiah=MILLION, occurred_on=ON
    )


def contribution() -> OwnContribution:
    return grants.record_contribution(
        ctx("own"),
        grant=grant(),
        pillar=Pillar.PHYSICAL,
        kind=next(iter(ContributionKind)),
        activity="Kerja bakti",
        amount_rupiah=MILLION,
        occurred_on=ON,
    )


def report() -> AccountabilityReport:
    return grants.give_account(
        ctx("lpj"),
        tranche=disbursement().tranche,
        stated_used_rupiah=MILLION,
        occurred_on=ON,
        document=document(),
    )


def explanation() -> GapExplanation:
    return grants.explain_gap(
        ctx("gap"),
        grant=grant(),
        category=next(item for item in GapCategory if item is not GapCategory.UNKNOWN),
        amount_rupiah=MILLION,
        text="Kuitansi ditemukan",
        document=document(),
        occurred_on=ON,
    )


def entry() -> JournalEntry:
    return JournalEntry.objects.get(key=disbursement().entry_key)


def key_of(record: Any) -> dict[str, Any]:
    return {"key": record.key}


def of_board(**more: Any) -> dict[str, Any]:
    return {"pk": board().pk, **more}


def of_phase() -> dict[str, Any]:
    return {"code": coverage().phase.code}


def of_term() -> dict[str, Any]:
    return of_board(number=term().number)


def of_ksm() -> dict[str, Any]:
    return {"pk": ksm().pk}


def of_grant(**more: Any) -> dict[str, Any]:
    return {"pk": grant().pk, **more}


of_tranche = partial(of_grant, number=1)


def territory_change() -> Change:
    """The ward got another name: the example knows of no change that could be taken back."""
    return Change.objects.filter(kind=ChangeKind.RENAME).first() or record_rename(
        ctx("renamed"),
        unit=ward(),
        name="Nama lain",
        effective_on=ON,
        legal_basis="Perda contoh",
        evidence=Document.objects.order_by("pk")[0],
    )
