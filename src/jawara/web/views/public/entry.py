"""One ledger entry: what moved, its evidence, its place in the chain; and evidence files."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit import files
from jawara.audit.models import Document
from jawara.insight.evidence import may_open
from jawara.insight.types import Question
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.ledger import queries as ledger
from jawara.territories import queries as territories
from jawara.web.asking import (
    Asked,
    asked_times,
    figure_url,
    language,
)
from jawara.web.caching import public_page
from jawara.web.figures import figure_label
from jawara.web.present import (
    Fact,
    Link,
    TransferRow,
)
from jawara.web.staff import actor_of, public, today
from jawara.web.views.public.common import badge_of, crumbs_to, evidence_of, moment, who

SHOWN_IN_BROWSER = {"application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain"}


@public_page
def entry(request: HttpRequest, key: UUID) -> HttpResponse:
    row = ledger.entry(key)
    if row is None:
        raise Http404
    asked = asked_times(request)
    before, after = ledger.neighbours(row)
    transfers = list(row.transfers.order_by("line"))
    total = sum(transfer.amount for transfer in transfers)
    book = row.book
    title = _("Catatan %(number)s · %(book)s") % {"number": row.number, "book": book.name}
    context = {
        "section": "periksa",
        "crumbs": crumbs_to(book.unit_id, asked, title),
        "title": title,
        "sentence": _("%(amount)s pada %(date)s: %(memo)s.")
        % {
            "amount": format.rupiah(total, language()),
            "date": long_date(row.occurred_on, language()),
            "memo": row.memo.rstrip("."),
        },
        "badge": badge_of(row),
        "facts": [
            Fact(_("Buku"), book.name),
            Fact(_("Terjadi"), long_date(row.occurred_on, language())),
            Fact(_("Dicatat"), moment(row)),
            Fact(_("Dicatat oleh"), who(row.recorded_by)),
            Fact(_("Dasar"), str(row.get_basis_display())),
            Fact(_("Kunci"), str(row.key)),
        ],
        "transfers": [
            TransferRow(
                f"{line.debit_account.code} {line.debit_account.name}",
                f"{line.credit_account.code} {line.credit_account.name}",
                format.number(line.amount, language()),
            )
            for line in transfers
        ],
        "total": format.number(total, language()),
        "evidence": evidence_of(row.document, everybody=True),
        "hash": row.hash,
        "previous_hash": row.previous_hash,
        "chain_ok": ledger.entry_holds(row),
        "previous": _entry_link(before),
        "next": _entry_link(after),
        "reverses": _entry_link(row.reverses),
        "reversed_by": _entry_link(getattr(row, "reversed_by", None)),
        "part_of": _part_of(row, asked),
    }
    return render(request, "jawara/entry.html", context)


def _entry_link(row: ledger.JournalEntry | None) -> Link | None:
    if row is None:
        return None
    label = _("Catatan %(number)s") % {"number": row.number}
    return Link(label, reverse("web:entry", args=[row.key]))


USED_IN = {
    "grant_disbursed": ("grants.realised", "grants.unexplained"),
    "grant_used.economic": ("grants.used.economic", "grants.unexplained"),
    "grant_used.physical": ("grants.used.physical", "grants.unexplained"),
    "grant_used.social": ("grants.used.social", "grants.unexplained"),
    "operating_fund_transferred": ("grants.used.operating", "grants.unexplained"),
    "own_contribution_cash": ("grants.own_contribution",),
}


def _part_of(row: ledger.JournalEntry, asked: Asked) -> list[Link]:
    """The figures this entry is counted in, for its ward."""
    unit = territories.version(row.book.unit_id, asked.as_of, asked.known_at)
    question = Question(row.book.unit_id, unit, None, asked.as_of, asked.known_at)
    return [Link(figure_label(key), figure_url(key, question)) for key in USED_IN.get(row.kind, ())]


@public
def evidence(request: HttpRequest, sha256: str) -> FileResponse:
    """An evidence file. Whoever may not open it is not told that it is there."""
    document = Document.objects.filter(sha256=sha256).first() if sha256.isalnum() else None
    actor = actor_of(request) if request.user.is_authenticated else None
    if document is None or not may_open(document, actor, today()):
        raise Http404
    path = files.path_of(sha256)
    if not path.is_file():
        raise Http404
    shown = document.media_type in SHOWN_IN_BROWSER
    content_type = document.media_type
    if content_type == "text/plain":
        content_type += "; charset=utf-8"
    response = FileResponse(
        path.open("rb"),
        as_attachment=not shown,
        filename=document.name,
        content_type=content_type,
    )
    # Nothing inside a file may run as part of our site.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if document.is_public else "private, no-store"
    )
    return response
