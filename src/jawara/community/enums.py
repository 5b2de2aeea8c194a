from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "F", _("perempuan")
    MALE = "M", _("laki-laki")
    UNKNOWN = "U", _("tidak dicatat")


class BoardRole(TextChoices):
    COORDINATOR = "COORDINATOR", _("koordinator")
    MEMBER = "MEMBER", _("anggota")


class BoardUnitKind(TextChoices):
    UPK = "UPK", _("Unit Pengelola Keuangan")
    UPL = "UPL", _("Unit Pengelola Lingkungan")
    UPS = "UPS", _("Unit Pengelola Sosial")


class OfficerRole(TextChoices):
    MANAGER = "MANAGER", _("manajer")
    BOOKKEEPER = "BOOKKEEPER", _("pembuku")
    CASHIER = "CASHIER", _("kasir")
    LOAN_OFFICER = "LOAN_OFFICER", _("petugas pinjaman")
    SUPERVISOR = "SUPERVISOR", _("pengawas")


class KsmPurpose(TextChoices):
    ECONOMIC = "ECONOMIC", _("ekonomi bergulir")
    PHYSICAL = "PHYSICAL", _("pekerjaan fisik")
    SOCIAL = "SOCIAL", _("kegiatan sosial")
