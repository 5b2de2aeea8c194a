"""Who may record the life of boards and groups, and who may see people's names."""

from typing import Protocol

from jawara.accounts.enums import Role
from jawara.accounts.rules import permission
from jawara.audit.services import Ctx
from jawara.territories.models import Unit

FIELD = (Role.BOARD_MEMBER, Role.FACILITATOR)

FOUND_BOARD = permission("community.found_board", Role.FACILITATOR, Role.DISTRICT_OFFICER)
RUN_BOARD = permission("community.run_board", *FIELD)
KEEP_GROUPS = permission("community.keep_groups", Role.BOOKKEEPER, *FIELD)
KEEP_VOLUNTEERS = permission("community.keep_volunteers", *FIELD)
RUN_FORUM = permission("community.run_forum", Role.DISTRICT_OFFICER, Role.FACILITATOR)
KEEP_POOR_REGISTER = permission("community.keep_poor_register", *FIELD)
SEE_POOR_REGISTER = permission("community.see_poor_register", Role.AUDITOR, *FIELD)
# Names of group members and volunteers.
SEE_MEMBERS = permission("community.see_members", Role.BOOKKEEPER, Role.AUDITOR, *FIELD)
SEE_BOARD = permission(
    "community.see_board",
    *(Role.BOOKKEEPER, *FIELD, Role.DISTRICT_OFFICER),
    *(Role.NATIONAL_ANALYST, Role.AUDITOR, Role.ADMINISTRATOR),
)


class OfWard(Protocol):
    """A board, or anything else that names its unit."""

    @property
    def unit_id(self) -> int: ...


class OfBoard(Protocol):
    @property
    def bkm(self) -> OfWard: ...


class OfGroup(Protocol):
    @property
    def ksm(self) -> OfBoard: ...


class OfTerm(Protocol):
    @property
    def term(self) -> OfBoard: ...


class OfBoardUnit(Protocol):
    @property
    def board_unit(self) -> OfBoard: ...


class OfForum(Protocol):
    @property
    def forum(self) -> OfWard: ...


def may_found_board(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(FOUND_BOARD, unit.pk)


def may_run_board(ctx: Ctx, *, bkm: OfWard, **_: object) -> bool:
    return ctx.may(RUN_BOARD, bkm.unit_id)


def may_change_profile(ctx: Ctx, *, profile: OfBoard, **_: object) -> bool:
    return ctx.may(RUN_BOARD, profile.bkm.unit_id)


def may_change_term(ctx: Ctx, *, term: OfBoard, **_: object) -> bool:
    return ctx.may(RUN_BOARD, term.bkm.unit_id)


def may_change_seat(ctx: Ctx, *, membership: OfTerm, **_: object) -> bool:
    return ctx.may(RUN_BOARD, membership.term.bkm.unit_id)


def may_change_board_unit(ctx: Ctx, *, board_unit: OfBoard, **_: object) -> bool:
    return ctx.may(RUN_BOARD, board_unit.bkm.unit_id)


def may_change_officer(ctx: Ctx, *, officer: OfBoardUnit, **_: object) -> bool:
    return ctx.may(RUN_BOARD, officer.board_unit.bkm.unit_id)


def may_keep_groups(ctx: Ctx, *, bkm: OfWard, **_: object) -> bool:
    return ctx.may(KEEP_GROUPS, bkm.unit_id)


def may_change_group(ctx: Ctx, *, ksm: OfBoard, **_: object) -> bool:
    return ctx.may(KEEP_GROUPS, ksm.bkm.unit_id)


def may_change_group_profile(ctx: Ctx, *, profile: OfGroup, **_: object) -> bool:
    return ctx.may(KEEP_GROUPS, profile.ksm.bkm.unit_id)


def may_change_member(ctx: Ctx, *, membership: OfGroup, **_: object) -> bool:
    return ctx.may(KEEP_GROUPS, membership.ksm.bkm.unit_id)


def may_keep_volunteers(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(KEEP_VOLUNTEERS, unit.pk)


def may_change_volunteer(ctx: Ctx, *, volunteer: OfWard, **_: object) -> bool:
    return ctx.may(KEEP_VOLUNTEERS, volunteer.unit_id)


def may_found_forum(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(RUN_FORUM, unit.pk)


def may_run_forum(ctx: Ctx, *, forum: OfWard, **_: object) -> bool:
    return ctx.may(RUN_FORUM, forum.unit_id)


def may_change_office(ctx: Ctx, *, office: OfForum, **_: object) -> bool:
    return ctx.may(RUN_FORUM, office.forum.unit_id)


def may_keep_poor_register(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(KEEP_POOR_REGISTER, unit.pk)


def may_change_household(ctx: Ctx, *, household: OfWard, **_: object) -> bool:
    return ctx.may(KEEP_POOR_REGISTER, household.unit_id)
