"""/kelola/program/: the phases, which wards take part, who assists, what is aimed at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.community.queries import by_key
from jawara.programmes import queries, rules, services
from jawara.programmes.models import Coverage, Phase, Programme
from jawara.territories import queries as territories
from jawara.web.acts import Act, act_page
from jawara.web.asking import language
from jawara.web.forms.programmes import (
    CoverForm,
    EndCoverageForm,
    PhaseForm,
    ProgrammeForm,
    WardFilterForm,
)
from jawara.web.present import Crumb, Fact
from jawara.web.staff import may, require, scope, staff_view, today
from jawara.web.tables import Cell, columns, export, page_of, sort_key
from jawara.web.views.assistance import consultants_here, targets_here
from jawara.web.views.community.common import downloads, home, span
from jawara.web.views.phases_common import crumbs_of, phase_or_404, phase_url

SORTS: dict[str, Sequence[str]] = {"kode": (), "nama": (), "sejak": ()}


@dataclass(frozen=True, slots=True)
class WardRow:
    """A ward that takes part, and since when."""

    key: UUID
    code: str
    name: str
    since: object
    span: str
    illustrative: bool
    may_end: bool


@staff_view(rules.SEE)
def phase_list(request: HttpRequest) -> HttpResponse:
    units = [version.unit_id for version in scope(request, rules.SEE)]
    rows = []
    for item in queries.phases():
        here = {
            unit_id
            for unit in units
            for unit_id in queries.covered_units(today(), None, item, within=unit).values_list(
                "unit_id", flat=True
            )
        }
        rows.append((item, span(item.starts_on, item.ends_on), len(here)))
    return render(
        request,
        "jawara/staff/programmes/list.html",
        {
            "crumbs": [home(), Crumb(_("Program"))],
            "rows": rows,
            "may_define": may(request, rules.DEFINE, territories.nation().pk),
        },
    )


@staff_view(rules.SEE)
def phase(request: HttpRequest, code: str) -> HttpResponse:
    item = phase_or_404(code)
    form = WardFilterForm(request.GET)
    text = form.cleaned_data["q"].casefold() if form.is_valid() else ""
    sort = sort_key(request, SORTS, "kode")
    rows = [row for row in _rows(request, item) if text in f"{row.code} {row.name}".casefold()]
    rows = _sorted(rows, sort)
    file = export(request, "peserta", [_("Kode"), _("Kelurahan/desa"), _("Sejak")], _cells(rows))
    if file:
        return file
    places = scope(request, rules.SEE)
    return render(
        request,
        "jawara/staff/programmes/phase.html",
        {
            "crumbs": [*crumbs_of(), Crumb(item.name)],
            "phase": item,
            "facts": _facts(item),
            "form": form,
            "page": page_of(request, rows),
            "sorts": columns(
                request,
                sort,
                [("kode", _("kode")), ("nama", _("nama")), ("sejak", _("ikut sejak"))],
            ),
            "links": downloads(request),
            "consultants": consultants_here(request, item, places),
            "targets": targets_here(request, item, places),
            "may_cover": bool(scope(request, rules.COVER)),
            "may_assign": bool(scope(request, rules.ASSIGN_CONSULTANT)),
            "may_set": bool(scope(request, rules.SET_TARGET)),
        },
    )


def _facts(item: Phase) -> list[Fact]:
    rulebook = queries.rulebook_for(item)
    source = item.dates_source or ""
    return [
        Fact(_("Kode"), item.code),
        Fact(
            _("Masa"),
            span(item.starts_on, item.ends_on),
            status="" if source else "assumed",
            status_word="" if source else _("anggapan"),
            note=source,
        ),
        Fact(_("Buku aturan"), f"{rulebook.title(language())} ({rulebook.rulebook_id})"),
    ]


def _rows(request: HttpRequest, item: Phase) -> list[WardRow]:
    found: dict[int, Coverage] = {}
    for version in scope(request, rules.SEE):
        for row in queries.covered_units(today(), None, item, within=version.unit_id):
            found[row.unit_id] = row
    units = territories.versions(found, today())
    ends = bool(scope(request, rules.COVER))
    return [
        WardRow(
            key=row.key,
            code=units[unit_id].code,
            name=units[unit_id].name,
            since=row.occurred_on,
            span=span(row.occurred_on, row.until_on),
            illustrative=row.basis == "ILLUSTRATIVE",
            may_end=ends and row.until_on is None,
        )
        for unit_id, row in found.items()
        if unit_id in units
    ]


def _sorted(rows: list[WardRow], sort: str) -> list[WardRow]:
    keys = {
        "kode": lambda row: row.code,
        "nama": lambda row: (row.name, row.code),
        "sejak": lambda row: (row.since, row.code),
    }
    return sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _cells(rows: Iterable[WardRow]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        yield [row.code, row.name, row.since]  # type: ignore[list-item]


@staff_view(rules.DEFINE)
def create_programme(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST or None)
    page = Act(
        title=_("Catat program"),
        button=_("Simpan program"),
        done=_("Program dicatat."),
        back=reverse("programmes:list"),
        crumbs=crumbs_of(),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.create_programme(
            ctx, code=form.cleaned_data["code"], name=form.cleaned_data["name"]
        ),
        page,
    )


@staff_view(rules.DEFINE)
def create_phase(request: HttpRequest) -> HttpResponse:
    known = {item.code: item for item in Programme.objects.order_by("code")}
    form = PhaseForm(
        request.POST or None,
        programmes=[(item.code, item.name) for item in known.values()],
        rulebooks=[(b.code, b.title(language())) for b in queries.rulebooks().all()],
    )

    def act(ctx: Ctx) -> Phase:
        names = ("code", "name", "short_name", "starts_on", "dates_source", "rulebook_code")
        data = form.cleaned_data
        return services.create_phase(
            ctx,
            programme=known[data["programme"]],
            ends_on=form.ends_on(),
            **{name: data[name] for name in names},
        )

    page = Act(
        title=_("Catat tahap"),
        button=_("Simpan tahap"),
        done=_("Tahap dicatat."),
        back=reverse("programmes:list"),
        crumbs=crumbs_of(),
        fields={"ends_on": "last_on"},
    )
    return act_page(request, form, act, page)


@staff_view(rules.COVER)
def cover(request: HttpRequest, code: str) -> HttpResponse:
    item = phase_or_404(code)
    form = CoverForm(request.POST or None, initial={"from_on": item.starts_on})

    def act(ctx: Ctx) -> Coverage:
        data = form.cleaned_data
        return services.cover_ward(
            ctx,
            phase=item,
            unit=data["unit"].unit,
            from_on=data["from_on"],
            note=data["note"],
        )

    page = Act(
        title=_("Catat kelurahan peserta"),
        button=_("Simpan peserta"),
        done=_("Peserta dicatat."),
        back=phase_url(item),
        crumbs=crumbs_of(item),
    )
    return act_page(request, form, act, page)


@staff_view(rules.COVER)
def end_coverage(request: HttpRequest, key: UUID) -> HttpResponse:
    row = by_key(Coverage, key)
    if row is None:
        raise Http404
    require(request, rules.COVER, row.unit_id)
    unit = territories.version(row.unit_id, today())
    form = EndCoverageForm(request.POST or None)
    page = Act(
        title=_("Akhiri kepesertaan %(name)s") % {"name": unit.name if unit else ""},
        button=_("Akhiri kepesertaan"),
        done=_("Kepesertaan diakhiri. Masa lamanya tetap tercatat."),
        back=phase_url(row.phase),
        crumbs=crumbs_of(row.phase),
        facts=[Fact(_("Ikut"), span(row.occurred_on, row.until_on))],
    )
    return act_page(
        request,
        form,
        lambda ctx: services.end_coverage(
            ctx,
            coverage=row,
            until_on=form.cleaned_data["until_on"],
            note=form.cleaned_data["note"],
        ),
        page,
    )
