"""What each role may do. Default deny: an act that names no permission here cannot be done.

A permission is held over a unit and everything below it, for the period of the role. Each app
declares its own permissions in its `rules.py`.
"""

from jawara.accounts.enums import Role

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
