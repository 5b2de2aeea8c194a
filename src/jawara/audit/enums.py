from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """What a record rests on."""

    REPORTED = "REPORTED", _("dilaporkan")
    ILLUSTRATIVE = "ILLUSTRATIVE", _("ilustrasi")
    ENTERED = "ENTERED", _("dicatat")
