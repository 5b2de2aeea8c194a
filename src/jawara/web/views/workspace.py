"""/kelola/: what a signed-in person has to do, over which territory."""

from datetime import date, timedelta
from functools import partial
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.accounts import rules
from jawara.accounts.enums import Role
from jawara.accounts.models import User
from jawara.accounts.queries import administrators_for, held_by, roles_of
from jawara.community import rules as community_rules
from jawara.cycle import rules as cycle_rules
from jawara.grants import rules as grants_rules
from jawara.kernel.dates import long_date
from jawara.programmes import rules as programmes_rules
from jawara.territories.queries import versions
from jawara.trainings import rules as trainings_rules
from jawara.web.asking import language
from jawara.web.forms.fields import name_and_code
from jawara.web.forms.workspace import AskForm
from jawara.web.present import Crumb, Fact, Link
from jawara.web.staff import authority_of, scope, signed_in, today
from jawara.web.work import Desk
from jawara.web.work_sources import work_of

# Where each kind of work is done: label, name of the address, permission that opens it.
ROOMS = (
    (gettext_lazy("Siklus"), "cycle:list", cycle_rules.SEE),
    (gettext_lazy("Dana BLM"), "grants:list", grants_rules.SEE),
    (gettext_lazy("BKM dan KSM"), "community:list", community_rules.SEE_BOARD),
    (gettext_lazy("Program"), "programmes:list", programmes_rules.SEE),
    (gettext_lazy("Pelatihan"), "trainings:list", trainings_rules.SEE),
    (gettext_lazy("Peran"), "staff:roles", rules.SEE_ROLES),
    (gettext_lazy("Perubahan wilayah"), "areas:list", rules.RECORD_TERRITORY_CHANGE),
)


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    if not authority_of(request).roles(today()):
        return _newcomer(request)
    desk = Desk(authority_of(request), partial(scope, request), today())
    return render(
        request,
        "jawara/staff/workspace/home.html",
        {
            "crumbs": [Crumb(_("Kelola"))],
            "roles": _own_roles(request),
            "sections": work_of(desk),
            "rooms": [
                Link(str(label), reverse(name))
                for label, name, permission in ROOMS
                if desk.may(permission)
            ],
        },
    )


def _newcomer(request: HttpRequest) -> HttpResponse:
    """Signed in, but without a role: what one can do, and whom to ask."""
    form = AskForm(request.GET if "wilayah" in request.GET else None)
    unit = form.cleaned_data["wilayah"] if form.is_valid() else None
    return render(
        request,
        "jawara/staff/workspace/newcomer.html",
        {
            "crumbs": [Crumb(_("Kelola"))],
            "form": form,
            "unit": name_and_code(unit) if unit else "",
            "helpers": administrators_for(unit.unit_id, today()) if unit else [],
        },
    )


def _own_roles(request: HttpRequest) -> list[Fact]:
    """The person's roles: what, where, until when."""
    grants = roles_of(cast("User", request.user), today())
    units = versions([grant.unit_id for grant in grants], today())
    return [
        Fact(
            name=str(Role(grant.role).label),
            text=name_and_code(units[grant.unit_id]) if grant.unit_id in units else "",
            note=_until(held_by(grant).until_on),
        )
        for grant in grants
    ]


def _until(end: date | None) -> str:
    if end is None:
        return ""
    return _("sampai %(day)s") % {"day": long_date(end - timedelta(days=1), language())}
