"""Phases side by side: the same measures, each with its figure or "not stated"."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.insight.present import warning_text
from jawara.insight.types import Figure, Question
from jawara.kernel import format
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.web.asking import Asked, language
from jawara.web.figures import ask, figure_label, is_known, joined, marked, page_figure
from jawara.web.present import Cell, Notice, PageFigure, PhaseRow
from jawara.web.sections import as_of_text, repayment_quality, with_phase

# What a report's verdict in words looks like beside numbers.
GOOD_WORDS = {"baik"}


@dataclass(frozen=True)
class PhaseTable:
    heading: str
    caption: str
    columns: list[str]
    rows: list[PhaseRow]
    notice: Notice | None
    url: str


def phase_table(question: Question, phases: Sequence[Phase], asked: Asked) -> PhaseTable:
    scopes = [with_phase(question, phase) for phase in phases]
    rows = [_row("programmes.wards", scopes)]
    rows += [_row(key, scopes) for key in step_keys(phases) if any_known(key, scopes)]
    rows += [
        _money_row("grants.realised", scopes),
        _money_row("grants.unexplained", scopes),
        _row("community.groups", scopes),
        _row("community.members", scopes),
    ]
    quality = [repayment_quality(scope) for scope in scopes]
    if any(quality):
        rows.append(
            PhaseRow(
                _("Pengembalian dana bergulir"),
                tuple(_verdict(word) for word in quality),
                _("penilaian laporan, tanpa angka"),
            )
        )
    place = question.territory
    heading = _("%(phases)s berdampingan") % {"phases": joined(p.short_name for p in phases)}
    return PhaseTable(
        heading=heading[:1].upper() + heading[1:],
        caption=_("Keadaan %(date)s") % {"date": as_of_text(question)},
        columns=[phase.short_name[:1].upper() + phase.short_name[1:] for phase in phases],
        rows=rows,
        notice=small_group_notice(scopes),
        url=reverse("web:phases") + asked.query(territory=place.code if place else ""),
    )


def step_keys(phases: Sequence[Phase]) -> list[str]:
    """Step indicators of these phases in rulebook order, each once."""
    keys: dict[str, None] = {}
    for phase in phases:
        for step in programmes.rulebook_for(phase).steps():
            keys.setdefault(f"cycle.{step.code}.progress")
    return list(keys)


def any_known(key: str, scopes: Sequence[Question]) -> bool:
    return any(is_known(ask(key, scope)) for scope in scopes)


def small_group_notice(scopes: Sequence[Question]) -> Notice | None:
    for scope in scopes:
        figure = ask("community.members", scope)
        for warning in figure.warnings:
            if warning.code == "small_groups":
                lead = _("Perlu dilihat: rata-rata %(average)s anggota per KSM.") % {
                    "average": format.decimal_comma(
                        cast("Decimal", warning.values["average"]), language()
                    )
                }
                return Notice(lead, warning_text(warning))
    return None


def _row(key: str, scopes: Sequence[Question]) -> PhaseRow:
    return PhaseRow(figure_label(key), tuple(_cell(ask(key, scope)) for scope in scopes))


def _cell(figure: Figure) -> Cell:
    return Cell(figure=marked(page_figure(figure), figure))


def _money_row(key: str, scopes: Sequence[Question]) -> PhaseRow:
    cells = []
    for scope in scopes:
        figure = ask(key, scope)
        if not is_known(figure):
            cells.append(Cell(figure=page_figure(figure)))
            continue
        amount = figure.answer.value or 0
        gap = key == "grants.unexplained" and amount > 0
        text = format.million_rupiah(amount, 2, language())
        shown = page_figure(figure, text=text, gap=gap)
        if not amount:
            shown = PageFigure(shown.label, shown.text, shown.url, "zero")
        cells.append(Cell(figure=shown))
    return PhaseRow(figure_label(key), tuple(cells), _("juta Rp"))


def _verdict(word: str) -> Cell:
    if not word:
        return Cell(figure=PageFigure("", "", "", "not_stated"))
    return Cell(status="ok" if word in GOOD_WORDS else "warn", word=_(word))
