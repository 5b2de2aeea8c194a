"""Periods and months. A period is half-open: from its first day up to, not including, `until_on`.

So two terms that follow each other share a date without overlapping, and a length is a plain
subtraction. `until_on` None means: holds until an end is recorded.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from jawara.kernel.errors import Refusal, gettext_noop


class EmptyPeriod(Refusal):
    """The end is not after the start. Values: from_on, until_on."""

    code = "empty_period"
    message = gettext_noop(
        "Masa berlaku harus berakhir sesudah mulai: %(from_on)s sampai %(until_on)s. "
        "Periksa kedua tanggalnya."
    )


@dataclass(frozen=True, slots=True)
class Period:
    """[from_on, until_on). Raises EmptyPeriod when it would hold no day."""

    from_on: date
    until_on: date | None = None

    def __post_init__(self) -> None:
        if self.until_on is not None and self.until_on <= self.from_on:
            raise EmptyPeriod(from_on=self.from_on, until_on=self.until_on)

    @property
    def last_on(self) -> date | None:
        """The last day inside, None when open."""
        return None if self.until_on is None else self.until_on - timedelta(days=1)

    def contains(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    def overlaps(self, other: "Period") -> bool:
        return self.intersection(other) is not None

    def covers(self, other: "Period") -> bool:
        """Whether every day of the other period lies in this one."""
        return self.intersection(other) == other

    def intersection(self, other: "Period") -> "Period | None":
        """The days in both periods, None when there are none."""
        from_on = max(self.from_on, other.from_on)
        ends = [end for end in (self.until_on, other.until_on) if end is not None]
        until_on = min(ends, default=None)
        if until_on is not None and until_on <= from_on:
            return None
        return Period(from_on, until_on)


def month_end(day: date) -> date:
    """The last day of the month of that day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier); 31 becomes the last day where there is none.

    Raises ValueError beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, ordered in time. Raises ValueError when there is no such month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def first_on(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_on(self) -> date:
        return month_end(self.first_on)

    def plus(self, months: int) -> "Month":
        """So many months later, or earlier when negative."""
        return Month.of(add_months(self.first_on, months))

    def period(self) -> Period:
        return Period(self.first_on, self.plus(1).first_on)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
