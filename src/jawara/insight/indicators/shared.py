"""What the computations share: the wards asked about, their names, and paging of records."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from jawara.insight.types import Question
from jawara.kernel.memo import remembered
from jawara.programmes import queries as programmes
from jawara.programmes.models import Coverage, Phase
from jawara.territories import queries as territories
from jawara.territories.models import UnitVersion


def coverage(asked: Question) -> QuerySet[Coverage]:
    """Coverage of the wards asked about: in the territory, in the phase, on the date."""
    return programmes.covered_units(
        asked.as_of,
        asked.known_at,
        phase=asked.phase,
        within=asked.unit_id if asked.territory else None,
    )


@remembered
def ward_ids(asked: Question) -> tuple[int, ...]:
    """Unit ids of the wards asked about, each once."""
    return tuple(coverage(asked).values_list("unit_id", flat=True).distinct())


def names(asked: Question, unit_ids: Iterable[int]) -> dict[int, UnitVersion]:
    """What units were called on the date asked for."""
    return _names(asked.as_of, asked.known_at, frozenset(unit_ids))


@remembered
def _names(
    as_of: date, known_at: datetime | None, unit_ids: frozenset[int]
) -> dict[int, UnitVersion]:
    return territories.versions(unit_ids, as_of, known_at)


@remembered
def phases() -> tuple[Phase, ...]:
    """Every phase, in time order."""
    return tuple(programmes.phases())


def named(units: dict[int, UnitVersion], unit_id: int) -> tuple[str, str]:
    """Code and name of a unit; a unit that did not exist then has neither."""
    version = units.get(unit_id)
    return (version.code, version.name) if version else ("", "")
