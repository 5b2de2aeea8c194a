from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepState(TextChoices):
    """What a record says of a step. No record at all is a third case: not entered."""

    DONE = "DONE", _("selesai")
    NOT_DONE = "NOT_DONE", _("belum")


class PlanKind(TextChoices):
    MEDIUM_TERM = "MEDIUM_TERM", _("PJM Pronangkis")
    ANNUAL = "ANNUAL", _("rencana tahunan (Renta)")
