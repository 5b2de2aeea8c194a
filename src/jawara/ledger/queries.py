"""Reading books: balances, entries, totals over many books, each as of a date and as known then.

Balances are given in the normal side of their account: nobody outside sees a sign unless an
account stands on its wrong side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jawara.audit.models import Document
from jawara.ledger.chains import chain_problems, entry_holds
from jawara.ledger.enums import BookKind, Side
from jawara.ledger.models import Account, Book, JournalEntry, Transfer

# Apps above know the ledger's models as types, from here; its tables stay behind this module.
__all__ = [
    "Account",
    "AccountBalance",
    "Book",
    "EntryPage",
    "JournalEntry",
    "accounts",
    "balance",
    "book",
    "book_by_key",
    "books",
    "chain_problems",
    "entries_by_source",
    "entries_page",
    "entry",
    "entry_holds",
    "lowest_balance",
    "neighbours",
    "totals_by_template",
    "trial_balance",
    "with_booked",
]

_M = TypeVar("_M", bound=Model)
PAGE = 50


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One line of a trial balance; `balance` in the account's normal side."""

    code: str
    name: str
    kind: str
    normal_side: str
    debits: int
    credits: int

    @property
    def balance(self) -> int:
        difference = self.debits - self.credits
        return difference if self.normal_side == Side.DEBIT else -difference


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page of entries, newest number last; `after` asks for the next page, None at the end."""

    entries: Sequence[JournalEntry]
    after: int | None


def book(owner: UUID, kind: BookKind | str) -> Book | None:
    return Book.objects.filter(owner=owner, kind=kind).first()


def books(owner: UUID) -> QuerySet[Book]:
    """An owner's books, in the order of the list of kinds."""
    return Book.objects.filter(owner=owner).order_by("pk")


def book_by_key(key: UUID) -> Book | None:
    return Book.objects.filter(key=key).select_related("unit").first()


def accounts(book: Book) -> QuerySet[Account]:
    return Account.objects.filter(book=book).order_by("code")


def _in_time(prefix: str, as_of: date, known_at: datetime | None) -> Q:
    """Entries that had happened on a date and were known at an instant."""
    happened = Q(**{f"{prefix}occurred_on__lte": as_of})
    return happened if known_at is None else happened & Q(**{f"{prefix}recorded_at__lte": known_at})


def balance(book: Book, code: str, as_of: date, known_at: datetime | None = None) -> int:
    """Balance of one account; 0 for an account that the book does not have."""
    lines = {line.code: line for line in trial_balance(book, as_of, known_at, codes=[code])}
    return lines[code].balance if code in lines else 0


def trial_balance(
    book: Book,
    as_of: date,
    known_at: datetime | None = None,
    codes: Iterable[str] | None = None,
) -> list[AccountBalance]:
    """Every account with its debits and credits; they always add up to the same total."""
    found = accounts(book)
    if codes is not None:
        found = found.filter(code__in=list(codes))
    debited = _sums(Q(debit_account__in=found), "debit_account_id", as_of, known_at)
    credited = _sums(Q(credit_account__in=found), "credit_account_id", as_of, known_at)
    return [
        AccountBalance(
            account.code,
            account.name,
            account.kind,
            account.normal_side,
            debited.get(account.pk, 0),
            credited.get(account.pk, 0),
        )
        for account in found
    ]


def _sums(of: Q, by: str, as_of: date, known_at: datetime | None) -> dict[int, int]:
    found = Transfer.objects.filter(of, _in_time("entry__", as_of, known_at))
    return dict(found.values_list(by).annotate(total=Sum("amount")).order_by())


def totals_by_template(
    template_codes: Iterable[str],
    as_of: date,
    known_at: datetime | None = None,
    *,
    owners: Iterable[UUID] | QuerySet[Model] | None = None,
    units: Iterable[int] | QuerySet[Model] | None = None,
) -> dict[tuple[UUID, str], int]:
    """Balances of the nation's accounts over many books: (owner, template code) -> rupiah.

    `owners` or `units` narrow the books (a values queryset becomes a subquery); two statements
    however many books there are.
    """
    totals: dict[tuple[UUID, str], int] = {}
    for side in Side:
        account = f"{side.lower()}_account"
        narrowed = Q(**{f"{account}__template_code__in": list(template_codes)})
        if owners is not None:
            narrowed &= Q(**{f"{account}__book__owner__in": owners})
        if units is not None:
            narrowed &= Q(**{f"{account}__book__unit__in": units})
        rows = (
            Transfer.objects.filter(narrowed, _in_time("entry__", as_of, known_at))
            .values_list(
                f"{account}__book__owner", f"{account}__template_code", f"{account}__normal_side"
            )
            .annotate(total=Sum("amount"))
            .order_by()
        )
        for owner, code, normal_side, total in rows:
            sign = 1 if normal_side == side else -1
            totals[owner, code] = totals.get((owner, code), 0) + sign * total
    return totals


def entry(key: UUID) -> JournalEntry | None:
    """One entry with its book, evidence and both sides of a reversal at hand."""
    return (
        JournalEntry.objects.filter(key=key)
        .select_related("book", "document", "reverses", "reversed_by")
        .prefetch_related("transfers__debit_account", "transfers__credit_account")
        .first()
    )


def neighbours(entry: JournalEntry) -> tuple[JournalEntry | None, JournalEntry | None]:
    """The entries before and after in the book's chain."""
    near = {
        found.number: found
        for found in JournalEntry.objects.filter(
            book=entry.book_id, number__in=[entry.number - 1, entry.number + 1]
        )
    }
    return near.get(entry.number - 1), near.get(entry.number + 1)


def entries_count() -> int:
    return JournalEntry.objects.count()


def units_with_document(document: Document) -> QuerySet[JournalEntry, int]:
    """Units of the books whose entries name an evidence file. Not indexed: ask it last."""
    named = JournalEntry.objects.filter(document=document).order_by()
    return named.values_list("book__unit_id", flat=True).distinct()


def entries_by_source(source: str) -> QuerySet[JournalEntry]:
    """What one record posted, in all books, reversals too."""
    return (
        JournalEntry.objects.filter(source=source)
        .select_related("book", "reverses", "reversed_by")
        .order_by("pk")
    )


def entries_page(
    book: Book,
    *,
    as_of: date,
    known_at: datetime | None = None,
    after: int = 0,
    size: int = PAGE,
) -> EntryPage:
    """Entries of a book in the order of their numbers; keyset paging, so that pages never shift."""
    found = list(
        JournalEntry.objects.filter(_in_time("", as_of, known_at), book=book, number__gt=after)
        .select_related("document", "reverses", "reversed_by")
        .prefetch_related("transfers__debit_account", "transfers__credit_account")
        .order_by("number")[: size + 1]
    )
    more = len(found) > size
    return EntryPage(found[:size], found[size - 1].number if more else None)


def with_booked(
    records: QuerySet[_M],
    as_of: date,
    known_at: datetime | None = None,
    *,
    key: str = "entry_key",
) -> QuerySet[_M]:
    """Records with `booked`: what the entry each names moved, 0 when it is reversed or absent.

    So that sums over records of other apps come out of the books, in one statement.
    """
    reversals = JournalEntry.objects.filter(
        _in_time("", as_of, known_at), reverses=OuterRef("entry_id")
    )
    moved = (
        Transfer.objects.filter(
            _in_time("entry__", as_of, known_at),
            ~Exists(reversals),
            entry__key=OuterRef(key),
        )
        .order_by()
        .values("entry__key")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return cast("QuerySet[_M]", records.annotate(booked=Coalesce(Subquery(moved), 0)))


def lowest_balance(book: Book, code: str, from_on: date) -> tuple[int, date]:
    """The lowest balance an account reaches on or after a date, and when: what may still be taken
    out on that date without the account going below zero later. All that is booked counts."""
    moves: dict[date, int] = {}
    for side in Side:
        account = f"{side.lower()}_account"
        rows = (
            Transfer.objects.filter(**{f"{account}__book": book, f"{account}__code": code})
            .values_list("entry__occurred_on", f"{account}__normal_side")
            .annotate(total=Sum("amount"))
            .order_by()
        )
        for on, normal_side, total in rows:
            moves[on] = moves.get(on, 0) + (total if normal_side == side else -total)
    running = sum(total for on, total in moves.items() if on <= from_on)
    lowest, when = running, from_on
    for on in sorted(on for on in moves if on > from_on):
        running += moves[on]
        if running < lowest:
            lowest, when = running, on
    return lowest, when
