"""The whole check: chains, books against records, files, triggers; and what is worth a warning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jawara.audit import queries as audit
from jawara.audit import triggers
from jawara.audit.queries import Problem
from jawara.community import queries as community
from jawara.grants import queries as grants
from jawara.insight import queries as insight
from jawara.insight.models import ReportedFigure
from jawara.insight.present import warning_text
from jawara.insight.registry import all_indicators, indicator
from jawara.kernel.format import rupiah
from jawara.ledger import queries as ledger
from jawara.territories import changes as territory_changes


@dataclass(frozen=True)
class Notice:
    """Worth knowing, not broken: stable code, where, what."""

    code: str
    where: str
    message: str


def problems() -> Iterator[Problem]:
    """Every broken invariant. The books come first: they name the entry."""
    yield from ledger.chain_problems()
    yield from grants.problems()
    yield from territory_changes.problems()
    yield from audit.event_problems()
    yield from audit.document_problems()
    for name in triggers.missing(connection):
        message = _("Penjaga %(name)s di basis data hilang. Jalankan `jawara migrate`.")
        yield Problem("trigger_missing", "database", name, message % {"name": name})


def notices(as_of: date) -> Iterator[Notice]:
    """Differences and doubts: unexplained money by board, and warnings of reported figures."""
    signed = grants.grants_in(insight.question(None, None, as_of, None).unit_id, as_of)
    totals = grants.by_grant(signed, as_of)
    for grant in signed:
        gap = totals[grant.pk].unexplained
        if gap:
            profile = community.profile(grant.bkm, as_of)
            name = profile.name if profile else str(grant.bkm.key)
            values = {"board": name, "amount": rupiah(gap, get_language() or "id")}
            message = _("%(board)s: untuk %(amount)s dari BLM belum ada penjelasan.") % values
            yield Notice("unexplained", name, message)
    yield from _reported(as_of)


def _reported(as_of: date) -> Iterator[Notice]:
    """Warnings carried by every figure that a report stated, for its own territory and phase."""
    known = {item.key for item in all_indicators()}
    for row in ReportedFigure.objects.known().select_related("phase").order_by("pk"):
        if row.indicator not in known or row.occurred_on > as_of:
            continue
        asked = insight.question_of(row)
        for warning in insight.figure(row.indicator, asked).warnings:
            where = f"{row.indicator} {asked.territory.code if asked.territory else ''}"
            if row.phase:
                where += f" {row.phase.code}"
            unit = indicator(row.indicator).unit
            yield Notice(warning.code, where, warning_text(warning, unit))
