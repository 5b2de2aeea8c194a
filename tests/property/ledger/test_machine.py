"""Books against a dictionary: post, batch, reverse, repeat, backdate, in any order."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jawara.audit.queries import event_problems
from jawara.ledger import refusals
from jawara.ledger.chains import chain_problems
from jawara.ledger.models import Book, JournalEntry
from jawara.ledger.queries import lowest_balance, totals_by_template, trial_balance
from jawara.ledger.services import Draft, Line, post_entries, post_entry, reverse_entry
from tests.support.ledger import BANK, CASH, EQUITY, NOW, OPENED_ON, WORKS, a_book, ctx

CODES = (BANK, CASH, EQUITY, WORKS)
DAYS = st.integers(0, 300).map(lambda days: OPENED_ON + timedelta(days=days))
AMOUNTS = st.integers(1, 10**12)
PAIRS = st.permutations(CODES).map(lambda codes: (codes[0], codes[1]))
LINES = st.lists(st.tuples(PAIRS, AMOUNTS), min_size=1, max_size=3)
NORMAL_DEBIT = {BANK, CASH, WORKS}

Lines = list[tuple[tuple[str, str], int]]


@dataclass
class Naive:
    """A book as a list of (day, instant, lines)."""

    posted: list[tuple[date, datetime, Lines]] = field(default_factory=list)

    def balances(self, as_of: date, known_at: datetime | None) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for on, at, lines in self.posted:
            if on <= as_of and (known_at is None or at <= known_at):
                for (debit, credit), amount in lines:
                    found[debit] += amount if debit in NORMAL_DEBIT else -amount
                    found[credit] += -amount if credit in NORMAL_DEBIT else amount
        return found

    def lowest(self, code: str, on: date) -> int:
        days = {on, *(day for day, _, _ in self.posted if day > on)}
        return min(self.balances(day, None)[code] for day in days)


def as_lines(lines: Lines) -> list[Line]:
    return [Line(debit, credit, amount) for (debit, credit), amount in lines]


class Ledger(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.scope = transaction.atomic()
        self.scope.__enter__()
        self.book: Book = a_book()
        self.naive = Naive()
        self.entries: list[tuple[JournalEntry, Lines]] = []
        self.reversed: set[int] = set()
        self.clock = NOW
        self.count = 0

    def next(self, name: str) -> str:
        self.count += 1
        self.clock += timedelta(minutes=1)
        return f"{name} {self.count}"

    @rule(on=DAYS, lines=LINES)
    def post(self, on: date, lines: Lines) -> None:
        name = self.next("post")
        arguments = {"book": self.book, "occurred_on": on, "kind": "x", "memo": name}
        entry = post_entry(ctx(name, at=self.clock), lines=as_lines(lines), **arguments)  # type: ignore[arg-type]
        again = post_entry(
            ctx(name, at=self.clock + timedelta(days=1)),
            lines=as_lines(lines),
            **arguments,  # type: ignore[arg-type]
        )
        assert again.pk == entry.pk
        self.naive.posted.append((on, self.clock, lines))
        self.entries.append((entry, lines))

    @rule(rows=st.lists(st.tuples(DAYS, LINES), min_size=1, max_size=5))
    def batch(self, rows: list[tuple[date, Lines]]) -> None:
        name = self.next("batch")
        drafts = [Draft(on, "x", name, as_lines(lines)) for on, lines in rows]
        post_entries(ctx(name, at=self.clock), book=self.book, entries=drafts)
        self.naive.posted += [(on, self.clock, lines) for on, lines in rows]

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), later=st.integers(0, 40))
    def reverse(self, data: st.DataObject, later: int) -> None:
        place = data.draw(st.integers(0, len(self.entries) - 1))
        entry, lines = self.entries[place]
        name, on = self.next("reverse"), entry.occurred_on + timedelta(days=later)
        back = ctx(name, at=self.clock)
        if entry.pk in self.reversed:
            with pytest.raises(refusals.AlreadyReversed):
                reverse_entry(back, entry=entry, occurred_on=on, reason=name)
            return
        reverse_entry(back, entry=entry, occurred_on=on, reason=name)
        self.reversed.add(entry.pk)
        mirrored = [((credit, debit), amount) for (debit, credit), amount in lines]
        self.naive.posted.append((on, self.clock, mirrored))

    @rule(as_of=DAYS, back=st.integers(0, 20), known=st.booleans())
    def ask(self, as_of: date, back: int, known: bool) -> None:
        known_at = self.clock - timedelta(minutes=back) if known else None
        found = {line.code: line.balance for line in trial_balance(self.book, as_of, known_at)}
        expected = self.naive.balances(as_of, known_at)
        assert found == {code: expected[code] for code in CODES}
        totals = totals_by_template(CODES, as_of, known_at, owners=[self.book.owner])
        assert {code: totals.get((self.book.owner, code), 0) for code in CODES} == found

    @rule(on=DAYS)
    def lowest(self, on: date) -> None:
        assert lowest_balance(self.book, BANK, on)[0] == self.naive.lowest(BANK, on)

    @invariant()
    def numbers_have_no_gaps(self) -> None:
        if hasattr(self, "book"):
            numbers = JournalEntry.objects.filter(book=self.book).order_by("number")
            assert list(numbers.values_list("number", flat=True)) == list(
                range(1, len(self.naive.posted) + 1)
            )

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            try:
                assert list(chain_problems()) == []
                assert list(event_problems()) == []
            finally:
                transaction.set_rollback(True)
                self.scope.__exit__(None, None, None)


@pytest.mark.django_db
def test_books_behave_like_a_dictionary() -> None:
    few = settings(
        max_examples=12,
        stateful_step_count=18,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Ledger, settings=few)
