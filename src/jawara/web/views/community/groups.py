"""Self-help groups of a board: the list, one group, its members."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.community import queries, rules, services
from jawara.community.enums import KsmPurpose
from jawara.community.models import Bkm, Ksm, KsmMembership, KsmProfile
from jawara.web.acts import Act, act_page, version_list
from jawara.web.forms.community import (
    AddMemberForm,
    CorrectGroupForm,
    CorrectMemberForm,
    EndForm,
    GroupFilterForm,
    GroupForm,
    LeaveForm,
    RenameGroupForm,
)
from jawara.web.present import Crumb, Fact
from jawara.web.staff import may, require, staff_view, today
from jawara.web.tables import columns, export, ordering, page_of, sort_key
from jawara.web.views.community.common import (
    board_or_404,
    crumbs_of,
    downloads,
    profile_now,
    record_or_404,
    span,
)

SORTS: Mapping[str, Sequence[str]] = {
    "nomor": ("ksm__number",),
    "nama": ("name",),
    "untuk": ("purpose", "name"),
    "dibentuk": ("occurred_on", "ksm__number"),
    "anggota": ("member_count", "ksm__number"),
}


@staff_view(rules.SEE_BOARD)
def group_list(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.SEE_BOARD)
    form = GroupFilterForm(request.GET)
    least = queries.minimum_members(bkm.unit_id, today())
    sort = sort_key(request, SORTS, "nomor")
    found = _filtered(bkm, form, least).order_by(*ordering(sort, SORTS))
    heads = [_("Nomor"), _("Nama KSM"), _("Untuk"), _("Dibentuk"), _("Anggota")]
    file = export(request, "ksm", heads, _cells(found))
    if file:
        return file
    return render(
        request,
        "jawara/staff/community/groups.html",
        {
            "crumbs": crumbs_of(bkm, Crumb(_("KSM"))),
            "bkm": bkm,
            "name": profile_now(bkm).name,
            "form": form,
            "page": page_of(request, found),
            "least": least or 0,
            "sorts": columns(
                request,
                sort,
                [
                    ("nomor", _("nomor")),
                    ("nama", _("nama")),
                    ("untuk", _("untuk")),
                    ("dibentuk", _("dibentuk")),
                    ("anggota", _("anggota")),
                ],
            ),
            "links": downloads(request),
            "may_keep": may(request, rules.KEEP_GROUPS, bkm.unit_id),
        },
    )


def _filtered(bkm: Bkm, form: GroupFilterForm, least: int | None) -> QuerySet[KsmProfile]:
    asked = form.cleaned_data if form.is_valid() else {}
    purpose = asked.get("purpose")
    found = queries.groups(
        bkm, today(), text=asked.get("q", ""), purpose=KsmPurpose(purpose) if purpose else None
    )
    if asked.get("size") == "small" and least:
        return found.filter(member_count__lt=least)
    return found


def _cells(found: Iterable[KsmProfile]) -> Iterable[list[str | int | date]]:
    for row in found:
        purpose = str(row.get_purpose_display())
        members: int = row.member_count  # type: ignore[attr-defined]
        yield [row.ksm.number, row.name, purpose, row.occurred_on, members]


def groups_url(bkm: Bkm) -> str:
    return reverse("community:groups", args=[bkm.pk])


def group_url(ksm: Ksm) -> str:
    return reverse("community:group", args=[ksm.pk])


def group_or_404(request: HttpRequest, pk: int, permission: str) -> tuple[Ksm, KsmProfile]:
    ksm = queries.group(pk)
    if ksm is None:
        raise Http404
    require(request, permission, ksm.bkm.unit_id)
    profile = queries.group_profile(ksm, today()) or queries.group_profiles(ksm).last()
    if profile is None:
        raise Http404
    return ksm, profile


def _crumbs(ksm: Ksm, name: str) -> list[Crumb]:
    return crumbs_of(ksm.bkm, Crumb(_("KSM"), groups_url(ksm.bkm)), Crumb(name, group_url(ksm)))


@staff_view(rules.SEE_BOARD)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    ksm, profile = group_or_404(request, pk, rules.SEE_BOARD)
    members = queries.members(ksm, today())
    sees = may(request, rules.SEE_MEMBERS, ksm.bkm.unit_id)
    least = queries.minimum_members(ksm.bkm.unit_id, today())
    count = members.count()
    badge = _("ilustrasi") if profile.basis == "ILLUSTRATIVE" else ""
    return render(
        request,
        "jawara/staff/community/group.html",
        {
            "crumbs": crumbs_of(ksm.bkm, Crumb(_("KSM"), groups_url(ksm.bkm)), Crumb(profile.name)),
            "ksm": ksm,
            "profile": profile,
            "gone": queries.group_profile(ksm, today()) is None,
            "facts": [
                Fact(_("Nomor"), str(ksm.number)),
                Fact(_("Untuk"), str(profile.get_purpose_display())),
                Fact(_("Dibentuk"), span(profile.occurred_on, profile.until_on), badge=badge),
            ],
            "members": list(members) if sees else [],
            "count": count,
            "least": least if least and count < least else 0,
            "sees": sees,
            "may_keep": may(request, rules.KEEP_GROUPS, ksm.bkm.unit_id),
            "versions": version_list(
                list(KsmProfile.objects.filter(ksm=ksm).order_by("-recorded_at", "-pk")),
                [
                    ("name", _("Nama")),
                    ("purpose", _("Untuk")),
                    ("occurred_on", _("Dibentuk")),
                    ("until_on", _("Berakhir")),
                ],
            ),
        },
    )


@staff_view(rules.KEEP_GROUPS)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.KEEP_GROUPS)
    form = GroupForm(request.POST or None, initial={"purpose": KsmPurpose.ECONOMIC})
    page = Act(
        title=_("Catat KSM baru"),
        button=_("Simpan KSM"),
        done=_("KSM dicatat."),
        back=groups_url(bkm),
        crumbs=crumbs_of(bkm, Crumb(_("KSM"), groups_url(bkm))),
        note=_("Nama anggota hanya terlihat oleh BKM ini, fasilitatornya, dan auditor."),
        onward=lambda ksm: reverse("community:group", args=[ksm.pk]),
        fields={"groups": "name"},
    )
    return act_page(
        request,
        form,
        lambda ctx: services.register_group(ctx, bkm=bkm, group=form.group()),
        page,
    )


@staff_view(rules.KEEP_GROUPS)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    ksm, profile = group_or_404(request, pk, rules.KEEP_GROUPS)
    form = RenameGroupForm(request.POST or None)
    page = Act(
        title=_("Ganti nama %(name)s") % {"name": profile.name},
        button=_("Simpan nama baru"),
        done=_("Nama baru dicatat. Nama lama tetap berlaku untuk masanya."),
        back=group_url(ksm),
        crumbs=_crumbs(ksm, profile.name),
        intro=_("Kalau namanya dulu salah tulis, pakai “Betulkan”, bukan ini."),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.rename_group(
            ctx, ksm=ksm, name=form.cleaned_data["name"], from_on=form.cleaned_data["from_on"]
        ),
        page,
    )


@staff_view(rules.KEEP_GROUPS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    ksm, profile = group_or_404(request, pk, rules.KEEP_GROUPS)
    initial = {
        "record": profile.key,
        "name": profile.name,
        "purpose": profile.purpose,
        "formed_on": profile.occurred_on,
    }
    form = CorrectGroupForm(request.POST or None, initial=initial)

    def act(ctx: Ctx) -> KsmProfile:
        data = form.cleaned_data
        return services.correct_group(
            ctx,
            profile=form.record_of(KsmProfile, ksm=ksm),
            name=data["name"],
            purpose=KsmPurpose(data["purpose"]),
            formed_on=data["formed_on"],
            note=data["note"],
        )

    page = Act(
        title=_("Betulkan data %(name)s") % {"name": profile.name},
        button=_("Simpan pembetulan"),
        done=_("Data KSM dibetulkan."),
        back=group_url(ksm),
        crumbs=_crumbs(ksm, profile.name),
    )
    return act_page(request, form, act, page)


@staff_view(rules.KEEP_GROUPS)
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    ksm, profile = group_or_404(request, pk, rules.KEEP_GROUPS)
    form = EndForm(request.POST or None)
    page = Act(
        title=_("Catat %(name)s bubar") % {"name": profile.name},
        button=_("Catat bubar"),
        done=_("KSM tercatat bubar. Catatan lamanya tetap ada."),
        back=group_url(ksm),
        crumbs=_crumbs(ksm, profile.name),
        intro=_("Keanggotaan yang masih berjalan ikut berakhir pada tanggal itu."),
        fields={"note": "reason"},
    )
    return act_page(
        request,
        form,
        lambda ctx: services.dissolve_group(
            ctx, ksm=ksm, on=form.cleaned_data["on"], note=form.cleaned_data["reason"]
        ),
        page,
    )


@staff_view(rules.KEEP_GROUPS)
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    ksm, profile = group_or_404(request, pk, rules.KEEP_GROUPS)
    form = AddMemberForm(request.POST or None)
    page = Act(
        title=_("Tambah anggota %(name)s") % {"name": profile.name},
        button=_("Simpan anggota"),
        done=_("Anggota dicatat."),
        back=group_url(ksm),
        crumbs=_crumbs(ksm, profile.name),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.add_member(
            ctx, ksm=ksm, member=form.member(), from_on=form.cleaned_data["from_on"]
        ),
        page,
    )


def _membership(request: HttpRequest, key: UUID) -> tuple[KsmMembership, Ksm, KsmProfile]:
    membership = record_or_404(KsmMembership, key)
    ksm, profile = group_or_404(request, membership.ksm_id, rules.KEEP_GROUPS)
    return membership, ksm, profile


@staff_view(rules.KEEP_GROUPS)
def correct_member(request: HttpRequest, key: UUID) -> HttpResponse:
    membership, ksm, profile = _membership(request, key)
    poor = {True: "ya", False: "tidak", None: ""}[membership.is_poor]
    initial = {"name": membership.person_name, "sex": membership.sex, "is_poor": poor}
    form = CorrectMemberForm(request.POST or None, initial=initial)
    page = Act(
        title=_("Betulkan data anggota"),
        button=_("Simpan pembetulan"),
        done=_("Data anggota dibetulkan."),
        back=group_url(ksm),
        crumbs=_crumbs(ksm, profile.name),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.correct_member(
            ctx, membership=membership, member=form.member(), note=form.cleaned_data["note"]
        ),
        page,
    )


@staff_view(rules.KEEP_GROUPS)
def end_member(request: HttpRequest, key: UUID) -> HttpResponse:
    membership, ksm, profile = _membership(request, key)
    form = LeaveForm(request.POST or None)
    page = Act(
        title=_("%(name)s berhenti") % {"name": membership.person_name},
        button=_("Catat berhenti"),
        done=_("Berhentinya dicatat."),
        back=group_url(ksm),
        crumbs=_crumbs(ksm, profile.name),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.end_membership(
            ctx,
            membership=membership,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ),
        page,
    )
