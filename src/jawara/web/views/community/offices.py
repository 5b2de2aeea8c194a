"""Terms of office, seats, units with their officers, elections of a board."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.community import queries, rules, services
from jawara.community.enums import BoardRole, BoardUnitKind, OfficerRole, Sex
from jawara.community.models import (
    Bkm,
    BkmMembership,
    BkmTerm,
    BoardUnit,
    Election,
    UnitOfficer,
)
from jawara.web.acts import Act, act_page
from jawara.web.forms.community import (
    BoardUnitForm,
    ElectionForm,
    EndForm,
    EndTermForm,
    OfficerForm,
    ReplaceForm,
    SeatsForm,
    TermForm,
)
from jawara.web.present import Fact
from jawara.web.staff import require, staff_view
from jawara.web.views.community.common import (
    board_or_404,
    board_url,
    crumbs_of,
    record_or_404,
    span,
)


def _act(bkm: Bkm, title: str, button: str, done: str, **more: object) -> Act:
    given = {"back": board_url(bkm), "crumbs": crumbs_of(bkm)} | more
    return Act(title=title, button=button, done=done, **given)  # type: ignore[arg-type]


@staff_view(rules.RUN_BOARD)
def start_term(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    last = queries.terms(bkm).first()
    initial = {"number": last.number + 1 if last else 1, "starts_on": last and last.until_on}
    form = TermForm(request.POST or None, initial=initial)
    page = _act(bkm, _("Mulai masa bakti"), _("Simpan masa bakti"), _("Masa bakti dicatat."))
    return act_page(
        request,
        form,
        lambda ctx: services.start_term(
            ctx,
            bkm=bkm,
            **{name: form.cleaned_data[name] for name in ("number", "starts_on", "ends_on")},
        ),
        page,
    )


def _term(bkm: Bkm, number: int) -> BkmTerm:
    term = queries.terms(bkm).filter(number=number).first()
    if term is None:
        raise Http404
    return term


@staff_view(rules.RUN_BOARD)
def seats(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    term = _term(bkm, number)
    form = SeatsForm(request.POST or None, initial={"seated_on": term.occurred_on})
    page = _act(
        bkm,
        _("Anggota masa bakti ke-%(number)s") % {"number": number},
        _("Simpan anggota"),
        _("Anggota BKM dicatat."),
        intro=span(term.occurred_on, term.until_on),
        note=_("Nama anggota BKM yang sedang menjabat tampil di halaman umum BKM."),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.seat_members(
            ctx,
            term=term,
            members=form.cleaned_data["members"],
            seated_on=form.cleaned_data["seated_on"],
        ),
        page,
    )


@staff_view(rules.RUN_BOARD)
def end_term(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    term = _term(bkm, number)
    form = EndTermForm(request.POST or None, initial={"ends_on": term.until_on, "record": term.key})
    page = _act(
        bkm,
        _("Akhiri masa bakti ke-%(number)s") % {"number": number},
        _("Simpan tanggal"),
        _("Akhir masa bakti dicatat."),
        intro=_("Anggota yang masih menjabat ikut berakhir pada tanggal itu."),
    )

    def act(ctx: Ctx) -> BkmTerm:
        return services.end_term(
            ctx,
            term=form.record_of(BkmTerm, bkm=bkm),
            ends_on=form.cleaned_data["ends_on"],
            note=form.cleaned_data["note"],
        )

    return act_page(request, form, act, page)


def _seat(request: HttpRequest, key: UUID) -> tuple[BkmMembership, Bkm]:
    seat = record_or_404(BkmMembership, key)
    bkm = seat.term.bkm
    require(request, rules.RUN_BOARD, bkm.unit_id)
    return seat, bkm


@staff_view(rules.RUN_BOARD)
def replace(request: HttpRequest, key: UUID) -> HttpResponse:
    seat, bkm = _seat(request, key)
    form = ReplaceForm(request.POST or None, initial={"role": seat.role})
    page = _act(
        bkm,
        _("Ganti %(name)s") % {"name": seat.person_name},
        _("Simpan penggantian"),
        _("Penggantian dicatat. Yang lama tetap tercatat sampai hari itu."),
        facts=[Fact(str(seat.get_role_display()), span(seat.occurred_on, seat.until_on))],
    )

    def act(ctx: Ctx) -> BkmMembership:
        data = form.cleaned_data
        return services.replace_member(
            ctx,
            membership=seat,
            on=data["on"],
            name=data["name"],
            sex=Sex(data["sex"]),
            role=BoardRole(data["role"]),
            reason=data["reason"],
        )

    return act_page(request, form, act, page)


@staff_view(rules.RUN_BOARD)
def end_seat(request: HttpRequest, key: UUID) -> HttpResponse:
    seat, bkm = _seat(request, key)
    form = EndForm(request.POST or None)
    page = _act(
        bkm,
        _("Akhiri jabatan %(name)s") % {"name": seat.person_name},
        _("Akhiri jabatan"),
        _("Akhir jabatan dicatat."),
        intro=_("Kursinya dibiarkan kosong. Kalau ada penggantinya, pakai “Ganti”."),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.end_seat(ctx, membership=seat, **_ending(form)),
        page,
    )


def _ending(form: EndForm) -> dict[str, Any]:
    return {"on": form.cleaned_data["on"], "reason": form.cleaned_data["reason"]}


@staff_view(rules.RUN_BOARD)
def form_unit(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    form = BoardUnitForm(request.POST or None)
    page = _act(bkm, _("Bentuk unit BKM"), _("Simpan unit"), _("Unit dicatat."))
    return act_page(
        request,
        form,
        lambda ctx: services.form_board_unit(
            ctx,
            bkm=bkm,
            kind=BoardUnitKind(form.cleaned_data["kind"]),
            formed_on=form.cleaned_data["formed_on"],
        ),
        page,
    )


@staff_view(rules.RUN_BOARD)
def appoint(request: HttpRequest, key: UUID) -> HttpResponse:
    unit = record_or_404(BoardUnit, key)
    require(request, rules.RUN_BOARD, unit.bkm.unit_id)
    form = OfficerForm(request.POST or None)
    page = _act(
        unit.bkm,
        _("Petugas %(unit)s") % {"unit": unit.kind},
        _("Simpan petugas"),
        _("Petugas dicatat."),
    )

    def act(ctx: Ctx) -> UnitOfficer:
        data = form.cleaned_data
        return services.appoint_officer(
            ctx,
            board_unit=unit,
            role=OfficerRole(data["role"]),
            name=data["name"],
            sex=Sex(data["sex"]),
            from_on=data["from_on"],
        )

    return act_page(request, form, act, page)


@staff_view(rules.RUN_BOARD)
def end_officer(request: HttpRequest, key: UUID) -> HttpResponse:
    officer = record_or_404(UnitOfficer, key)
    bkm = officer.board_unit.bkm
    require(request, rules.RUN_BOARD, bkm.unit_id)
    form = EndForm(request.POST or None)
    page = _act(
        bkm,
        _("Akhiri tugas %(name)s") % {"name": officer.person_name},
        _("Akhiri tugas"),
        _("Akhir tugas dicatat."),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.end_officer(ctx, officer=officer, **_ending(form)),
        page,
    )


@staff_view(rules.RUN_BOARD)
def election(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    form = ElectionForm(request.POST or None)
    page = _act(
        bkm,
        _("Catat pemilihan anggota BKM"),
        _("Simpan pemilihan"),
        _("Pemilihan dicatat."),
        intro=_(
            "Yang dicatat hanya berapa orang memilih dan berapa suara tiap nama. Siapa memilih "
            "siapa tidak pernah disimpan."
        ),
    )

    def act(ctx: Ctx) -> Election:
        return services.record_election(
            ctx, bkm=bkm, **{name: form.cleaned_data[name] for name in form.NAMES}
        )

    return act_page(request, form, act, page)
