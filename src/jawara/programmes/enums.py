from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Pillar(TextChoices):
    """Tridaya: the three pillars of the programme, in the order they are always shown."""

    ECONOMIC = "ECONOMIC", _("ekonomi")
    PHYSICAL = "PHYSICAL", _("fisik")
    SOCIAL = "SOCIAL", _("sosial")


class ConsultantRole(TextChoices):
    KMP = "KMP", _("Konsultan Manajemen Pusat")
    KMW = "KMW", _("Konsultan Manajemen Wilayah")
    OC = "OC", _("Oversight Consultant")
    OSP = "OSP", _("Oversight Service Provider")
    KORKOT = "KORKOT", _("koordinator kota")
    FASKEL = "FASKEL", _("fasilitator kelurahan")
