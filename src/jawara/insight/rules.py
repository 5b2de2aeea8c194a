"""Who may state what a report said."""

from jawara.accounts.enums import Role
from jawara.accounts.rules import permission
from jawara.audit.services import Ctx
from jawara.territories.models import Unit

STATE_FIGURE = permission("insight.state_figure", Role.DISTRICT_OFFICER, Role.NATIONAL_ANALYST)


def may_state(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(STATE_FIGURE, unit.pk)
