"""Trainings and their participants. A training counts from its first day on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from jawara.programmes.models import Phase
from jawara.territories import queries as territories
from jawara.territories.models import Unit
from jawara.trainings.enums import Origin
from jawara.trainings.models import ParticipantCount, Training, TrainingNote, TrainingSeries


@dataclass(frozen=True)
class Participants:
    """How many came, and how many of them from where (origins with none are left out)."""

    total: int
    by: dict[Origin, int]


def trainings_in(
    as_of: date,
    unit_id: int | None = None,
    known_at: datetime | None = None,
    phase: Phase | None = None,
) -> QuerySet[Training]:
    """Trainings begun on or before a date, held in a territory or below it; newest first."""
    found = Training.objects.as_of(as_of, known_at)
    if phase is not None:
        found = found.filter(series__phase=phase)
    if unit_id is not None:
        level = Unit.objects.values_list("level", flat=True).get(pk=unit_id)
        here = territories.versions_on(as_of, known_at).filter(territories.below(unit_id, level))
        found = found.filter(Q(unit_id=unit_id) | Q(unit_id__in=here.values("unit_id")))
    return found.select_related("series", "document").order_by("-occurred_on", "-pk")


def participants(
    as_of: date,
    unit_id: int | None = None,
    known_at: datetime | None = None,
    phase: Phase | None = None,
) -> Participants:
    """Participants of all trainings begun by a date, by origin in the order of `Origin`."""
    held = trainings_in(as_of, unit_id, known_at, phase)
    rows = ParticipantCount.objects.filter(training__in=held.order_by().values("pk"))
    counted = dict(rows.values_list("origin").annotate(total=Sum("count")).order_by())
    by = {origin: counted[origin] for origin in Origin if origin in counted}
    return Participants(sum(by.values()), by)


def training(key: UUID) -> Training | None:
    """A training with its counts and notes, for its page."""
    return (
        Training.objects.filter(key=key)
        .select_related("series", "document", "unit", "superseded_by")
        .prefetch_related("participant_counts", "notes")
        .first()
    )


def notes(training: Training) -> list[TrainingNote]:
    """What was hoped for and said, in the order it was entered."""
    return list(TrainingNote.objects.filter(training=training).order_by("kind", "number"))


def series(phase: Phase | None = None) -> QuerySet[TrainingSeries]:
    found = TrainingSeries.objects.order_by("name", "pk")
    return found if phase is None else found.filter(phase=phase)
