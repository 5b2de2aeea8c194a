"""Plans: the annual one within the medium-term one, costs by pillar, corrections kept."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jawara.community.models import Bkm
from jawara.cycle import queries, services
from jawara.cycle.enums import PlanKind
from jawara.cycle.models import Plan, PlanItem
from jawara.cycle.services import PlanItemRow, plans
from jawara.programmes.enums import Pillar
from tests.support.wards import ctx, make_board, make_wards

pytestmark = pytest.mark.django_db
RATIFIED_ON = date(2003, 9, 1)
END_2004 = date(2004, 11, 30)
ITEMS = [
    PlanItemRow("Modal usaha", Pillar.ECONOMIC, 90_000_000, beneficiaries=120),
    PlanItemRow("Jalan lingkungan", Pillar.PHYSICAL, 55_500_000, Decimal("312.5"), "m", 900),
    PlanItemRow("Drainase", Pillar.PHYSICAL, 20_000_000, Decimal(80), "m"),
]


@pytest.fixture
def bkm() -> Bkm:
    return make_board(make_wards().one)


def ratify(bkm: Bkm, name: str = "pjm", **changes: Any) -> Plan:
    given = {
        "kind": PlanKind.MEDIUM_TERM,
        "title": "PJM 2003–2005",
        "ratified_on": RATIFIED_ON,
        "from_year": 2003,
        "to_year": 2005,
        "items": ITEMS,
    } | changes
    return services.ratify_plan(ctx(name), bkm=bkm, **given)


def test_totals_by_pillar(bkm: Bkm) -> None:
    ratify(bkm)
    (view,) = queries.plans(bkm, END_2004)
    assert view.by_pillar == {
        Pillar.ECONOMIC: 90_000_000,
        Pillar.PHYSICAL: 75_500_000,
        Pillar.SOCIAL: 0,
    }
    assert view.total_rupiah == 165_500_000
    assert [item.number for item in view.items] == [1, 2, 3]
    assert queries.plans(bkm, date(2003, 8, 31)) == []


def test_the_annual_plan_lies_inside_its_parent(bkm: Bkm) -> None:
    pjm = ratify(bkm)
    annual = {"kind": PlanKind.ANNUAL, "title": "Renta 2004", "items": ()}
    with pytest.raises(plans.PlanNeedsParent):
        ratify(bkm, "r1", **annual, from_year=2004, to_year=2004)
    with pytest.raises(plans.OutsideParent) as outside:
        ratify(bkm, "r2", **annual, from_year=2005, to_year=2006, parent=pjm)
    assert outside.value.values == {"from_year": 2003, "to_year": 2005}
    renta = ratify(bkm, "r3", **annual, from_year=2004, to_year=2004, parent=pjm)
    with pytest.raises(plans.PlanNeedsParent):
        ratify(bkm, "r4", **annual, from_year=2004, to_year=2004, parent=renta)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"from_year": 2005, "to_year": 2003}, plans.YearsOutOfOrder),
        ({"to_year": 20005}, plans.YearsTooFar),
        ({"items": [PlanItemRow("", Pillar.SOCIAL, 1)]}, plans.ItemWrong),
        ({"items": [PlanItemRow("x", Pillar.SOCIAL, -1)]}, plans.ItemWrong),
        ({"items": [PlanItemRow("x", Pillar.SOCIAL, 2**53)]}, plans.ItemWrong),
        ({"items": [PlanItemRow("x", Pillar.SOCIAL, 1, Decimal("NaN"))]}, plans.ItemWrong),
    ],
)
def test_impossible_plans_are_refused(
    bkm: Bkm, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        ratify(bkm, **changes)
    assert not Plan.objects.exists()


def test_items_stay_with_a_corrected_plan(bkm: Bkm) -> None:
    plan = ratify(bkm)
    given = {"ratified_on": RATIFIED_ON, "from_year": 2003, "to_year": 2006}
    new = services.correct_plan(ctx("c"), plan=plan, title="PJM 2003–2006", **given)
    services.add_item(
        ctx("a"), plan=new, item=PlanItemRow("Santunan", Pillar.SOCIAL, 5), added_on=END_2004
    )
    drain = PlanItem.objects.get(number=3)
    services.correct_item(
        ctx("ci"), item=drain, row=PlanItemRow("Drainase", Pillar.PHYSICAL, 21_000_000)
    )
    road = PlanItem.objects.get(number=2)
    services.withdraw_item(ctx("w"), item=road, reason="sudah dibangun pemda")
    (view,) = queries.plans(bkm, END_2004)
    assert view.plan.title == "PJM 2003–2006"
    assert [(i.number, i.cost_rupiah) for i in view.items] == [
        (1, 90_000_000),
        (3, 21_000_000),
        (4, 5),
    ]
    assert set(queries.lineage(new)) == {plan.pk, new.pk}
