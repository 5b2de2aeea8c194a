"""Grants and the records that belong to them, as of a date and as known at an instant."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from jawara.audit.models import Fact
from jawara.community.models import Bkm
from jawara.grants.models import (
    AccountabilityReport,
    BlockGrant,
    Disbursement,
    DossierCheck,
    GapExplanation,
    GrantUse,
    OperatingFundUse,
    OwnContribution,
    Tranche,
)
from jawara.kernel.rulebook import Rulebook
from jawara.ledger import queries as ledger
from jawara.ledger.enums import BookKind
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.territories import queries as territories


def grants_in(
    unit_id: int,
    as_of: date,
    known_at: datetime | None = None,
    phase: Phase | None = None,
    bkm: Bkm | None = None,
) -> QuerySet[BlockGrant]:
    """Agreements signed by a date, of the wards that lay in a territory on that date."""
    found = BlockGrant.objects.as_of(as_of, known_at)
    if unit_id != territories.nation().pk:
        wards = territories.wards_below(unit_id, as_of, known_at)
        found = found.filter(bkm__unit__in=wards.values("unit_id"))
    if phase is not None:
        found = found.filter(phase=phase)
    if bkm is not None:
        found = found.filter(bkm=bkm)
    return found.select_related("bkm", "phase").order_by("bkm__unit_id", "phase__starts_on", "pk")


def grant(pk: int) -> BlockGrant | None:
    """A standing agreement by its id."""
    return (
        BlockGrant.objects.known()
        .filter(pk=pk)
        .select_related("bkm", "bkm__unit", "phase", "document")
        .first()
    )


def rulebook_of(grant: BlockGrant) -> Rulebook:
    """The rules its tranches were planned by."""
    planned = Tranche.objects.filter(grant=grant).values_list("rulebook", flat=True).first()
    if planned is None:
        return programmes.rulebook_for(grant.phase)
    return programmes.rulebooks().get(planned)


def tranches(grant: BlockGrant) -> QuerySet[Tranche]:
    return Tranche.objects.filter(grant=grant).order_by("number")


def tranche(pk: int) -> Tranche | None:
    return (
        Tranche.objects.filter(pk=pk)
        .select_related("grant", "grant__bkm", "grant__phase", "grant__bkm__unit")
        .first()
    )


def of_grants(grants: QuerySet[BlockGrant] | BlockGrant, path: str = "grant") -> Q:
    """Condition: the record belongs to this grant, or to one of these."""
    if isinstance(grants, BlockGrant):
        return Q(**{path: grants})
    return Q(**{f"{path}__in": grants.order_by().values("pk")})


Grants = QuerySet[BlockGrant] | BlockGrant


def disbursements(
    grants: Grants, as_of: date, known_at: datetime | None = None
) -> QuerySet[Disbursement]:
    """Money that arrived, each with what its entry `booked`."""
    found = Disbursement.objects.as_of(as_of, known_at).filter(of_grants(grants, "tranche__grant"))
    found = found.select_related("tranche", "tranche__grant", "tranche__grant__bkm", "document")
    return ledger.with_booked(found, as_of, known_at).order_by("occurred_on", "pk")


def uses(
    grants: Grants, as_of: date, known_at: datetime | None = None, pillar: str | None = None
) -> QuerySet[GrantUse]:
    """What the money was used for, each with what its entry `booked`."""
    found = GrantUse.objects.as_of(as_of, known_at).filter(of_grants(grants))
    if pillar is not None:
        found = found.filter(pillar=pillar)
    found = found.select_related("grant", "grant__bkm", "ksm", "document")
    return ledger.with_booked(found, as_of, known_at).order_by("occurred_on", "pk")


def operating_uses(
    grants: Grants,
    as_of: date,
    known_at: datetime | None = None,
    *,
    is_transfer: bool | None = None,
) -> QuerySet[OperatingFundUse]:
    """Operating money: moved into its own book, and spent from it."""
    found = OperatingFundUse.objects.as_of(as_of, known_at).filter(of_grants(grants))
    if is_transfer is not None:
        found = found.filter(is_transfer=is_transfer)
    found = found.select_related("grant", "grant__bkm", "document")
    return ledger.with_booked(found, as_of, known_at).order_by("occurred_on", "pk")


def contributions(
    grants: Grants, as_of: date, known_at: datetime | None = None
) -> QuerySet[OwnContribution]:
    found = OwnContribution.objects.as_of(as_of, known_at).filter(of_grants(grants))
    return found.select_related("grant", "grant__bkm", "document").order_by("occurred_on", "pk")


def explanations(
    grants: Grants, as_of: date, known_at: datetime | None = None
) -> QuerySet[GapExplanation]:
    found = GapExplanation.objects.as_of(as_of, known_at).filter(of_grants(grants))
    return found.select_related("grant", "grant__bkm", "document").order_by("occurred_on", "pk")


def reports(
    grants: Grants, as_of: date, known_at: datetime | None = None
) -> QuerySet[AccountabilityReport]:
    found = AccountabilityReport.objects.as_of(as_of, known_at)
    found = found.filter(of_grants(grants, "tranche__grant"))
    return found.select_related("tranche", "document").order_by("tranche__number", "pk")


def checks(grants: Grants, as_of: date, known_at: datetime | None = None) -> QuerySet[DossierCheck]:
    """Verifiers' marks up to a date, the newest of each last: that one counts."""
    found = DossierCheck.objects.as_of(as_of, known_at)
    found = found.filter(of_grants(grants, "tranche__grant")).select_related("document")
    return found.order_by("occurred_on", "pk")


@dataclass(frozen=True, slots=True)
class Available:
    """What may still be taken out on a day: `amount`, limited by the balance on `lowest_on`."""

    amount: int
    on: date
    lowest_on: date


def available(
    grant: BlockGrant, on: date, *, without: GrantUse | OperatingFundUse | None = None
) -> Available:
    """What of a grant may be used on a date so that neither it nor the bank account of the board
    ever goes below zero, that day or later. `without`: a record whose entry was just reversed."""
    moves: dict[date, int] = {}
    found: list[tuple[int, QuerySet[Any]]] = [
        (1, Disbursement.objects.known().filter(tranche__grant=grant)),
        (-1, GrantUse.objects.known().filter(grant=grant)),
        (-1, OperatingFundUse.objects.known().filter(grant=grant, is_transfer=True)),
    ]
    for sign, records in found:
        kept = records.exclude(pk=without.pk) if isinstance(without, records.model) else records
        rows = kept.order_by().values_list("occurred_on").annotate(total=Sum("amount_rupiah"))
        for day, total in rows:
            moves[day] = moves.get(day, 0) + sign * total
    amount, lowest_on = lowest(moves, on)
    book = ledger.book(grant.bkm.key, BookKind.SECRETARIAT)
    if book is not None:
        bank = rulebook_of(grant).posting("grant_disbursed").debit
        in_bank, when = ledger.lowest_balance(book, bank, on)
        if in_bank < amount:
            amount, lowest_on = in_bank, when
    return Available(max(amount, 0), on, lowest_on)


def lowest(moves: dict[date, int], on: date) -> tuple[int, date]:
    """The lowest running sum on or after a date, and when."""
    running = sum(total for day, total in moves.items() if day <= on)
    least, when = running, on
    for day in sorted(day for day in moves if day > on):
        running += moves[day]
        if running < least:
            least, when = running, day
    return least, when


_R = TypeVar("_R", bound=Fact)


def record(model: type[_R], key: UUID) -> _R | None:
    """One record that hangs on a grant, corrected or not, with its grant and board at hand."""
    path = "tranche__grant" if hasattr(model, "tranche") else "grant"
    related = [path, f"{path}__bkm", f"{path}__phase", "document"]
    return model._base_manager.filter(key=key).select_related(*related).first()
