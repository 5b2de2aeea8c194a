"""/kelola/wilayah/: the forms that record a change of territory, and take one back."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jawara.accounts.rules import RECORD_TERRITORY_CHANGE
from jawara.audit.services import Ctx
from jawara.kernel.dates import long_date
from jawara.territories import changes as territory_changes
from jawara.territories import services
from jawara.territories.enums import ChangeKind, Kind
from jawara.territories.models import Change as TerritoryChange
from jawara.web.acts import Act, act_page
from jawara.web.asking import language
from jawara.web.forms.fields import name_and_code
from jawara.web.forms.territories import FORMS, WithdrawForm
from jawara.web.present import Crumb, Fact
from jawara.web.staff import context_for, require, staff_view
from jawara.web.views.territories import (
    change_url,
    fits,
    held_over,
    home,
    kind_of,
    list_crumb,
    title_of,
    unit_or_404,
    unit_url,
)


@staff_view(RECORD_TERRITORY_CHANGE)
def record(request: HttpRequest, code: str, act: str) -> HttpResponse:
    here = unit_or_404(code)
    kind = FORMS.get(act)
    if kind is None or not fits(kind, here):
        raise Http404
    require(request, RECORD_TERRITORY_CHANGE, held_over(kind, here))
    form = kind(request, here)

    def write(ctx: Ctx) -> TerritoryChange:
        return form.record(ctx)

    title = _("%(act)s: %(name)s") % {"act": title_of(kind.kind), "name": here.name}
    return act_page(
        request,
        form,
        write,
        Act(
            title=title,
            intro=_intro(kind.kind),
            button=_("Catat perubahan"),
            done=_("Perubahan wilayah dicatat."),
            back=unit_url(here),
            crumbs=[home(), list_crumb(), Crumb(here.name, unit_url(here))],
            facts=[
                Fact(_("Sekarang"), name_and_code(here)),
                Fact(_("Status"), str(Kind(here.kind).label)),
            ],
            note=_(
                "Keadaan sebelum tanggal berlaku tetap seperti semula, juga angka-angka yang "
                "pernah diumumkan. Salah catat? Catatannya bisa ditarik."
            ),
            onward=change_url,
            fields={
                "kind": "new_kind",
                "parts": "code",
                "units": "others",
                "evidence": "file_decree",
            },
        ),
    )


def _intro(kind: ChangeKind) -> str:
    return {
        ChangeKind.RENAME: _("Wilayahnya tetap sama; hanya namanya yang lain sejak tanggal itu."),
        ChangeKind.RECODE: _("Wilayahnya tetap sama; hanya kodenya yang lain sejak tanggal itu."),
        ChangeKind.KIND: _("Misalnya desa menjadi kelurahan. Catatannya ikut terus."),
        ChangeKind.MOVE: _("Sejak tanggal itu angkanya dihitung di induk yang baru."),
        ChangeKind.SPLIT: _("Wilayah baru dibentuk dari wilayah ini sejak tanggal itu."),
        ChangeKind.MERGE: _("Wilayah ini tidak ada lagi sejak tanggal itu dan masuk ke yang lain."),
    }[kind]


@staff_view(RECORD_TERRITORY_CHANGE)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    found = territory_changes.changes().filter(key=key).first()
    if found is None:
        raise Http404
    if not services.may_withdraw(context_for(request, key), change=found):
        raise PermissionDenied
    form = WithdrawForm(request.POST or None)
    names = ", ".join(territory_changes.named([found])[found.pk])
    return act_page(
        request,
        form,
        lambda ctx: services.record_withdrawal(
            ctx, change=found, reason=form.cleaned_data["reason"]
        ),
        Act(
            title=_("Tarik catatan"),
            intro=_("Keadaan sebelum catatan ini berlaku lagi. Catatannya tidak dihapus."),
            button=_("Tarik catatan"),
            done=_("Catatan ditarik. Riwayatnya tetap ada."),
            back=change_url(found),
            crumbs=[home(), list_crumb(), Crumb(kind_of(found), change_url(found))],
            facts=[
                Fact(kind_of(found), names),
                Fact(_("Berlaku sejak"), long_date(found.effective_on, language())),
                Fact(_("Dasar hukum"), found.legal_basis),
            ],
            onward=change_url,
        ),
    )
