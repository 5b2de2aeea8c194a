"""One skeleton for every level, from the nation to the ward."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.community.models import BkmProfile
from jawara.insight.indicators.shared import coverage, names
from jawara.insight.types import Figure, Question
from jawara.kernel import format
from jawara.kernel.errors import Refusal
from jawara.programmes.models import Phase
from jawara.territories import queries as territories
from jawara.territories.enums import Level
from jawara.territories.models import UnitVersion
from jawara.web import charts
from jawara.web.asking import (
    Asked,
    as_of_control,
    asked_times,
    full_name,
    language,
    territory_url,
)
from jawara.web.caching import public_page
from jawara.web.downloads import wanted_format
from jawara.web.figures import ask, figure_label, is_known, joined, page_figure, ward_words
from jawara.web.money_table import money_download, money_section
from jawara.web.phase_table import PhaseTable, phase_table
from jawara.web.present import Crumb, CycleRow, Link, Place
from jawara.web.sections import (
    Money,
    as_of_text,
    money_of,
    money_scope,
    ordered_wards,
    phases_of,
    step_figures,
    step_rows,
    with_phase,
)
from jawara.web.staff import refusal_text

WARDS_ON_PAGE = 60
PLACES_ON_PAGE = 120


@dataclass(frozen=True)
class CycleSection:
    heading: str
    text: str
    caption: str
    badge: str
    head: str
    rows: list[CycleRow] = field(default_factory=list)
    steps: list[charts.Step] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    page: Page[Any] | None = None


@dataclass(frozen=True)
class PlaceList:
    heading: str
    rows: list[Place]
    page: Page[Any] | None


@public_page
def territories_index(request: HttpRequest) -> HttpResponse:
    """/wilayah/ is the nation's page."""
    query = request.META.get("QUERY_STRING", "")
    url = reverse("web:territory", args=["0"])
    return HttpResponseRedirect(f"{url}?{query}" if query else url)


@public_page
def territory(request: HttpRequest, code: str) -> HttpResponse:
    asked = asked_times(request)
    try:
        unit = territories.by_code(code, asked.as_of, asked.known_at)
    except Refusal as refusal:
        return _of_today(code, asked) or _not_there(request, refusal)
    question = Question(unit.unit_id, unit, None, asked.as_of, asked.known_at)
    phases = phases_of(question)
    money = money_of(money_scope(question, phases)) if phases else None
    kind = wanted_format(request)
    if money and kind:
        return money_download(money, kind)
    wards = ask("programmes.wards", question)
    context = {
        "section": "wilayah",
        "crumbs": _crumbs(unit, asked),
        "as_of": as_of_control(asked),
        "name": full_name(unit),
        "wards": page_figure(wards, text=ward_words(wards.answer.value or 0))
        if is_known(wards)
        else None,
        "split": _split(question, phases),
        "realised": page_figure(money.realised) if money else None,
        "unexplained": page_figure(money.gap, gap=True) if money and money.gap_amount else None,
        "money_scope": _scope_words(money, phases),
        "source": joined(phase.name for phase in phases),
        "boundary": _boundary(question),
        "boards": _boards(question),
        "money": money_section(request, money, asked) if money else None,
        "cycle": _cycle(request, question, phases, asked),
        "phases": _phases(question, phases, asked),
        "places": _places(request, question, asked),
        "next": _next(question, asked, phases),
    }
    return render(request, "jawara/territory.html", context)


def _of_today(code: str, asked: Asked) -> HttpResponse | None:
    """Where nobody asked for a date and ours is too early for this territory: the page of today."""
    today = timezone.localdate()
    if asked.explicit or asked.error or asked.as_of == today:
        return None
    try:
        territories.by_code(code, today)
    except Refusal:
        return None
    url = reverse("web:territory", args=[code])
    return HttpResponseRedirect(f"{url}?as_of={today.isoformat()}")


def _not_there(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {
        "title": _("Wilayah ini tidak ada pada tanggal itu")
        if refusal.code == "retired_code"
        else _("Wilayah ini tidak kami kenal"),
        "text": refusal_text(refusal),
        "search_url": reverse("web:search"),
    }
    return render(request, "jawara/error.html", context, status=404)


def _crumbs(unit: UnitVersion, asked: Asked) -> list[Crumb]:
    line = territories.breadcrumbs(unit, asked.as_of, asked.known_at)
    above = [Crumb(full_name(item), territory_url(item.code, asked)) for item in line[:-1]]
    return [
        Crumb(_("Beranda"), reverse("web:home") + asked.query()),
        *above,
        Crumb(full_name(unit)),
    ]


def _split(question: Question, phases: list[Phase]) -> str:
    if len(phases) < 2:
        return _("di %(phase)s") % {"phase": phases[0].short_name} if phases else ""
    parts = []
    for phase in phases:
        count = ask("programmes.wards", with_phase(question, phase)).answer.value or 0
        words = {"count": format.number(count, language()), "phase": phase.short_name}
        parts.append(_("%(count)s di %(phase)s") % words)
    return ", ".join(parts)


def _scope_words(money: Money | None, phases: list[Phase]) -> str:
    phase = money.question.phase if money else None
    if phase is None or len(phases) < 2:
        return ""
    return _("di %(phase)s") % {"phase": phase.short_name}


def _boundary(question: Question) -> str:
    """Said when the wards of this territory on this date are not today's."""
    if question.unit_id == territories.nation().pk:
        return ""
    version = question.territory
    assert version is not None
    moved = territories.moved_away(question.unit_id, question.as_of, question.known_at)
    if not moved:
        return ""
    since = min(item.since for item in moved)
    return _("batas %(year)s, termasuk kecamatan yang sejak %(since)s masuk %(where)s.") % {
        "year": question.as_of.year,
        "since": since.year,
        "where": joined(sorted({item.now_in for item in moved})),
    }


def _boards(question: Question) -> list[Place]:
    """The board of a ward, on the ward's own page."""
    if question.territory is None or question.territory.level != Level.VILLAGE:
        return []
    rows = BkmProfile.objects.as_of(question.as_of, question.known_at).filter(
        bkm__unit_id=question.unit_id
    )
    return [
        Place(row.name, reverse("web:bkm", args=[row.bkm_id]), _("papan pengumuman BKM ini"))
        for row in rows
    ]


def _cycle(
    request: HttpRequest, question: Question, phases: list[Phase], asked: Asked
) -> CycleSection | None:
    for phase in phases:
        scope = with_phase(question, phase)
        figures = step_figures(scope)
        if not figures:
            continue
        ids = coverage(scope).values_list("unit_id", flat=True)
        versions = {item.code: item for item in names(scope, ids).values()}
        wards = ordered_wards(figures, [(code, item.name) for code, item in versions.items()])
        lacking = sum(1 for code, _name in wards if _missing(figures, code))
        caption = _("Langkah siklus per kelurahan, %(phase)s, per %(date)s") % {
            "phase": phase.short_name,
            "date": as_of_text(scope),
        }
        heading = (
            ngettext(
                "Siklus: %(count)s kelurahan %(phase)s belum selesai",
                "Siklus: %(count)s kelurahan %(phase)s belum selesai",
                lacking,
            )
            if lacking
            else _("Siklus: semua kelurahan %(phase)s selesai")
        ) % {"count": format.number(lacking, language()), "phase": phase.short_name}
        text = _("Langkahnya: %(steps)s.") % {
            "steps": joined(figure_label(figure.key) for figure in figures)
        }
        badge = _("ilustrasi") if any(f.answer.illustrative for f in figures) else ""
        head = ngettext("%(count)s langkah", "%(count)s langkah", len(figures)) % {
            "count": len(figures)
        }
        if len(wards) > WARDS_ON_PAGE:
            steps = step_rows(figures, wards)
            return CycleSection(heading, text, caption, badge, head, steps=steps)
        rows = _cycle_rows(figures, wards, versions, scope, asked)
        return CycleSection(heading, text, caption, badge, head, rows=rows)
    return None


def _missing(figures: Sequence[Figure], code: str) -> list[tuple[str, str]]:
    return [
        (figure.key, str(item.state))
        for figure in figures
        for item in figure.answer.missing
        if item.code == code
    ]


def _cycle_rows(
    figures: Sequence[Figure],
    wards: list[tuple[str, str]],
    versions: dict[str, UnitVersion],
    scope: Question,
    asked: Asked,
) -> list[CycleRow]:
    above = names(scope, {v.subdistrict_id for v in versions.values() if v.subdistrict_id})
    rows = []
    for code, name in wards:
        lacking = _missing(figures, code)
        states = dict(lacking)
        units = [charts.Unit("", states.get(figure.key, "done")) for figure in figures]  # type: ignore[arg-type]
        done = len(figures) - len(lacking)
        short = [_short(figure) for figure in figures if figure.key in states]
        subdistrict = above.get(versions[code].subdistrict_id or 0)
        rows.append(
            CycleRow(
                name=name,
                url=territory_url(code, asked),
                sub=subdistrict.name if subdistrict else "",
                count=_("%(done)s dari %(total)s") % {"done": done, "total": len(figures)},
                row=charts.unit_row(units),
                word=_("belum: %(steps)s") % {"steps": ", ".join(short)} if short else _("selesai"),
                state="" if short else "ok",
            )
        )
    return rows


def _short(figure: Figure) -> str:
    """The shortest name of a step: what stands in brackets, or the name itself."""
    name = figure_label(figure.key)
    return name[name.index("(") + 1 : name.index(")")] if "(" in name else name


def _phases(question: Question, phases: list[Phase], asked: Asked) -> PhaseTable | None:
    if len(phases) < 2:
        return None
    return phase_table(question, phases, asked)


def _places(request: HttpRequest, question: Question, asked: Asked) -> PlaceList | None:
    """What lies directly below, with how many wards take part in each."""
    rows = territories.children(question.unit_id, asked.as_of, asked.known_at)
    page = Paginator(rows, PLACES_ON_PAGE).get_page(request.GET.get("tempat"))
    if not page.object_list:
        return None
    units = list(page.object_list)
    column = {1: "province_id", 2: "district_id", 3: "subdistrict_id"}.get(
        units[0].level, "unit_id"
    )
    counts: dict[int, int] = {}
    wards = names(question, coverage(question).values_list("unit_id", flat=True))
    for ward in wards.values():
        key = getattr(ward, column)
        counts[key] = counts.get(key, 0) + 1
    places = [
        Place(
            unit.name,
            territory_url(unit.code, asked),
            ward_words(counts[unit.unit_id]) if counts.get(unit.unit_id) else "",
        )
        for unit in units
    ]
    heading = {
        1: _("Provinsi"),
        2: _("Kabupaten dan kota"),
        3: _("Kecamatan"),
        4: _("Kelurahan dan desa"),
    }[units[0].level]
    return PlaceList(heading, places, page if page.has_other_pages() else None)


def _next(question: Question, asked: Asked, phases: list[Phase]) -> list[Link]:
    assert question.territory is not None
    links = []
    line = territories.ancestors(question.unit_id, asked.as_of, asked.known_at)
    if line:
        label = _("Lihat %(place)s seluruhnya") % {"place": full_name(line[-1])}
        links.append(Link(label, territory_url(line[-1].code, asked)))
    if len(phases) > 1:
        url = reverse("web:phases") + asked.query(territory=question.territory.code)
        links.append(Link(_("Bandingkan tahap"), url))
    check = reverse("web:check") + asked.query(territory=question.territory.code)
    return [*links, Link(_("Semua angka wilayah ini dan rumusnya"), check)]
