"""Trainings, plain for now: what, when, where, who came from where, what was said."""

from django.db import models
from django.db.models import F, Q

from jawara.audit.models import Document, Fact, Recorded
from jawara.programmes.models import Phase
from jawara.territories.models import Unit
from jawara.trainings.enums import NoteKind, Origin, TrainingKind


class TrainingSeries(Recorded):
    """Trainings of one kind held one after another in an area."""

    name = models.CharField(max_length=200)
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True)
    consultant_code = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        db_table = "trainings_series"


class Training(Fact):
    """A training that began on `occurred_on` and ended on `last_on` (inclusive)."""

    kind = models.CharField(max_length=12, choices=TrainingKind.choices)
    title = models.CharField(max_length=200)
    last_on = models.DateField()
    place = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT)
    series = models.ForeignKey(
        TrainingSeries, models.PROTECT, null=True, blank=True, related_name="trainings"
    )
    number_in_series = models.PositiveSmallIntegerField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "trainings_training"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("occurred_on")), name="training_ends_after_start"
            )
        ]


class ParticipantCount(Recorded):
    """How many participants came from one origin."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="participant_counts")
    origin = models.CharField(max_length=12, choices=Origin.choices)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "trainings_participant_count"
        constraints = [
            models.UniqueConstraint(fields=["training", "origin"], name="participants_once")
        ]


class TrainingNote(Recorded):
    """Something hoped for or said, with the role of who said it (never a private name)."""

    training = models.ForeignKey(Training, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=NoteKind.choices)
    number = models.PositiveSmallIntegerField()
    speaker_role = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()

    class Meta:
        db_table = "trainings_note"
        constraints = [
            models.UniqueConstraint(fields=["training", "kind", "number"], name="note_number_once")
        ]
