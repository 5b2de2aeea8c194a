"""Writing grants: signed, checked, disbursed, used, accounted for, explained."""

from jawara.grants.services.accounts import (
    correct_account,
    correct_explanation,
    explain_gap,
    give_account,
    judge_account,
    withdraw_explanation,
)
from jawara.grants.services.agreements import correct_agreement, sign_agreement
from jawara.grants.services.dossiers import (
    Mark,
    check_documents,
    check_dossier,
    disburse_tranche,
    withdraw_disbursement,
)
from jawara.grants.services.operating import (
    record_contribution,
    spend_operating_fund,
    transfer_operating_fund,
    withdraw_contribution,
    withdraw_operating_use,
)
from jawara.grants.services.uses import correct_use, record_use, withdraw_use

__all__ = [
    "Mark",
    "check_documents",
    "check_dossier",
    "correct_account",
    "correct_agreement",
    "correct_explanation",
    "correct_use",
    "disburse_tranche",
    "explain_gap",
    "give_account",
    "judge_account",
    "record_contribution",
    "record_use",
    "sign_agreement",
    "spend_operating_fund",
    "transfer_operating_fund",
    "withdraw_contribution",
    "withdraw_disbursement",
    "withdraw_explanation",
    "withdraw_operating_use",
    "withdraw_use",
]
