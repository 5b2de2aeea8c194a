"""The records behind a figure, for the page that says how we know it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from jawara.community.models import Bkm
from jawara.grants.queries import records
from jawara.programmes.enums import Pillar
from jawara.programmes.models import Phase

Rows = Callable[[records.Grants, date, datetime | None], QuerySet[Any]]


def _used(pillar: Pillar) -> Rows:
    return lambda grants, as_of, known_at: records.uses(grants, as_of, known_at, pillar)


def _moved(grants: records.Grants, as_of: date, known_at: datetime | None) -> QuerySet[Any]:
    return records.operating_uses(grants, as_of, known_at, is_transfer=True)


# What each name lists. Rows have `occurred_on`, `amount_rupiah`, `key`, `basis`, `recorded_by`,
# `recorded_at` and, where money moved, `entry_key` and `booked`.
BEHIND: dict[str, Rows] = {
    "disbursed": records.disbursements,
    "used": records.uses,
    "used.economic": _used(Pillar.ECONOMIC),
    "used.physical": _used(Pillar.PHYSICAL),
    "used.social": _used(Pillar.SOCIAL),
    "operating": _moved,
    "contributed": records.contributions,
    "explained": records.explanations,
}


def records_behind(
    name: str,
    unit_id: int,
    as_of: date,
    known_at: datetime | None = None,
    phase: Phase | None = None,
    bkm: Bkm | None = None,
) -> QuerySet[Any]:
    """Records of a name in BEHIND, in time order; slice it or page it."""
    grants = records.grants_in(unit_id, as_of, known_at, phase, bkm)
    return BEHIND[name](grants, as_of, known_at)
