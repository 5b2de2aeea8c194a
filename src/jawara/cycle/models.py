"""The community cycle: runs, what happened at each step, its evidence, and the plans made."""

from django.db import models
from django.db.models import F, Q

from jawara.audit.models import Document, Fact, Recorded
from jawara.community.models import Bkm
from jawara.cycle.enums import PlanKind, StepState
from jawara.programmes.enums import Pillar
from jawara.programmes.models import Phase
from jawara.territories.models import Unit


class CycleRun(Recorded):
    """One walk through the cycle by a ward in a phase. The rulebook names its steps."""

    unit = models.ForeignKey(Unit, models.PROTECT)
    phase = models.ForeignKey(Phase, models.PROTECT)
    number = models.PositiveSmallIntegerField(default=1)
    started_on = models.DateField()

    class Meta:
        db_table = "cycle_run"
        constraints = [
            models.UniqueConstraint(fields=["unit", "phase", "number"], name="cycle_run_once")
        ]


class StepRecord(Fact):
    """A step was held on `occurred_on` (DONE), or was known not to be done on it (NOT_DONE)."""

    run = models.ForeignKey(CycleRun, models.PROTECT, related_name="records")
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=StepState.choices)
    outcome = models.CharField(max_length=40, blank=True, default="")
    attended_female = models.PositiveIntegerField(null=True, blank=True)
    attended_male = models.PositiveIntegerField(null=True, blank=True)
    attended_poor = models.PositiveIntegerField(null=True, blank=True)
    adults = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "cycle_step_record"
        constraints = [
            models.CheckConstraint(
                condition=Q(attended_poor__isnull=True)
                | Q(attended_female__isnull=True)
                | Q(attended_male__isnull=True)
                | Q(attended_poor__lte=F("attended_female") + F("attended_male")),
                name="step_poor_within_attendance",
            )
        ]
        indexes = [models.Index(fields=["run", "step"])]


class StepEvidence(Recorded):
    """A document that proves a step: minutes, attendance form, photo."""

    record = models.ForeignKey(StepRecord, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40)
    document = models.ForeignKey(Document, models.PROTECT)

    class Meta:
        db_table = "cycle_step_evidence"


class Plan(Fact):
    """A ratified plan of a board: PJM Pronangkis (years) or the annual plan drawn from it."""

    bkm = models.ForeignKey(Bkm, models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=12, choices=PlanKind.choices)
    title = models.CharField(max_length=200)
    from_year = models.PositiveSmallIntegerField()
    to_year = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "cycle_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_year__gte=F("from_year")), name="plan_years_in_order"
            )
        ]


class PlanItem(Fact):
    """One activity of a plan, with its volume, cost and beneficiaries."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=300)
    pillar = models.CharField(max_length=8, choices=Pillar.choices)
    volume = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    volume_unit = models.CharField(max_length=40, blank=True, default="")
    cost_rupiah = models.BigIntegerField()
    beneficiaries = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "cycle_plan_item"
        constraints = [
            models.CheckConstraint(condition=Q(cost_rupiah__gte=0), name="plan_item_cost")
        ]
