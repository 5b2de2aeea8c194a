"""Totals that others published, kept beside what the books say so that the two can be compared."""

from django.db import models

from jawara.audit.models import Document, Fact
from jawara.programmes.models import Phase
from jawara.territories.models import Unit


class ReportedFigure(Fact):
    """A figure as a report stated it, as of `occurred_on`. Never used as the figure itself.

    `value` is a whole number in the indicator's unit; `quality` holds a verdict in words where the
    report gives no number ("baik").
    """

    indicator = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT)
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, blank=True)
    value = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    quality = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=300)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta(Fact.Meta):
        db_table = "insight_reported_figure"
        indexes = [models.Index(fields=["indicator", "unit"])]
