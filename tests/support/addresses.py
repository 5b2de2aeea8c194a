"""Every address of the project, with who may open it, and a sample object for each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from jawara.audit.models import Document
from jawara.territories.models import Change
from jawara.territories.queries import version
from jawara.trainings.models import Training
from jawara.web.staff import Access
from tests.support import samples

PUBLIC, SIGNED_IN = Access("public"), Access("signed_in")

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
    def has_sample(self) -> bool:
        return "<" in self.route

    @property
    def of_a_territory(self) -> bool:
        """Whether the page is about one thing in one place. A phase lies in all places."""
        return self.has_sample and SAMPLES[self.name] is not samples.of_phase

    def url(self) -> str:
        sample = SAMPLES[self.name]() if self.has_sample else {}
        return reverse(self.name, kwargs=sample)


def addresses() -> list[Address]:
    return list(walk(get_resolver().url_patterns, "", ()))


def walk(
    patterns: list[URLPattern | URLResolver], route: str, spaces: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern.url_patterns, here, inner)
            continue
        name = ":".join([*spaces, pattern.name or here])
        access = getattr(pattern.callback, "access", None) or LIBRARY.get(name)
        if spaces and spaces[0].startswith("api"):
            access = access or PUBLIC  # the API reads what is public, and nothing else
        yield Address(name, here, access)


def ward_and_phase() -> dict[str, Any]:
    run = samples.step_record().run
    now = version(run.unit_id, timezone.localdate())
    assert now
    return {"code": now.code, "phase": run.phase.code}


# What stands in the place of <...> in each address: something in the example's two districts.
SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "account_confirm_email": lambda: {"key": "salah"},
    "account_reset_password_from_key": lambda: {"uidb36": "1", "key": "salah"},
    "mfa_remove_webauthn": lambda: {"pk": 1},
    "mfa_edit_webauthn": lambda: {"pk": 1},
    "web:territory": lambda: {"code": "36.04"},
    "web:bkm": samples.of_board,
    "web:figure": lambda: {"key": "community.groups"},
    "web:entry": lambda: samples.key_of(samples.entry()),
    "web:step_record": lambda: samples.key_of(samples.step_record()),
    "web:training": lambda: samples.key_of(Training.objects.order_by("pk")[0]),
    "web:evidence": lambda: {"sha256": Document.objects.order_by("pk")[0].sha256},
    "api:territory_detail": lambda: {"code": "36.04"},
    "api:figure_detail": lambda: {"key": "community.groups"},
    "api:record_list": lambda: {"key": "community.groups"},
    "api:record_sheet": lambda: {"key": "community.groups"},
    "staff:role": lambda: samples.key_of(samples.role()),
    "staff:role_revoke": lambda: samples.key_of(samples.role()),
    "cycle:ward": ward_and_phase,
    "cycle:step": lambda: {**ward_and_phase(), "step": samples.step_record().step},
    "cycle:withdraw": lambda: samples.key_of(samples.step_record()),
    "areas:withdraw": lambda: samples.key_of(samples.territory_change()),
    "areas:change": lambda: samples.key_of(Change.objects.order_by("pk")[0]),
    "areas:unit": lambda: {"code": samples.INSIDE},
    "areas:record": lambda: {"code": samples.INSIDE, "act": "ganti-nama"},
    "programmes:phase": samples.of_phase,
    "programmes:cover": samples.of_phase,
    "programmes:assign": samples.of_phase,
    "programmes:set_target": samples.of_phase,
    "programmes:end_coverage": lambda: samples.key_of(samples.coverage()),
    "programmes:end_assignment": lambda: samples.key_of(samples.assignment()),
    "programmes:correct_target": lambda: samples.key_of(samples.target()),
    "trainings:correct": lambda: samples.key_of(Training.objects.order_by("pk")[0]),
    "community:board": samples.of_board,
    "community:rename": samples.of_board,
    "community:correct": samples.of_board,
    "community:dissolve": samples.of_board,
    "community:term": samples.of_board,
    "community:seats": samples.of_term,
    "community:end_term": samples.of_term,
    "community:replace": lambda: samples.key_of(samples.seat()),
    "community:end_seat": lambda: samples.key_of(samples.seat()),
    "community:unit": samples.of_board,
    "community:appoint": lambda: samples.key_of(samples.board_unit()),
    "community:end_officer": lambda: samples.key_of(samples.officer()),
    "community:election": samples.of_board,
    "community:groups": samples.of_board,
    "community:register_group": samples.of_board,
    "community:group": samples.of_ksm,
    "community:rename_group": samples.of_ksm,
    "community:correct_group": samples.of_ksm,
    "community:dissolve_group": samples.of_ksm,
    "community:add_member": samples.of_ksm,
    "community:correct_member": lambda: samples.key_of(samples.member()),
    "community:end_member": lambda: samples.key_of(samples.member()),
    "community:volunteers": samples.of_board,
    "community:add_volunteers": samples.of_board,
    "community:end_volunteer": lambda: samples.key_of(samples.volunteer()),
    "community:poor_register": samples.of_board,
    "community:add_households": samples.of_board,
    "community:household": lambda: samples.key_of(samples.household()),
    "community:end_household": lambda: samples.key_of(samples.household()),
    "community:plans": samples.of_board,
    "community:ratify": samples.of_board,
    "community:add_item": lambda: samples.key_of(samples.plan()),
    "community:correct_item": lambda: samples.key_of(samples.plan_item()),
    "community:withdraw_item": lambda: samples.key_of(samples.plan_item()),
    "grants:grant": samples.of_grant,
    "grants:correct": samples.of_grant,
    "grants:check": samples.of_tranche,
    "grants:check_facilitator": samples.of_tranche,
    "grants:disburse": samples.of_tranche,
    "grants:disbursement_withdraw": lambda: samples.key_of(samples.disbursement()),
    "grants:account_new": samples.of_tranche,
    "grants:account": lambda: samples.key_of(samples.report()),
    "grants:account_correct": lambda: samples.key_of(samples.report()),
    "grants:account_judge": lambda: samples.key_of(samples.report()),
    "grants:uses": samples.of_grant,
    "grants:use_new": samples.of_grant,
    "grants:use": lambda: samples.key_of(samples.use()),
    "grants:use_correct": lambda: samples.key_of(samples.use()),
    "grants:use_withdraw": lambda: samples.key_of(samples.use()),
    "grants:operating_new": samples.of_grant,
    "grants:operating_withdraw": lambda: samples.key_of(samples.operating()),
    "grants:contribution_new": samples.of_grant,
    "grants:contribution_withdraw": lambda: samples.key_of(samples.contribution()),
    "grants:explain": samples.of_grant,
    "grants:explanation": lambda: samples.key_of(samples.explanation()),
    "grants:explanation_withdraw": lambda: samples.key_of(samples.explanation()),
    "books:book": lambda: samples.key_of(samples.entry().book),
    "books:voucher": lambda: samples.key_of(samples.entry().book),
    "books:reverse": lambda: samples.key_of(samples.entry()),
}
