"""Who may sign, verify, disburse, record uses, account for them, and explain what is left."""

from typing import Protocol

from jawara.accounts.enums import Role
from jawara.accounts.rules import permission
from jawara.audit.services import Ctx

KEEPERS = (Role.BOOKKEEPER, Role.BOARD_MEMBER)

SIGN = permission("grants.sign", Role.DISTRICT_OFFICER)
CHECK_AS_FACILITATOR = permission("grants.check_as_facilitator", Role.FACILITATOR)
CHECK_AS_OFFICIAL = permission("grants.check_as_official", Role.DISTRICT_OFFICER)
DISBURSE = permission("grants.disburse", Role.DISTRICT_OFFICER)
RECORD_USE = permission("grants.record_use", *KEEPERS)
GIVE_ACCOUNT = permission("grants.give_account", *KEEPERS)
ACCEPT_ACCOUNT = permission("grants.accept_account", Role.DISTRICT_OFFICER)
EXPLAIN = permission("grants.explain", Role.DISTRICT_OFFICER)
SEE = permission(
    "grants.see",
    *(*KEEPERS, Role.FACILITATOR, Role.DISTRICT_OFFICER),
    *(Role.NATIONAL_ANALYST, Role.AUDITOR, Role.ADMINISTRATOR),
)

# Verifiers who are not officials of the district.
FACILITATORS = {"facilitator_team"}


class OfWard(Protocol):
    @property
    def unit_id(self) -> int: ...


class OfBoard(Protocol):
    @property
    def bkm(self) -> OfWard: ...


class OfGrant(Protocol):
    @property
    def grant(self) -> OfBoard: ...


class OfTranche(Protocol):
    @property
    def tranche(self) -> OfGrant: ...


def may_sign(ctx: Ctx, *, bkm: OfWard, **_: object) -> bool:
    return ctx.may(SIGN, bkm.unit_id)


def may_correct_agreement(ctx: Ctx, *, grant: OfBoard, **_: object) -> bool:
    return ctx.may(SIGN, grant.bkm.unit_id)


def check_permission(verifier: str) -> str:
    """The permission that marking as this verifier takes."""
    return CHECK_AS_FACILITATOR if verifier in FACILITATORS else CHECK_AS_OFFICIAL


def may_check(ctx: Ctx, *, tranche: OfGrant, verifier: str, **_: object) -> bool:
    return ctx.may(check_permission(verifier), tranche.grant.bkm.unit_id)


def may_disburse(ctx: Ctx, *, tranche: OfGrant, **_: object) -> bool:
    return ctx.may(DISBURSE, tranche.grant.bkm.unit_id)


def may_withdraw_disbursement(ctx: Ctx, *, disbursement: OfTranche, **_: object) -> bool:
    return ctx.may(DISBURSE, disbursement.tranche.grant.bkm.unit_id)


def may_record(ctx: Ctx, *, grant: OfBoard, **_: object) -> bool:
    return ctx.may(RECORD_USE, grant.bkm.unit_id)


def may_correct(ctx: Ctx, *, record: OfGrant, **_: object) -> bool:
    return ctx.may(RECORD_USE, record.grant.bkm.unit_id)


def may_give_account(ctx: Ctx, *, tranche: OfGrant, **_: object) -> bool:
    return ctx.may(GIVE_ACCOUNT, tranche.grant.bkm.unit_id)


def may_correct_account(ctx: Ctx, *, report: OfTranche, **_: object) -> bool:
    return ctx.may(GIVE_ACCOUNT, report.tranche.grant.bkm.unit_id)


def may_accept_account(ctx: Ctx, *, report: OfTranche, **_: object) -> bool:
    return ctx.may(ACCEPT_ACCOUNT, report.tranche.grant.bkm.unit_id)


def may_explain(ctx: Ctx, *, grant: OfBoard, **_: object) -> bool:
    return ctx.may(EXPLAIN, grant.bkm.unit_id)


def may_correct_explanation(ctx: Ctx, *, explanation: OfGrant, **_: object) -> bool:
    return ctx.may(EXPLAIN, explanation.grant.bkm.unit_id)
