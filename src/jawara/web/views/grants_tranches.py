"""Staff forms of agreement, dossier and disbursement of a grant."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.facts import versions
from jawara.audit.models import Event
from jawara.audit.services import Ctx
from jawara.community import queries as community
from jawara.community.models import Bkm
from jawara.grants import queries, rules, services
from jawara.grants.models import BlockGrant, Disbursement, Tranche
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.programmes import queries as programmes
from jawara.territories.models import UnitVersion
from jawara.web.acts import submit, version_list
from jawara.web.asking import language
from jawara.web.forms.grants import (
    AgreementCorrectionForm,
    AgreementForm,
    DisbursementForm,
    DossierForm,
)
from jawara.web.present import Crumb, Fact
from jawara.web.staff import require, staff_view, today
from jawara.web.views.grants import board_name, crumbs_to, grant_or_404, home_crumbs, url_of
from jawara.web.views.grants_forms import back_to, rupiah, show_form, tranche_or_404, withdrawal


class NoBoard(Refusal):
    """Values: name."""

    code = "ward_without_board"
    message = gettext_noop("%(name)s belum punya BKM yang tercatat. Catat dulu BKM-nya.")


@staff_view(rules.SIGN)
def sign(request: HttpRequest) -> HttpResponse:
    form = AgreementForm(request, [(item.code, item.name) for item in programmes.phases()])

    def act(ctx: Ctx) -> BlockGrant:
        data = form.cleaned_data
        return services.sign_agreement(
            ctx,
            bkm=_board_of(data["ward"], data["occurred_on"]),
            phase=programmes.phase(data["phase"]),
            agreement_number=data["agreement_number"],
            ceiling_rupiah=data["ceiling_rupiah"],
            occurred_on=data["occurred_on"],
            document=form.document(),
            note=data["note"],
        )

    grant = submit(request, form, act, _("Perjanjian dicatat. Terminnya sudah dibagi."))
    if grant:
        return back_to(grant)
    return render(
        request,
        "jawara/staff/form.html",
        {
            "crumbs": home_crumbs(
                Crumb(_("Dana BLM"), reverse("grants:list")), Crumb(_("Catat perjanjian"))
            ),
            "title": _("Catat perjanjian pemberian bantuan (SPPB)"),
            "intro": _("Pagu dibagi dalam termin menurut buku aturan tahapnya, tepat ke rupiah."),
            "form": form,
            "action": _("Simpan perjanjian"),
            "cancel": reverse("grants:list"),
        },
    )


def _board_of(ward: UnitVersion, on: date) -> Bkm:
    profile = community.boards_in(ward.unit_id, on).first()
    if profile is None:
        raise NoBoard(field="ward", name=ward.name)
    board = community.board(profile.bkm_id)
    assert board is not None
    return board


@staff_view(rules.SIGN)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    grant = grant_or_404(pk)
    require(request, rules.SIGN, grant.bkm.unit_id)
    initial = {
        "agreement_number": grant.agreement_number,
        "ceiling_rupiah": grant.ceiling_rupiah,
        "occurred_on": grant.occurred_on,
    }
    form = AgreementCorrectionForm(request, attached=grant.document, initial=initial)

    def act(ctx: Ctx) -> BlockGrant:
        given = form.cleaned_data
        return services.correct_agreement(
            ctx,
            grant=grant,
            document=form.document(),
            **{name: given[name] for name in (*initial, "note")},
        )

    corrected = submit(request, form, act, _("Perjanjian dibetulkan."))
    if corrected:
        return back_to(corrected)
    labels = [
        ("agreement_number", _("Nomor perjanjian")),
        ("ceiling_rupiah", _("Pagu")),
        ("occurred_on", _("Tanggal ditandatangani")),
    ]
    return show_form(
        request,
        grant,
        form,
        title=_("Betulkan perjanjian %(number)s") % {"number": grant.agreement_number},
        intro=_("Bisa selama berkasnya belum diperiksa dan uangnya belum cair."),
        action=_("Simpan pembetulan"),
        history=version_list(versions(grant), labels),
    )


@staff_view(rules.CHECK_AS_FACILITATOR)
def check_facilitator(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    tranche = tranche_or_404(request, pk, number, rules.CHECK_AS_FACILITATOR)
    return _check(request, tranche, rules.CHECK_AS_FACILITATOR)


@staff_view(rules.CHECK_AS_OFFICIAL)
def check(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Officials mark in their order: the page is of the one named, or of whose turn it is."""
    tranche = tranche_or_404(request, pk, number, rules.CHECK_AS_OFFICIAL)
    return _check(request, tranche, rules.CHECK_AS_OFFICIAL)


def _check(request: HttpRequest, tranche: Tranche, permission: str) -> HttpResponse:
    grant, found = tranche.grant, queries.dossier(tranche, today())
    mine = [
        item
        for item in queries.rulebook_of(grant).verifiers()
        if rules.check_permission(item.code) == permission
    ]
    asked = request.GET.get("pemeriksa", "")
    waiting = {verifier.code for _document, verifier, _state in found.missing}
    turn = next((item for item in mine if item.code in waiting), mine[0])
    verifier = next((item for item in mine if item.code == asked), turn)
    form = DossierForm(request, found, verifier.code)

    def act(ctx: Ctx) -> Event:
        return services.check_documents(
            ctx,
            tranche=tranche,
            verifier=verifier.code,
            occurred_on=form.cleaned_data["occurred_on"],
            marks=form.marks(),
        )

    done = submit(request, form, act, _("Pemeriksaan dicatat."))
    if done:
        return back_to(grant, f"#termin-{tranche.number}")
    return render(
        request,
        "jawara/staff/grants/check.html",
        {
            "crumbs": crumbs_to(grant, Crumb(_("Periksa berkas"))),
            "tranche": tranche,
            "name": board_name(grant),
            "verifier": verifier.name(language()),
            "others": [item for item in mine if item.code != verifier.code],
            "dossier": found,
            "verifiers": [item.name(language()) for item in queries.rulebook_of(grant).verifiers()],
            "form": form,
            "documents": [form[name] for name in form.documents],
            "cancel": url_of(grant),
        },
    )


@staff_view(rules.DISBURSE)
def disburse(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    tranche = tranche_or_404(request, pk, number, rules.DISBURSE)
    grant = tranche.grant
    state = next(
        item
        for item in queries.tranche_states(grant, today())[grant.pk]
        if item.tranche.pk == tranche.pk
    )
    form = DisbursementForm(request, initial={"amount_rupiah": state.left or None})

    def act(ctx: Ctx) -> Disbursement:
        data = form.cleaned_data
        return services.disburse_tranche(
            ctx,
            tranche=tranche,
            amount_rupiah=data["amount_rupiah"],
            occurred_on=data["occurred_on"],
            document=form.document(),
            note=data["note"],
        )

    if submit(request, form, act, _("Pencairan dicatat dan dibukukan.")):
        return back_to(grant, f"#termin-{number}")
    missing = [
        Fact(
            document.name(language()),
            verifier.name(language()),
            status="warn",
            status_word=_("belum"),
        )
        for document, verifier, _state in state.dossier.missing
    ]
    left = Fact(_("Sisa termin ini"), rupiah(state.left))
    return show_form(
        request,
        grant,
        form,
        title=_("Catat pencairan termin %(number)s") % {"number": number},
        intro=_("Berkasnya masih kurang. Yang berikut belum diperiksa atau belum benar:")
        if missing
        else _("Berkasnya lengkap."),
        facts=[*missing, left],
        action=_("Simpan pencairan"),
    )


@staff_view(rules.DISBURSE)
def disbursement_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    paid = queries.record(Disbursement, key)
    if paid is None:
        raise Http404
    grant = paid.tranche.grant
    require(request, rules.DISBURSE, grant.bkm.unit_id)
    return withdrawal(
        request,
        grant,
        title=_("Tarik pencairan termin %(number)s") % {"number": paid.tranche.number},
        facts=[Fact(_("Jumlah"), rupiah(paid.amount_rupiah))],
        act=lambda ctx, reason: services.withdraw_disbursement(
            ctx, disbursement=paid, reason=reason
        ),
    )
