"""Volunteers of a board's ward, and the poor register that stays within its scope."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.community import queries, rules, services
from jawara.community.models import Bkm, PoorHousehold, Volunteer
from jawara.web.acts import Act, act_page
from jawara.web.forms.community import (
    HouseholdForm,
    HouseholdsForm,
    LeaveForm,
    VolunteersForm,
)
from jawara.web.present import Crumb
from jawara.web.staff import may, require, staff_view, today
from jawara.web.tables import Cell, export, page_of
from jawara.web.views.community.common import (
    board_or_404,
    crumbs_of,
    downloads,
    record_or_404,
)


def _board_of(unit_id: int) -> Bkm:
    """The board of a ward, for the way back."""
    profile = queries.boards_in(unit_id, today()).first()
    bkm = profile.bkm if profile else Bkm.objects.filter(unit=unit_id).last()
    if bkm is None:
        raise Http404
    return bkm


@staff_view(rules.SEE_MEMBERS)
def volunteers(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.SEE_MEMBERS)
    found = queries.volunteers_in(bkm.unit_id, today())
    cells: Iterable[Sequence[Cell]] = (
        [row.person_name, str(row.get_sex_display()), row.occurred_on] for row in found
    )
    file = export(request, "relawan", [_("Nama"), _("Jenis kelamin"), _("Sejak")], cells)
    if file:
        return file
    return render(
        request,
        "jawara/staff/community/volunteers.html",
        {
            "crumbs": crumbs_of(bkm, Crumb(_("Relawan"))),
            "bkm": bkm,
            "page": page_of(request, found),
            "links": downloads(request),
            "may_keep": may(request, rules.KEEP_VOLUNTEERS, bkm.unit_id),
        },
    )


def _volunteers_url(bkm: Bkm) -> str:
    return reverse("community:volunteers", args=[bkm.pk])


@staff_view(rules.KEEP_VOLUNTEERS)
def add_volunteers(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.KEEP_VOLUNTEERS)
    form = VolunteersForm(request.POST or None)
    page = Act(
        title=_("Tambah relawan"),
        button=_("Simpan relawan"),
        done=_("Relawan dicatat."),
        back=_volunteers_url(bkm),
        crumbs=crumbs_of(bkm, Crumb(_("Relawan"), _volunteers_url(bkm))),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.register_volunteers(
            ctx,
            unit=bkm.unit,
            volunteers=form.cleaned_data["volunteers"],
            from_on=form.cleaned_data["from_on"],
        ),
        page,
    )


@staff_view(rules.KEEP_VOLUNTEERS)
def end_volunteer(request: HttpRequest, key: UUID) -> HttpResponse:
    volunteer = record_or_404(Volunteer, key)
    require(request, rules.KEEP_VOLUNTEERS, volunteer.unit_id)
    bkm = _board_of(volunteer.unit_id)
    form = LeaveForm(request.POST or None)
    page = Act(
        title=_("%(name)s berhenti") % {"name": volunteer.person_name},
        button=_("Catat berhenti"),
        done=_("Berhentinya dicatat."),
        back=_volunteers_url(bkm),
        crumbs=crumbs_of(bkm, Crumb(_("Relawan"), _volunteers_url(bkm))),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.end_volunteer(
            ctx,
            volunteer=volunteer,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ),
        page,
    )


@staff_view(rules.SEE_POOR_REGISTER)
def poor_register(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.SEE_POOR_REGISTER)
    found = queries.poor_households(bkm.unit_id, today())
    heads = [_("Kepala keluarga"), _("Perempuan"), _("Laki-laki"), _("Alamat"), _("Didata")]
    cells: Iterable[Sequence[Cell]] = (
        [row.head_name, row.members_female, row.members_male, row.address, row.occurred_on]
        for row in found
    )
    file = export(request, "warga-miskin", heads, cells)
    if file:
        return file
    return render(
        request,
        "jawara/staff/community/poor_register.html",
        {
            "crumbs": crumbs_of(bkm, Crumb(_("Daftar warga miskin"))),
            "bkm": bkm,
            "page": page_of(request, found),
            "links": downloads(request),
            "may_keep": may(request, rules.KEEP_POOR_REGISTER, bkm.unit_id),
        },
    )


def _register_url(bkm: Bkm) -> str:
    return reverse("community:poor_register", args=[bkm.pk])


def _register_crumbs(bkm: Bkm) -> list[Crumb]:
    return crumbs_of(bkm, Crumb(_("Daftar warga miskin"), _register_url(bkm)))


@staff_view(rules.KEEP_POOR_REGISTER)
def add_households(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.KEEP_POOR_REGISTER)
    form = HouseholdsForm(request.POST or None)
    page = Act(
        title=_("Tambah rumah tangga"),
        button=_("Simpan daftar"),
        done=_("Rumah tangga dicatat."),
        back=_register_url(bkm),
        crumbs=_register_crumbs(bkm),
        note=_("Daftar ini hanya terlihat oleh BKM ini, fasilitatornya, dan auditor."),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.register_households(
            ctx,
            unit=bkm.unit,
            households=form.cleaned_data["households"],
            listed_on=form.cleaned_data["listed_on"],
        ),
        page,
    )


def _household(request: HttpRequest, key: UUID) -> tuple[PoorHousehold, Bkm]:
    household = record_or_404(PoorHousehold, key)
    require(request, rules.KEEP_POOR_REGISTER, household.unit_id)
    return household, _board_of(household.unit_id)


@staff_view(rules.KEEP_POOR_REGISTER)
def correct_household(request: HttpRequest, key: UUID) -> HttpResponse:
    household, bkm = _household(request, key)
    names = ("head_name", "members_female", "members_male", "address")
    initial = {name: getattr(household, name) for name in names}
    form = HouseholdForm(request.POST or None, initial=initial)

    def act(ctx: Ctx) -> PoorHousehold:
        return services.correct_household(
            ctx, household=household, row=form.row(), note=form.cleaned_data["note"]
        )

    page = Act(
        title=_("Betulkan data rumah tangga"),
        button=_("Simpan pembetulan"),
        done=_("Data rumah tangga dibetulkan."),
        back=_register_url(bkm),
        crumbs=_register_crumbs(bkm),
    )
    return act_page(request, form, act, page)


@staff_view(rules.KEEP_POOR_REGISTER)
def end_household(request: HttpRequest, key: UUID) -> HttpResponse:
    household, bkm = _household(request, key)
    form = LeaveForm(request.POST or None)
    page = Act(
        title=_("Rumah tangga %(name)s keluar dari daftar") % {"name": household.head_name},
        button=_("Catat keluar"),
        done=_("Keluarnya dicatat."),
        back=_register_url(bkm),
        crumbs=_register_crumbs(bkm),
        intro=_("Karena pindah, atau tidak miskin lagi."),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.end_household(
            ctx,
            household=household,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ),
        page,
    )
