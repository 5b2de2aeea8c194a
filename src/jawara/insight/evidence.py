"""Who may open an evidence file.

Public files everybody. The others whoever handed them in, and people who work over a unit that a
record with this file belongs to. Nobody else: a file that no record names is its sender's alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import Model, QuerySet

from jawara.accounts.rules import ENTER_WORKSPACE
from jawara.audit.models import Document
from jawara.audit.services import Actor
from jawara.cycle.models import Plan, StepEvidence
from jawara.grants.models import (
    AccountabilityReport,
    BlockGrant,
    Disbursement,
    DossierCheck,
    GapExplanation,
    GrantUse,
    OperatingFundUse,
    OwnContribution,
)
from jawara.insight.models import ReportedFigure
from jawara.ledger import queries as ledger
from jawara.territories.models import ChangeParty
from jawara.trainings.models import Training

# Every record that can name a file: from it to the file, and to the unit it belongs to.
BELONGS_TO: dict[type[Model], tuple[str, str]] = {
    StepEvidence: ("document", "record__run__unit_id"),
    Plan: ("document", "bkm__unit_id"),
    BlockGrant: ("document", "bkm__unit_id"),
    DossierCheck: ("document", "tranche__grant__bkm__unit_id"),
    Disbursement: ("document", "tranche__grant__bkm__unit_id"),
    AccountabilityReport: ("document", "tranche__grant__bkm__unit_id"),
    GrantUse: ("document", "grant__bkm__unit_id"),
    OperatingFundUse: ("document", "grant__bkm__unit_id"),
    OwnContribution: ("document", "grant__bkm__unit_id"),
    GapExplanation: ("document", "grant__bkm__unit_id"),
    ChangeParty: ("change__document", "unit_id"),
    Training: ("document", "unit_id"),
    ReportedFigure: ("document", "unit_id"),
}


def units_of(document: Document) -> Iterator[int]:
    """Units whose records name this file, corrected and withdrawn records too."""
    found: list[QuerySet[Any, Any]] = [
        model._base_manager.filter(**{to_file: document}).order_by().values_list(to_unit, flat=True)
        for model, (to_file, to_unit) in BELONGS_TO.items()
    ]
    yield from reduce(lambda one, other: one.union(other), found)
    yield from ledger.units_with_document(document)


def public_among(fingerprints: Iterable[str]) -> frozenset[str]:
    """Those of these files that everybody may open. What the others are called may name people."""
    public = Document.objects.filter(sha256__in=set(fingerprints), is_public=True)
    return frozenset(public.values_list("sha256", flat=True))


def may_open(document: Document, actor: Actor | None, on: date) -> bool:
    """Whether somebody (None: a visitor) may open a file on a date."""
    if document.is_public:
        return True
    if actor is None:
        return False
    if document.recorded_by == actor.id:
        return True
    return any(actor.authority(ENTER_WORKSPACE, unit_id, on) for unit_id in units_of(document))
