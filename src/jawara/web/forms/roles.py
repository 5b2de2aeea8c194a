"""Forms that give roles and take them back."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.web.forms.fields import LooseDateField, TerritoryField
from jawara.web.staff import KeyedForm, today


class RoleFilterForm(forms.Form):
    """What the list of roles is narrowed to. Whatever is not understood is left out."""

    is_filter = True

    q = forms.CharField(label=gettext_lazy("Nama atau surel"), required=False, max_length=100)
    role = forms.ChoiceField(label=gettext_lazy("Peran"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Keadaan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", gettext_lazy("semua"))
        granted = [(role.value, role.label) for role in Role if role is not Role.MEMBER]
        self.fields["role"].choices = [everything, *granted]  # type: ignore[attr-defined]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("berlaku atau akan berlaku")),
            ("ended", gettext_lazy("sudah berakhir")),
            ("all", gettext_lazy("semua")),
        ]


class GrantForm(KeyedForm):
    email = forms.EmailField(
        label=gettext_lazy("Alamat surel orangnya"),
        help_text=gettext_lazy("Orangnya harus sudah mendaftar dengan alamat ini."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Peran"), widget=forms.RadioSelect)
    unit = TerritoryField(
        label=gettext_lazy("Wilayah"),
        help_text=gettext_lazy(
            "Nama atau kodenya, misalnya 36.04. Peran berlaku di wilayah itu dan semua di bawahnya."
        ),
    )
    from_on = LooseDateField(label=gettext_lazy("Mulai"))
    last_on = LooseDateField(
        label=gettext_lazy("Hari terakhir"),
        required=False,
        help_text=gettext_lazy("Kosongkan kalau belum ditentukan."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        help_text=gettext_lazy("Misalnya nomor dan tanggal surat tugas."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        granted = [(role.value, role.label) for role in Role if role is not Role.MEMBER]
        self.fields["role"].choices = granted  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        self.person = User.objects.filter(email=email).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Belum ada akun dengan alamat ini. Mintalah orangnya mendaftar lebih dulu.")
            )
        return email

    def service_arguments(self) -> dict[str, Any]:
        """What `grant_role` asks for: the unit itself, and the first day without the role."""
        data = self.cleaned_data
        last_on = data["last_on"]
        return {
            "user": self.person,
            "role": data["role"],
            "unit": data["unit"].unit,
            "from_on": data["from_on"],
            "until_on": last_on + timedelta(days=1) if last_on else None,
            "reason": data["reason"],
        }


class RevokeForm(KeyedForm):
    effective_on = LooseDateField(
        label=gettext_lazy("Tidak berlaku mulai"),
        help_text=gettext_lazy("Yang dikerjakan sebelum tanggal ini tetap sah."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        help_text=gettext_lazy("Misalnya nomor dan tanggal surat pemberhentian."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = today
