"""Units keep their identity; code, name, kind and parent are dated versions of them."""

from django.db import models
from django.db.models import F, Q

from jawara.audit.models import Document, Recorded
from jawara.territories.enums import ChangeKind, Kind, Level


class Unit(models.Model):
    """A territorial unit: nothing but identity and level (a unit never changes level)."""

    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        db_table = "territory_unit"


class Change(Recorded):
    """A split, merge, rename, recode or move, with its legal basis and evidence."""

    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    effective_on = models.DateField()
    legal_basis = models.CharField(max_length=300)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        db_table = "territory_change"


class UnitVersion(models.Model):
    """What a unit was called, coded and part of in [valid_from, valid_until).

    Bitemporal: a recorded change retires the versions it replaces (`retired_at`) and adds new
    ones. `recorded_at` is null for the official reference data, which counts as always known.
    Null `valid_from`: as far back as we know. The ancestor columns repeat the tree so that a
    roll-up is one indexed look-up.
    """

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
    change = models.ForeignKey(Change, models.PROTECT, null=True, related_name="versions")
    # Lower-case name for search.
    search_name = models.CharField(max_length=120)

    class Meta:
        db_table = "territory_unit_version"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="territory_version_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["code", "valid_until"],
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="territory_one_unit_per_code",
            ),
        ]
        indexes = [
            models.Index(fields=["code"]),
            models.Index(fields=["search_name"]),
        ]
