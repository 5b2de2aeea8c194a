"""/kelola/siklus/: which ward stands where in the cycle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.cycle import queries, rules
from jawara.cycle.queries import Finding, WardState
from jawara.kernel.errors import Refusal
from jawara.kernel.progress import State
from jawara.kernel.rulebook import StepRule
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.web.asking import language
from jawara.web.charts import Unit, UnitRow, UnitState, unit_row
from jawara.web.forms.cycle import CycleFilterForm
from jawara.web.present import Crumb, Link
from jawara.web.staff import scope, staff_view, today
from jawara.web.tables import columns, export, export_url, page_of, sort_key

SORTS: Mapping[str, Sequence[str]] = {"kode": (), "nama": (), "selesai": (), "periksa": ()}


@dataclass(frozen=True, slots=True)
class WardRow:
    """A ward in the work list: its squares, how far it is, what comes next."""

    unit_id: int
    code: str
    name: str
    states: list[WardState]
    done: int
    findings: int
    row: UnitRow
    next_step: str
    next_url: str


@staff_view(rules.SEE)
def work_list(request: HttpRequest) -> HttpResponse:
    phase = _phase_asked(request)
    if phase is None:
        crumbs = [home(), Crumb(_("Siklus"))]
        return render(request, "jawara/staff/cycle/list.html", {"crumbs": crumbs, "phase": None})
    steps = programmes.rulebook_for(phase).steps()
    form = CycleFilterForm(
        {**request.GET.dict(), "phase": phase.code},
        [(item.code, item.name) for item in programmes.phases()],
        [(rule.code, rule.name(language())) for rule in steps],
    )
    sort = sort_key(request, SORTS, "kode")
    rows = _sorted(_filtered(_rows(request, phase, steps), form), sort)
    heads = [_("Kode"), _("Kelurahan/desa"), *(rule.name(language()) for rule in steps)]
    file = export(request, "siklus", heads, _cells(rows))
    if file:
        return file
    page = page_of(request, rows)
    return render(
        request,
        "jawara/staff/cycle/list.html",
        {
            "crumbs": [home(), Crumb(_("Siklus"))],
            "phase": phase,
            "form": form,
            "page": page,
            "steps": [rule.name(language()) for rule in steps],
            "sorts": columns(
                request,
                sort,
                [
                    ("kode", _("kode")),
                    ("nama", _("nama")),
                    ("selesai", _("langkah selesai")),
                    ("periksa", _("yang perlu diperiksa")),
                ],
            ),
            "links": [
                Link("CSV", export_url(request, "csv")),
                Link("XLSX", export_url(request, "xlsx")),
            ],
        },
    )


def _phase_asked(request: HttpRequest) -> Phase | None:
    """The phase in the address, else the newest that covers one of the person's wards."""
    try:
        return programmes.phase(request.GET["phase"])
    except (KeyError, Refusal):
        pass
    here = [
        phase
        for version in scope(request, rules.SEE)
        for phase in programmes.phases_in(version.unit_id, today())
    ]
    return max(here, key=lambda item: (item.starts_on, item.code), default=None)


def _rows(request: HttpRequest, phase: Phase, steps: Sequence[StepRule]) -> list[WardRow]:
    rows: dict[int, WardRow] = {}
    for version in scope(request, rules.SEE):
        matrix = queries.matrix(phase, version.unit_id, today())
        findings = queries.conformance_by_ward(phase, version.unit_id, today())
        for states in zip(*(matrix[rule.code] for rule in steps), strict=True):
            ward = states[0]
            rows[ward.unit_id] = _row(states, steps, phase, findings.get(ward.unit_id, []))
    return list(rows.values())


def _row(
    states: Sequence[WardState],
    steps: Sequence[StepRule],
    phase: Phase,
    findings: Sequence[Finding],
) -> WardRow:
    ward = states[0]
    units = [square(rule, state.state) for rule, state in zip(steps, states, strict=True)]
    coming = next(
        (
            rule
            for rule, state in zip(steps, states, strict=True)
            if state.state != State.DONE and not rule.optional
        ),
        None,
    )
    return WardRow(
        unit_id=ward.unit_id,
        code=ward.code,
        name=ward.name,
        states=list(states),
        done=sum(state.state == State.DONE for state in states),
        findings=len(findings),
        row=unit_row(units),
        next_step=coming.name(language()) if coming else "",
        next_url=step_url(ward.code, phase, coming.code) if coming else "",
    )


def square(rule: StepRule, state: State) -> Unit:
    return Unit(rule.name(language()), cast("UnitState", str(state)))


def _filtered(rows: Iterable[WardRow], form: CycleFilterForm) -> list[WardRow]:
    asked = form.cleaned_data if form.is_valid() else {}
    text, step, state = (asked.get(name, "") for name in ("q", "step", "state"))
    steps = [code for code, _label in form.fields["step"].choices if code]  # type: ignore[attr-defined]

    def fits(row: WardRow) -> bool:
        if text and text.casefold() not in f"{row.code} {row.name}".casefold():
            return False
        if state == "finding":
            return row.findings > 0
        if state and step:
            return bool(row.states[steps.index(step)].state == state)
        return not state or any(str(item.state) == state for item in row.states)

    return [row for row in rows if fits(row)]


def _sorted(rows: list[WardRow], sort: str) -> list[WardRow]:
    keys = {
        "kode": lambda row: row.code,
        "nama": lambda row: (row.name, row.code),
        "selesai": lambda row: (row.done, row.code),
        "periksa": lambda row: (row.findings, row.code),
    }
    return sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _cells(rows: Iterable[WardRow]) -> Iterable[list[str]]:
    for row in rows:
        yield [row.code, row.name, *(state_word(item.state) for item in row.states)]


def state_word(state: str) -> str:
    return {
        State.DONE: _("selesai"),
        State.NOT_DONE: _("belum"),
        State.NOT_ENTERED: _("tidak ada catatan"),
    }[State(state)]


def step_url(code: str, phase: Phase, step: str) -> str:
    return reverse("cycle:step", args=[code, phase.code, step])


def ward_url(code: str, phase: Phase) -> str:
    return reverse("cycle:ward", args=[code, phase.code])


def home() -> Crumb:
    return Crumb(_("Kelola"), reverse("staff:home"))


def list_of(phase: Phase) -> Crumb:
    return Crumb(_("Siklus"), f"{reverse('cycle:list')}?phase={phase.code}")
