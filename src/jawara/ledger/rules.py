"""Who may write and read books. Domain services post inside their own permission instead."""

from jawara.accounts.enums import Role
from jawara.accounts.rules import permission
from jawara.audit.services import Ctx
from jawara.ledger.protocols import HasUnit, InBook

POST_VOUCHER = permission("ledger.post_voucher", Role.BOOKKEEPER)
SEE_BOOKS = permission(
    "ledger.see_books",
    Role.BOOKKEEPER,
    Role.BOARD_MEMBER,
    Role.FACILITATOR,
    Role.DISTRICT_OFFICER,
    Role.AUDITOR,
)


def may_post_voucher(ctx: Ctx, *, book: HasUnit, **_: object) -> bool:
    return ctx.may(POST_VOUCHER, book.unit_id)


def may_reverse_voucher(ctx: Ctx, *, entry: InBook, **_: object) -> bool:
    return ctx.may(POST_VOUCHER, entry.book.unit_id)
