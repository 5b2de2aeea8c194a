from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    DEBIT = "DEBIT", _("debet")
    CREDIT = "CREDIT", _("kredit")


class BookKind(TextChoices):
    SECRETARIAT = "SECRETARIAT", _("sekretariat BKM")
    OPERATING_FUND = "OPERATING_FUND", _("dana operasional (BOP)")
    UPK = "UPK", _("unit keuangan (UPK)")
    ENVIRONMENT = "ENVIRONMENT", _("unit lingkungan (UPL)")
    SOCIAL = "SOCIAL", _("unit sosial (UPS)")


class AccountKind(TextChoices):
    ASSET = "ASSET", _("harta")
    LIABILITY = "LIABILITY", _("utang")
    EQUITY = "EQUITY", _("modal")
    INCOME = "INCOME", _("pendapatan")
    EXPENSE = "EXPENSE", _("biaya")
