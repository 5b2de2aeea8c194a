"""A covered ward with a board and a grant, for tests of money. Nation and ward are made by hand."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from jawara.audit.documents import store
from jawara.audit.models import Document
from jawara.audit.services import Ctx
from jawara.community.models import Bkm
from jawara.community.services import found_board
from jawara.grants.models import BlockGrant, Disbursement, Tranche
from jawara.grants.queries import dossier, rulebook_of, tranches
from jawara.grants.services import Mark, check_documents, disburse_tranche, sign_agreement
from jawara.programmes.models import Phase, Programme
from jawara.programmes.services import cover_ward, create_phase, create_programme
from jawara.territories.enums import Kind, Level
from jawara.territories.models import Unit, UnitVersion
from tests.support.ledger import ctx

STARTS_ON = date(2002, 1, 1)
SIGNED_ON = date(2004, 3, 1)
PAID_ON = date(2004, 4, 1)
CEILING = 100_000_001
PDF = "application/pdf"


@dataclass(frozen=True)
class Place:
    nation: Unit
    ward: Unit
    phase: Phase
    bkm: Bkm


def unit(level: Level, code: str, name: str, kind: Kind, above: dict[str, Unit | None]) -> Unit:
    made = Unit.objects.create(level=level)
    UnitVersion.objects.create(
        unit=made, level=level, code=code, name=name, kind=kind, search_name=name.lower(), **above
    )
    return made


def a_nation() -> Unit:
    """Indonesia with one province, one district and one subdistrict."""
    known = Unit.objects.filter(level=Level.NATION).first()
    if known is not None:
        return known
    nation = unit(Level.NATION, "0", "Indonesia", Kind.NATION, {})
    above: dict[str, Unit | None] = {"parent": nation}
    rest = [
        (Level.PROVINCE, "36", "Banten", Kind.PROVINSI, "province"),
        (Level.DISTRICT, "36.04", "Kabupaten Serang", Kind.KABUPATEN, "district"),
        (Level.SUBDISTRICT, "36.04.05", "Kramatwatu", Kind.KECAMATAN, "subdistrict"),
    ]
    for level, code, name, kind, column in rest:
        made = unit(level, code, name, kind, above)
        above = {**above, "parent": made, column: made}
    return nation


def a_ward(nation: Unit, code: str = "36.04.05.2001", name: str = "Margatani") -> Unit:
    del nation
    parent = UnitVersion.objects.get(code="36.04.05")
    above = {
        "parent": parent.unit,
        "province": parent.province,
        "district": parent.district,
        "subdistrict": parent.unit,
    }
    return unit(Level.VILLAGE, code, name, Kind.DESA, above)


def a_phase(code: str = "P2KP-1/2") -> Phase:
    programme = Programme.objects.filter(code="P2KP-1").first() or create_programme(
        ctx("programme"), code="P2KP-1", name="P2KP 1"
    )
    return Phase.objects.filter(code=code).first() or create_phase(
        ctx(f"phase {code}"),
        programme=programme,
        code=code,
        name=code,
        short_name=code,
        starts_on=STARTS_ON,
        rulebook_code="p2kp-1",
    )


def a_board(ward: Unit, phase: Phase, name: str = "Mekar") -> Bkm:
    cover_ward(ctx(f"cover {name}"), phase=phase, unit=ward, from_on=STARTS_ON)
    return found_board(
        ctx(f"board {name}"), unit=ward, name=f"BKM {name}", founded_on=date(2003, 1, 1)
    )


def a_place() -> Place:
    nation, phase = a_nation(), a_phase()
    ward = a_ward(nation)
    return Place(nation, ward, phase, a_board(ward, phase))


def a_grant(place: Place, ceiling: int = CEILING, name: str = "agreement") -> BlockGrant:
    return sign_agreement(
        ctx(name),
        bkm=place.bkm,
        phase=place.phase,
        agreement_number="SPPB/1/2004",
        ceiling_rupiah=ceiling,
        occurred_on=SIGNED_ON,
    )


def pass_dossier(tranche: Tranche, on: date = SIGNED_ON, *, by: str = "") -> None:
    """Every verifier in order finds every document there and correct."""
    rulebook = rulebook_of(tranche.grant)
    marks = [Mark(document.code, True, True) for document in rulebook.dossier(tranche.number)]
    for verifier in rulebook.verifiers():
        check_documents(
            ctx(f"{by}{tranche.key} {verifier.code}"),
            tranche=tranche,
            verifier=verifier.code,
            occurred_on=on,
            marks=marks,
        )
    assert dossier(tranche, on).complete


def pay(grant: BlockGrant, number: int, on: date = PAID_ON) -> Disbursement:
    """A tranche with its dossier, paid out in full."""
    tranche = tranches(grant)[number - 1]
    pass_dossier(tranche)
    return disburse_tranche(
        ctx(f"pay {tranche.key}"),
        tranche=tranche,
        amount_rupiah=tranche.amount_rupiah,
        occurred_on=on,
    )


def evidence(context: Ctx, name: str = "berita-acara.pdf") -> Document:
    content = SimpleUploadedFile(name, f"%PDF-1.4 {name}".encode())
    return store(context, content.chunks(), name=name, media_type=PDF)
