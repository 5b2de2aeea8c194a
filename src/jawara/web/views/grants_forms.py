"""What the staff forms of grants share: the form page, taking back, finding a tranche."""

from collections.abc import Callable, Sequence

from django import forms
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.grants import queries
from jawara.grants.models import BlockGrant, Tranche
from jawara.kernel import format
from jawara.web.acts import submit
from jawara.web.asking import language
from jawara.web.forms.cycle import ReasonForm
from jawara.web.present import Crumb, Fact
from jawara.web.staff import require
from jawara.web.views.grants import crumbs_to, grant_or_404, url_of


def show_form(
    request: HttpRequest,
    grant: BlockGrant,
    form: forms.Form,
    *,
    title: str,
    action: str,
    intro: str = "",
    facts: Sequence[Fact] = (),
    note: str = "",
    history: Sequence[object] = (),
) -> HttpResponse:
    """A form about a grant, on the plain form page."""
    return render(
        request,
        "jawara/staff/form.html",
        {
            "crumbs": crumbs_to(grant, Crumb(title)),
            "title": title,
            "intro": intro,
            "form": form,
            "facts": facts,
            "action": action,
            "cancel": url_of(grant),
            "note": note,
            "history": history,
        },
    )


def rupiah(amount: int) -> str:
    return format.rupiah(amount, language())


def back_to(grant: BlockGrant, place: str = "") -> HttpResponseRedirect:
    return redirect(url_of(grant) + place)


def withdrawal(
    request: HttpRequest,
    grant: BlockGrant,
    *,
    title: str,
    facts: Sequence[Fact],
    act: Callable[[Ctx, str], Model],
) -> HttpResponse:
    """Take a record back: a reason, one call, back to the grant."""
    form = ReasonForm(request.POST or None)
    done = submit(
        request,
        form,
        lambda ctx: act(ctx, form.cleaned_data["reason"]),
        _("Catatan ditarik. Buku mencatat lawannya, riwayatnya tetap ada."),
    )
    if done:
        return back_to(grant)
    return show_form(
        request,
        grant,
        form,
        title=title,
        intro=_(
            "Catatannya tidak dihapus: kami buatkan catatan lawannya di buku, dan keduanya "
            "tetap terlihat."
        ),
        facts=facts,
        action=_("Tarik catatan"),
    )


def tranche_or_404(request: HttpRequest, pk: int, number: int, permission: str) -> Tranche:
    grant = grant_or_404(pk)
    require(request, permission, grant.bkm.unit_id)
    found = next((item for item in queries.tranches(grant) if item.number == number), None)
    if found is None:
        raise Http404
    tranche = queries.tranche(found.pk)
    assert tranche is not None
    return tranche
