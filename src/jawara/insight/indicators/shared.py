"""What the computations share: the wards asked about, their names, and paging of records."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from jawara.audit.enums import Basis
from jawara.insight.types import Question
from jawara.programmes import queries as programmes
from jawara.programmes.models import Coverage
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


def covered_ids(asked: Question) -> QuerySet[Coverage, int]:
    """Ids of the covered wards, as a subquery."""
    return coverage(asked).values_list("unit_id", flat=True)


def names(asked: Question, unit_ids: Iterable[int]) -> dict[int, UnitVersion]:
    """What units were called on the date asked for."""
    found = territories.versions_on(asked.as_of, asked.known_at).filter(unit_id__in=set(unit_ids))
    return {version.unit_id: version for version in found}


def named(units: dict[int, UnitVersion], unit_id: int) -> tuple[str, str]:
    """Code and name of a unit; a unit that did not exist then has neither."""
    version = units.get(unit_id)
    return (version.code, version.name) if version else ("", "")


def any_illustrative(rows: "QuerySet[Any]") -> bool:
    return rows.filter(basis=Basis.ILLUSTRATIVE).exists()
