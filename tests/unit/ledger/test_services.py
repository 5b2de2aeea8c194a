"""Opening, posting and reversing; what is refused, and what a repeat does."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from jawara.audit.models import Event
from jawara.audit.services import KeyReused, NotAllowed, append_event
from jawara.kernel.chain import GENESIS, link
from jawara.ledger import refusals
from jawara.ledger.chains import chain_problems, entry_content
from jawara.ledger.enums import BookKind
from jawara.ledger.models import Book, JournalEntry, Transfer
from jawara.ledger.queries import balance
from jawara.ledger.services import (
    LARGEST,
    Draft,
    Line,
    open_book,
    post_entries,
    post_entry,
    post_voucher,
    reverse_entry,
    reverse_voucher,
)
from tests.support.ledger import (
    BANK,
    CASH,
    CHART,
    CLERK,
    EQUITY,
    NOW,
    OPENED_ON,
    STRANGER,
    WORKS,
    a_book,
    ctx,
    key,
    later,
    ward,
)

pytestmark = pytest.mark.django_db
ON = date(2004, 11, 30)
GRANT = [Line(BANK, EQUITY, 120_000_000)]


def grant(book: Book, name: str = "grant", **changes: object) -> JournalEntry:
    arguments = {"occurred_on": ON, "kind": "grant_disbursed", "memo": "Termin 1", "lines": GRANT}
    return post_entry(ctx(name), book=book, **{**arguments, **changes})  # type: ignore[arg-type]


def test_an_entry_is_chained_and_in_the_trail() -> None:
    book = a_book()
    first, second = grant(book), grant(book, "second")
    assert (first.number, first.previous_hash) == (1, GENESIS)
    assert (second.number, second.previous_hash) == (2, first.hash)
    stored = JournalEntry.objects.get(key=key("grant"))
    transfer = stored.transfers.get()
    leg = (transfer.debit_account.key, BANK, transfer.credit_account.key, EQUITY, 120_000_000)
    assert stored.hash == link(GENESIS, entry_content(stored, book.key, [leg]))
    lines = list(Event.objects.filter(stream=f"book:{book.key}").order_by("seq"))
    assert [line.action for line in lines] == [
        "ledger.book.opened",
        "ledger.entry.posted",
        "ledger.entry.posted",
    ]
    assert lines[1].data["entry_hash"] == first.hash
    assert lines[1].data["total"] == 120_000_000
    assert list(chain_problems()) == []


def test_what_is_returned_is_what_was_stored() -> None:
    made = grant(a_book())
    read = JournalEntry.objects.get(pk=made.pk)
    names = [field.attname for field in JournalEntry._meta.concrete_fields]
    assert {n: getattr(made, n) for n in names} == {n: getattr(read, n) for n in names}


def test_a_repeat_gives_the_first_result() -> None:
    book = a_book()
    first = grant(book)
    assert grant(book).pk == first.pk
    assert (
        post_entry(
            ctx("grant", at=later(5)),
            book=Book.objects.get(pk=book.pk),
            occurred_on=ON,
            kind="grant_disbursed",
            memo="  Termin   1 ",
            lines=tuple(GRANT),
        ).pk
        == first.pk
    )
    assert JournalEntry.objects.count() == 1
    assert Event.objects.filter(action="ledger.entry.posted").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": [Line(BANK, EQUITY, 120_000_001)]},
        {"occurred_on": date(2004, 11, 29)},
        {"memo": "Termin 2"},
        {"lines": [Line(CASH, EQUITY, 120_000_000)]},
    ],
)
def test_a_key_with_other_content_is_refused(changes: dict[str, object]) -> None:
    book = a_book()
    grant(book)
    with pytest.raises(KeyReused):
        grant(book, **changes)
    assert JournalEntry.objects.count() == 1


def test_a_key_of_another_book_or_person_or_act_is_refused() -> None:
    book, other = a_book(), a_book("other")
    grant(book)
    with pytest.raises(KeyReused):
        grant(other)
    with pytest.raises(KeyReused):
        post_entry(
            replace(ctx("grant"), actor=STRANGER),
            book=book,
            occurred_on=ON,
            kind="grant_disbursed",
            memo="Termin 1",
            lines=GRANT,
        )
    with transaction.atomic():
        append_event(
            ctx("elsewhere"), stream="x", action="x", subject="x", request_hash="", data={}
        )
    with pytest.raises(KeyReused):
        grant(book, "elsewhere")


@pytest.mark.parametrize(
    ("changes", "refusal", "values"),
    [
        ({"lines": []}, refusals.EntryEmpty, {}),
        ({"memo": " \u200b\n"}, refusals.MemoMissing, {}),
        ({"memo": "x" * 301}, refusals.TextTooLong, {"length": 301, "limit": 300}),
        (
            {"occurred_on": date(2004, 12, 25)},
            refusals.DateInFuture,
            {"on": date(2004, 12, 25), "today": date(2004, 12, 24)},
        ),
        ({"occurred_on": date(2003, 12, 31)}, refusals.BeforeOpening, {"opened_on": OPENED_ON}),
        ({"lines": [Line(BANK, "99999", 1)]}, refusals.AccountUnknown, {"account": "99999"}),
        ({"lines": [Line(BANK, BANK, 1)]}, refusals.SameAccount, {"account": BANK}),
        ({"lines": [Line(BANK, EQUITY, 0)]}, refusals.AmountNotPositive, {"amount_rupiah": 0}),
        ({"lines": [Line(BANK, EQUITY, -5)]}, refusals.AmountNotPositive, {"amount_rupiah": -5}),
        (
            {"lines": [Line(BANK, EQUITY, 2**53)]},
            refusals.AmountTooLarge,
            {"amount_rupiah": 2**53, "limit_rupiah": LARGEST},
        ),
    ],
)
def test_refused(changes: dict[str, object], refusal: type, values: dict[str, object]) -> None:
    book = a_book()
    with pytest.raises(refusal) as caught:
        grant(book, **changes)
    assert {**caught.value.values, **values} == caught.value.values
    assert str(caught.value)
    assert JournalEntry.objects.count() == 0
    assert Transfer.objects.count() == 0


def test_the_day_is_the_day_in_indonesia() -> None:
    book = a_book()
    just_after_midnight = NOW.replace(hour=17, minute=30)
    entry = post_entry(
        ctx("late", at=just_after_midnight),
        book=book,
        occurred_on=date(2004, 12, 25),
        kind="grant_disbursed",
        memo="Termin 1",
        lines=GRANT,
    )
    assert entry.occurred_on == date(2004, 12, 25)


def test_an_amount_is_an_int() -> None:
    with pytest.raises(TypeError, match="bool"):
        grant(a_book(), lines=[Line(BANK, EQUITY, True)])


def test_the_largest_amount_fits() -> None:
    book = a_book()
    grant(book, lines=[Line(BANK, EQUITY, LARGEST)])
    assert balance(book, BANK, ON) == LARGEST


def test_texts_of_any_script_survive() -> None:
    memo = 'Jalan "Ciruas" \\ 50% — 道 \U0001f6e0'
    entry = grant(a_book(), memo=memo + "\x00\n end")
    assert JournalEntry.objects.get(pk=entry.pk).memo == memo + " end"
    assert list(chain_problems()) == []


def test_several_lines_are_one_entry() -> None:
    book = a_book()
    grant(book, lines=[Line(BANK, EQUITY, 5), Line(WORKS, BANK, 3), Line(CASH, BANK, 1)])
    assert [t.line for t in Transfer.objects.order_by("line")] == [1, 2, 3]
    assert balance(book, BANK, ON) == 1
    assert balance(book, EQUITY, ON) == 5
    assert list(chain_problems()) == []


def test_a_reversal_mirrors_and_happens_once() -> None:
    book = a_book()
    entry = grant(book, lines=[Line(BANK, EQUITY, 5), Line(WORKS, BANK, 3)])
    on = date(2004, 12, 1)
    back = reverse_entry(ctx("back"), entry=entry, occurred_on=on, reason="Salah termin")
    assert back.reverses_id == entry.pk
    assert (balance(book, BANK, ON), balance(book, BANK, on)) == (2, 0)
    assert reverse_entry(ctx("back"), entry=entry, occurred_on=on, reason="Salah termin") == back
    with pytest.raises(refusals.AlreadyReversed) as caught:
        reverse_entry(ctx("again"), entry=entry, occurred_on=on, reason="Lagi")
    assert caught.value.values["number"] == 1
    with pytest.raises(refusals.ReversalReversed):
        reverse_entry(ctx("back of back"), entry=back, occurred_on=on, reason="Lagi")
    other = grant(book, "other")
    with pytest.raises(refusals.ReversalTooEarly):
        reverse_entry(
            ctx("early"), entry=other, occurred_on=date(2004, 11, 29), reason="Terlalu awal"
        )
    assert list(chain_problems()) == []


def test_vouchers_need_a_permission_and_records_are_mended_at_their_source() -> None:
    book = a_book()
    on = {"book": book, "occurred_on": ON, "memo": "Kas kecil", "lines": [Line(CASH, EQUITY, 7)]}
    voucher = post_voucher(ctx("voucher"), **on)  # type: ignore[arg-type]
    assert voucher.kind == "voucher"
    with pytest.raises(NotAllowed):
        post_voucher(ctx("not mine", actor=STRANGER), **on)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        reverse_voucher(
            ctx("nor this", actor=STRANGER), entry=voucher, occurred_on=ON, reason="Salah"
        )
    entry = grant(book, source="grants.disbursement:1")
    with pytest.raises(refusals.BelongsToRecord) as caught:
        reverse_voucher(ctx("theirs"), entry=entry, occurred_on=ON, reason="Salah")
    assert caught.value.values == {"source": "grants.disbursement:1"}
    back = reverse_voucher(ctx("mine"), entry=voucher, occurred_on=ON, reason="Salah")
    assert (back.number, balance(book, CASH, ON)) == (3, 0)


def test_a_book_is_opened_once_per_owner_and_kind() -> None:
    unit = ward()
    book = a_book(unit=unit)
    assert a_book(unit=unit).pk == book.pk
    with pytest.raises(refusals.BookExists):
        open_book(
            ctx("another"),
            owner=book.owner,
            kind=BookKind.SECRETARIAT,
            name="Lagi",
            unit=unit,
            opened_on=OPENED_ON,
            accounts=CHART,
        )
    assert Book.objects.count() == 1


def drafts(count: int) -> list[Draft]:
    return [
        Draft(ON, "import", f"Baris\\{number}\t“ke”", [Line(BANK, EQUITY, number)], "berkas:1")
        for number in range(1, count + 1)
    ]


def test_a_batch_continues_the_chain_with_one_line_in_the_trail() -> None:
    book = a_book()
    grant(book)
    event = post_entries(ctx("batch"), book=book, entries=drafts(2500))
    assert (event.data["first"], event.data["number"]) == (2, 2501)
    assert balance(book, BANK, ON) == 120_000_000 + 2500 * 2501 // 2
    grant(book, "after")
    assert JournalEntry.objects.get(key=key("after")).number == 2502
    assert JournalEntry.objects.get(number=2).memo == "Baris\\1 “ke”"
    assert list(chain_problems()) == []
    assert post_entries(ctx("batch"), book=book, entries=drafts(2500)) == event
    with pytest.raises(KeyReused):
        post_entries(ctx("batch"), book=book, entries=drafts(2))
    assert JournalEntry.objects.count() == 2502


def test_a_batch_is_all_or_nothing() -> None:
    book = a_book()
    grant(book)
    bad = [*drafts(3), Draft(ON, "import", "Salah", [Line(BANK, EQUITY, 0)])]
    with pytest.raises(refusals.AmountNotPositive):
        post_entries(ctx("bad"), book=book, entries=bad)
    known = [*drafts(3), replace(drafts(1)[0], key=key("grant"))]
    with pytest.raises(KeyReused):
        post_entries(ctx("known"), book=book, entries=known)
    with pytest.raises(refusals.EntryEmpty):
        post_entries(ctx("none"), book=book, entries=[])
    assert JournalEntry.objects.count() == 1
    post_entries(ctx("known"), book=book, entries=drafts(3))
    assert list(chain_problems()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_transfer (entry_id, line, debit_account_id, credit_account_id, amount)"
        " SELECT id, 9, (SELECT min(id) FROM ledger_account), (SELECT max(id) FROM ledger_account),"
        " 0 FROM ledger_entry",
        "INSERT INTO ledger_transfer (entry_id, line, debit_account_id, credit_account_id, amount)"
        " SELECT id, 9, (SELECT min(id) FROM ledger_account), (SELECT min(id) FROM ledger_account),"
        " 5 FROM ledger_entry",
        "UPDATE ledger_transfer SET amount = 1",
        "DELETE FROM ledger_transfer",
        "UPDATE ledger_entry SET memo = 'x'",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_account SET name = 'x'",
        "DELETE FROM ledger_book",
    ],
)
def test_the_database_refuses_too(statement: str) -> None:
    grant(a_book())
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Transfer.objects.get().amount == 120_000_000


def test_the_actor_stays_on_the_entry() -> None:
    entry = grant(a_book())
    assert (entry.recorded_by, entry.recorded_at, entry.basis) == (CLERK.id, NOW, "ENTERED")
