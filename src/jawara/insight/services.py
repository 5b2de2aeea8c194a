"""Keeping what reports stated."""

from dataclasses import dataclass
from datetime import date

from jawara.audit.models import Document
from jawara.audit.services import Ctx, correct, service
from jawara.insight import rules
from jawara.insight.models import ReportedFigure
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.programmes.models import Phase
from jawara.territories.models import Unit


class NothingStated(Refusal):
    code = "nothing_stated"
    message = gettext_noop("Tulis angkanya, atau kata penilaiannya.")


@dataclass(frozen=True)
class Stated:
    """A figure as a report gave it: a number, "numerator of denominator", or a verdict in words."""

    indicator: str
    phase: str
    value: int | None = None
    denominator: int | None = None
    quality: str = ""


@service(
    "insight.figure.stated",
    returns=ReportedFigure,
    allow=rules.may_state,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def state_figure(
    ctx: Ctx,
    *,
    indicator: str,
    unit: Unit,
    phase: Phase | None,
    as_of: date,
    value: int | None,
    denominator: int | None = None,
    quality: str = "",
    source: str,
    document: Document | None = None,
    supersedes: ReportedFigure | None = None,
) -> ReportedFigure:
    """Record a published figure with its source. It never becomes the figure itself."""
    if value is None and not quality:
        raise NothingStated(field="value")
    return ReportedFigure.objects.create(
        indicator=indicator,
        unit=unit,
        phase=phase,
        occurred_on=as_of,
        value=value,
        denominator=denominator,
        quality=quality,
        source=source,
        document=document,
        **(correct(supersedes) if supersedes else {}),
        **ctx.stamp(),
    )
