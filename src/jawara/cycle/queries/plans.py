"""Plans of a board with their activities and what each pillar costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jawara.audit.facts import roots
from jawara.community.models import Bkm
from jawara.cycle.models import Plan, PlanItem
from jawara.programmes.enums import Pillar


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan, its standing activities by number, the cost of each pillar in rupiah."""

    plan: Plan
    items: Sequence[PlanItem]
    by_pillar: Mapping[Pillar, int]

    @property
    def total_rupiah(self) -> int:
        return sum(self.by_pillar.values())


def _roots(bkm_id: int) -> dict[int, int]:
    return roots(Plan.objects.filter(bkm=bkm_id).values_list("pk", "supersedes_id"))


def lineage(plan: Plan) -> list[int]:
    """Ids of all versions of one plan: activities may hang on any of them."""
    first = _roots(plan.bkm_id)
    return [pk for pk, root in first.items() if root == first[plan.pk]]


def plans(bkm: Bkm, as_of: date, known_at: datetime | None = None) -> list[PlanView]:
    """Plans a board had ratified by a date, the newest first, in three queries."""
    standing = list(
        Plan.objects.as_of(as_of, known_at)
        .filter(bkm=bkm)
        .select_related("document", "parent")
        .order_by("-from_year", "kind", "-occurred_on", "-pk")
    )
    first = _roots(bkm.pk)
    items: dict[int, list[PlanItem]] = {}
    rows = PlanItem.objects.as_of(as_of, known_at).filter(plan__bkm=bkm)
    for item in rows.order_by("number", "pk"):
        items.setdefault(first[item.plan_id], []).append(item)
    return [_view(plan, items.get(first[plan.pk], [])) for plan in standing]


def plan(key: UUID) -> Plan | None:
    return Plan.objects.filter(key=key).select_related("bkm", "document", "parent").first()


def _view(plan: Plan, items: Sequence[PlanItem]) -> PlanView:
    cost = {
        pillar: sum(item.cost_rupiah for item in items if item.pillar == pillar)
        for pillar in Pillar
    }
    return PlanView(plan, items, cost)
