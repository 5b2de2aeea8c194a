"""What templates are given: small records of ready words, figures and links. No queries here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

FigureState = Literal["known", "gap", "not_stated", "zero", "suppressed"]
CheckState = Literal["ok", "warn", "bad", "none"]


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The as-of control. `text` comes back as typed when it was not understood."""

    text: str
    known_text: str
    known_value: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class PageFigure:
    """A figure that leads to its explanation. `badge` says how it came to be ("ilustrasi")."""

    label: str
    text: str
    url: str = ""
    state: FigureState = "known"
    badge: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AccountLine:
    operator: str
    name: str
    figure: PageFigure
    pillar: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    when: str
    text: str
    who: str = ""
    badge: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Check:
    """One rule with its result; `word` is read out instead of the icon."""

    state: CheckState
    word: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a definition list. `status`: ok, assumed, warn, bad or empty."""

    name: str
    text: str
    url: str = ""
    status: str = ""
    status_word: str = ""
    note: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table head; `url` sorts, `current` is "", "ascending" or "descending"."""

    label: str
    unit: str = ""
    numeric: bool = False
    url: str = ""
    current: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    lead: str
    text: str = ""
    kind: str = "warn"
    link: Link | None = None


def last_crumb(crumbs: Sequence[Crumb]) -> str:
    return crumbs[-1].label if crumbs else ""


@dataclass(frozen=True, slots=True)
class UseRow:
    """What money was used for: a pillar, its figure, its share of the whole."""

    pillar: str
    label: str
    figure: PageFigure
    share: str = ""


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A territory in the table of bars; `bar` is drawn at the longest row's scale."""

    name: str
    url: str
    sub: str
    total: PageFigure
    bar: object
    parts: tuple[PageFigure, ...]
    gap: PageFigure | None = None


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A ward with its steps. `state`: ok, none or assumed; `word` names what is missing."""

    name: str
    url: str
    sub: str
    count: str
    row: object
    word: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the phase comparison: a figure, or a judgement with its status."""

    figure: PageFigure | None = None
    status: str = ""
    word: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PhaseRow:
    label: str
    cells: tuple[Cell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A child territory without programme figures beside it."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry behind a figure: what, when, its evidence, its signed amount."""

    what: str
    when: str
    url: str
    amount: str
    evidence: Link | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True)
class EntryGroup:
    name: str
    rows: tuple[EntryRow, ...]
    subtotal_label: str = ""
    subtotal: PageFigure | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class TransferRow:
    debit: str
    credit: str
    amount: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file behind a record; `checked` says that its bytes still match their fingerprint."""

    name: str
    url: str
    kind: str
    size: str
    fingerprint: str = ""
    checked: bool = True


@dataclass(frozen=True, slots=True)
class StepRow:
    """A cycle step on a board's page or a work list."""

    name: str
    state: str
    word: str
    url: str = ""
    note: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """Who is in office. Without consent `name` is empty and the page says so."""

    role: str
    name: str
    term: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    activity: str
    pillar: str
    volume: str
    cost: PageFigure
    beneficiaries: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a participant said, with the role it was said in."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    name: str
    url: str
    kind: str
    where: str
    note: str = ""
