"""One ward, one step: recording it, correcting it, taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.facts import versions
from jawara.audit.services import Ctx
from jawara.cycle import queries, rules, services
from jawara.cycle.models import StepRecord
from jawara.cycle.queries import Finding, RuleCheck, StepView
from jawara.kernel.errors import Refusal
from jawara.kernel.progress import State
from jawara.kernel.rulebook import Rulebook, StepRule
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.territories import queries as territories
from jawara.territories.models import UnitVersion
from jawara.web.acts import submit, version_list
from jawara.web.asking import language
from jawara.web.charts import unit_row
from jawara.web.forms.cycle import ReasonForm, StepForm
from jawara.web.present import Check, Crumb, Fact
from jawara.web.staff import may, require, staff_view, today
from jawara.web.views.cycle_list import home, list_of, square, state_word, step_url, ward_url
from jawara.web.views.public.common import evidence_of


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a ward: its state, when, and what is the matter with it."""

    name: str
    url: str
    state: str
    word: str
    day: object
    illustrative: bool
    optional: bool
    findings: list[str]


@staff_view(rules.SEE)
def ward(request: HttpRequest, code: str, phase: str) -> HttpResponse:
    place, period = _ward_or_404(code, phase)
    require(request, rules.SEE, place.unit_id)
    findings = queries.conformance_by_ward(period, place.unit_id, today())
    said = findings.get(place.unit_id, [])
    views = queries.ward_steps(place.unit_id, period, today())
    return render(
        request,
        "jawara/staff/cycle/ward.html",
        {
            "crumbs": [home(), list_of(period), Crumb(place.name)],
            "place": place,
            "phase": period,
            "covered": programmes.is_covered(place.unit_id, today(), period),
            "lines": [_line(view, place, period, said) for view in views],
            "row": unit_row([square(v.rule, v.state) for v in views]),
            "may_record": may(request, rules.RECORD_STEP, place.unit_id),
        },
    )


def _line(
    view: StepView, place: UnitVersion, phase: Phase, findings: Sequence[Finding]
) -> StepLine:
    return StepLine(
        name=view.rule.name(language()),
        url=step_url(place.code, phase, view.rule.code),
        state=str(view.state),
        word=state_word(view.state),
        day=view.record.occurred_on if view.record else None,
        illustrative=view.record is not None and view.record.basis == "ILLUSTRATIVE",
        optional=view.rule.optional,
        findings=[_said(item) for item in findings if item.step == view.rule.code],
    )


def _said(finding: RuleCheck) -> str:
    return _(finding.message) % finding.values


@staff_view(rules.SEE, post=rules.RECORD_STEP)
def step(request: HttpRequest, code: str, phase: str, step: str) -> HttpResponse:
    place, period = _ward_or_404(code, phase)
    require(request, rules.SEE, place.unit_id)
    rulebook = programmes.rulebook_for(period)
    rule = next((item for item in rulebook.steps() if item.code == step), None)
    if rule is None:
        raise Http404
    views = {v.rule.code: v for v in queries.ward_steps(place.unit_id, period, today())}
    view = views[step]
    allowed = may(request, rules.RECORD_STEP, place.unit_id)
    form = None
    correcting = view.record is not None and "betulkan" in request.GET
    if request.method == "POST":
        require(request, rules.RECORD_STEP, place.unit_id)
    if allowed and (correcting or view.state != State.DONE or request.method == "POST"):
        form = _step_form(request, rulebook, rule, view, correcting=correcting)
        saved = _saved(request, form, place, period, rule)
        if saved:
            return redirect("cycle:step", code=code, phase=phase, step=step)
    told = {key: item.record for key, item in views.items() if item.record}
    kinds = [item.kind for item in view.evidence]
    return render(
        request,
        "jawara/staff/cycle/step.html",
        {
            "crumbs": [
                home(),
                list_of(period),
                Crumb(place.name, ward_url(code, period)),
                Crumb(rule.name(language())),
            ],
            "place": place,
            "phase": period,
            "name": rule.name(language()),
            "view": view,
            "state": str(view.state),
            "word": state_word(view.state),
            "facts": _facts(rulebook, view),
            "evidence": [e for item in view.evidence for e in evidence_of(item.document)],
            "checks": [
                _check(item, view) for item in queries.checks_of(rulebook, rule, told, kinds)
            ],
            "rule_note": rule.note or "",
            "form": form,
            "correcting": correcting,
            "may_correct": allowed and view.record is not None and not correcting,
            "versions": _versions(view.record),
        },
    )


def _step_form(
    request: HttpRequest, rulebook: Rulebook, rule: StepRule, view: StepView, *, correcting: bool
) -> StepForm:
    """Empty, or filled with what stands; the files that stand stay ticked."""
    record = view.record
    if record is None or not correcting:
        return StepForm(request, rulebook, rule)
    names = ("state", "occurred_on", "outcome", *rule.indicators)
    initial = {name: getattr(record, name, None) for name in names} | {"record": record.key}
    attached = [(item.kind, item.document) for item in view.evidence]
    return StepForm(request, rulebook, rule, attached=attached, initial=initial)


def _saved(
    request: HttpRequest, form: StepForm, place: UnitVersion, phase: Phase, rule: StepRule
) -> StepRecord | None:
    """Record the step, or correct the record that the form was opened on."""

    def act(ctx: Ctx) -> StepRecord:
        given = form.service_arguments()
        key = form.cleaned_data["record"]
        if key is None:
            return services.record_ward_step(
                ctx, unit=place.unit, phase=phase, step=rule.code, **given
            )
        record = queries.record(key)
        here = (place.unit_id, phase.pk, rule.code)
        if record is None or (record.run.unit_id, record.run.phase_id, record.step) != here:
            raise Http404
        return services.correct_step(ctx, record=record, **given)

    done = _("Catatan dibetulkan.") if "betulkan" in request.GET else _("Langkah dicatat.")
    return submit(request, form, act, done)


def _facts(rulebook: Rulebook, view: StepView) -> list[Fact]:
    record = view.record
    if record is None:
        return []
    outcomes = {option.code: option.name(language()) for option in view.rule.outcomes}
    facts = [Fact(_("Hasil"), outcomes[record.outcome])] if record.outcome in outcomes else []
    for indicator in rulebook.indicators():
        count = getattr(record, indicator.code, None)
        if indicator.code in view.rule.indicators:
            label = indicator.name(language())
            text = str(count) if count is not None else _("tidak dihitung")
            facts.append(Fact(label[:1].upper() + label[1:], text))
    return facts


def _check(item: RuleCheck, view: StepView) -> Check:
    note = _("anggapan") if item.assumed else ""
    if item.source:
        note = f"{note} · {item.source}" if note else item.source
    if view.record is None and not item.passed:
        return Check("none", _("diminta"), _(item.rule) % item.values, note)
    if item.passed:
        return Check("ok", _("terpenuhi"), _(item.rule) % item.values, note)
    said = _(item.message) % item.values
    return Check("warn", _("belum terpenuhi, tidak menghalangi"), said, note)


def _versions(record: StepRecord | None) -> list[object]:
    if record is None:
        return []
    labels = [
        ("state", _("Keadaan")),
        ("occurred_on", _("Tanggal")),
        ("attended_female", _("Perempuan yang hadir")),
        ("attended_male", _("Laki-laki yang hadir")),
        ("attended_poor", _("Warga miskin yang hadir")),
        ("adults", _("Penduduk dewasa")),
        ("outcome", _("Hasil")),
    ]
    return list(version_list(versions(record), labels))


@staff_view(rules.RECORD_STEP)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    record = queries.record(key)
    if record is None:
        raise Http404
    require(request, rules.RECORD_STEP, record.run.unit_id)
    place = territories.version(record.run.unit_id, today())
    phase = record.run.phase
    rule = programmes.rulebook_for(phase).step(record.step)
    form = ReasonForm(request.POST or None)
    taken = submit(
        request,
        form,
        lambda ctx: services.withdraw_step(ctx, record=record, reason=form.cleaned_data["reason"]),
        _("Catatan ditarik. Riwayatnya tetap ada."),
    )
    code = place.code if place else ""
    back = step_url(code, phase, record.step) if place else reverse("cycle:list")
    if taken:
        return redirect(back)
    name = rule.name(language())
    return render(
        request,
        "jawara/staff/form.html",
        {
            "crumbs": [home(), list_of(phase), Crumb(name, back), Crumb(_("Tarik catatan"))],
            "title": _("Tarik catatan %(step)s") % {"step": name},
            "intro": _(
                "Langkah ini kembali menjadi “tidak ada catatan”. Catatan lamanya tidak "
                "dihapus dan tetap terlihat di riwayat."
            ),
            "form": form,
            "action": _("Tarik catatan"),
            "cancel": back,
        },
    )


def _ward_or_404(code: str, phase: str) -> tuple[UnitVersion, Phase]:
    try:
        return territories.by_code(code, today()), programmes.phase(phase)
    except Refusal:
        raise Http404 from None
