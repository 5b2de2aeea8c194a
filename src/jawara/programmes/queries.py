"""Which phases there are, which wards they cover, who assists where, by which rulebook."""

import functools
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.rulebook import Rulebook, Rulebooks, load_all
from jawara.programmes.models import ConsultantAssignment, Coverage, Phase, Target
from jawara.territories import queries as territories


class UnknownPhase(Refusal):
    """Values: code, known."""

    code = "unknown_phase"
    message = gettext_noop("Tahap %(code)s tidak dikenal. Pilih salah satu: %(known)s.")


@functools.cache
def _rulebooks(directory: Path) -> Rulebooks:
    return load_all(directory)


def rulebooks() -> Rulebooks:
    """All rulebooks of this installation, read once."""
    return _rulebooks(Path(settings.JAWARA_RULEBOOKS))


def rulebook_for(phase: Phase) -> Rulebook:
    """The rules a phase works by. Raises RulebookUnknown."""
    return rulebooks().get(phase.rulebook_code)


def phases() -> QuerySet[Phase]:
    """Every phase, in time order."""
    return Phase.objects.select_related("programme").order_by("starts_on", "code")


def phase(code: str) -> Phase:
    """A phase by its code, case aside. Raises UnknownPhase with those that exist."""
    wanted = code.replace("\0", "").strip()  # PostgreSQL cannot look a zero character up
    found = phases().filter(code__iexact=wanted).first()
    if found is None:
        known = ", ".join(phases().values_list("code", flat=True)) or "–"
        raise UnknownPhase(field="phase", code=code[:40], known=known)
    return found


def covered_units(
    as_of: date,
    known_at: datetime | None = None,
    phase: Phase | None = None,
    within: int | None = None,
) -> QuerySet[Coverage]:
    """Coverage of wards on a date, of one phase or all, in one territory or everywhere."""
    found = Coverage.objects.as_of(as_of, known_at).select_related("phase")
    if phase is not None:
        found = found.filter(phase=phase)
    if within is not None and within != territories.nation().pk:
        wards = territories.wards_below(within, as_of, known_at)
        found = found.filter(unit_id__in=wards.values("unit_id"))
    return found


def is_covered(unit_id: int, on: date, phase: Phase | None = None) -> bool:
    """Whether a ward takes part on a date, as we know now."""
    found = Coverage.objects.as_of(on).filter(unit_id=unit_id)
    return (found if phase is None else found.filter(phase=phase)).exists()


def phases_in(unit_id: int, as_of: date, known_at: datetime | None = None) -> QuerySet[Phase]:
    """Phases that cover a ward of this territory on a date."""
    covered = covered_units(as_of, known_at, within=unit_id)
    return phases().filter(pk__in=covered.values("phase_id"))


def consultants(
    unit_id: int, as_of: date, known_at: datetime | None = None
) -> QuerySet[ConsultantAssignment]:
    """Who works over this unit on a date: assigned to it or to a territory above it."""
    above = [version.unit_id for version in territories.ancestors(unit_id, as_of, known_at)]
    return (
        ConsultantAssignment.objects.as_of(as_of, known_at)
        .filter(unit_id__in=[*above, unit_id])
        .select_related("phase", "unit")
        .order_by("role", "code", "pk")
    )


def coverage_history(
    unit_ids: Iterable[int], known_at: datetime | None = None
) -> QuerySet[Coverage]:
    """Every standing coverage of these wards, ended ones too."""
    return (
        Coverage.objects.known(known_at)
        .filter(unit_id__in=list(unit_ids))
        .select_related("phase")
        .order_by("occurred_on", "pk")
    )


def targets(
    unit_id: int, as_of: date, known_at: datetime | None = None, phase: Phase | None = None
) -> QuerySet[Target]:
    """Targets set for exactly this unit on or before a date, the next due first."""
    found = Target.objects.as_of(as_of, known_at).filter(unit_id=unit_id).select_related("phase")
    if phase is not None:
        found = found.filter(phase=phase)
    return found.order_by("due_on", "indicator", "pk")
