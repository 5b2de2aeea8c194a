from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContributionKind(TextChoices):
    CASH = "CASH", _("uang")
    MATERIAL = "MATERIAL", _("bahan")
    LABOUR = "LABOUR", _("tenaga")
    LAND = "LAND", _("lahan")


class GapCategory(TextChoices):
    """What an officer says a difference is. UNKNOWN notes a finding without settling it."""

    ECONOMIC = "ECONOMIC", _("pemakaian ekonomi")
    PHYSICAL = "PHYSICAL", _("pemakaian fisik")
    SOCIAL = "SOCIAL", _("pemakaian sosial")
    OPERATING_FUND = "OPERATING_FUND", _("dana operasional (BOP)")
    UNSPENT = "UNSPENT", _("belum dipakai, masih di rekening")
    RETURNED = "RETURNED", _("dikembalikan ke kas negara")
    REPORT_ERROR = "REPORT_ERROR", _("salah tulis dalam laporan")
    UNKNOWN = "UNKNOWN", _("belum diketahui, sedang ditelusuri")
