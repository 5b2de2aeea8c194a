"""The grants of the example: agreement, dossier by the chain of verifiers, money in, money used."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from jawara.audit.models import Document
from jawara.audit.services import Ctx
from jawara.community.models import Bkm
from jawara.grants import queries
from jawara.grants.models import BlockGrant, Tranche
from jawara.grants.services import (
    Mark,
    check_documents,
    disburse_tranche,
    record_use,
    sign_agreement,
)
from jawara.programmes.enums import Pillar
from jawara.programmes.models import Phase


def load_grant(
    pen: Callable[[], Ctx],
    *,
    bkm: Bkm,
    phase: Phase,
    number: str,
    received: int,
    uses: Mapping[str, int],
    data: dict[str, Any],
    sheet: Document,
) -> None:
    """One ward's grant, received in full and used as far as the report's totals go."""
    dates = data["grant_dates"]
    grant = sign_agreement(
        pen(),
        bkm=bkm,
        phase=phase,
        agreement_number=number,
        ceiling_rupiah=received,
        occurred_on=dates["agreement"],
        document=sheet,
    )
    for tranche, day in zip(queries.tranches(grant), dates["disbursements"], strict=True):
        _pass_dossier(pen, grant, tranche, day - timedelta(days=7), sheet)
        disburse_tranche(
            pen(),
            tranche=tranche,
            amount_rupiah=tranche.amount_rupiah,
            occurred_on=day,
            document=sheet,
        )
    for pillar, amount in uses.items():
        record_use(
            pen(),
            grant=grant,
            pillar=Pillar(pillar),
            activity=data["use_activities"][pillar],
            amount_rupiah=amount,
            occurred_on=dates["uses"][pillar],
            document=sheet,
        )


def _pass_dossier(
    pen: Callable[[], Ctx], grant: BlockGrant, tranche: Tranche, on: date, sheet: Document
) -> None:
    """Every document marked present and correct by every verifier, in the rulebook's order."""
    rulebook = queries.rulebook_of(grant)
    marks = [
        Mark(document.code, present=True, correct=True, document=sheet)
        for document in rulebook.dossier(tranche.number)
    ]
    for verifier in rulebook.verifiers():
        check_documents(pen(), tranche=tranche, verifier=verifier.code, occurred_on=on, marks=marks)
