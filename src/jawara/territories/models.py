"""Units keep their identity; code, name, kind and parent are dated versions of them."""

from datetime import date, datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from jawara.audit.models import Document, Recorded
from jawara.territories.enums import ChangeKind, Kind, Level, PartyRole


class Unit(models.Model):
    """A territorial unit: nothing but identity and level (a unit never changes level)."""

    append_only = True

    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        db_table = "territory_unit"


class Change(Recorded):
    """A split, merge, rename, recode or move, with its legal basis and evidence.

    A change recorded by mistake is withdrawn by another one, whose `legal_basis` gives the reason.
    """

    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    effective_on = models.DateField()
    legal_basis = models.CharField(max_length=300)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    note = models.TextField(blank=True, default="")
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )

    class Meta:
        db_table = "territory_change"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.WITHDRAW, withdraws__isnull=False)
                | (~Q(kind=ChangeKind.WITHDRAW) & Q(withdraws__isnull=True)),
                name="territory_change_withdrawal_names_one",
            )
        ]


class ChangeParty(models.Model):
    """A unit that a change is about: it went in (source), came out (result), or was carried."""

    append_only = True

    change = models.ForeignKey(Change, models.PROTECT, related_name="parties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    role = models.CharField(max_length=8, choices=PartyRole.choices)

    class Meta:
        db_table = "territory_change_party"
        constraints = [
            models.UniqueConstraint(
                fields=["change", "unit", "role"], name="territory_party_once_a_role"
            )
        ]


_V = TypeVar("_V", bound=models.Model, covariant=True)


class VersionQuerySet(models.QuerySet[_V]):
    def known(self, known_at: datetime | None = None) -> Self:
        """Versions that stand, as known at an instant (default: all we know)."""
        if known_at is None:
            return self.filter(retired_at__isnull=True)
        return self.filter(
            Q(recorded_at__isnull=True) | Q(recorded_at__lte=known_at),
            Q(retired_at__isnull=True) | Q(retired_at__gt=known_at),
        )

    def on(self, day: date) -> Self:
        """Versions that hold on a date: from `valid_from`, before `valid_until`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gt=day),
        )

    def as_of(self, day: date, known_at: datetime | None = None) -> Self:
        return self.known(known_at).on(day)


class UnitVersion(models.Model):
    """What a unit was called, coded and part of in [valid_from, valid_until).

    Bitemporal: a recorded change retires the versions it replaces (`retired_at`) and adds new
    ones; nothing else of a version is ever altered (a trigger sees to it). `recorded_at` is null
    for the official reference data, which counts as always known. Null `valid_from`: as far back
    as we know. The ancestor columns repeat the tree so that a roll-up is one indexed look-up.
    """

    append_only = True
    # The one column that may be set, once, after the row was written.
    set_once = "retired_at"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="versions")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    code = models.CharField(max_length=13)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    province = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    subdistrict = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    # The change that this version began with.
    change = models.ForeignKey(
        Change, models.PROTECT, null=True, related_name="versions", db_index=False
    )
    # Name without "Kabupaten" or "Kota", case, accents and punctuation.
    search_name = models.CharField(max_length=120)

    objects = VersionQuerySet.as_manager()

    # Ancestors, nation first: filled by the queries that say so.
    parents: list["UnitVersion"]

    class Meta:
        db_table = "territory_unit_version"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="territory_version_ends_after_start",
            ),
            # One stretch of time per unit and per code that ends on a day, and one that is open.
            *(
                models.UniqueConstraint(
                    fields=[field, "valid_until"],
                    condition=Q(retired_at__isnull=True, valid_until__isnull=False),
                    name=f"territory_one_version_per_{field}_until",
                )
                for field in ("unit", "code")
            ),
            *(
                models.UniqueConstraint(
                    fields=[field],
                    condition=Q(retired_at__isnull=True, valid_until__isnull=True),
                    name=f"territory_one_open_version_per_{field}",
                )
                for field in ("unit", "code")
            ),
            models.CheckConstraint(
                condition=Q(level=Level.NATION, parent__isnull=True)
                | Q(level__gt=Level.NATION, parent__isnull=False),
                name="territory_version_has_parent",
            ),
            models.CheckConstraint(
                condition=(Q(level__lte=Level.PROVINCE) | Q(province__isnull=False))
                & (Q(level__lte=Level.DISTRICT) | Q(district__isnull=False))
                & (Q(level__lte=Level.SUBDISTRICT) | Q(subdistrict__isnull=False)),
                name="territory_version_has_ancestors",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True)
                | Q(recorded_at__isnull=True)
                | Q(retired_at__gte=F("recorded_at")),
                name="territory_version_retired_after_recorded",
            ),
        ]
        indexes = [
            models.Index(fields=["code"]),
            models.Index(fields=["search_name"]),
            models.Index(
                fields=["change"],
                condition=Q(change__isnull=False),
                name="territory_version_change",
            ),
        ]
