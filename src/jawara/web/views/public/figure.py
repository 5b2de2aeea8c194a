""" "Dari mana angka ini?": formula, what is missing, the rule, the records behind, the history."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jawara.audit.enums import Basis
from jawara.insight import queries as insight
from jawara.insight.registry import Indicator, all_indicators, indicator
from jawara.insight.types import Figure, Question
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.kernel.errors import Refusal
from jawara.web.asking import (
    Asked,
    as_of_control,
    asked_times,
    figure_url,
    full_name,
    language,
    territory_url,
)
from jawara.web.caching import public_page
from jawara.web.downloads import wanted_format
from jawara.web.figures import ask, figure_label, has, page_figure
from jawara.web.present import (
    Crumb,
    Moment,
    PageFigure,
)
from jawara.web.staff import refusal_text
from jawara.web.views.public import behind, explain


@dataclass(frozen=True)
class FigureItem:
    label: str
    meaning: str
    figure: PageFigure


@public_page
def figure(request: HttpRequest, key: str) -> HttpResponse:
    asked = asked_times(request)
    try:
        definition = indicator(key)
        question = _question(request, asked)
    except Refusal as refusal:
        refused = {
            "title": _("Angka ini tidak bisa ditampilkan"),
            "text": refusal_text(refusal),
            "search_url": reverse("web:search"),
        }
        return render(request, "jawara/error.html", refused, status=404)
    kind = wanted_format(request)
    if kind:
        return behind.download(definition, question, kind)
    answered = ask(key, question)
    unknown = explain.unknown(answered)
    context: dict[str, object] = {
        "section": "periksa",
        "crumbs": _crumbs(question, asked, definition),
        "as_of": as_of_control(
            asked,
            territory=question.territory.code if question.territory else "",
            phase=question.phase.code if question.phase else "",
        ),
        "label": figure_label(key),
        "value": page_figure(answered, gap=key == "grants.unexplained" and bool(answered.value)),
        "meaning": _(definition.meaning),
        "scope": _scope(question),
        "badge": _("ilustrasi") if has(answered, "illustrative") else "",
        "formula_words": _(definition.formula),
        "lines": explain.lines(definition, answered),
        "bar": explain.bar(definition, question),
        "unit_row": explain.unit_row(answered, question),
        "unknown_lead": unknown[0] if unknown else "",
        "unknown_texts": unknown[1:],
        "warnings": explain.warnings(answered),
        "rules": explain.rules(definition, answered),
        "entries": behind.entries(request, definition, question, answered),
        "permanent_url": _permanent(key, question),
        "api_url": _api_url(key, question),
        "api_text": _api_url(key, question),
        "history": _history(answered, definition, question),
    }
    return render(request, "jawara/figure.html", context)


@public_page
def figure_index(request: HttpRequest) -> HttpResponse:
    asked = asked_times(request)
    try:
        question = _question(request, asked)
    except Refusal as refusal:
        refused = {
            "title": _("Wilayah ini tidak kami kenal"),
            "text": refusal_text(refusal),
        }
        return render(request, "jawara/error.html", refused, status=404)
    names = {
        "programmes": _("Program"),
        "grants": _("Uang"),
        "cycle": _("Siklus"),
        "community": _("Warga dan kelompok"),
        "trainings": _("Belajar"),
    }
    groups = []
    for topic, rows in groupby(sorted(all_indicators(), key=lambda i: list(names).index(i.topic)),
                               key=lambda i: i.topic):  # fmt: skip
        items = [
            FigureItem(figure_label(row.key), _(row.meaning), page_figure(ask(row.key, question)))
            for row in rows
        ]
        groups.append((names[topic], items))
    context: dict[str, object] = {
        "section": "periksa",
        "crumbs": [Crumb(_("Beranda"), reverse("web:home")), Crumb(_("Periksa"))],
        "as_of": as_of_control(
            asked, territory=question.territory.code if question.territory else ""
        ),
        "place": _scope(question),
        "groups": groups,
    }
    return render(request, "jawara/figure_index.html", context)


def _question(request: HttpRequest, asked: Asked) -> Question:
    return insight.question(
        request.GET.get("territory") or None,
        request.GET.get("phase") or None,
        asked.as_of,
        asked.known_at,
    )


def _crumbs(question: Question, asked: Asked, definition: Indicator) -> list[Crumb]:
    crumbs = [Crumb(_("Beranda"), reverse("web:home") + asked.query())]
    if question.territory:
        url = territory_url(question.territory.code, asked)
        crumbs.append(Crumb(full_name(question.territory), url))
    return [*crumbs, Crumb(figure_label(definition.key))]


def _scope(question: Question) -> str:
    place = full_name(question.territory) if question.territory else "Indonesia"
    parts = [place]
    if question.phase:
        parts.append(question.phase.name)
    parts.append(_("keadaan %(date)s") % {"date": long_date(question.as_of, language())})
    if question.known_at:
        known = timezone.localdate(question.known_at)
        parts.append(_("menurut catatan sampai %(date)s") % {"date": long_date(known, language())})
    return " · ".join(parts)


def _history(answered: Figure, definition: Indicator, question: Question) -> list[Moment]:
    """When the figure was first stated and recorded, and where it stands."""
    moments = []
    for row in insight.reported(definition.key, question):
        stated = format.number(row.value, language()) if row.value is not None else row.quality
        when = long_date(timezone.localdate(row.recorded_at), language())
        text = _("Dicatat dari laporan: %(stated)s.") % {"stated": stated}
        moments.append(Moment(when, text))
    moments += [
        Moment(
            long_date(timezone.localdate(change.recorded_at), language()),
            f"{change.what}: {format.rupiah(change.amount, language())}. {change.text}".strip(),
            badge=_("ilustrasi") if change.basis == Basis.ILLUSTRATIVE else "",
        )
        for change in insight.corrections(definition.key, question)
    ]
    if definition.key == "grants.unexplained" and (answered.answer.value or 0) > 0:
        moments.append(Moment(_("Sekarang"), _("Menunggu penjelasan dan bukti."), open=True))
    return moments


def _permanent(key: str, question: Question) -> str:
    known_at = question.known_at or timezone.now().replace(microsecond=0)
    return figure_url(key, replace(question, known_at=known_at))


def _api_url(key: str, question: Question) -> str:
    return figure_url(key, question).replace(
        reverse("web:figure", args=[key]), f"/api/v1/figures/{key}"
    )
