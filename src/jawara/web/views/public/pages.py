"""Phases side by side, search, about, open data."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import jawara
from jawara.insight import queries as insight
from jawara.insight.indicators.shared import coverage, names
from jawara.insight.types import Question
from jawara.kernel import format
from jawara.kernel.errors import Refusal
from jawara.programmes import queries as programmes
from jawara.territories import queries as territories
from jawara.territories import reference
from jawara.web import charts
from jawara.web.asking import as_of_control, asked_times, language, territory_url
from jawara.web.caching import public_page
from jawara.web.figures import joined
from jawara.web.phase_table import phase_table
from jawara.web.present import Crumb, Fact, Hit, Link
from jawara.web.sections import (
    as_of_text,
    ordered_wards,
    phases_of,
    step_figures,
    step_rows,
    with_phase,
)
from jawara.web.staff import refusal_text
from jawara.web.views.public.home import busiest_place

HITS_ON_PAGE = 30


@dataclass(frozen=True)
class DataSet:
    name: str
    text: str
    links: list[Link]
    rows: str = ""


@public_page
def phases(request: HttpRequest) -> HttpResponse:
    asked = asked_times(request)
    code = request.GET.get("territory", "")
    try:
        question = (
            insight.question(code, None, asked.as_of, asked.known_at)
            if code
            else busiest_place(asked)
        )
    except Refusal as refusal:
        refused = {
            "title": _("Wilayah ini tidak kami kenal"),
            "text": refusal_text(refusal),
        }
        return render(request, "jawara/error.html", refused, status=404)
    found = phases_of(question)
    place = question.territory.name if question.territory else "Indonesia"
    table = phase_table(question, found, asked) if found else None
    context: dict[str, object] = {
        "section": "wilayah",
        "crumbs": [
            Crumb(_("Beranda"), reverse("web:home") + asked.query()),
            *_place_crumb(question, asked.query()),
            Crumb(_("Bandingkan tahap")),
        ],
        "as_of": as_of_control(asked, territory=code),
        "heading": table.heading if table else _("Belum ada tahap"),
        "sentence": _("Ukuran yang sama di %(place)s, keadaan %(date)s.")
        % {"place": place, "date": as_of_text(question)},
        "source": joined(phase.name for phase in found),
        "phases": table,
        "notice": table.notice if table else None,
        "cohorts": _cohorts(question),
        "links": [],
    }
    return render(request, "jawara/phases.html", context)


def _place_crumb(question: Question, query: str) -> list[Crumb]:
    place = question.territory
    if place is None:
        return []
    return [Crumb(place.name, reverse("web:territory", args=[place.code]) + query)]


def _cohorts(question: Question) -> list[tuple[str, list[charts.Step]]]:
    cohorts = []
    for phase in phases_of(question):
        scope = with_phase(question, phase)
        figures = step_figures(scope)
        ids = coverage(scope).values_list("unit_id", flat=True)
        wards = [(unit.code, unit.name) for unit in names(scope, ids).values()]
        if figures:
            name = phase.short_name[:1].upper() + phase.short_name[1:]
            cohorts.append((name, step_rows(figures, ordered_wards(figures, wards))))
    return cohorts


@public_page
def search(request: HttpRequest) -> HttpResponse:
    asked = asked_times(request)
    query = request.GET.get("q", "").strip()[:80]
    found = territories.search_queryset(query, asked.as_of, asked.known_at)
    page = Paginator(found, HITS_ON_PAGE).get_page(request.GET.get("page"))
    units = territories.with_parents(list(page.object_list), asked.as_of, asked.known_at)
    covered = set(
        programmes.covered_units(asked.as_of, asked.known_at)
        .filter(unit_id__in=[unit.unit_id for unit in units])
        .values_list("unit_id", flat=True)
    )
    count = page.paginator.count
    context: dict[str, object] = {
        "section": "wilayah",
        "crumbs": [Crumb(_("Beranda"), reverse("web:home")), Crumb(_("Cari wilayah"))],
        "search_url": reverse("web:search"),
        "query": query,
        "summary": ngettext(
            "%(count)s wilayah cocok dengan “%(query)s”",
            "%(count)s wilayah cocok dengan “%(query)s”",
            count,
        )
        % {"count": format.number(count, language()), "query": query},
        "hits": [
            Hit(
                name=unit.name,
                url=territory_url(unit.code, asked),
                kind=str(unit.get_kind_display()),
                where=", ".join(parent.name for parent in reversed(unit.parents[1:])),
                note=_("ikut program") if unit.unit_id in covered else unit.code,
            )
            for unit in units
        ],
        "page": page if page.has_other_pages() else None,
    }
    return render(request, "jawara/search.html", context)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    context: dict[str, object] = {
        "crumbs": [Crumb(_("Beranda"), reverse("web:home")), Crumb(_("Tentang Jawara"))],
        "check_url": reverse("web:check"),
        "data_url": reverse("web:data"),
        "facts": [
            Fact(_("Versi"), jawara.__version__),
            Fact(_("Lisensi"), "AGPL-3.0-or-later"),
            Fact(_("Data wilayah"), f"{reference.VERSION}, ODbL"),
        ],
    }
    return render(request, "jawara/about.html", context)


@public_page
def data(request: HttpRequest) -> HttpResponse:
    asked = asked_times(request)
    question = busiest_place(asked)
    place = question.territory
    code = place.code if place else "0"
    url = territory_url(code, asked)
    joint = "&" if "?" in url else "?"
    sets = [
        DataSet(
            _("BLM per kelurahan"),
            _("Dana yang cair dan penggunaannya, satu baris satu kelurahan."),
            [Link("CSV", f"{url}{joint}format=csv"), Link("XLSX", f"{url}{joint}format=xlsx")],
        ),
        DataSet(
            _("Wilayah"),
            _("Kode dan nama resmi, dengan induknya, pada tanggal yang diminta."),
            [Link("CSV", "/api/v1/territories.csv")],
        ),
        DataSet(
            _("BKM"),
            _("Badan Keswadayaan Masyarakat yang berdiri pada tanggal yang diminta."),
            [Link("CSV", "/api/v1/boards.csv")],
        ),
    ]
    context: dict[str, object] = {
        "crumbs": [Crumb(_("Beranda"), reverse("web:home")), Crumb(_("Data terbuka"))],
        "sets": sets,
        "example": f"/api/v1/figures/grants.unexplained?territory={code}"
        f"&as_of={question.as_of.isoformat()}",
        "api_url": "/api/v1/docs",
        "openapi_url": "/api/v1/openapi.json",
        "licence_text": _(
            "Angka dan catatan boleh dipakai dan dibagikan asal menyebut sumbernya. "
            "Daftar wilayah berlisensi ODbL."
        ),
        "licence_url": "https://opendatacommons.org/licenses/odbl/1-0/",
    }
    return render(request, "jawara/data.html", context)
