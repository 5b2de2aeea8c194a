"""Who may record cycle steps and plans, and who may see the work on them."""

from typing import Protocol

from jawara.accounts.enums import Role
from jawara.accounts.rules import permission
from jawara.audit.services import Ctx
from jawara.territories.models import Unit

RECORD_STEP = permission("cycle.record_step", Role.FACILITATOR, Role.BOARD_MEMBER)
RATIFY_PLAN = permission(
    "cycle.ratify_plan", Role.FACILITATOR, Role.BOARD_MEMBER, Role.DISTRICT_OFFICER
)
SEE = permission(
    "cycle.see",
    *(Role.FACILITATOR, Role.BOARD_MEMBER, Role.BOOKKEEPER, Role.DISTRICT_OFFICER),
    *(Role.NATIONAL_ANALYST, Role.AUDITOR, Role.ADMINISTRATOR),
)


class OfWard(Protocol):
    """A run or a board: something that names its unit."""

    @property
    def unit_id(self) -> int: ...


class OfBoard(Protocol):
    @property
    def bkm(self) -> OfWard: ...


class OfRun(Protocol):
    @property
    def run(self) -> OfWard: ...


class OfPlan(Protocol):
    @property
    def plan(self) -> OfBoard: ...


def may_open_run(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(RECORD_STEP, unit.pk)


def may_record_step(ctx: Ctx, *, run: OfWard, **_: object) -> bool:
    return ctx.may(RECORD_STEP, run.unit_id)


def may_correct_step(ctx: Ctx, *, record: OfRun, **_: object) -> bool:
    return ctx.may(RECORD_STEP, record.run.unit_id)


def may_ratify_plan(ctx: Ctx, *, bkm: OfWard, **_: object) -> bool:
    return ctx.may(RATIFY_PLAN, bkm.unit_id)


def may_change_plan(ctx: Ctx, *, plan: OfBoard, **_: object) -> bool:
    return ctx.may(RATIFY_PLAN, plan.bkm.unit_id)


def may_change_item(ctx: Ctx, *, item: OfPlan, **_: object) -> bool:
    return ctx.may(RATIFY_PLAN, item.plan.bkm.unit_id)
