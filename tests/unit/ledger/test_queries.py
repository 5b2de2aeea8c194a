"""Reading books in two times, page by page, over many books at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jawara.ledger import queries
from jawara.ledger.models import Book
from jawara.ledger.services import Line, post_entry, reverse_entry
from jawara.territories.models import Unit
from tests.support.ledger import BANK, CASH, EQUITY, WORKS, a_book, ctx, key, later, ward

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2004, 5, 1), date(2004, 6, 1)


def post(
    book: Book, name: str, on: date, debit: str, credit: str, amount: int, at: int = 0
) -> None:
    post_entry(
        ctx(name, at=later(at)),
        book=book,
        occurred_on=on,
        kind="x",
        memo=name,
        lines=[Line(debit, credit, amount)],
        source=f"test:{name}",
    )


@pytest.fixture
def book() -> Book:
    made = a_book()
    post(made, "grant", MAY, BANK, EQUITY, 1000, at=1)
    post(made, "works", JUNE, WORKS, BANK, 300, at=2)
    post(made, "backdated", MAY, CASH, BANK, 50, at=3)
    return made


def test_a_balance_as_of_a_date_and_as_known_then(book: Book) -> None:
    assert queries.balance(book, BANK, MAY) == 950
    assert queries.balance(book, BANK, JUNE) == 650
    assert queries.balance(book, BANK, MAY, later(2)) == 1000
    assert queries.balance(book, BANK, JUNE, later(2)) == 700
    assert queries.balance(book, BANK, date(2004, 4, 30)) == 0
    assert queries.balance(book, BANK, JUNE, later(0)) == 0
    assert queries.balance(book, EQUITY, JUNE) == 1000
    assert queries.balance(book, "99999", JUNE) == 0


def test_a_trial_balance_has_equal_sides(book: Book) -> None:
    lines = queries.trial_balance(book, JUNE)
    assert [(line.code, line.debits, line.credits, line.balance) for line in lines] == [
        (CASH, 50, 0, 50),
        (BANK, 1000, 350, 650),
        (EQUITY, 0, 1000, 1000),
        (WORKS, 300, 0, 300),
    ]


def test_pages_follow_numbers_and_end(book: Book) -> None:
    first = queries.entries_page(book, as_of=JUNE, size=2)
    assert [entry.number for entry in first.entries] == [1, 2]
    assert first.after == 2
    second = queries.entries_page(book, as_of=JUNE, after=2, size=2)
    assert [entry.number for entry in second.entries] == [3]
    assert second.after is None
    known = queries.entries_page(book, as_of=JUNE, known_at=later(1))
    assert [entry.memo for entry in known.entries] == ["grant"]


def test_one_entry_with_its_neighbours_and_its_reversal(book: Book) -> None:
    entry = queries.entry(key("works"))
    assert entry is not None
    before, after = queries.neighbours(entry)
    assert before is not None
    assert after is not None
    assert (before.memo, after.memo) == ("grant", "backdated")
    back = reverse_entry(ctx("back"), entry=entry, occurred_on=JUNE, reason="Salah")
    again = queries.entry(key("works"))
    assert again is not None
    assert again.reversed_by == back
    assert [e.number for e in queries.entries_by_source("test:works")] == [2, 4]
    last = queries.entry(back.key)
    assert last is not None
    assert queries.neighbours(last)[1] is None
    assert queries.entry(key("nothing")) is None


def test_books_are_found_by_owner_and_key(book: Book) -> None:
    assert queries.book(book.owner, "SECRETARIAT") == book
    assert queries.book(book.owner, "UPK") is None
    assert queries.book_by_key(book.key) == book
    assert queries.book_by_key(key("none")) is None
    assert list(queries.books(book.owner)) == [book]
    assert [account.code for account in queries.accounts(book)] == [CASH, BANK, EQUITY, WORKS]


def test_what_may_be_taken_out_looks_ahead(book: Book) -> None:
    assert queries.lowest_balance(book, BANK, MAY) == (650, JUNE)
    assert queries.lowest_balance(book, BANK, JUNE) == (650, JUNE)
    assert queries.lowest_balance(book, BANK, date(2004, 4, 1)) == (0, date(2004, 4, 1))


def test_totals_over_many_books_cost_two_statements(book: Book) -> None:
    unit = ward()
    other = a_book("other", unit)
    post(other, "other grant", MAY, BANK, EQUITY, 7)
    with CaptureQueriesContext(connection) as captured:
        found = queries.totals_by_template([BANK, EQUITY], JUNE)
    assert len(captured) == 2
    assert found == {
        (book.owner, BANK): 650,
        (book.owner, EQUITY): 1000,
        (other.owner, BANK): 7,
        (other.owner, EQUITY): 7,
    }
    here = queries.totals_by_template([BANK], JUNE, units=Unit.objects.filter(pk=unit.pk))
    assert here == {(other.owner, BANK): 7}
    then = queries.totals_by_template([BANK], JUNE, later(1), owners=[book.owner])
    assert then == {(book.owner, BANK): 1000}
