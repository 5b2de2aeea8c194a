"""Forms of the login pages (the library's, with our words) and of the roles."""

from collections.abc import Iterable
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jawara.accounts.services import EmailTaken
from jawara.kernel.errors import Refusal
from jawara.kernel.text import clean_name
from jawara.web.staff import refusal_text

PASSWORD_HINT = _(
    "Paling sedikit 10 huruf, angka, atau tanda. Beberapa kata yang hanya Anda tahu lebih baik "
    "daripada satu kata sulit."
)
LABELS = {
    "login": _("Alamat surel"),
    "email": _("Alamat surel"),
    "password": _("Kata sandi"),
    "oldpassword": _("Kata sandi sekarang"),
    "remember": _("Ingat saya di perangkat ini"),
    "code": _("Kode enam angka, atau kode cadangan"),
}


def dress(fields: dict[str, forms.Field], names: Iterable[str] | None = None) -> None:
    """Our labels; no placeholders, which vanish as soon as one types."""
    for name, field in fields.items():
        field.widget.attrs.pop("placeholder", None)
        if name in LABELS and (names is None or name in names):
            field.label = LABELS[name]


class LoginForm(account_forms.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields)
        self.fields["password"].help_text = ""


class SignupForm(account_forms.SignupForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Nama ini tercantum pada setiap catatan yang Anda buat."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields)
        self.fields["email"].help_text = _("Kami kirimi surat untuk memastikan alamat ini.")
        self.fields["password1"].label = _("Kata sandi")
        self.fields["password1"].help_text = PASSWORD_HINT

    def clean_name(self) -> str:
        try:
            return clean_name(self.cleaned_data["name"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal_text(refusal)) from refusal

    def try_save(self, request: HttpRequest) -> Any:
        try:
            return super().try_save(request)
        except EmailTaken:  # registered between the check and now: answer as the check does
            self.account_already_exists = True
            return super().try_save(request)


class ResetPasswordForm(account_forms.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields)


class ResetPasswordKeyForm(account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _new_password(self.fields)


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields)
        self.fields["oldpassword"].help_text = ""
        _new_password(self.fields)


class AddEmailForm(account_forms.AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields)
        self.fields["email"].label = _("Alamat surel baru")
        self.fields["email"].help_text = _(
            "Alamat lama tetap berlaku sampai Anda membuka surat di alamat yang baru."
        )


class ReauthenticateForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self.fields)
        self.fields["password"].help_text = ""


class AuthenticateForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields)


class ReauthenticateCodeForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields)


class ActivateTotpForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields)
        self.fields["code"].label = _("Kode enam angka dari aplikasi")


def _code(fields: dict[str, forms.Field]) -> None:
    dress(fields)
    fields["code"].widget.attrs |= {"class": "short", "autocomplete": "one-time-code"}


def _new_password(fields: dict[str, forms.Field]) -> None:
    dress(fields)
    fields["password1"].label = _("Kata sandi baru")
    fields["password1"].help_text = PASSWORD_HINT
    fields["password2"].label = _("Kata sandi baru, sekali lagi")
