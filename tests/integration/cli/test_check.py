"""`jawara check`: silent about an untouched example, and naming the entry after any tampering.

Every change below is made behind the database's back: triggers taken away, put back afterwards.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from jawara.audit import files
from jawara.audit.models import Document, Event
from jawara.grants.models import Disbursement, GrantUse
from jawara.kernel.chain import link
from jawara.ledger.chains import entry_content
from jawara.ledger.models import Account, Book, JournalEntry, Transfer
from tests.support.commands import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("serang")]

Tamper = Callable[[], AbstractContextManager[None]]


def sql(statement: str, *values: object) -> None:
    """One change, and on PostgreSQL its foreign keys looked at now, as at a commit."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, statement
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def entry(number: int = 2, board: int = 0) -> JournalEntry:
    """An entry in the middle of a board's book."""
    book = Book.objects.filter(kind="SECRETARIAT").order_by("pk")[board]
    return JournalEntry.objects.get(book=book, number=number)


def broken() -> list[dict[str, Any]]:
    """What the check finds; it must have ended with status 1."""
    done = run("check", "--json")
    assert done.status == 1
    assert done.json["ok"] is False
    problems = done.json["problems"]
    assert problems
    assert all(list(item) == ["code", "book", "entry", "message"] for item in problems)
    assert all(item["message"] for item in problems)
    assert triggers_are_back(problems)
    found: list[dict[str, Any]] = problems
    return found


def triggers_are_back(problems: list[dict[str, Any]]) -> bool:
    return "trigger_missing" not in {item["code"] for item in problems}


def named(problems: list[dict[str, Any]]) -> set[str]:
    return {item["entry"] for item in problems}


def test_the_untouched_example_holds_and_lists_what_is_unexplained() -> None:
    done = run("check", "--json")
    assert done.status == 0
    assert list(done.json) == ["ok", "problems", "warnings"]
    assert (done.json["ok"], done.json["problems"]) == (True, [])
    boards = {
        item["where"]: item["message"]
        for item in done.json["warnings"]
        if item["code"] == "unexplained" and item["where"].startswith("BKM ")
    }
    assert boards == {
        "BKM Kramatwatu": "BKM Kramatwatu: untuk Rp\xa045.000.000 dari BLM belum ada penjelasan.",
        "BKM Ciruas": "BKM Ciruas: untuk Rp\xa035.000.000 dari BLM belum ada penjelasan.",
        "BKM Curug": "BKM Curug: untuk Rp\xa025.000.000 dari BLM belum ada penjelasan.",
        "BKM Drangong": "BKM Drangong: untuk Rp\xa015.000.000 dari BLM belum ada penjelasan.",
    }
    assert 45 + 35 + 25 + 15 == 120
    others = {(item["code"], item["where"]) for item in done.json["warnings"]}
    assert ("unexplained", "grants.realised 36.04 P2KP-1/2") in others
    assert ("small_groups", "community.groups 36.04 P2KP-1/2") in others


def test_in_words() -> None:
    done = run("check")
    assert done.status == 0
    assert "! unexplained: BKM Kramatwatu" in done.output
    assert done.output.rstrip().splitlines()[-1].startswith("Semua cocok.")


CHANGES = {
    "amount": "UPDATE ledger_transfer SET amount = amount + 1 WHERE entry_id = %s",
    "smaller amount": "UPDATE ledger_transfer SET amount = amount - 1000000 WHERE entry_id = %s",
    "accounts swapped": "UPDATE ledger_transfer SET debit_account_id = credit_account_id, "
    "credit_account_id = debit_account_id WHERE entry_id = %s",
    "date": "UPDATE ledger_entry SET occurred_on = '2004-01-05' WHERE id = %s",
    "memo": "UPDATE ledger_entry SET memo = 'lain' WHERE id = %s",
    "kind": "UPDATE ledger_entry SET kind = 'journal_voucher' WHERE id = %s",
    "who": "UPDATE ledger_entry SET recorded_by = 'user:1' WHERE id = %s",
    "basis": "UPDATE ledger_entry SET basis = 'REPORTED' WHERE id = %s",
    "recorded": "UPDATE ledger_entry SET recorded_at = '2004-12-25 01:00:00+00' WHERE id = %s",
    "source": "UPDATE ledger_entry SET source = '' WHERE id = %s",
    "evidence": "UPDATE ledger_entry SET document_id = NULL WHERE id = %s",
    "hash": "UPDATE ledger_entry SET hash = memo WHERE id = %s",
    "line": "UPDATE ledger_transfer SET line = 7 WHERE entry_id = %s",
}


def test_a_posted_entry_is_changed(tamper: Tamper) -> None:
    """Every kind of change in a book of its own: each is found, and no other book is blamed."""
    changed = {}
    with tamper():
        for board, (what, statement) in enumerate(CHANGES.items()):
            row = entry(board=board)
            changed[what] = (str(row.book.key), str(row.key))
            sql(statement, row.pk)
    problems = broken()
    found = {(item["book"], item["entry"]) for item in problems if item["code"] == "entry_altered"}
    assert {what for what, place in changed.items() if place not in found} == set()
    assert len(found) == len(CHANGES)
    books = {str(key) for key in Book.objects.values_list("key", flat=True)}
    assert {p["book"] for p in problems} & books == {book for book, _ in changed.values()}


def test_another_account_of_the_same_book(tamper: Tamper) -> None:
    row = entry()
    transfer = row.transfers.get()
    other = (
        Account.objects.filter(book=row.book)
        .exclude(pk__in=[transfer.debit_account_id, transfer.credit_account_id])
        .order_by("code")[0]
    )
    with tamper():
        sql("UPDATE ledger_transfer SET debit_account_id = %s WHERE id = %s", other.pk, transfer.pk)
    problems = broken()
    assert str(row.key) in named(problems)
    assert ("entry_altered", str(row.book.key)) in {(p["code"], p["book"]) for p in problems}


def test_a_changed_entry_with_a_hash_that_fits_again(tamper: Tamper) -> None:
    """Who can change a row can reckon a hash: the next entry and the trail still know the old."""
    row = entry()
    transfer = row.transfers.select_related("debit_account", "credit_account").get()
    debit, credit = transfer.debit_account, transfer.credit_account
    legs = [(debit.key, debit.code, credit.key, credit.code, transfer.amount + 5)]
    forged = link(row.previous_hash, entry_content(row, row.book.key, legs))
    with tamper():
        sql("UPDATE ledger_transfer SET amount = amount + 5 WHERE id = %s", transfer.pk)
        sql("UPDATE ledger_entry SET hash = %s WHERE id = %s", forged, row.pk)
    assert str(row.key) in named(broken())


def test_the_last_entry_is_deleted(tamper: Tamper) -> None:
    last = JournalEntry.objects.filter(book=entry().book).order_by("-number")[0]
    with tamper():
        sql("DELETE FROM ledger_transfer WHERE entry_id = %s", last.pk)
        sql("DELETE FROM ledger_entry WHERE id = %s", last.pk)
    problems = broken()
    assert "entries_gone" in {item["code"] for item in problems}
    assert str(last.key) in named(problems)  # the record that it booked still tells of it


def test_the_last_entry_is_deleted_with_its_line_in_the_trail(tamper: Tamper) -> None:
    last = JournalEntry.objects.filter(book=entry().book).order_by("-number")[0]
    with tamper():
        sql("DELETE FROM ledger_transfer WHERE entry_id = %s", last.pk)
        sql("DELETE FROM ledger_entry WHERE id = %s", last.pk)
        trail = Event.objects.filter(stream=f"book:{last.book.key}").order_by("-seq")[0]
        sql("DELETE FROM audit_event WHERE id = %s", trail.pk)
    assert str(last.key) in named(broken())


def test_an_entry_in_the_middle_is_deleted(tamper: Tamper) -> None:
    row = entry(2)
    after = entry(3)
    with tamper():
        sql("DELETE FROM ledger_transfer WHERE entry_id = %s", row.pk)
        sql("DELETE FROM ledger_entry WHERE id = %s", row.pk)
    problems = broken()
    assert {str(after.key), str(row.key)} <= named(problems)


def test_a_transfer_is_slipped_into_an_entry(tamper: Tamper) -> None:
    row = entry()
    first = row.transfers.get()
    # Inserting needs no trigger to be taken away.
    Transfer.objects.create(
        entry=row,
        line=2,
        debit_account_id=first.debit_account_id,
        credit_account_id=first.credit_account_id,
        amount=1_000,
    )
    assert str(row.key) in named(broken())


def test_an_entry_is_slipped_into_a_book() -> None:
    last = JournalEntry.objects.filter(book=entry().book).order_by("-number")[0]
    forged = JournalEntry.objects.get(pk=last.pk)
    forged.pk, forged.number, forged.previous_hash = None, last.number + 1, last.hash
    forged.key = "0193f5d0-0000-7000-8000-00000000f0f0"  # type: ignore[assignment]
    forged.save()
    assert forged.key in named(broken())


def test_a_record_and_its_entry_disagree(tamper: Tamper) -> None:
    use = GrantUse.objects.order_by("pk")[0]
    with tamper():
        sql("UPDATE grants_grant_use SET amount_rupiah = amount_rupiah + 1 WHERE id = %s", use.pk)
    problems = broken()
    assert ("record_differs_from_book", str(use.entry_key)) in {
        (item["code"], item["entry"]) for item in problems
    }


def test_a_record_and_its_entry_vanish_together(tamper: Tamper) -> None:
    """Everything that told of the money is gone but the trail."""
    last = JournalEntry.objects.filter(book=entry().book).order_by("-number")[0]
    use = GrantUse.objects.get(entry_key=last.key)
    with tamper():
        sql("DELETE FROM grants_grant_use WHERE id = %s", use.pk)
        sql("DELETE FROM ledger_transfer WHERE entry_id = %s", last.pk)
        sql("DELETE FROM ledger_entry WHERE id = %s", last.pk)
    problems = broken()
    assert "entries_gone" in {item["code"] for item in problems}
    assert str(last.book.key) in {item["book"] for item in problems}


TRAIL = {
    "actor": "UPDATE audit_event SET actor = 'user:1' WHERE id = %s",
    "name": "UPDATE audit_event SET actor_name = 'orang lain' WHERE id = %s",
    "time": "UPDATE audit_event SET at = '2004-12-23 01:00:00+00' WHERE id = %s",
    "action": "UPDATE audit_event SET action = 'lain' WHERE id = %s",
    "data": "UPDATE audit_event SET data = '{}' WHERE id = %s",
    "subject": "UPDATE audit_event SET subject = 'lain' WHERE id = %s",
}


def test_a_line_of_the_trail_is_changed(tamper: Tamper) -> None:
    lines = Event.objects.filter(stream__startswith="unit:", seq=3).order_by("pk")[: len(TRAIL)]
    assert len(lines) == len(TRAIL)
    with tamper():
        for line, statement in zip(lines, TRAIL.values(), strict=True):
            sql(statement, line.pk)
    found = [(item["code"], item["book"], item["entry"]) for item in broken()]
    assert sorted(found) == sorted(("trail_altered", line.stream, str(line.key)) for line in lines)


def test_a_line_of_the_trail_is_deleted(tamper: Tamper) -> None:
    line = Event.objects.filter(stream__startswith="unit:", seq=2).order_by("pk")[0]
    after = Event.objects.get(stream=line.stream, seq=3)
    with tamper():
        sql("DELETE FROM audit_event WHERE id = %s", line.pk)
    assert ("trail_gap", str(after.key)) in {(p["code"], p["entry"]) for p in broken()}


@pytest.fixture
def sheet() -> Any:
    """The evidence file of the example, put back after the test."""
    path = files.path_of(Document.objects.order_by("pk")[0].sha256)
    assert path.is_relative_to(Path(settings.JAWARA_FILES))
    content, mode = path.read_bytes(), path.stat().st_mode
    path.chmod(0o644)
    yield path
    path.write_bytes(content)
    path.chmod(mode)


@pytest.mark.parametrize("harm", ["altered", "longer", "gone"])
def test_an_evidence_file_is_harmed(sheet: Path, harm: str) -> None:
    content = sheet.read_bytes()
    if harm == "gone":
        sheet.unlink()
    else:
        sheet.write_bytes(content + b"x" if harm == "longer" else b"X" + content[1:])
    problems = broken()
    assert [(item["code"], item["entry"]) for item in problems] == [
        ("document_altered", sheet.name)
    ]


def test_missing_triggers_are_named() -> None:
    with connection.cursor() as cursor:
        on = " ON ledger_transfer" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER ledger_transfer_no_update{on}")
    done = run("check", "--json")
    assert done.status == 1
    assert [(p["code"], p["entry"]) for p in done.json["problems"]] == [
        ("trigger_missing", "ledger_transfer_no_update")
    ]


JUNK = [
    "UPDATE ledger_transfer SET amount = amount + 0.5 WHERE entry_id = %s",
    "UPDATE ledger_transfer SET amount = 'banyak' WHERE entry_id = %s",
    "UPDATE ledger_entry SET occurred_on = 'kemarin' WHERE id = %s",
    "UPDATE ledger_entry SET occurred_on = '2004-02-31' WHERE id = %s",
    "UPDATE ledger_entry SET recorded_at = 'kemarin' WHERE id = %s",
    "UPDATE ledger_entry SET memo = x'ff00' WHERE id = %s",
]


@pytest.mark.sqlite_only
def test_what_is_not_even_of_its_type(tamper: Tamper) -> None:
    """SQLite keeps anything in any column; the check must say so instead of falling over."""
    rows = [entry(board=board) for board in range(len(JUNK))]
    with tamper():
        for row, statement in zip(rows, JUNK, strict=True):
            sql(statement, row.pk)
    found = {item["entry"] for item in broken() if item["code"] == "entry_altered"}
    assert found == {str(row.key) for row in rows}


def test_disbursements_of_the_example_are_booked_once_each() -> None:
    keys = set(Disbursement.objects.values_list("entry_key", flat=True))
    assert len(keys) == 57  # 19 boards, three tranches
    assert JournalEntry.objects.filter(key__in=keys).count() == 57
