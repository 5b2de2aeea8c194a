"""Writing the community cycle and its plans."""

from jawara.cycle.services.plans import (
    PlanItemRow,
    add_item,
    correct_item,
    correct_plan,
    ratify_plan,
    withdraw_item,
)
from jawara.cycle.services.steps import (
    Attendance,
    EvidenceRow,
    correct_step,
    open_run,
    record_step,
    record_ward_step,
    withdraw_step,
)

__all__ = [
    "Attendance",
    "EvidenceRow",
    "PlanItemRow",
    "add_item",
    "correct_item",
    "correct_plan",
    "correct_step",
    "open_run",
    "ratify_plan",
    "record_step",
    "record_ward_step",
    "withdraw_item",
    "withdraw_step",
]
