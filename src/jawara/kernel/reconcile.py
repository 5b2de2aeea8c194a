"""A stated total beside the sum of its parts: the difference is shown, never hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jawara.kernel.rounding import HALF_UP, round_fraction


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Integers of one unit (rupiah, groups, persons). `explained` is what an officer has since
    explained with evidence without its becoming one of the parts; it may be negative too."""

    stated: int
    parts: Mapping[str, int] = field(default_factory=dict)
    explained: int = 0

    @property
    def computed(self) -> int:
        """Sum of the parts."""
        return sum(self.parts.values())

    @property
    def difference(self) -> int:
        """stated - sum(parts) - explained. Positive: something is missing; negative: too much."""
        return self.stated - self.computed - self.explained

    @property
    def holds(self) -> bool:
        return self.difference == 0

    def share(self) -> str | None:
        """The difference as a share of the stated total, four decimals half up, with its sign.

        120,000,000 of 3,600,000,000 is "0.0333". None when the stated total is zero.
        """
        if self.stated == 0:
            return None
        return str(round_fraction(self.difference, self.stated, 4, HALF_UP))
