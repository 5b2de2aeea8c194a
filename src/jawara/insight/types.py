"""What is asked of an indicator and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jawara.kernel.progress import Missing
from jawara.programmes.models import Phase
from jawara.territories.models import UnitVersion


@dataclass(frozen=True)
class Question:
    """One figure of one territory (as it was on `as_of`), phase, date and state of knowledge.

    `territory` None: the whole country without anybody having asked for a territory.
    """

    unit_id: int
    territory: UnitVersion | None
    phase: Phase | None
    as_of: date
    known_at: datetime | None


@dataclass(frozen=True)
class Answer:
    """What the records give, before anything is said about its quality.

    `value` None: nothing was recorded. `latest_on`: when the newest record behind it occurred.
    `illustrative`: an illustrative record is among those behind it.
    """

    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    missing: tuple[Missing, ...] = ()
    by: Mapping[str, int] | None = None
    latest_on: date | None = None
    illustrative: bool = False
    rulebook: str | None = None
    warnings: tuple["Warn", ...] = ()


@dataclass(frozen=True)
class Warn:
    """Something a reader must know: stable code, Indonesian message, the values in it."""

    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self) -> str:
        return self.message % self.values


@dataclass(frozen=True)
class Source:
    """Who says so: a published report's stated figure, and whether the books agree with it."""

    title: str
    as_of: date
    stated: int | None
    quality: str
    agrees: bool


@dataclass(frozen=True)
class Figure:
    """An answered figure, ready to be shown or printed. Ratios: see `ratio`."""

    key: str
    unit: str
    question: Question
    answer: Answer
    ratio: str | None
    warnings: Sequence[Warn]
    sources: Sequence[Source]

    @property
    def value(self) -> int | str | None:
        """Integer in the figure's unit, or a ratio's four-decimal string."""
        return self.ratio if self.unit == "ratio" else self.answer.value


@dataclass(frozen=True)
class RecordRow:
    """One record behind a figure, shown as a line that links to the record."""

    title: str
    unit_code: str
    unit_name: str
    occurred_on: date
    recorded_at: datetime
    basis: str
    # Signed contribution to the figure; None where the record is a state, not an amount.
    amount: int | None
    # "entry:<key>", "step:<key>", "group:<key>", ... what `url` helpers of the web turn into a link.
    reference: str
    document_sha256: str = ""
    document_title: str = ""
    group: str = ""
