"""Checking the books: every entry recomputed and held against its hash and against the trail.

An entry's hash sits in three places: on itself, on the entry after it, and in the trail of the
book. To change an entry unseen one would have to change all of them, and everything after.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from jawara.audit.models import Event
from jawara.audit.queries import Problem
from jawara.kernel.chain import GENESIS, link
from jawara.ledger.content import Leg, content
from jawara.ledger.models import Account, Book, JournalEntry, Transfer

CHUNK = 2000
ACCOUNT_FIELDS = ("key", "code", "name", "kind", "normal_side", "template_code")


@dataclass(slots=True)
class Trail:
    """What the trail of one book says."""

    opened: dict[str, object] | None = None
    last: int = 0
    hashes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry with a value that is no value of its column."""

    number: int
    key: str
    hash: str


def chain_problems() -> Iterator[Problem]:
    """Every fault of every book, in the order of the books and of their entries."""
    legs = _Legs()
    books = {book.key: book for book in Book.objects.order_by("pk")}
    for book in books.values():
        trail = _trail(book)
        yield from _book_problems(book, trail)
        yield from _entry_problems(book, trail, legs)
    yield from _books_gone(books)
    yield from _loose_transfers()


def _trail(book: Book) -> Trail:
    trail = Trail()
    lines = Event.objects.filter(stream=f"book:{book.key}").order_by("seq")
    for action, data in lines.values_list("action", "data").iterator(chunk_size=CHUNK):
        if action == "ledger.book.opened":
            trail.opened = data
        elif "entry_hash" in data:
            trail.hashes[data["number"]] = data["entry_hash"]
            trail.last = max(trail.last, data["number"])
    return trail


def _book_problems(book: Book, trail: Trail) -> Iterator[Problem]:
    """A book and its accounts as they were opened: their names and sides give figures meaning."""
    if trail.opened is None:
        yield Problem(
            "book_without_trail",
            str(book.key),
            "",
            _("Buku %(book)s tidak punya jejak pembukaan.") % {"book": book.name},
        )
        return
    now = {
        "owner": str(book.owner),
        "kind": book.kind,
        "name": book.name,
        "unit": book.unit_id,
        "opened_on": str(book.opened_on),
    }
    changed = [name for name, value in now.items() if trail.opened[name] != value]
    if changed:
        values = {"book": book.name, "fields": ", ".join(changed)}
        message = _("Buku %(book)s berubah sejak dibuka: %(fields)s.") % values
        yield Problem("book_altered", str(book.key), "", message)
    yield from _account_problems(book, trail)


def _account_problems(book: Book, trail: Trail) -> Iterator[Problem]:
    assert trail.opened is not None
    opened = {spec["key"]: spec for spec in trail.opened["accounts"]}  # type: ignore[attr-defined]
    now = {
        str(row["key"]): {**row, "key": str(row["key"])}
        for row in Account.objects.filter(book=book).order_by("code").values(*ACCOUNT_FIELDS)
    }
    for key in [*opened, *(now.keys() - opened.keys())]:
        if opened.get(key) == now.get(key):
            continue
        code = (now.get(key) or opened.get(key) or {})["code"]
        values = {"book": book.name, "account": code}
        message = _("Buku %(book)s: rekening %(account)s berubah sejak dibuka.") % values
        yield Problem("account_altered", str(book.key), _first_use(key), message)


def _first_use(account_key: str) -> str:
    """Key of the first entry that a changed account makes doubtful."""
    found = Transfer.objects.filter(debit_account__key=account_key) | Transfer.objects.filter(
        credit_account__key=account_key
    )
    first = found.order_by("entry__number").values_list("entry__key", flat=True).first()
    return "" if first is None else str(first)


def _entry_problems(book: Book, trail: Trail, legs: "_Legs") -> Iterator[Problem]:
    expected, previous = 1, GENESIS
    for entry in _readable(book):
        if isinstance(entry, Unreadable):
            values = {"book": book.name, "number": entry.number}
            message = _("Buku %(book)s: catatan nomor %(number)s diubah sesudah dibukukan.")
            yield Problem("entry_altered", str(book.key), entry.key, message % values)
            expected, previous = entry.number + 1, entry.hash
            continue
        fault = _fault(entry, expected, previous, book, trail, legs.of(entry))
        if fault is not None:
            code, message = fault
            values = {"book": book.name, "number": entry.number, "expected": expected}
            yield Problem(code, str(book.key), str(entry.key), message % values)
        expected, previous = entry.number + 1, entry.hash
    if trail.last >= expected:
        values = {"book": book.name, "number": expected, "expected": trail.last}
        message = _(
            "Buku %(book)s: catatan nomor %(number)s sampai %(expected)s hilang dari ujung."
        )
        yield Problem("entries_gone", str(book.key), "", message % values)


def _readable(book: Book) -> Iterator[JournalEntry | Unreadable]:
    """Entries in order. One that cannot even be read (SQLite keeps any text in a date) is named."""
    rows = (
        JournalEntry.objects.filter(book=book)
        .select_related("document", "reverses")
        .order_by("number")
    )
    last = 0
    try:
        for entry in rows.iterator(chunk_size=CHUNK):
            yield entry
            last = entry.number
    except (TypeError, ValueError):
        rest = rows.filter(number__gt=last).values_list("pk", "number", "key", "hash")
        for pk, number, key, hash_ in rest:
            try:
                yield rows.get(pk=pk)
            except (TypeError, ValueError):
                yield Unreadable(number, str(key), hash_)


def _fault(
    entry: JournalEntry,
    expected: int,
    previous: str,
    book: Book,
    trail: Trail,
    legs: list[Leg],
) -> tuple[str, str] | None:
    if entry.number != expected:
        return "number_gap", _(
            "Buku %(book)s: nomor %(number)s ada, padahal menunggu %(expected)s."
        )
    try:
        hash_ = link(entry.previous_hash, entry_content(entry, book.key, legs))
    except (AttributeError, TypeError, ValueError):
        hash_ = ""  # a value that is not of its column's kind: nothing of ours wrote it
    if entry.hash != hash_ or trail.hashes.get(entry.number, hash_) != hash_:
        message = _("Buku %(book)s: catatan nomor %(number)s diubah sesudah dibukukan.")
        return "entry_altered", message
    if entry.previous_hash != previous:
        message = _(
            "Buku %(book)s: catatan nomor %(number)s tidak menyambung ke catatan sebelumnya."
        )
        return "chain_broken", message
    if entry.number > trail.last:
        message = _("Buku %(book)s: catatan nomor %(number)s tidak ada dalam jejak.")
        return "entry_without_trail", message
    return None


def entry_content(entry: JournalEntry, book_key: UUID, legs: Iterable[Leg]) -> dict[str, object]:
    """An entry as read from the tables, in the form that its hash covers."""
    return content(
        actor=entry.recorded_by,
        basis=entry.basis,
        book=book_key,
        document=None if entry.document is None else entry.document.sha256,
        key=entry.key,
        kind=entry.kind,
        memo=entry.memo,
        number=entry.number,
        occurred_on=entry.occurred_on,
        recorded_at=entry.recorded_at,
        reverses=None if entry.reverses is None else entry.reverses.key,
        source=entry.source,
        legs=legs,
    )


def entry_holds(entry: JournalEntry) -> bool:
    """Whether one entry still says what its hash, the entry after it and the trail say."""
    rows = entry.transfers.order_by("line").select_related("debit_account", "credit_account")
    legs = [
        (
            *(row.debit_account.key, row.debit_account.code),
            *(row.credit_account.key, row.credit_account.code),
            row.amount,
        )
        for row in rows
    ]
    return link(entry.previous_hash, entry_content(entry, entry.book.key, legs)) == entry.hash


class _Legs:
    """Transfers of all books in the order in which the entries are walked, read once."""

    def __init__(self) -> None:
        self.accounts = {
            pk: (key, code) for pk, key, code in Account.objects.values_list("pk", "key", "code")
        }
        self.rows = iter(
            Transfer.objects.order_by("entry__book_id", "entry__number", "entry_id", "line")
            .values_list(
                *("entry__book_id", "entry__number", "entry_id", "line"),
                *("debit_account_id", "credit_account_id", "amount"),
            )
            .iterator(chunk_size=CHUNK)
        )
        self.next = next(self.rows, None)

    def of(self, entry: JournalEntry) -> list[Leg]:
        """Call for entries in order. Rows of entries that were passed over are skipped."""
        legs: list[Leg] = []
        place = (entry.book_id, entry.number, entry.pk)
        while self.next is not None and self.next[:3] <= place:
            if self.next[:3] == place:
                line, debit, credit, amount = self.next[3:]
                here, there = self._account(debit), self._account(credit)
                # A line out of its place changes the content, too.
                legs.append((*here, *there, amount if line == len(legs) + 1 else -amount))
            self.next = next(self.rows, None)
        return legs

    def _account(self, pk: int) -> tuple[UUID, str]:
        known: tuple[UUID, str] = self.accounts.get(pk, (UUID(int=0), ""))
        return known


def _books_gone(books: dict[UUID, Book]) -> Iterator[Problem]:
    for data, stream in Event.objects.filter(action="ledger.book.opened").values_list(
        "data", "stream"
    ):
        key = stream.removeprefix("book:")
        if UUID(key) not in books:
            message = _("Buku %(book)s ada dalam jejak, tetapi tidak ada lagi.")
            yield Problem("book_gone", key, "", message % {"book": data["name"]})


def _loose_transfers() -> Iterator[Problem]:
    """Only possible where the database's own foreign keys were switched off."""
    entries = JournalEntry.objects.values("pk")
    for pk in Transfer.objects.exclude(entry__in=entries).values_list("pk", flat=True):
        message = _("Baris pembukuan %(line)s tidak punya catatan.") % {"line": pk}
        yield Problem("loose_transfer", "", "", message)
