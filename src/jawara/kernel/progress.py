"""Progress that keeps its denominator and tells "not done" from "not entered"."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jawara.kernel.rounding import HALF_UP, round_fraction


class State(StrEnum):
    """What the records say about one item. NOT_ENTERED: nobody has said anything yet."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOT_ENTERED = "not_entered"


@dataclass(frozen=True, slots=True)
class Missing:
    """One item that does not count: not_done or not_entered. ValueError for any other state."""

    code: str
    name: str
    state: str

    def __post_init__(self) -> None:
        if self.state not in (State.NOT_DONE, State.NOT_ENTERED):
            raise ValueError(f"missing is not_done or not_entered, not {self.state!r}")


@dataclass(frozen=True, slots=True)
class Progress:
    """So many of so many, and which ones are missing.

    numerator None: nothing at all was entered, which is not zero. Every item that does not count
    stands in `missing`, once. ValueError when the three do not fit together.
    """

    numerator: int | None
    denominator: int
    missing: tuple[Missing, ...] = ()

    def __post_init__(self) -> None:
        done = self.numerator or 0
        if not 0 <= done <= self.denominator:
            raise ValueError(f"{done} of {self.denominator} is no progress")
        if len(self.missing) != self.denominator - done:
            raise ValueError(
                f"{self.denominator - done} items are missing, {len(self.missing)} are named"
            )
        if len({item.code for item in self.missing}) != len(self.missing):
            raise ValueError("an item is named twice")
        if self.numerator is None and self.not_done:
            raise ValueError("not_done was entered, so the numerator is 0 and not None")

    @property
    def not_done(self) -> tuple[Missing, ...]:
        return tuple(item for item in self.missing if item.state == State.NOT_DONE)

    @property
    def not_entered(self) -> tuple[Missing, ...]:
        return tuple(item for item in self.missing if item.state == State.NOT_ENTERED)

    @property
    def complete(self) -> bool:
        """Whether there is something to do and all of it is done."""
        return self.denominator > 0 and not self.missing

    def ratio(self) -> str | None:
        """Four decimals, half up: "0.8182" for 9 of 11. None when there is nothing to divide."""
        if self.numerator is None or self.denominator == 0:
            return None
        return str(round_fraction(self.numerator, self.denominator, 4, HALF_UP))


def progress_of(items: Iterable[tuple[str, str, str]]) -> Progress:
    """Progress from (code, name, state), state one of State; the order of `missing` is kept.

    ValueError for an unknown state or a code that comes twice.
    """
    codes: set[str] = set()
    missing: list[Missing] = []
    count = done = 0
    for code, name, state in items:
        if code in codes:
            raise ValueError(f"{code} comes twice")
        codes.add(code)
        count += 1
        if state == State.DONE:
            done += 1
        else:
            missing.append(Missing(code, name, state))
    entered = done > 0 or any(item.state == State.NOT_DONE for item in missing)
    return Progress(done if entered else None, count, tuple(missing))
