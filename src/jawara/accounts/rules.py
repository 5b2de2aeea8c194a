"""What each role may do. Default deny: an act that names no permission here cannot be done.

A permission is held over a unit and everything below it, for the period of the role. Each app
declares its own permissions in its `rules.py`.
"""

from dataclasses import dataclass

from jawara.accounts.enums import Role


@dataclass(frozen=True)
class Permission:
    """`code` is stable; `roles` may do it within their territory."""

    code: str
    roles: frozenset[Role]


def permission(code: str, *roles: Role) -> Permission:
    return Permission(code, frozenset(roles))


GRANT_ROLE = permission("accounts.grant_role", Role.ADMINISTRATOR)
SEE_ROLES = permission("accounts.see_roles", Role.ADMINISTRATOR, Role.AUDITOR)
ENTER_WORKSPACE = permission("accounts.enter_workspace", *(role for role in Role if role != Role.MEMBER))
