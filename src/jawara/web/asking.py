"""What a public page is asked: territory, phase, as-of date, known-at instant; and its addresses."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jawara.insight import queries as insight
from jawara.insight.asking import as_instant
from jawara.insight.types import Question
from jawara.kernel.dates import long_date, parse_date
from jawara.kernel.errors import Refusal
from jawara.territories.enums import Kind
from jawara.territories.models import UnitVersion
from jawara.web.present import AsOf

# The official names of the others carry their kind already ("Kabupaten Serang").
WITH_KIND = {Kind.DESA, Kind.KELURAHAN, Kind.KECAMATAN}


@dataclass(frozen=True, slots=True)
class Asked:
    """The times a page is asked for. `explicit`: the reader chose them, so links keep them."""

    as_of: date
    known_at: datetime | None
    explicit: bool
    error: str = ""
    typed: str = ""

    def query(self, **more: str) -> str:
        """Query string that keeps the reader's times, with `more` behind; "" when there is none."""
        pairs = {name: value for name, value in more.items() if value}
        if self.explicit:
            pairs["as_of"] = self.as_of.isoformat()
            if self.known_at:
                pairs["known_at"] = self.known_at.isoformat()
        return f"?{urlencode(pairs)}" if pairs else ""


def language() -> str:
    return get_language() or "id"


def asked_times(request: HttpRequest) -> Asked:
    """The as-of date and known-at instant of a request; what was not understood comes back."""
    typed, known = request.GET.get("as_of", "").strip(), request.GET.get("known_at", "").strip()
    default = insight.default_as_of(timezone.localdate())
    known_at = None
    try:
        known_at = as_instant(known) if known else None
        as_of = parse_date(typed) if typed else default
    except Refusal as refusal:
        message = _(refusal.message) % refusal.values
        return Asked(default, None, explicit=False, error=message, typed=typed or known)
    return Asked(as_of, known_at, explicit=bool(typed or known))


def as_of_control(asked: Asked, **hidden: str) -> AsOf:
    """The "Keadaan per tanggal" control, with the date written out."""
    known = asked.known_at or timezone.now()
    return AsOf(
        text=asked.typed if asked.error else long_date(asked.as_of, language()),
        known_text=long_date(timezone.localdate(known), language()),
        known_value=asked.known_at.isoformat() if asked.known_at else "",
        hidden=tuple((name, value) for name, value in hidden.items() if value),
        error=asked.error,
    )


def figure_url(key: str, question: Question) -> str:
    """Stable address of a figure: it says territory, phase, date and state of knowledge."""
    pairs = {"as_of": question.as_of.isoformat()}
    if question.territory:
        pairs = {"territory": question.territory.code, **pairs}
    if question.phase:
        pairs = {"phase": question.phase.code, **pairs}
    if question.known_at:
        pairs["known_at"] = question.known_at.isoformat()
    return f"{reverse('web:figure', args=[key])}?{urlencode(pairs, safe='/')}"


def full_name(unit: UnitVersion) -> str:
    """The name with what the unit is in law: a ward is often called like its subdistrict."""
    if unit.kind in WITH_KIND:
        kind = str(unit.get_kind_display())
        return f"{kind[:1].upper()}{kind[1:]} {unit.name}"
    return unit.name


def territory_url(code: str, asked: Asked) -> str:
    return reverse("web:territory", args=[code]) + asked.query()


# What a `RecordRow.reference` leads to: its first word names the address.
RECORD_ADDRESSES = {
    "entry": "web:entry",
    "step": "web:step_record",
    "training": "web:training",
}


def record_url(reference: str) -> str:
    kind, _sep, key = reference.partition(":")
    if kind == "board":
        return reverse("web:bkm", args=[int(key)])
    if kind == "territory":
        return reverse("web:territory", args=[key])
    name = RECORD_ADDRESSES.get(kind)
    return reverse(name, args=[key]) if name else ""
