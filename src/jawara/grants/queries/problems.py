"""Records and books held against each other: every row that disagrees."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from jawara.audit.queries import Problem
from jawara.grants.enums import ContributionKind
from jawara.grants.models import (
    BlockGrant,
    Disbursement,
    GrantUse,
    OperatingFundUse,
    OwnContribution,
    Tranche,
)
from jawara.ledger import queries as ledger

FAR = date.max


def problems() -> Iterator[Problem]:
    """Every record whose entry says something else, and every grant that does not add up."""
    booked: list[QuerySet[Any]] = [
        Disbursement.objects.all(),
        GrantUse.objects.all(),
        OperatingFundUse.objects.all(),
        OwnContribution.objects.filter(kind=ContributionKind.CASH),
    ]
    for records in booked:
        yield from _against_books(records)
    yield from _tranches_against_ceiling()
    yield from _above_tranche()


def _against_books(records: QuerySet[Any]) -> Iterator[Problem]:
    """A standing record moved its amount; one that was corrected or withdrawn moved nothing."""
    standing = set(records.model.objects.known().values_list("pk", flat=True))
    for record in ledger.with_booked(records, FAR).order_by("pk").iterator(chunk_size=2000):
        expected = record.amount_rupiah if record.pk in standing else 0
        if record.booked != expected:
            values = {
                "record": record._meta.label_lower,
                "id": record.pk,
                "stated": expected,
                "booked": record.booked,
            }
            message = _("%(record)s %(id)s: catatan Rp %(stated)s, buku Rp %(booked)s.") % values
            yield Problem(
                "record_differs_from_book", str(record.key), str(record.entry_key or ""), message
            )


def _tranches_against_ceiling() -> Iterator[Problem]:
    planned = dict(
        Tranche.objects.order_by().values_list("grant_id").annotate(total=Sum("amount_rupiah"))
    )
    for grant in BlockGrant.objects.known().order_by("pk"):
        if planned.get(grant.pk) != grant.ceiling_rupiah:
            values = {"number": grant.agreement_number, "ceiling": grant.ceiling_rupiah}
            message = _("Perjanjian %(number)s: jumlah termin bukan pagunya, Rp %(ceiling)s.")
            yield Problem("tranches_differ_from_ceiling", str(grant.key), "", message % values)


def _above_tranche() -> Iterator[Problem]:
    rows = (
        Disbursement.objects.known()
        .order_by()
        .values_list("tranche__key", "tranche__number", "tranche__amount_rupiah")
        .annotate(total=Sum("amount_rupiah"))
    )
    for key, number, amount, total in rows:
        if total > amount:
            values = {"number": number, "amount": amount, "total": total}
            message = _("Termin %(number)s: cair Rp %(total)s, lebih dari Rp %(amount)s.") % values
            yield Problem("disbursed_above_tranche", str(key), "", message)
