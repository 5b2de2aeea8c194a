"""What was changed behind the ledger's back is found, and the first wrong entry is named."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.db import connection

from jawara.audit.queries import Problem, event_problems
from jawara.kernel.chain import link
from jawara.ledger.chains import chain_problems, entry_content
from jawara.ledger.models import Book, JournalEntry
from jawara.ledger.services import Draft, Line, post_entries, post_entry
from tests.support.ledger import BANK, CASH, EQUITY, WORKS, a_book, ctx, key

pytestmark = pytest.mark.django_db
Tamper = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def book() -> Book:
    """Another book, then five entries: two single ones and a batch of three."""
    other = a_book("other")
    post_entry(
        ctx("other"),
        book=other,
        occurred_on=date(2004, 5, 1),
        kind="x",
        memo="Lain",
        lines=[Line(BANK, EQUITY, 99)],
    )
    made = a_book()
    for number in (1, 2):
        post_entry(
            ctx(f"entry {number}"),
            book=made,
            occurred_on=date(2004, 5, number),
            kind="x",
            memo=f"Catatan {number}",
            lines=[Line(BANK, EQUITY, 1000 * number), Line(WORKS, BANK, 10 * number)],
        )
    drafts = [
        Draft(date(2004, 6, n), "x", f"Batch {n}", [Line(CASH, BANK, n)], key=key(f"entry {n}"))
        for n in (3, 4, 5)
    ]
    post_entries(ctx("batch"), book=made, entries=drafts)
    assert found() == []
    return made


def found() -> list[tuple[str, str]]:
    return [(problem.code, problem.entry) for problem in problems()]


def problems() -> list[Problem]:
    return list(chain_problems())


def run(tamper: Tamper, statement: str, *values: object) -> None:
    with tamper(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def pk(number: int) -> int:
    return JournalEntry.objects.get(key=key(f"entry {number}")).pk


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_a_changed_amount_names_its_entry(book: Book, tamper: Tamper, number: int) -> None:
    run(
        tamper,
        "UPDATE ledger_transfer SET amount = amount + 1 WHERE entry_id = %s AND line = 1",
        pk(number),
    )
    assert found() == [("entry_altered", str(key(f"entry {number}")))]
    [problem] = problems()
    assert problem.where == str(book.key)
    assert f"nomor {number} " in problem.message
    assert book.name in problem.message


@pytest.mark.parametrize(
    "column",
    ["occurred_on = '2004-05-03'", "memo = 'x'", "kind = 'y'", "source = 'z'",
     "recorded_by = 'user:9'", "basis = 'REPORTED'", "recorded_at = '2004-12-24 03:00:01+00'"],
)  # fmt: skip
def test_a_changed_word_or_date_names_its_entry(book: Book, tamper: Tamper, column: str) -> None:
    run(tamper, f"UPDATE ledger_entry SET {column} WHERE id = %s", pk(2))
    assert found() == [("entry_altered", str(key("entry 2")))]


def test_a_changed_account_names_its_entry(book: Book, tamper: Tamper) -> None:
    run(
        tamper,
        "UPDATE ledger_transfer SET credit_account_id = (SELECT id FROM ledger_account WHERE "
        "book_id = %s AND code = %s) WHERE entry_id = %s AND line = 1",
        book.pk,
        WORKS,
        pk(4),
    )
    assert found() == [("entry_altered", str(key("entry 4")))]


def test_lines_swapped_added_or_taken_name_their_entry(book: Book, tamper: Tamper) -> None:
    run(tamper, "DELETE FROM ledger_transfer WHERE entry_id = %s AND line = 2", pk(1))
    run(
        tamper,
        "INSERT INTO ledger_transfer (entry_id, line, debit_account_id, credit_account_id, amount)"
        " SELECT entry_id, 9, debit_account_id, credit_account_id, amount FROM ledger_transfer"
        " WHERE entry_id = %s",
        pk(3),
    )
    run(tamper, "UPDATE ledger_transfer SET line = 3 WHERE entry_id = %s AND line = 1", pk(2))
    assert found() == [("entry_altered", str(key(f"entry {n}"))) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("code", "99999"), ("name", "Kas lain"), ("normal_side", "CREDIT"), ("template_code", "9")],
)
def test_an_account_that_changed_its_meaning_names_its_first_entry(
    book: Book, tamper: Tamper, column: str, value: str
) -> None:
    run(
        tamper,
        f"UPDATE ledger_account SET {column} = %s WHERE book_id = %s AND code = %s",
        value,
        book.pk,
        CASH,
    )
    assert ("account_altered", str(key("entry 3"))) in found()


@pytest.mark.parametrize("column", ["name = 'x'", "opened_on = '2003-01-01'", "kind = 'UPK'"])
def test_a_changed_book_is_found(book: Book, tamper: Tamper, column: str) -> None:
    run(tamper, f"UPDATE ledger_book SET {column} WHERE id = %s", book.pk)
    assert ("book_altered", "") in found()


def test_an_entry_rehashed_is_found_by_its_successor_and_the_trail(
    book: Book, tamper: Tamper
) -> None:
    """Who recomputes the hash of the entry they changed still meets the trail."""
    run(tamper, "UPDATE ledger_entry SET memo = 'x' WHERE id = %s", pk(2))
    entry = JournalEntry.objects.get(pk=pk(2))
    legs = [
        (t.debit_account.key, t.debit_account.code, t.credit_account.key, t.credit_account.code,
         t.amount)
        for t in entry.transfers.order_by("line")
    ]  # fmt: skip
    forged = link(entry.previous_hash, entry_content(entry, book.key, legs))
    run(tamper, "UPDATE ledger_entry SET hash = %s WHERE id = %s", forged, pk(2))
    assert found() == [
        ("entry_altered", str(key("entry 2"))),
        ("chain_broken", str(key("entry 3"))),
    ]
    run(tamper, "UPDATE ledger_entry SET previous_hash = %s WHERE id = %s", forged, pk(3))
    assert found()[0] == ("entry_altered", str(key("entry 2")))


def test_entries_gone_from_the_middle_and_the_end(book: Book, tamper: Tamper) -> None:
    run(tamper, "DELETE FROM ledger_transfer WHERE entry_id = %s", pk(5))
    run(tamper, "DELETE FROM ledger_entry WHERE id = %s", pk(5))
    assert found() == [("entries_gone", "")]
    assert "nomor 5 sampai 5" in problems()[0].message
    run(tamper, "DELETE FROM ledger_transfer WHERE entry_id = %s", pk(2))
    run(tamper, "DELETE FROM ledger_entry WHERE id = %s", pk(2))
    assert found() == [("number_gap", str(key("entry 3"))), ("entries_gone", "")]


def test_an_entry_put_in_past_the_services_is_found(book: Book, tamper: Tamper) -> None:
    last = JournalEntry.objects.get(pk=pk(5))
    with tamper():
        forged = JournalEntry(
            book=book,
            number=6,
            occurred_on=last.occurred_on,
            kind="x",
            memo="Sisipan",
            request_hash="",
            previous_hash=last.hash,
            **ctx("forged").stamp(),
        )
        forged.hash = link(last.hash, entry_content(forged, book.key, []))
        forged.save()
    assert found() == [("entry_without_trail", str(key("forged")))]


def test_the_trail_itself_is_chained(book: Book, tamper: Tamper) -> None:
    assert list(event_problems()) == []
    run(
        tamper,
        "UPDATE audit_event SET request_hash = 'x' WHERE key = %s",
        key("entry 2") if connection.vendor == "postgresql" else key("entry 2").hex,
    )
    assert [(p.code, p.entry) for p in event_problems()] == [("trail_altered", str(key("entry 2")))]
