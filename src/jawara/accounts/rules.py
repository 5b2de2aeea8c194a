"""What each role may do. Default deny: an act that names no permission here cannot be done.

A permission is held over a unit and everything below it, for the period of the role. Each app
declares its own permissions in its `rules.py`.
"""

from typing import Protocol

from jawara.accounts.enums import Role
from jawara.audit.services import Ctx

PERMISSIONS: dict[str, frozenset[Role]] = {}


def permission(code: str, *roles: Role) -> str:
    """Declare a permission and the roles that carry it; returns its code."""
    assert code not in PERMISSIONS, code
    PERMISSIONS[code] = frozenset(roles)
    return code


GRANT_ROLE = permission("accounts.grant_role", Role.ADMINISTRATOR)
SEE_ROLES = permission("accounts.see_roles", Role.ADMINISTRATOR, Role.AUDITOR)
ENTER_WORKSPACE = permission(
    "accounts.enter_workspace", *(role for role in Role if role is not Role.MEMBER)
)
# Territories lie below accounts, so what may be done to them is declared here.
RECORD_TERRITORY_CHANGE = permission("territories.record_change", Role.ADMINISTRATOR)
# No role carries this: people register themselves, and only a program registers others.
REGISTER_USER = permission("accounts.register_user")


class HasId(Protocol):
    pk: int


class HasUnit(Protocol):
    unit_id: int


def may_register(ctx: Ctx, **_: object) -> bool:
    return ctx.may(REGISTER_USER, 0)


def may_sign_up(ctx: Ctx, **_: object) -> bool:
    """Anybody, for themselves."""
    return ctx.actor.user_id is None


def may_grant(ctx: Ctx, *, unit: HasId, **_: object) -> bool:
    return ctx.may(GRANT_ROLE, unit.pk)


def may_revoke(ctx: Ctx, *, grant: HasUnit, **_: object) -> bool:
    return ctx.may(GRANT_ROLE, grant.unit_id)
