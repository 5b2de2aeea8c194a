"""What the pages of a phase share: finding it or 404, its address, the way back."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.kernel.errors import Refusal
from jawara.programmes import queries
from jawara.programmes.models import Phase
from jawara.web.present import Crumb
from jawara.web.views.community.common import home


def phase_or_404(code: str) -> Phase:
    try:
        return queries.phase(code)
    except Refusal:
        raise Http404 from None


def crumbs_of(item: Phase | None = None) -> list[Crumb]:
    crumbs = [home(), Crumb(_("Program"), reverse("programmes:list"))]
    return [*crumbs, Crumb(item.name, phase_url(item))] if item else crumbs


def phase_url(item: Phase) -> str:
    return reverse("programmes:phase", args=[item.code])
