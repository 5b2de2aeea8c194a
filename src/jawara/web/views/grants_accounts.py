"""Staff forms of a board's account (LPJ): given, put right, judged, held against the books."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jawara.audit.facts import versions
from jawara.audit.services import Ctx
from jawara.grants import queries, rules, services
from jawara.grants.models import AccountabilityReport
from jawara.kernel.errors import gettext_noop
from jawara.web.acts import submit, version_list
from jawara.web.forms.grants import AccountForm, JudgementForm
from jawara.web.present import Crumb, Fact
from jawara.web.staff import KeyedForm, may, require, staff_view
from jawara.web.views.grants import crumbs_to
from jawara.web.views.grants_forms import rupiah, show_form, tranche_or_404


@staff_view(rules.GIVE_ACCOUNT)
def account_new(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    tranche = tranche_or_404(request, pk, number, rules.GIVE_ACCOUNT)
    form = AccountForm(request)

    def act(ctx: Ctx) -> AccountabilityReport:
        return services.give_account(ctx, tranche=tranche, **_account_data(form))

    report = submit(request, form, act, _("Laporan pertanggungjawaban dicatat."))
    if report:
        return redirect("grants:account", key=report.key)
    return show_form(
        request,
        tranche.grant,
        form,
        title=_("Laporkan pertanggungjawaban termin %(number)s") % {"number": number},
        intro=_("Tulis jumlah menurut laporan BKM. Kami tampilkan di sebelah jumlah menurut buku."),
        action=_("Simpan laporan"),
    )


def _account_data(form: AccountForm) -> dict[str, Any]:
    names = ("stated_used_rupiah", "occurred_on", "note")
    return {**{name: form.cleaned_data[name] for name in names}, "document": form.document()}


REPORT_FIELDS = (
    ("stated_used_rupiah", gettext_noop("Dinyatakan sudah dipakai")),
    ("occurred_on", gettext_noop("Tanggal laporan")),
    ("accepted", gettext_noop("Diterima")),
)


def _report_or_404(request: HttpRequest, key: UUID, permission: str) -> AccountabilityReport:
    report = queries.record(AccountabilityReport, key)
    if report is None:
        raise Http404
    require(request, permission, report.tranche.grant.bkm.unit_id)
    return report


@staff_view(rules.SEE)
def account(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the board states beside what the books hold."""
    report = _report_or_404(request, key, rules.SEE)
    grant = report.tranche.grant
    found = queries.report_reconciliation(report)
    title = _("Laporan pertanggungjawaban termin %(number)s") % {"number": report.tranche.number}
    return render(
        request,
        "jawara/staff/grants/account.html",
        {
            "crumbs": crumbs_to(grant, Crumb(title)),
            "title": title,
            "report": report,
            "stated": rupiah(found.stated),
            "booked": rupiah(found.computed),
            "difference": rupiah(abs(found.difference)),
            "found": found,
            "may_correct": may(request, rules.GIVE_ACCOUNT, grant.bkm.unit_id),
            "may_judge": may(request, rules.ACCEPT_ACCOUNT, grant.bkm.unit_id),
            "versions": version_list(
                versions(report), [(name, _(label)) for name, label in REPORT_FIELDS]
            ),
        },
    )


@staff_view(rules.GIVE_ACCOUNT)
def account_correct(request: HttpRequest, key: UUID) -> HttpResponse:
    report = _report_or_404(request, key, rules.GIVE_ACCOUNT)
    initial = {
        "stated_used_rupiah": report.stated_used_rupiah,
        "occurred_on": report.occurred_on,
        "note": report.note,
    }
    form = AccountForm(request, attached=report.document, initial=initial)

    def act(ctx: Ctx) -> AccountabilityReport:
        return services.correct_account(ctx, report=report, **_account_data(form))

    new = submit(request, form, act, _("Laporan dibetulkan."))
    if new:
        return redirect("grants:account", key=new.key)
    return show_form(
        request,
        report.tranche.grant,
        form,
        title=_("Betulkan laporan termin %(number)s") % {"number": report.tranche.number},
        action=_("Simpan pembetulan"),
    )


@staff_view(rules.ACCEPT_ACCOUNT)
def account_judge(request: HttpRequest, key: UUID) -> HttpResponse:
    report = _report_or_404(request, key, rules.ACCEPT_ACCOUNT)
    form: KeyedForm = JudgementForm(request, initial={"accepted": "yes"})

    def act(ctx: Ctx) -> AccountabilityReport:
        data = form.cleaned_data
        return services.judge_account(
            ctx, report=report, accepted=data["accepted"] == "yes", note=data["note"]
        )

    new = submit(request, form, act, _("Keputusan dicatat."))
    if new:
        return redirect("grants:account", key=new.key)
    found = queries.report_reconciliation(report)
    return show_form(
        request,
        report.tranche.grant,
        form,
        title=_("Putuskan laporan termin %(number)s") % {"number": report.tranche.number},
        facts=[
            Fact(_("Dinyatakan sampai termin ini"), rupiah(found.stated)),
            Fact(_("Menurut buku pada tanggal laporan"), rupiah(found.computed)),
        ],
        action=_("Simpan keputusan"),
    )
