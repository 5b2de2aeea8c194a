"""Reading the cycle: states of steps per ward, progress, what the rules still ask, plans."""

from jawara.cycle.queries.checks import (
    Finding,
    RuleCheck,
    checks_of,
    conformance,
    conformance_by_ward,
)
from jawara.cycle.queries.plans import PlanView, lineage, plan, plans
from jawara.cycle.queries.states import (
    StepView,
    WardState,
    matrix,
    progress,
    record,
    record_history,
    runs,
    state_of,
    step_states,
    ward_steps,
)

__all__ = [
    "Finding",
    "PlanView",
    "RuleCheck",
    "StepView",
    "WardState",
    "checks_of",
    "conformance",
    "conformance_by_ward",
    "lineage",
    "matrix",
    "plan",
    "plans",
    "progress",
    "record",
    "record_history",
    "runs",
    "state_of",
    "step_states",
    "ward_steps",
]
