"""Plans of a board: the medium-term plan (PJM Pronangkis) and the annual plan (Renta)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from jawara.audit.facts import not_in_future, revise, withdraw
from jawara.audit.models import Document
from jawara.audit.services import Ctx, advisory_lock, service
from jawara.community.models import Bkm
from jawara.community.services.boards import standing_on
from jawara.cycle import queries, rules
from jawara.cycle.enums import PlanKind
from jawara.cycle.models import Plan, PlanItem
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import TextMissing, clean_name, tidy, tidy_lines
from jawara.programmes.enums import Pillar

MOST_RUPIAH = 2**53 - 1
MOST_VOLUME = Decimal("99999999999.999")


class YearsOutOfOrder(Refusal):
    """Values: from_year, to_year."""

    code = "years_out_of_order"
    message = gettext_noop(
        "Tahun akhir %(to_year)s sebelum tahun awal %(from_year)s. Periksa keduanya."
    )


class YearsTooFar(Refusal):
    """Values: year."""

    code = "years_too_far"
    message = gettext_noop(
        "Tahun %(year)s terlalu jauh. Rencana mencakup paling lama sepuluh tahun."
    )


class PlanNeedsParent(Refusal):
    code = "plan_needs_parent"
    message = gettext_noop(
        "Renta diambil dari PJM Pronangkis. Pilih PJM BKM ini; kalau belum ada, catat dulu."
    )


class OutsideParent(Refusal):
    """Values: from_year, to_year."""

    code = "outside_parent"
    message = gettext_noop(
        "Renta harus di dalam masa PJM-nya, %(from_year)s sampai %(to_year)s. Periksa tahunnya."
    )


class ItemWrong(Refusal):
    """Values: row."""

    code = "item_wrong"
    message = gettext_noop(
        "Baris %(row)s: nama kegiatan wajib; volume, biaya dan penerima manfaat tidak boleh "
        "kurang dari nol atau terlalu besar."
    )


@dataclass(frozen=True, slots=True)
class PlanItemRow:
    """One activity: what, for which pillar, how much of it, at what cost, for how many people."""

    activity: str
    pillar: Pillar
    cost_rupiah: int
    volume: Decimal | None = None
    volume_unit: str = ""
    beneficiaries: int | None = None


def _item(row: PlanItemRow, number: int) -> dict[str, Any]:
    wrong = ItemWrong(field="items", row=number)
    try:
        activity = clean_name(row.activity, limit=300)
    except TextMissing:
        raise wrong from None
    volume_ok = row.volume is None or (row.volume.is_finite() and 0 <= row.volume <= MOST_VOLUME)
    people_ok = row.beneficiaries is None or 0 <= row.beneficiaries < 2**31
    if not (0 <= row.cost_rupiah <= MOST_RUPIAH and volume_ok and people_ok):
        raise wrong
    return {
        "activity": activity,
        "pillar": row.pillar,
        "volume": row.volume,
        "volume_unit": tidy(row.volume_unit)[:40],
        "cost_rupiah": row.cost_rupiah,
        "beneficiaries": row.beneficiaries,
    }


def _check_years(from_year: int, to_year: int, ratified_on: date) -> None:
    if to_year < from_year:
        raise YearsOutOfOrder(field="to_year", from_year=from_year, to_year=to_year)
    for field, year in (("from_year", from_year), ("to_year", to_year)):
        if abs(year - ratified_on.year) > 10:
            raise YearsTooFar(field=field, year=year)


def _check_parent(bkm: Bkm, kind: PlanKind, parent: Plan | None, years: tuple[int, int]) -> None:
    if kind != PlanKind.ANNUAL:
        return
    if parent is None or parent.kind != PlanKind.MEDIUM_TERM or parent.bkm_id != bkm.pk:
        raise PlanNeedsParent(field="parent")
    if years[0] < parent.from_year or years[1] > parent.to_year:
        raise OutsideParent(field="from_year", from_year=parent.from_year, to_year=parent.to_year)


@service(
    "cycle.plan.ratified",
    returns=Plan,
    allow=rules.may_ratify_plan,
    stream=lambda bkm, **_: f"bkm:{bkm.key}",
)
def ratify_plan(
    ctx: Ctx,
    *,
    bkm: Bkm,
    kind: PlanKind,
    title: str,
    ratified_on: date,
    from_year: int,
    to_year: int,
    items: Sequence[PlanItemRow] = (),
    parent: Plan | None = None,
    document: Document | None = None,
    note: str = "",
) -> Plan:
    """A plan as the residents' meeting ratified it, with its activities."""
    not_in_future(ctx, ratified_on, field="ratified_on")
    standing_on(bkm, ratified_on, field="ratified_on")
    _check_years(from_year, to_year, ratified_on)
    _check_parent(bkm, kind, parent, (from_year, to_year))
    rows = [_item(row, number) for number, row in enumerate(items, start=1)]
    plan = Plan.objects.create(
        bkm=bkm,
        kind=kind,
        title=clean_name(title, field="title"),
        occurred_on=ratified_on,
        from_year=from_year,
        to_year=to_year,
        parent=parent if kind == PlanKind.ANNUAL else None,
        document=document,
        note=tidy_lines(note),
        **ctx.stamp(),
    )
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            number=number,
            occurred_on=ratified_on,
            **row,
            **ctx.part(f"item:{number}").stamp(),
        )
        for number, row in enumerate(rows, start=1)
    )
    return plan


@service(
    "cycle.plan.corrected",
    returns=Plan,
    allow=rules.may_change_plan,
    stream=lambda plan, **_: f"bkm:{plan.bkm.key}",
)
def correct_plan(
    ctx: Ctx,
    *,
    plan: Plan,
    title: str,
    ratified_on: date,
    from_year: int,
    to_year: int,
    document: Document | None = None,
    note: str = "",
) -> Plan:
    """Title, day, years or document were written down wrongly. The items stay with the plan."""
    not_in_future(ctx, ratified_on, field="ratified_on")
    _check_years(from_year, to_year, ratified_on)
    _check_parent(plan.bkm, PlanKind(plan.kind), plan.parent, (from_year, to_year))
    return revise(
        ctx,
        plan,
        title=clean_name(title, field="title"),
        occurred_on=ratified_on,
        from_year=from_year,
        to_year=to_year,
        document_id=document.pk if document else plan.document_id,
        note=tidy_lines(note),
    )


@service(
    "cycle.plan.item_added",
    returns=PlanItem,
    allow=rules.may_change_plan,
    stream=lambda plan, **_: f"bkm:{plan.bkm.key}",
)
def add_item(ctx: Ctx, *, plan: Plan, item: PlanItemRow, added_on: date) -> PlanItem:
    not_in_future(ctx, added_on, field="added_on")
    advisory_lock(f"plan:{plan.bkm_id}")
    rows = PlanItem.objects.filter(plan__in=queries.lineage(plan))
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return PlanItem.objects.create(
        plan=plan, number=last + 1, occurred_on=added_on, **_item(item, 1), **ctx.stamp()
    )


@service(
    "cycle.plan.item_corrected",
    returns=PlanItem,
    allow=rules.may_change_item,
    stream=lambda item, **_: f"bkm:{item.plan.bkm.key}",
)
def correct_item(ctx: Ctx, *, item: PlanItem, row: PlanItemRow, note: str = "") -> PlanItem:
    return revise(ctx, item, note=tidy(note), **_item(row, item.number))


@service(
    "cycle.plan.item_withdrawn",
    returns=PlanItem,
    allow=rules.may_change_item,
    stream=lambda item, **_: f"bkm:{item.plan.bkm.key}",
)
def withdraw_item(ctx: Ctx, *, item: PlanItem, reason: str) -> PlanItem:
    """The activity should not stand in the plan."""
    return withdraw(ctx, item, note=clean_name(reason, field="reason", limit=2000))
