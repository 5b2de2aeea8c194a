"""Eight writers at once keep numbers and chain; a writer killed in the middle leaves nothing half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from jawara.audit.queries import event_problems
from jawara.ledger import refusals
from jawara.ledger.chains import chain_problems
from jawara.ledger.models import Book, JournalEntry, Transfer
from jawara.ledger.queries import balance
from jawara.ledger.services import Line, post_entry, reverse_entry
from tests.support.ledger import BANK, EQUITY, a_book, ctx

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
WRITERS, EACH = 8, 12
ON = date(2004, 11, 30)


def post(book_id: int, name: str) -> int:
    entry = post_entry(
        ctx(name),
        book=Book.objects.get(pk=book_id),
        occurred_on=ON,
        kind="x",
        memo=name,
        lines=[Line(BANK, EQUITY, 1)],
    )
    return entry.number


def in_threads(work: object, count: int = WRITERS) -> list[object]:
    """Each in a thread with a connection of its own, all started together."""

    def run(number: int) -> object:
        try:
            return work(number)  # type: ignore[operator]
        except Exception as error:  # noqa: BLE001 - handed back to the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def book() -> Book:
    return a_book()


def assert_whole(book: Book, count: int) -> None:
    numbers = JournalEntry.objects.filter(book=book).order_by("number")
    assert list(numbers.values_list("number", flat=True)) == list(range(1, count + 1))
    assert balance(book, BANK, ON) == count
    assert list(chain_problems()) == []
    assert list(event_problems()) == []


def test_eight_writers_in_one_book(book: Book) -> None:
    def write(writer: int) -> list[int]:
        return [post(book.pk, f"writer {writer} entry {number}") for number in range(EACH)]

    done = in_threads(write)
    assert sorted(number for numbers in done for number in numbers) == list(  # type: ignore[attr-defined]
        range(1, WRITERS * EACH + 1)
    )
    assert_whole(book, WRITERS * EACH)


def test_eight_clicks_of_one_button_post_once(book: Book) -> None:
    assert in_threads(lambda _writer: post(book.pk, "one click")) == [1] * WRITERS
    assert_whole(book, 1)


def test_eight_reversals_of_one_entry_reverse_once(book: Book) -> None:
    post(book.pk, "wrong")
    entry_id = JournalEntry.objects.get().pk

    def back(writer: int) -> object:
        entry = JournalEntry.objects.get(pk=entry_id)
        return reverse_entry(
            ctx(f"back {writer}"), entry=entry, occurred_on=ON, reason="Salah"
        ).number

    done = in_threads(back)
    assert done.count(2) == 1
    assert sum(isinstance(one, refusals.AlreadyReversed) for one in done) == WRITERS - 1
    assert balance(book, BANK, ON) == 0


POSTING_WITHOUT_END = """
import django
django.setup()
from tests.integration.test_ledger_writers import post
number = 0
while True:
    number += 1
    print(post({book}, f"victim {{number}}"), flush=True)
"""


@pytest.fixture
def victim(book: Book) -> Iterator[subprocess.Popen[str]]:
    """Another process on this test's database, posting until it is killed."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{given['NAME']}"
    else:
        base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        url = f"{base}/{given['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "-c", POSTING_WITHOUT_END.format(book=book.pk)],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "jawara.config.settings_test",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.wait()


def test_a_killed_writer_leaves_no_half_entry(book: Book, victim: subprocess.Popen[str]) -> None:
    assert victim.stdout is not None
    said = 0
    for _ in range(20):
        said = int(victim.stdout.readline())
    time.sleep(0.0137)  # somewhere in the middle of a post
    victim.send_signal(signal.SIGKILL)
    rest = victim.stdout.read().split()
    victim.wait()
    said = int(rest[-1]) if rest else said
    count = JournalEntry.objects.count()
    # What was confirmed is there; at most the one being written may have been finished too.
    assert said <= count <= said + 1
    assert Transfer.objects.count() == count
    assert_whole(book, count)
    assert post(book.pk, "after") == count + 1
    assert_whole(book, count + 1)
