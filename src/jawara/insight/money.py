"""Grant money by ward: what came in, what for, and what is left unexplained."""

from collections.abc import Sequence
from dataclasses import dataclass

from jawara.audit.enums import Basis
from jawara.insight.indicators import grants
from jawara.insight.indicators.shared import names
from jawara.insight.types import Question
from jawara.kernel.reconcile import Reconciliation
from jawara.programmes.enums import Pillar
from jawara.territories.models import UnitVersion

PILLARS = (Pillar.ECONOMIC, Pillar.PHYSICAL, Pillar.SOCIAL)


@dataclass(frozen=True)
class MoneyLine:
    """Grant money of one unit in whole rupiah. `wards`: how many received any."""

    unit: UnitVersion
    disbursed: int
    used: tuple[int, int, int]
    operating: int
    explained: int
    wards: int = 1
    illustrative: bool = False

    @property
    def unexplained(self) -> int:
        parts = dict(zip(PILLARS, self.used, strict=True)) | {"operating": self.operating}
        return Reconciliation(self.disbursed, parts, self.explained).difference


def by_ward(asked: Question) -> list[MoneyLine]:
    """Wards that received money, by code. Wards without a record are not in the list."""
    wards = grants.by_ward(asked)
    units = names(asked, wards)
    lines = [
        MoneyLine(
            unit=units[unit_id],
            disbursed=found.disbursed,
            used=tuple(found.used.get(pillar, 0) for pillar in PILLARS),  # type: ignore[arg-type]
            operating=found.operating_moved,
            explained=found.explained,
            illustrative=Basis.ILLUSTRATIVE in found.bases,
        )
        for unit_id, found in wards.items()
        if found.disbursed and unit_id in units
    ]
    return sorted(lines, key=lambda line: line.unit.code)


def total(unit: UnitVersion, lines: Sequence[MoneyLine]) -> MoneyLine:
    """Lines added up under one unit."""
    return MoneyLine(
        unit=unit,
        disbursed=sum(line.disbursed for line in lines),
        used=tuple(sum(line.used[i] for line in lines) for i in range(3)),  # type: ignore[arg-type]
        operating=sum(line.operating for line in lines),
        explained=sum(line.explained for line in lines),
        wards=sum(line.wards for line in lines),
        illustrative=any(line.illustrative for line in lines),
    )
