"""The trail: who did what when, in an append-only chain, and the evidence files.

Every other app builds its records on the abstract classes here.

Two times run through all of them. `occurred_on` says when a thing was so, `recorded_at` when we
learned it. A correction is a new row that `supersedes` the old one, so that any question "as of a
date, as known at an instant" keeps its answer for ever.
"""

from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from jawara.audit.enums import Basis


class Recorded(models.Model):
    """A row that is written once. `key` is made by whoever asks for the write (UUIDv7)."""

    append_only = True

    key = models.UUIDField(unique=True)
    recorded_at = models.DateTimeField()
    # "user:12" or "system:demo"; the audit event keeps the name. No foreign key: the trail
    # lies below accounts and outlives them.
    recorded_by = models.CharField(max_length=64)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.ENTERED)

    class Meta:
        abstract = True


_M = TypeVar("_M", bound=models.Model, covariant=True)


class FactQuerySet(models.QuerySet[_M]):
    def known(self, known_at: datetime | None = None) -> Self:
        """Facts that stand, as known at an instant (default: all we know)."""
        if known_at is None:
            return self.filter(superseded_by__isnull=True, withdrawn=False)
        later = self.model._base_manager.filter(
            supersedes=OuterRef("pk"), recorded_at__lte=known_at
        )
        return self.filter(~Exists(later), recorded_at__lte=known_at, withdrawn=False)

    def as_of(self, on: date, known_at: datetime | None = None) -> Self:
        """Facts that stand and had happened on a date (`occurred_on` <= `on`)."""
        return self.known(known_at).filter(occurred_on__lte=on)


class SpellQuerySet(FactQuerySet[_M]):
    def as_of(self, on: date, known_at: datetime | None = None) -> Self:
        """Spells that stand and cover a date: from `occurred_on`, before `until_on`."""
        return super().as_of(on, known_at).filter(Q(until_on__isnull=True) | Q(until_on__gt=on))


class Fact(Recorded):
    """Something that was so on a date. Corrected only by a newer row (at most one: a chain)."""

    occurred_on = models.DateField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    # A withdrawn row takes back what it supersedes and states nothing itself.
    withdrawn = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True


class Spell(Fact):
    """Something that was so from `occurred_on` until the day before `until_on` (null: still)."""

    until_on = models.DateField(null=True, blank=True)

    objects = SpellQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("occurred_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            )
        ]


class Event(models.Model):
    """One line of the trail. Chained per `stream` (a board, a territory, the accounts)."""

    append_only = True

    stream = models.CharField(max_length=64)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=64)
    # "ledger.entry:<key>": what the line is about.
    subject = models.CharField(max_length=120)
    key = models.UUIDField(unique=True)
    request_hash = models.CharField(max_length=64)
    data = models.JSONField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "audit_event"
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="audit_event_stream_seq"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="audit_event_seq_from_1"),
        ]
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["action", "at"])]


class Document(models.Model):
    """An evidence file, stored once under the SHA-256 of its content."""

    append_only = True

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True, default="")
    # A public document may be opened by anybody; the others by those who may see the record.
    is_public = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.ENTERED)

    class Meta:
        db_table = "audit_document"
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty")]
