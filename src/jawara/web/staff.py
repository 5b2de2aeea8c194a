"""What every staff page uses: who may come in, the context of a write, refusals on forms.

    @staff_view(rules.RECORD_STEP)            # signed in, holds it over some unit; else 403
    def step(request, code): ...
        require(request, rules.RECORD_STEP, ward.unit_id)      # holds it over this unit; else 403

Every address says who may open it: `staff_view(...)`, `signed_in`, or `public` below. An address
that says nothing is refused by the tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

import uuid6
from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jawara.accounts.models import User
from jawara.accounts.queries import UserAuthority, actor_for
from jawara.audit.services import Actor, Ctx
from jawara.insight.present import refusal_text as refusal_text  # noqa: PLC0414 - views take it here
from jawara.kernel.errors import Refusal
from jawara.territories.models import UnitVersion
from jawara.territories.queries import versions, with_parents

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open an address. `permission` None: any role will do (see `kind`)."""

    kind: str  # "public", "signed_in" or "staff"
    permission: str | None = None
    # What sending a form to the address takes, where that is more than looking at it.
    post: str | None = None

    def takes(self, method: str | None) -> str | None:
        reading = method in {"GET", "HEAD", "OPTIONS"}
        return self.permission if reading or self.post is None else self.post


def public(view: View[P]) -> View[P]:
    """Anybody may open this address."""
    view.access = Access("public")  # type: ignore[attr-defined]
    return view


def signed_in(view: View[P]) -> View[P]:
    """Everybody with an account may open this address, roles or none."""
    return _guarded(view, Access("signed_in"))


def staff_view(permission: str | None, *, post: str | None = None) -> Callable[[View[P]], View[P]]:
    """Only who holds `permission` over some unit today (None: any role) may open this address.

    `post`: the permission that sending its form takes, where looking takes less. The view itself
    must still `require` the permission over the unit that the page is about.
    """
    return lambda view: _guarded(view, Access("staff", permission, post))


def _guarded(view: View[P], access: Access) -> View[P]:
    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if access.kind == "staff" and not _enters(request, access.takes(request.method)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded = never_cache(run)
    guarded.access = access  # type: ignore[attr-defined]
    return cast("View[P]", guarded)


def _enters(request: HttpRequest, permission: str | None) -> bool:
    held = authority_of(request)
    if permission is None:
        return bool(held.roles(today()))
    return held.anywhere(permission, today())


def today() -> date:
    return timezone.localdate()


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person as an actor, once for each request."""
    known = getattr(request, "_jawara_actor", None)
    if known is None:
        known = actor_for(cast("User", request.user))
        request._jawara_actor = known  # type: ignore[attr-defined]
    return cast("Actor", known)


def authority_of(request: HttpRequest) -> UserAuthority:
    return cast("UserAuthority", actor_of(request).authority)


def may(request: HttpRequest, permission: str, unit_id: int) -> bool:
    """Whether the signed-in person holds a permission over a unit today."""
    return request.user.is_authenticated and authority_of(request)(permission, unit_id, today())


def require(request: HttpRequest, permission: str, unit_id: int) -> None:
    """Show the 403 page unless the person holds a permission over a unit today."""
    if not may(request, permission, unit_id):
        raise PermissionDenied


def scope(request: HttpRequest, permission: str | None = None) -> list[UnitVersion]:
    """The units a person's roles (those that carry `permission`) lie over, highest first.

    Everything below them is meant too: go on with `territories.queries.wards_below(unit_id)`.
    """
    on = today()
    held = versions(authority_of(request).unit_ids(permission, on), on)
    top = [
        version
        for version in with_parents(held.values(), on)
        if not any(parent.unit_id in held for parent in version.parents)
    ]
    return sorted(top, key=lambda version: (version.level, version.code))


def context_for(request: HttpRequest, key: UUID) -> Ctx:
    """The context of a write that the signed-in person asks for, now."""
    return Ctx(actor=actor_of(request), at=timezone.now(), key=key)


class KeyedForm(forms.Form):
    """A form with the client's key, made when the form is first shown and kept after errors.

    Put `{{ form.key }}` inside the form. The same key sent twice writes once, so a double click
    or the browser's back button is harmless.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid6.uuid7

    def full_clean(self) -> None:
        super().full_clean()
        if "key" in self.errors:
            del self.errors["key"]
            self.add_error(None, _("Halaman ini sudah usang. Muat ulang, lalu isi lagi."))

    @property
    def client_key(self) -> UUID:
        return cast("UUID", self.cleaned_data["key"])

    def keep(self, field: str, message: str) -> None:
        """Add an error found after cleaning, by a service or the view."""
        self.add_error(field if field in self.fields else None, ValidationError(message))


def apply_refusal(form: forms.Form, refusal: Refusal) -> None:
    """Show what the domain declined on the form, at its field if it names one."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, ValidationError(refusal_text(refusal), code=refusal.code))
