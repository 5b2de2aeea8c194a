"""How the login library does things here: people are saved by our service, mail and addresses ours."""

from typing import Any

import uuid6
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from jawara.accounts.models import User
from jawara.accounts.services import VISITOR, sign_up
from jawara.audit.services import Ctx
from jawara.web.context import home


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        super().save_user(request, user, form, commit=False)
        user.name = form.cleaned_data["name"]
        if not commit:
            return user
        return sign_up(Ctx(actor=VISITOR, at=timezone.now(), key=uuid6.uuid7()), user=user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("staff:home")  # in the language of the page, unlike a setting

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return home(get_language() or settings.LANGUAGE_CODE)

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very site; the library would allow every host of ours."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def format_email_subject(self, subject: str) -> str:
        return f"Jawara: {subject}"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Who has just signed in or out sees that; the rest is worth saying."""
        template = kwargs.get("message_template") or (args[0] if args else None)
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **kwargs)
