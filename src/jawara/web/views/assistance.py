"""Who assists in a phase, and what it is meant to reach."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.community.queries import by_key
from jawara.insight.registry import all_indicators
from jawara.kernel.errors import Refusal
from jawara.programmes import queries, rules, services
from jawara.programmes.enums import ConsultantRole
from jawara.programmes.models import ConsultantAssignment, Phase, Target
from jawara.territories import queries as territories
from jawara.territories.models import UnitVersion
from jawara.web.acts import Act, act_page
from jawara.web.figures import figure_label
from jawara.web.forms.fields import name_and_code
from jawara.web.forms.programmes import (
    ConsultantForm,
    CorrectTargetForm,
    EndCoverageForm,
    TargetForm,
)
from jawara.web.staff import may, require, scope, staff_view, today
from jawara.web.views.community.common import span
from jawara.web.views.phases_common import crumbs_of, phase_or_404, phase_url


def consultants_here(
    request: HttpRequest, item: Phase, places: Sequence[UnitVersion]
) -> list[dict[str, object]]:
    """Consultants over the person's territories, in this phase or in all."""
    found = {
        row.pk: row
        for place in places
        for row in queries.consultants(place.unit_id, today())
        if row.phase_id in {None, item.pk}
    }
    units = territories.versions([row.unit_id for row in found.values()], today())
    return [
        {
            "row": row,
            "place": units[row.unit_id].name if row.unit_id in units else "",
            "span": span(row.occurred_on, row.until_on),
            "may_end": may(request, rules.ASSIGN_CONSULTANT, row.unit_id),
        }
        for row in found.values()
    ]


def targets_here(
    request: HttpRequest, item: Phase, places: Sequence[UnitVersion]
) -> list[dict[str, object]]:
    return [
        {
            "row": row,
            "name": _indicator_name(row.indicator),
            "place": place.name,
            "may_correct": may(request, rules.SET_TARGET, row.unit_id),
        }
        for place in places
        for row in queries.targets(place.unit_id, today(), None, item)
    ]


def _indicator_name(key: str) -> str:
    """The figure's name; a key that is no longer known stands for itself."""
    try:
        return figure_label(key)
    except Refusal:
        return key


@staff_view(rules.ASSIGN_CONSULTANT)
def assign(request: HttpRequest, code: str) -> HttpResponse:
    item = phase_or_404(code)
    form = ConsultantForm(request.POST or None)

    def act(ctx: Ctx) -> ConsultantAssignment:
        data = form.cleaned_data
        return services.assign_consultant(
            ctx,
            role=ConsultantRole(data["role"]),
            code=data["code"],
            name=data["name"],
            unit=data["unit"].unit,
            phase=item,
            from_on=data["from_on"],
            until_on=form.until_on(),
        )

    page = Act(
        title=_("Catat penugasan konsultan"),
        button=_("Simpan penugasan"),
        done=_("Penugasan dicatat."),
        back=phase_url(item),
        crumbs=crumbs_of(item),
        fields={"until_on": "last_on"},
    )
    return act_page(request, form, act, page)


@staff_view(rules.ASSIGN_CONSULTANT)
def end_assignment(request: HttpRequest, key: UUID) -> HttpResponse:
    row = by_key(ConsultantAssignment, key)
    if row is None:
        raise Http404
    require(request, rules.ASSIGN_CONSULTANT, row.unit_id)
    back = phase_url(row.phase) if row.phase else reverse("programmes:list")
    form = EndCoverageForm(request.POST or None)
    page = Act(
        title=_("Akhiri penugasan %(code)s") % {"code": row.code},
        button=_("Akhiri penugasan"),
        done=_("Penugasan diakhiri."),
        back=back,
        crumbs=crumbs_of(row.phase),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.end_assignment(
            ctx,
            assignment=row,
            until_on=form.cleaned_data["until_on"],
            note=form.cleaned_data["note"],
        ),
        page,
    )


@staff_view(rules.SET_TARGET)
def set_target(request: HttpRequest, code: str) -> HttpResponse:
    item = phase_or_404(code)
    choices = [(figure.key, figure_label(figure.key)) for figure in all_indicators()]
    own = scope(request, rules.SET_TARGET)
    initial = {"set_on": today(), "unit": name_and_code(own[0]) if own else ""}
    form = TargetForm(request.POST or None, indicators=choices, initial=initial)

    def act(ctx: Ctx) -> Target:
        names = ("indicator", "value", "set_on", "due_on")
        data = form.cleaned_data
        return services.set_target(
            ctx, phase=item, unit=data["unit"].unit, **{name: data[name] for name in names}
        )

    page = Act(
        title=_("Tetapkan sasaran"),
        button=_("Simpan sasaran"),
        done=_("Sasaran dicatat."),
        back=phase_url(item),
        crumbs=crumbs_of(item),
    )
    return act_page(request, form, act, page)


@staff_view(rules.SET_TARGET)
def correct_target(request: HttpRequest, key: UUID) -> HttpResponse:
    row = by_key(Target, key)
    if row is None:
        raise Http404
    require(request, rules.SET_TARGET, row.unit_id)
    initial = {
        "record": row.key,
        "value": row.value,
        "set_on": row.occurred_on,
        "due_on": row.due_on,
    }
    form = CorrectTargetForm(request.POST or None, initial=initial)

    def act(ctx: Ctx) -> Target:
        names = ("value", "set_on", "due_on")
        return services.set_target(
            ctx,
            phase=row.phase,
            unit=row.unit,
            indicator=row.indicator,
            supersedes=row,
            **{name: form.cleaned_data[name] for name in names},
        )

    page = Act(
        title=_("Betulkan sasaran"),
        button=_("Simpan pembetulan"),
        done=_("Sasaran dibetulkan."),
        back=phase_url(row.phase),
        crumbs=crumbs_of(row.phase),
        intro=_indicator_name(row.indicator),
    )
    return act_page(request, form, act, page)
