"""Reads of block grants. NOTE TO THE MONEY ENGINEER: insight already relies on these signatures
(src/jawara/insight/indicators/grants.py, insight/money.py); implement them, add what else you need,
and remove this note.

- `ward_accounts`: only wards with a grant agreement; sums come from the LEDGER; constant queries.
- `records_behind`: sorted by ward code, board, date; slicing and len() must be cheap. With one kind
  asked for amounts are positive; with several, uses and explanations are negative (the formula of
  what is unexplained).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from jawara.programmes.models import Phase


@dataclass(frozen=True, slots=True)
class WardAccount:
    """Grant money of one ward in whole rupiah. `used` by pillar code."""

    allocated: int
    disbursed: int
    used: Mapping[str, int]
    operating: int
    explained: int
    own_contribution: int
    latest_on: date
    illustrative: bool

    @property
    def unexplained(self) -> int:
        return self.disbursed - sum(self.used.values()) - self.operating - self.explained


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """One record behind a grant figure. `kind`: AGREED, DISBURSED, ECONOMIC, PHYSICAL, SOCIAL,
    OPERATING, EXPLAINED or CONTRIBUTED."""

    kind: str
    title: str
    unit_id: int
    board_name: str
    occurred_on: date
    recorded_at: datetime
    basis: str
    amount: int
    entry_key: UUID | None
    document_sha256: str
    document_title: str


def ward_accounts(
    ward_ids: Collection[int], phase: Phase | None, as_of: date, known_at: datetime | None = None
) -> dict[int, WardAccount]:
    raise NotImplementedError


def records_behind(
    ward_ids: Collection[int],
    phase: Phase | None,
    as_of: date,
    known_at: datetime | None,
    kinds: Collection[str],
) -> Sequence[GrantRecord]:
    raise NotImplementedError
