"""Books of account: append-only, one debit and one credit a transfer, hash-chained per book.

Only `jawara.ledger` touches these tables. Balances are derived, never stored; accounts have a
normal side, so nobody outside sees a sign.
"""

from django.db import models
from django.db.models import F, Q

from jawara.audit.models import Document, Recorded
from jawara.ledger.enums import AccountKind, BookKind, Side
from jawara.territories.models import Unit


class Book(Recorded):
    """One book of one owner (a board, known by its key)."""

    owner = models.UUIDField()
    kind = models.CharField(max_length=16, choices=BookKind.choices)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT)
    opened_on = models.DateField()
    currency = models.CharField(max_length=3, default="IDR")

    class Meta:
        db_table = "ledger_book"
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="ledger_one_book_per_kind")
        ]
        indexes = [models.Index(fields=["unit"])]


class Account(Recorded):
    """An account of a book. `template_code` maps a board's local chart to the national one."""

    # The unique constraint below is its index, here and in the other children.
    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", db_index=False)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=9, choices=AccountKind.choices)
    normal_side = models.CharField(max_length=6, choices=Side.choices)
    template_code = models.CharField(max_length=12)

    class Meta:
        db_table = "ledger_account"
        constraints = [
            models.UniqueConstraint(fields=["book", "code"], name="ledger_account_code_per_book")
        ]
        indexes = [models.Index(fields=["template_code"])]


class JournalEntry(Recorded):
    """One business event in one book. `number` counts from 1 without gaps in each book."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField()
    occurred_on = models.DateField()
    kind = models.CharField(max_length=48)
    memo = models.CharField(max_length=300)
    # The record that caused it, "grants.grantuse:<key>"; empty for a journal voucher.
    source = models.CharField(max_length=120, blank=True, default="")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, db_index=False)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    request_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="ledger_entry_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ledger_entry_from_1"),
        ]
        # Dates are reached through accounts; an index of their own would slow every post.
        indexes = [models.Index(fields=["source"])]


class Transfer(models.Model):
    """A positive amount from the credited to the debited account, in whole rupiah."""

    append_only = True

    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, related_name="transfers", db_index=False
    )
    line = models.PositiveSmallIntegerField()
    debit_account = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    credit_account = models.ForeignKey(Account, models.PROTECT, related_name="credits")
    amount = models.BigIntegerField()

    class Meta:
        db_table = "ledger_transfer"
        constraints = [
            models.UniqueConstraint(fields=["entry", "line"], name="ledger_transfer_line"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_transfer_positive"),
            models.CheckConstraint(
                condition=~Q(debit_account=F("credit_account")),
                name="ledger_transfer_two_accounts",
            ),
        ]
