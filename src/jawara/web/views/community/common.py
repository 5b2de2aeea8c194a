"""What the pages of a board share: finding it or 404, who may, the way back."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.models import Recorded
from jawara.community import queries
from jawara.community.models import Bkm, BkmProfile
from jawara.kernel.dates import long_date
from jawara.web.asking import language
from jawara.web.present import Crumb, Link
from jawara.web.staff import require, today
from jawara.web.tables import export_url

R = TypeVar("R", bound=Recorded)


def board_or_404(request: HttpRequest, pk: int, permission: str) -> Bkm:
    """A board over whose ward the person holds the permission; else 404 or 403."""
    bkm = queries.board(pk)
    if bkm is None:
        raise Http404
    require(request, permission, bkm.unit_id)
    return bkm


def record_or_404(model: type[R], key: UUID) -> R:
    """A record by its key, standing or corrected: the service says if it was corrected."""
    record = queries.by_key(model, key)
    if record is None:
        raise Http404
    return record


def profile_now(bkm: Bkm) -> BkmProfile:
    """What the board is called today, or was called last."""
    profile = queries.profile(bkm, today()) or queries.profiles(bkm).last()
    if profile is None:
        raise Http404
    return profile


def home() -> Crumb:
    return Crumb(_("Kelola"), reverse("staff:home"))


def crumbs_of(bkm: Bkm, *more: Crumb) -> list[Crumb]:
    """Workspace, boards, this board, then what is named."""
    return [
        home(),
        Crumb(_("BKM"), reverse("community:list")),
        Crumb(profile_now(bkm).name, board_url(bkm)),
        *more,
    ]


def board_url(bkm: Bkm) -> str:
    return reverse("community:board", args=[bkm.pk])


def span(from_on: date, until_on: date | None) -> str:
    """ "1 Juni 2003 – sekarang"; the end is the first day after."""
    start = long_date(from_on, language())
    if until_on is None:
        return _("sejak %(start)s") % {"start": start}
    return _("%(start)s sampai sebelum %(end)s") % {
        "start": start,
        "end": long_date(until_on, language()),
    }


def downloads(request: HttpRequest) -> list[Link]:
    return [Link("CSV", export_url(request, "csv")), Link("XLSX", export_url(request, "xlsx"))]
