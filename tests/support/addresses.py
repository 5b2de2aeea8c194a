"""Every address of the project, with who may open it, and a sample object for each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from jawara.accounts.models import RoleGrant
from jawara.audit.models import Document
from jawara.community.models import Bkm
from jawara.cycle.models import StepRecord
from jawara.grants.models import Disbursement
from jawara.territories.models import Change, Unit
from jawara.territories.queries import version
from jawara.trainings.models import Training
from jawara.web.staff import Access

PUBLIC, SIGNED_IN = Access("public"), Access("signed_in")
INSIDE = "36.04.09.2001"  # a ward of Kabupaten Serang with a board in phase 1/2

# Pages of the login library say nothing themselves, so it is said here.
LIBRARY = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,  # a visitor is sent home
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "mfa_authenticate": PUBLIC,  # half signed in; without that one is sent to sign in
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
}


@dataclass(frozen=True)
class Address:
    """A named address. `access` is None when nobody said who may open it."""

    name: str
    route: str
    access: Access | None

    @property
    def has_object(self) -> bool:
        return "<" in self.route

    def url(self) -> str:
        sample = SAMPLES[self.name]() if self.has_object else {}
        return reverse(self.name, kwargs=sample)


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], route: str, spaces: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, here, inner)
            continue
        name = ":".join([*spaces, pattern.name or here])
        access = getattr(pattern.callback, "access", None) or LIBRARY.get(name)
        if spaces and spaces[0].startswith("api"):
            access = access or PUBLIC  # the API reads what is public, and nothing else
        yield Address(name, here, access)


def ward() -> Unit:
    return Unit.objects.get(versions__code=INSIDE, versions__retired_at=None)


def board() -> Bkm:
    return Bkm.objects.filter(unit=ward()).order_by("pk")[0]


def step_record() -> StepRecord:
    """A step of a ward of phase 1/1; those wards are Kota Serang's today."""
    return StepRecord.objects.order_by("pk")[0]


def ward_and_phase() -> dict[str, Any]:
    run = step_record().run
    now = version(run.unit_id, timezone.localdate())
    assert now
    return {"code": now.code, "phase": run.phase.code}


def role() -> RoleGrant:
    return RoleGrant.objects.get(user__email="bkm@contoh.test")


def entry_key() -> Any:
    arrived = Disbursement.objects.filter(tranche__grant__bkm=board())
    return arrived.order_by("pk")[0].entry_key


# What stands in the place of <...> in each address: something in the example's two districts.
SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "account_confirm_email": lambda: {"key": "salah"},
    "account_reset_password_from_key": lambda: {"uidb36": "1", "key": "salah"},
    "mfa_remove_webauthn": lambda: {"pk": 1},
    "mfa_edit_webauthn": lambda: {"pk": 1},
    "web:territory": lambda: {"code": "36.04"},
    "web:bkm": lambda: {"pk": board().pk},
    "web:figure": lambda: {"key": "community.groups"},
    "web:entry": lambda: {"key": entry_key()},
    "web:step_record": lambda: {"key": step_record().key},
    "web:training": lambda: {"key": Training.objects.order_by("pk")[0].key},
    "web:evidence": lambda: {"sha256": Document.objects.order_by("pk")[0].sha256},
    "areas:unit": lambda: {"code": INSIDE},
    "areas:record": lambda: {"code": INSIDE, "act": "ganti-nama"},
    "areas:change": lambda: {
        "key": Change.objects.filter(parties__unit__versions__code="36.04")[0].key
    },
    "staff:role": lambda: {"key": role().key},
    "staff:role_revoke": lambda: {"key": role().key},
    "cycle:ward": ward_and_phase,
    "cycle:step": lambda: {**ward_and_phase(), "step": step_record().step},
    "cycle:withdraw": lambda: {"key": step_record().key},
}
