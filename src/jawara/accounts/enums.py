from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    BOOKKEEPER = "BOOKKEEPER", _("pembuku UPK")
    BOARD_MEMBER = "BOARD_MEMBER", _("anggota BKM")
    FACILITATOR = "FACILITATOR", _("fasilitator")
    DISTRICT_OFFICER = "DISTRICT_OFFICER", _("petugas kabupaten/kota")
    NATIONAL_ANALYST = "NATIONAL_ANALYST", _("analis nasional")
    EDITOR = "EDITOR", _("redaktur")
    AUDITOR = "AUDITOR", _("auditor")
    MEMBER = "MEMBER", _("anggota situs")
    ADMINISTRATOR = "ADMINISTRATOR", _("pengelola wilayah")
