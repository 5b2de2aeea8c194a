"""Who may define programmes, say which wards take part, and name consultants and targets."""

from typing import Protocol

from jawara.accounts.enums import Role
from jawara.accounts.rules import permission
from jawara.audit.services import Ctx
from jawara.territories import queries as territories
from jawara.territories.models import Unit

DEFINE = permission("programmes.define", Role.ADMINISTRATOR)
COVER = permission("programmes.cover", Role.DISTRICT_OFFICER, Role.ADMINISTRATOR)
ASSIGN_CONSULTANT = permission(
    "programmes.assign_consultant", Role.DISTRICT_OFFICER, Role.ADMINISTRATOR
)
SET_TARGET = permission("programmes.set_target", Role.DISTRICT_OFFICER, Role.ADMINISTRATOR)
SEE = permission(
    "programmes.see",
    *(Role.DISTRICT_OFFICER, Role.FACILITATOR, Role.NATIONAL_ANALYST),
    *(Role.AUDITOR, Role.ADMINISTRATOR),
)


class OverUnit(Protocol):
    """A record that belongs to a territorial unit."""

    @property
    def unit_id(self) -> int: ...


def may_define(ctx: Ctx, **_: object) -> bool:
    return ctx.may(DEFINE, territories.nation().pk)


def may_cover(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(COVER, unit.pk)


def may_end_coverage(ctx: Ctx, *, coverage: OverUnit, **_: object) -> bool:
    return ctx.may(COVER, coverage.unit_id)


def may_assign_consultant(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(ASSIGN_CONSULTANT, unit.pk)


def may_end_assignment(ctx: Ctx, *, assignment: OverUnit, **_: object) -> bool:
    return ctx.may(ASSIGN_CONSULTANT, assignment.unit_id)


def may_set_target(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(SET_TARGET, unit.pk)
