"""Plans of a board: medium-term (PJM Pronangkis) and annual (Renta), with their activities."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.community.models import Bkm
from jawara.cycle import queries, rules, services
from jawara.cycle.enums import PlanKind
from jawara.cycle.models import Plan, PlanItem
from jawara.programmes.enums import Pillar
from jawara.web.acts import Act, act_page
from jawara.web.forms.cycle import ReasonForm
from jawara.web.forms.plans import AddItemForm, ItemForm, PlanForm
from jawara.web.present import Crumb
from jawara.web.staff import may, require, staff_view, today
from jawara.web.tables import export
from jawara.web.views.community.common import (
    board_or_404,
    crumbs_of,
    downloads,
    record_or_404,
)

SWATCHES = {Pillar.ECONOMIC: "ekonomi", Pillar.PHYSICAL: "fisik", Pillar.SOCIAL: "sosial"}


def _plans_url(bkm: Bkm) -> str:
    return reverse("community:plans", args=[bkm.pk])


def _crumbs(bkm: Bkm) -> list[Crumb]:
    return crumbs_of(bkm, Crumb(_("Rencana"), _plans_url(bkm)))


@staff_view(rules.SEE)
def plan_list(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.SEE)
    views = queries.plans(bkm, today())
    heads = [
        _("Rencana"),
        _("Nomor"),
        _("Kegiatan"),
        _("Bidang"),
        _("Biaya"),
        _("Penerima manfaat"),
    ]
    cells = (
        [
            view.plan.title,
            item.number,
            item.activity,
            str(item.get_pillar_display()),
            item.cost_rupiah,
            item.beneficiaries,
        ]
        for view in views
        for item in view.items
    )
    file = export(request, "rencana", heads, cells)
    if file:
        return file
    return render(
        request,
        "jawara/staff/community/plans.html",
        {
            "crumbs": crumbs_of(bkm, Crumb(_("Rencana"))),
            "bkm": bkm,
            "views": [
                {
                    "plan": view.plan,
                    "items": [(item, SWATCHES[Pillar(item.pillar)]) for item in view.items],
                    "pillars": [
                        (SWATCHES[pillar], pillar.label, cost)
                        for pillar, cost in view.by_pillar.items()
                    ],
                    "total": view.total_rupiah,
                }
                for view in views
            ],
            "links": downloads(request) if views else [],
            "may_ratify": may(request, rules.RATIFY_PLAN, bkm.unit_id),
        },
    )


@staff_view(rules.RATIFY_PLAN)
def ratify(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RATIFY_PLAN)
    longer = [v.plan for v in queries.plans(bkm, today()) if v.plan.kind == PlanKind.MEDIUM_TERM]
    form = PlanForm(request.POST or None, parents=[(str(plan.key), plan.title) for plan in longer])

    def act(ctx: Ctx) -> Plan:
        data = form.cleaned_data
        chosen = [plan for plan in longer if str(plan.key) == data["parent"]]
        return services.ratify_plan(
            ctx,
            bkm=bkm,
            kind=PlanKind(data["kind"]),
            title=data["title"],
            ratified_on=data["ratified_on"],
            from_year=data["from_year"],
            to_year=data["to_year"],
            items=data["items"],
            parent=chosen[0] if chosen else None,
        )

    page = Act(
        title=_("Catat rencana yang disahkan"),
        button=_("Simpan rencana"),
        done=_("Rencana dicatat."),
        back=_plans_url(bkm),
        crumbs=_crumbs(bkm),
    )
    return act_page(request, form, act, page)


@staff_view(rules.RATIFY_PLAN)
def add_item(request: HttpRequest, key: UUID) -> HttpResponse:
    plan = queries.plan(key)
    if plan is None:
        raise Http404
    require(request, rules.RATIFY_PLAN, plan.bkm.unit_id)
    form = AddItemForm(request.POST or None, initial={"added_on": today()})
    page = Act(
        title=_("Tambah kegiatan pada %(plan)s") % {"plan": plan.title},
        button=_("Simpan kegiatan"),
        done=_("Kegiatan dicatat."),
        back=_plans_url(plan.bkm),
        crumbs=_crumbs(plan.bkm),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.add_item(
            ctx, plan=plan, item=form.row(), added_on=form.cleaned_data["added_on"]
        ),
        page,
    )


def _item(request: HttpRequest, key: UUID) -> tuple[PlanItem, Bkm]:
    item = record_or_404(PlanItem, key)
    bkm = item.plan.bkm
    require(request, rules.RATIFY_PLAN, bkm.unit_id)
    return item, bkm


@staff_view(rules.RATIFY_PLAN)
def correct_item(request: HttpRequest, key: UUID) -> HttpResponse:
    item, bkm = _item(request, key)
    names = ("activity", "pillar", "cost_rupiah", "volume", "volume_unit", "beneficiaries")
    initial = {name: getattr(item, name) for name in names}
    if item.volume is not None:
        initial["volume"] = item.volume.normalize()
    form = ItemForm(request.POST or None, initial=initial)
    page = Act(
        title=_("Betulkan kegiatan %(number)s") % {"number": item.number},
        button=_("Simpan pembetulan"),
        done=_("Kegiatan dibetulkan."),
        back=_plans_url(bkm),
        crumbs=_crumbs(bkm),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.correct_item(
            ctx, item=item, row=form.row(), note=form.cleaned_data["note"]
        ),
        page,
    )


@staff_view(rules.RATIFY_PLAN)
def withdraw_item(request: HttpRequest, key: UUID) -> HttpResponse:
    item, bkm = _item(request, key)
    form = ReasonForm(request.POST or None)
    page = Act(
        title=_("Tarik kegiatan %(name)s") % {"name": item.activity},
        button=_("Tarik kegiatan"),
        done=_("Kegiatan ditarik. Riwayatnya tetap ada."),
        back=_plans_url(bkm),
        crumbs=_crumbs(bkm),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.withdraw_item(ctx, item=item, reason=form.cleaned_data["reason"]),
        page,
    )
