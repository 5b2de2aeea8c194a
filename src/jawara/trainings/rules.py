"""Who may record trainings."""

from jawara.accounts.enums import Role
from jawara.accounts.rules import permission
from jawara.audit.services import Ctx
from jawara.territories import queries as territories
from jawara.territories.models import Unit

RECORD = permission("trainings.record", Role.DISTRICT_OFFICER, Role.FACILITATOR)
SEE = permission(
    "trainings.see",
    *(Role.DISTRICT_OFFICER, Role.FACILITATOR, Role.NATIONAL_ANALYST),
    *(Role.AUDITOR, Role.ADMINISTRATOR),
)


def may_record(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    return ctx.may(RECORD, unit.pk)


def may_open_series(ctx: Ctx, *, unit: Unit | None = None, **_: object) -> bool:
    """A series belongs to where its trainings are held; without a place, to the nation."""
    return ctx.may(RECORD, unit.pk if unit else territories.nation().pk)
