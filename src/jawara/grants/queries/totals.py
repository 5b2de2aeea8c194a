"""Sums over many grants, out of the ledger: allocated, disbursed, used, explained, unexplained.

Each is a different sum and they are never mixed. A constant number of statements, however many
wards; amounts come from the entries that the records name, not from the records.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from jawara.community.models import Bkm
from jawara.grants.enums import GapCategory
from jawara.grants.models import AccountabilityReport, BlockGrant
from jawara.grants.queries.records import (
    contributions,
    disbursements,
    explanations,
    grants_in,
    operating_uses,
    uses,
)
from jawara.kernel.reconcile import Reconciliation
from jawara.programmes.enums import Pillar
from jawara.programmes.models import Phase

OPERATING = "OPERATING_FUND"


@dataclass(slots=True)
class GrantTotals:
    """Sums of some grants. Where `grants` is 0 nothing was stated: that is not zero."""

    grants: int = 0
    allocated: int = 0
    disbursed: int = 0
    used: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, Pillar), 0))
    operating_moved: int = 0
    operating_spent: int = 0
    contributed: int = 0
    explained_by: dict[str, int] = field(default_factory=dict)
    # How many records of disbursement and of use rest on what: REPORTED, ILLUSTRATIVE, ENTERED.
    disbursed_basis: dict[str, int] = field(default_factory=dict)
    used_basis: dict[str, int] = field(default_factory=dict)

    @property
    def used_in_all(self) -> int:
        return sum(self.used.values())

    @property
    def explained(self) -> int:
        """What officers explained with evidence; a finding still UNKNOWN explains nothing."""
        return sum(
            amount for name, amount in self.explained_by.items() if name != GapCategory.UNKNOWN
        )

    @property
    def reconciliation(self) -> Reconciliation:
        """Disbursed beside what it was used for. The operating fund counts once it was moved."""
        return Reconciliation(
            self.disbursed, {**self.used, OPERATING: self.operating_moved}, self.explained
        )

    @property
    def unexplained(self) -> int:
        return self.reconciliation.difference

    @property
    def bases(self) -> Mapping[str, int]:
        both = dict(self.disbursed_basis)
        for name, count in self.used_basis.items():
            both[name] = both.get(name, 0) + count
        return both

    def add(self, other: "GrantTotals") -> None:
        self.grants += other.grants
        self.allocated += other.allocated
        self.disbursed += other.disbursed
        self.operating_moved += other.operating_moved
        self.operating_spent += other.operating_spent
        self.contributed += other.contributed
        for mine, theirs in (
            (self.used, other.used),
            (self.explained_by, other.explained_by),
            (self.disbursed_basis, other.disbursed_basis),
            (self.used_basis, other.used_basis),
        ):
            for name, amount in theirs.items():
                mine[name] = mine.get(name, 0) + amount


def totals(
    unit_id: int,
    as_of: date,
    known_at: datetime | None = None,
    phase: Phase | None = None,
    bkm: Bkm | None = None,
) -> GrantTotals:
    """Sums of all grants of a territory."""
    grants = grants_in(unit_id, as_of, known_at, phase, bkm)
    whole = GrantTotals()
    for part in grouped(grants, as_of, known_at, by="phase_id").values():
        whole.add(part)
    return whole


def by_ward(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> dict[int, GrantTotals]:
    """Sums of each ward of a territory that has a grant, by unit id."""
    grants = grants_in(unit_id, as_of, known_at, phase)
    return grouped(grants, as_of, known_at, by="bkm__unit_id")


def by_phase(unit_id: int, as_of: date, known_at: datetime | None = None) -> dict[int, GrantTotals]:
    """Sums of each phase that has a grant in a territory, by phase id."""
    return grouped(grants_in(unit_id, as_of, known_at), as_of, known_at, by="phase_id")


def by_grant(
    grants: QuerySet[BlockGrant], as_of: date, known_at: datetime | None = None
) -> dict[int, GrantTotals]:
    """Sums of each grant, by its id."""
    return grouped(grants, as_of, known_at, by="pk")


def of_grant(grant: BlockGrant, as_of: date, known_at: datetime | None = None) -> GrantTotals:
    """Sums of one grant."""
    only = BlockGrant.objects.filter(pk=grant.pk)
    return grouped(only, as_of, known_at, by="pk").get(grant.pk, GrantTotals())


def reconciliation(
    unit_id: int,
    as_of: date,
    known_at: datetime | None = None,
    phase: Phase | None = None,
    bkm: Bkm | None = None,
) -> Reconciliation | None:
    """Disbursed = used + operating fund + explained + unexplained. None: no grant is known."""
    found = totals(unit_id, as_of, known_at, phase, bkm)
    return found.reconciliation if found.grants else None


def grouped(
    grants: QuerySet[BlockGrant], as_of: date, known_at: datetime | None, *, by: str
) -> dict[int, GrantTotals]:
    """Sums by a column of the grant ("pk", "bkm__unit_id", "phase_id")."""
    found: dict[int, GrantTotals] = {}

    def at(group: int) -> GrantTotals:
        return found.setdefault(group, GrantTotals())

    signed = grants.order_by().values_list(by).annotate(Count("pk"), Sum("ceiling_rupiah"))
    for group, count, ceiling in signed:
        at(group).grants, at(group).allocated = count, ceiling
    own, through = f"grant__{by}", f"tranche__grant__{by}"
    for group, basis, count, amount in _sums(
        disbursements(grants, as_of, known_at), through, "basis"
    ):
        at(group).disbursed += amount
        _tally(at(group).disbursed_basis, basis, count)
    for group, pillar, basis, count, amount in _sums(
        uses(grants, as_of, known_at), own, "pillar", "basis"
    ):
        at(group).used[pillar] = at(group).used.get(pillar, 0) + amount
        _tally(at(group).used_basis, basis, count)
    for group, moved, _, amount in _sums(
        operating_uses(grants, as_of, known_at), own, "is_transfer"
    ):
        if moved:
            at(group).operating_moved += amount
        else:
            at(group).operating_spent += amount
    for group, category, _, amount in _sums(
        explanations(grants, as_of, known_at), own, "category", amount="amount_rupiah"
    ):
        at(group).explained_by[category] = amount
    for group, _, amount in _sums(
        contributions(grants, as_of, known_at), own, amount="amount_rupiah"
    ):
        at(group).contributed = amount
    return found


def _sums(records: QuerySet[Any], *by: str, amount: str = "booked") -> list[tuple[Any, ...]]:
    rows = records.order_by().values_list(*by).annotate(n=Count("pk"), total=Sum(amount))
    return list(rows)


def _tally(counts: dict[str, int], name: str, count: int) -> None:
    counts[name] = counts.get(name, 0) + count


def report_reconciliation(report: AccountabilityReport) -> Reconciliation:
    """What the board says it used up to this account, beside what the books hold by its date.

    Tranches before it are added in: money is used from one purse, tranche after tranche.
    """
    tranche = report.tranche
    stated = (
        AccountabilityReport.objects.as_of(report.occurred_on)
        .filter(tranche__grant=tranche.grant_id, tranche__number__lt=tranche.number)
        .aggregate(total=Sum("stated_used_rupiah"))["total"]
        or 0
    )
    booked = of_grant(tranche.grant, report.occurred_on)
    parts = {**booked.used, OPERATING: booked.operating_moved}
    return Reconciliation(stated + report.stated_used_rupiah, parts)
