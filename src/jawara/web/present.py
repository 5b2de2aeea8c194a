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
