"""What is asked of the ledger: accounts to open, entries to post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jawara.audit.models import Document
from jawara.ledger.enums import AccountKind, Side


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """An account to open. `template_code` is its place in the national chart."""

    code: str
    name: str
    kind: AccountKind
    normal_side: Side
    template_code: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An amount moved from the credited to the debited account, both named by code."""

    debit_code: str
    credit_code: str
    amount: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry asked for. `key` only matters in a batch; empty: derived from the batch's key."""

    occurred_on: date
    kind: str
    memo: str
    lines: Sequence[Line]
    source: str = ""
    document: Document | None = None
    key: UUID | None = None
