"""Block grant money: what was disbursed, what it was used for, what nobody has explained."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext

from jawara.audit.enums import Basis
from jawara.grants import queries as grants
from jawara.grants.models import BlockGrant
from jawara.grants.queries import GrantTotals
from jawara.insight import warnings
from jawara.insight.indicators.cycle import rulebook_id
from jawara.insight.indicators.shared import named, names
from jawara.insight.registry import Indicator, Term, register
from jawara.insight.types import Answer, Question, RecordRow, Warn
from jawara.kernel.errors import gettext_noop
from jawara.kernel.memo import remembered
from jawara.programmes.enums import Pillar
from jawara.territories.models import UnitVersion


@remembered
def totals(asked: Question) -> GrantTotals:
    whole = GrantTotals()
    for part in by_ward(asked).values():
        whole.add(part)
    return whole


def agreements(asked: Question) -> QuerySet[BlockGrant]:
    return grants.grants_in(asked.unit_id, asked.as_of, asked.known_at, asked.phase)


@remembered
def latest(asked: Question) -> date | None:
    """When money last moved."""
    signed = agreements(asked)
    found = [
        rows.order_by().aggregate(latest=Max("occurred_on"))["latest"]
        for rows in (
            grants.disbursements(signed, asked.as_of, asked.known_at),
            grants.uses(signed, asked.as_of, asked.known_at),
        )
    ]
    return max((day for day in found if day), default=None)


def summed(
    pick: Callable[[GrantTotals], int], *, warn: bool = True
) -> Callable[[Question], Answer]:
    """An indicator that adds one column over the grants asked about."""

    def compute(asked: Question) -> Answer:
        found = totals(asked)
        if not found.disbursed:
            return Answer()
        return Answer(
            value=pick(found),
            latest_on=latest(asked),
            illustrative=Basis.ILLUSTRATIVE in found.bases,
            rulebook=rulebook_id(asked),
            warnings=_gap(found) if warn else (),
        )

    return compute


def _gap(found: GrantTotals) -> tuple[Warn, ...]:
    if not found.unexplained:
        return ()
    return (warnings.unexplained(found.unexplained, found.disbursed),)


def allocated(asked: Question) -> Answer:
    signed = agreements(asked)
    found = totals(asked)
    if not found.grants:
        return Answer()
    return Answer(
        value=found.allocated,
        latest_on=signed.order_by().aggregate(latest=Max("occurred_on"))["latest"],
        illustrative=signed.filter(basis=Basis.ILLUSTRATIVE).exists(),
        rulebook=rulebook_id(asked),
    )


@remembered
def by_ward(asked: Question) -> dict[int, GrantTotals]:
    wards: dict[int, GrantTotals] = {}
    for phase_id, unit_id, part in _grants(asked.unit_id, asked.as_of, asked.known_at):
        if asked.phase is None or asked.phase.pk == phase_id:
            wards.setdefault(unit_id, GrantTotals()).add(part)
    return wards


@remembered
def _grants(
    unit_id: int, as_of: date, known_at: datetime | None
) -> tuple[tuple[int, int, GrantTotals], ...]:
    """Phase, ward and sums of each grant: a page asks of every phase, the records once."""
    signed = grants.grants_in(unit_id, as_of, known_at)
    sums = grants.by_grant(signed, as_of, known_at)
    whose = signed.values_list("pk", "phase_id", "bkm__unit_id")
    return tuple((phase_id, ward_id, sums[pk]) for pk, phase_id, ward_id in whose)


def granting_wards(asked: Question) -> Answer:
    found = [ward for ward in by_ward(asked).values() if ward.disbursed]
    if not found:
        return Answer()
    return Answer(
        value=len(found),
        latest_on=latest(asked),
        illustrative=any(Basis.ILLUSTRATIVE in ward.bases for ward in found),
    )


# Kinds of records and how they count in the formula of what is unexplained.
SIGNS = {"disbursed": 1, "used": -1, "operating": -1, "explained": -1}


def records(*kinds: str) -> Callable[[Question, int, int], tuple[Sequence[RecordRow], int]]:
    """The grant records of these kinds, board by board, each with its ledger entry."""

    def rows(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
        signed = agreements(asked)
        found = []
        for kind in kinds:
            listed = grants.BEHIND[kind](signed, asked.as_of, asked.known_at)
            sign = SIGNS[kind] if len(kinds) > 1 else 1
            found += [(row, sign) for row in listed]
        units = names(asked, (_grant(row).bkm.unit_id for row, _sign in found))
        found.sort(key=lambda item: (*named(units, _grant(item[0]).bkm.unit_id),
                                     item[0].occurred_on, -item[1], item[0].pk))  # fmt: skip
        page = found[offset : offset + limit]
        return [_row(row, sign, units) for row, sign in page], len(found)

    return rows


def agreement_records(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    signed = agreements(asked).select_related("document")
    units = names(asked, (row.bkm.unit_id for row in signed))
    page = list(signed[offset : offset + limit])
    return [_row(row, 1, units) for row in page], signed.count()


def _grant(row: Any) -> BlockGrant:
    if isinstance(row, BlockGrant):
        return row
    found = row.tranche.grant if hasattr(row, "tranche") else row.grant
    assert isinstance(found, BlockGrant)
    return found


def _title(row: Any) -> str:
    if isinstance(row, BlockGrant):
        return row.agreement_number
    if hasattr(row, "tranche"):
        return gettext("Termin %(number)s") % {"number": row.tranche.number}
    if hasattr(row, "activity"):
        return str(row.activity)
    return str(row.get_category_display())


def _row(row: Any, sign: int, units: dict[int, UnitVersion]) -> RecordRow:
    code, name = named(units, _grant(row).bkm.unit_id)
    amount = row.ceiling_rupiah if isinstance(row, BlockGrant) else row.amount_rupiah
    entry = getattr(row, "entry_key", None)
    return RecordRow(
        title=_title(row),
        unit_code=code,
        unit_name=name,
        occurred_on=row.occurred_on,
        recorded_at=row.recorded_at,
        basis=row.basis,
        amount=sign * amount,
        reference=f"entry:{entry}" if entry else "",
        document_sha256=row.document.sha256 if row.document else "",
        document_title=row.document.title if row.document else "",
    )


register(
    Indicator(
        key="grants.wards",
        unit="ward",
        name=gettext_noop("Kelurahan penerima BLM"),
        meaning=gettext_noop(
            "Kelurahan dan desa yang BLM-nya (Bantuan Langsung Masyarakat) sudah cair."
        ),
        formula=gettext_noop("Dihitung satu untuk setiap kelurahan dengan pencairan."),
        compute=granting_wards,
        records=records("disbursed"),
        topic="grants",
    )
)
register(
    Indicator(
        key="grants.allocated",
        unit="rupiah",
        name=gettext_noop("Pagu BLM"),
        meaning=gettext_noop("Batas BLM (Bantuan Langsung Masyarakat) menurut perjanjian."),
        formula=gettext_noop("Jumlah pagu semua perjanjian yang sudah ditandatangani."),
        compute=allocated,
        records=agreement_records,
        topic="grants",
        rule_path="grants.tranches",
    )
)
register(
    Indicator(
        key="grants.realised",
        unit="rupiah",
        name=gettext_noop("BLM cair"),
        meaning=gettext_noop("BLM (Bantuan Langsung Masyarakat) yang sudah masuk ke rekening BKM."),
        formula=gettext_noop("Jumlah semua pencairan yang dibukukan."),
        compute=summed(lambda account: account.disbursed),
        records=records("disbursed"),
        topic="grants",
        rule_path="grants.tranches",
    )
)
for _pillar, _slug, _name in (
    (Pillar.ECONOMIC, "economic", gettext_noop("BLM untuk ekonomi")),
    (Pillar.PHYSICAL, "physical", gettext_noop("BLM untuk pekerjaan fisik")),
    (Pillar.SOCIAL, "social", gettext_noop("BLM untuk kegiatan sosial")),
):
    register(
        Indicator(
            key=f"grants.used.{_slug}",
            unit="rupiah",
            name=_name,
            meaning=gettext_noop(
                "Bagian BLM (Bantuan Langsung Masyarakat) yang sudah dipakai untuk pilar ini."
            ),
            formula=gettext_noop("Jumlah semua penggunaan pilar ini yang dibukukan."),
            compute=summed(lambda account, pillar=_pillar: account.used.get(pillar, 0)),  # type: ignore[misc]
            records=records(f"used.{_slug}"),
            topic="grants",
            rule_path="grants.pillars",
        )
    )
register(
    Indicator(
        key="grants.used.operating",
        unit="rupiah",
        name=gettext_noop("BLM untuk operasional (BOP)"),
        meaning=gettext_noop("Bagian BLM yang dipindahkan ke buku dana operasional BKM (BOP)."),
        formula=gettext_noop("Jumlah semua pemindahan ke buku dana operasional."),
        compute=summed(lambda account: account.operating_moved),
        records=records("operating"),
        topic="grants",
    )
)
register(
    Indicator(
        key="grants.explained",
        unit="rupiah",
        name=gettext_noop("Selisih BLM yang sudah dijelaskan"),
        meaning=gettext_noop(
            "Bagian selisih BLM yang sudah dijelaskan petugas dengan bukti, tanpa menjadi penggunaan."
        ),
        formula=gettext_noop("Jumlah semua penjelasan yang berlaku."),
        compute=summed(lambda account: account.explained),
        records=records("explained"),
        topic="grants",
    )
)
register(
    Indicator(
        key="grants.unexplained",
        unit="rupiah",
        name=gettext_noop("BLM belum terjelaskan"),
        meaning=gettext_noop(
            "Bagian BLM (Bantuan Langsung Masyarakat) yang sudah cair, tetapi belum ada catatan "
            "dipakai untuk apa."
        ),
        formula=gettext_noop(
            "BLM yang cair, dikurangi semua yang tercatat dipakai untuk ekonomi, pekerjaan fisik, "
            "kegiatan sosial, dan operasional, dikurangi yang sudah dijelaskan dengan bukti."
        ),
        compute=summed(lambda account: account.unexplained),
        records=records("disbursed", "used", "operating", "explained"),
        terms=(
            Term("", "grants.realised"),
            Term("-", "grants.used.economic"),
            Term("-", "grants.used.physical"),
            Term("-", "grants.used.social"),
            Term("-", "grants.used.operating"),
            Term("-", "grants.explained"),
        ),
        topic="grants",
        rule_path="grants.pillars",
    )
)
register(
    Indicator(
        key="grants.own_contribution",
        unit="rupiah",
        name=gettext_noop("Swadaya warga"),
        meaning=gettext_noop("Uang, bahan, tenaga, dan lahan dari warga, dinilai dalam rupiah."),
        formula=gettext_noop("Jumlah semua swadaya yang tercatat."),
        compute=summed(lambda account: account.contributed, warn=False),
        records=records("contributed"),
        topic="grants",
    )
)
