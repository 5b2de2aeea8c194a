"""The work list of the workspace: each source asks its app what is late, missing or next.

A source is a function from a `Desk` to the sections it has to show, none if the person has nothing
to do with its subject. Add yours to `WORK`, in the order in which it should be read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jawara.accounts.queries import UserAuthority
from jawara.territories.models import UnitVersion
from jawara.web.present import Link

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose work list, over which units, on which day."""

    authority: UserAuthority
    units: list[UnitVersion]
    today: date

    def may(self, permission: str) -> bool:
        return self.authority.anywhere(permission, self.today)

    def unit_ids(self, permission: str) -> frozenset[int]:
        return self.authority.unit_ids(permission, self.today)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. `state`: octagon (late), triangle (missing), square (next), tick (done)."""

    state: Literal["octagon", "triangle", "square", "tick"]
    word: str
    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkSection:
    """A heading that states the finding, the first tasks, and where the others are."""

    title: str
    tasks: list[Task]
    total: int
    more: Link | None = None
    empty: str = ""


Source = Callable[[Desk], Iterable[WorkSection]]

WORK: list[Source] = []


def work_of(desk: Desk) -> list[WorkSection]:
    return [section for source in WORK for section in source(desk)]
