"""What pages of single records share: the way there, when and by whom, the evidence."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jawara.audit import files
from jawara.audit.enums import Basis
from jawara.audit.models import Document, Recorded
from jawara.kernel.dates import long_date
from jawara.territories import queries as territories
from jawara.web.asking import (
    Asked,
    full_name,
    language,
    territory_url,
)
from jawara.web.present import (
    Crumb,
    Evidence,
)


def crumbs_to(unit_id: int, asked: Asked, last: str) -> list[Crumb]:
    """From home down to a unit, then the record."""
    crumbs = [Crumb(_("Beranda"), reverse("web:home") + asked.query())]
    unit = territories.version(unit_id, asked.as_of, asked.known_at)
    if unit:
        line = territories.breadcrumbs(unit, asked.as_of, asked.known_at)
        crumbs += [Crumb(full_name(item), territory_url(item.code, asked)) for item in line[1:]]
    return [*crumbs, Crumb(last)]


def badge_of(row: Recorded) -> str:
    return _("ilustrasi") if row.basis == Basis.ILLUSTRATIVE else ""


def moment(row: Recorded) -> str:
    local = timezone.localtime(row.recorded_at)
    return _("%(date)s, pukul %(time)s") % {
        "date": long_date(local.date(), language()),
        "time": local.strftime("%H.%M"),
    }


def who(actor: str) -> str:
    """Who recorded, without a name: pages for everybody show offices, not people."""
    return _("petugas yang masuk dengan akunnya") if actor.startswith("user:") else actor[7:]


def evidence_of(document: Document | None, *, everybody: bool = False) -> list[Evidence]:
    """A file as a page shows it. `everybody`: a file that is not public is neither named nor
    linked on the page, since what it is called may name people."""
    if document is None:
        return []
    hidden = everybody and not document.is_public
    return [
        Evidence(
            name=_("Berkas yang tidak dibuka untuk umum")
            if hidden
            else document.title or document.name,
            url="" if hidden else reverse("web:evidence", args=[document.sha256]),
            kind=document.media_type.rpartition("/")[2].upper()[:12],
            size=filesizeformat(document.size),
            fingerprint=document.sha256,
            checked=files.intact(document),
        )
    ]
