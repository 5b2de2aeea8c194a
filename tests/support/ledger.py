"""Small books for tests: a ward, a book with four accounts, contexts with keys of their own."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from jawara.audit.services import Actor, Ctx, every_authority, no_authority
from jawara.ledger.enums import AccountKind, BookKind, Side
from jawara.ledger.models import Book
from jawara.ledger.services import AccountSpec, open_book
from jawara.territories.enums import Level
from jawara.territories.models import Unit

SPACE = UUID("018f0000-0000-7000-8000-000000000000")
OPENED_ON = date(2004, 1, 1)
NOW = datetime(2004, 12, 24, 3, 0, tzinfo=UTC)
CLERK = Actor("user:1", "Siti Aminah", authority=every_authority)
STRANGER = Actor("user:2", "Orang Lain", authority=no_authority)

BANK, CASH, EQUITY, WORKS = "11040", "11010", "31030", "52020"
CHART = (
    AccountSpec(CASH, "Kas", AccountKind.ASSET, Side.DEBIT),
    AccountSpec(BANK, "Bank, dana BLM", AccountKind.ASSET, Side.DEBIT),
    AccountSpec(EQUITY, "Dana BLM yang diterima", AccountKind.EQUITY, Side.CREDIT),
    AccountSpec(WORKS, "Kegiatan fisik", AccountKind.EXPENSE, Side.DEBIT),
)


def key(name: object) -> UUID:
    return uuid5(SPACE, str(name))


def ctx(name: object, *, actor: Actor = CLERK, at: datetime = NOW) -> Ctx:
    """Context of the write that this test calls `name`: the same name, the same key."""
    return Ctx(actor=actor, at=at, key=key(name))


def later(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def ward() -> Unit:
    return Unit.objects.create(level=Level.VILLAGE)


def a_book(name: str = "book", unit: Unit | None = None) -> Book:
    return open_book(
        ctx(f"open {name}"),
        owner=key(f"owner {name}"),
        kind=BookKind.SECRETARIAT,
        name=f"Sekretariat BKM {name}",
        unit=unit or ward(),
        opened_on=OPENED_ON,
        accounts=CHART,
    )
