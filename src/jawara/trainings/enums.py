from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TrainingKind(TextChoices):
    LOKALATIH = "LOKALATIH", _("lokalatih (lokakarya dan pelatihan)")
    TRAINING = "TRAINING", _("pelatihan")
    WORKSHOP = "WORKSHOP", _("lokakarya")
    COACHING = "COACHING", _("coaching")


class Origin(TextChoices):
    """Where a participant comes from."""

    GOVERNMENT = "GOVERNMENT", _("pemerintah")
    BKM = "BKM", _("BKM")
    NGO = "NGO", _("LSM")
    UNIVERSITY = "UNIVERSITY", _("perguruan tinggi")
    OTHER = "OTHER", _("lainnya")


class NoteKind(TextChoices):
    HOPE = "HOPE", _("hasil yang diharapkan")
    NOTE = "NOTE", _("catatan peserta")
    OPENING = "OPENING", _("pembukaan")
