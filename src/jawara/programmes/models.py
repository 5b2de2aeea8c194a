"""Programme, phases, which wards take part, who assists where, and the targets."""

from django.db import models
from django.db.models import F, Q

from jawara.audit.models import Fact, Recorded, Spell
from jawara.programmes.enums import ConsultantRole
from jawara.territories.models import Unit


class Programme(Recorded):
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "programmes_programme"


class Phase(Recorded):
    """A stage of a programme, such as P2KP-1/2 (P2KP 1 stage 2)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="phases")
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Where the start date comes from; empty: assumed, and the page says so.
    dates_source = models.CharField(max_length=300, blank=True, default="")
    rulebook_code = models.CharField(max_length=40)

    class Meta:
        db_table = "programmes_phase"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="phase_ends_after_start",
            )
        ]


class Coverage(Spell):
    """A ward takes part in a phase for a time."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="coverages")
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta(Spell.Meta):
        db_table = "programmes_coverage"
        indexes = [models.Index(fields=["phase", "unit"]), models.Index(fields=["unit"])]


class ConsultantAssignment(Spell):
    """A consultant works over a unit for a time. Numbers are reused: "KMW 2" is not an identity."""

    role = models.CharField(max_length=8, choices=ConsultantRole.choices)
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=200, blank=True, default="")
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta(Spell.Meta):
        db_table = "programmes_consultant_assignment"


class Target(Fact):
    """What a phase is meant to reach in a territory, in the unit of the indicator `key`."""

    phase = models.ForeignKey(Phase, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT)
    indicator = models.CharField(max_length=80)
    value = models.BigIntegerField()
    due_on = models.DateField()

    class Meta(Fact.Meta):
        db_table = "programmes_target"
