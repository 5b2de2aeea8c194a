from django import forms
from django.utils.translation import gettext_lazy

from jawara.web.forms.fields import TerritoryField


class AskForm(forms.Form):
    """Somebody without a role looks for who can give one."""

    wilayah = TerritoryField(
        label=gettext_lazy("Wilayah Anda"),
        help_text=gettext_lazy("Nama atau kode kelurahan, desa, kecamatan, atau kabupaten/kota."),
    )
