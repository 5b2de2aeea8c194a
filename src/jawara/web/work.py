"""What the work list of the workspace is made of. The sources are in `work_sources`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jawara.accounts.queries import UserAuthority
from jawara.territories.models import UnitVersion
from jawara.web.present import Link

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose work list, on which day. `scope` gives the units over which a permission is held."""

    authority: UserAuthority
    scope: Callable[[str], list[UnitVersion]]
    today: date

    def may(self, permission: str) -> bool:
        return self.authority.anywhere(permission, self.today)


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
