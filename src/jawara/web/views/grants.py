"""/kelola/blm/: the grants of one's territory, one grant with its dossiers and uses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.enums import Basis
from jawara.community import queries as community
from jawara.grants import queries, rules
from jawara.grants.enums import GapCategory
from jawara.grants.models import BlockGrant
from jawara.grants.queries import GrantTotals
from jawara.kernel import format
from jawara.kernel.errors import Refusal
from jawara.ledger import queries as ledger
from jawara.ledger.rules import SEE_BOOKS
from jawara.programmes import queries as programmes
from jawara.programmes.enums import Pillar
from jawara.programmes.models import Phase
from jawara.territories import queries as territories
from jawara.web.asking import language
from jawara.web.forms.grants import GrantFilterForm, UseFilterForm
from jawara.web.present import AccountLine, Crumb, Link, PageFigure
from jawara.web.sections import use_word
from jawara.web.staff import may, require, scope, staff_view, today
from jawara.web.tables import columns, export, export_url, ordering, page_of, sort_key
from jawara.web.views.public.common import evidence_of

PILLAR_KEYS = {"ECONOMIC": "ekonomi", "PHYSICAL": "fisik", "SOCIAL": "sosial"}
SHOWN = 10


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant in the list."""

    grant: BlockGrant
    ward: str
    code: str
    board: str
    sums: GrantTotals

    @property
    def undisbursed(self) -> int:
        return self.sums.allocated - self.sums.disbursed

    @property
    def gap(self) -> int:
        return self.sums.unexplained


SORTS: Mapping[str, Callable[[GrantRow], object]] = {
    "kelurahan": lambda row: (row.ward, row.code),
    "tahap": lambda row: (row.grant.phase.starts_on, row.grant.phase.code, row.code),
    "pagu": lambda row: (row.sums.allocated, row.code),
    "cair": lambda row: (row.sums.disbursed, row.code),
    "dipakai": lambda row: (row.sums.used_in_all, row.code),
    "selisih": lambda row: (row.gap, row.code),
}


def home_crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Kelola"), reverse("staff:home")), *more]


def crumbs_to(grant: BlockGrant, *more: Crumb) -> list[Crumb]:
    name = board_name(grant)
    listed = Crumb(_("Dana BLM"), reverse("grants:list"))
    return home_crumbs(listed, Crumb(name, url_of(grant) if more else ""), *more)


def url_of(grant: BlockGrant) -> str:
    return reverse("grants:grant", args=[grant.pk])


def board_name(grant: BlockGrant) -> str:
    profile = community.profile(grant.bkm, today()) or community.profile(
        grant.bkm, grant.occurred_on
    )
    return profile.name if profile else _("BKM tanpa nama")


def grant_or_404(pk: int) -> BlockGrant:
    grant = queries.grant(pk)
    if grant is None:
        raise Http404
    return grant


@staff_view(rules.SEE)
def grant_list(request: HttpRequest) -> HttpResponse:
    phases = [(item.code, item.name) for item in programmes.phases()]
    form = GrantFilterForm(request.GET, phases)
    sort = sort_key(request, dict.fromkeys(SORTS, ()), "kelurahan")
    rows = sorted(
        _filtered(_rows(request, _phase(form)), form),
        key=SORTS[sort.removeprefix("-")],  # type: ignore[arg-type]
        reverse=sort.startswith("-"),
    )
    heads = [_("Kelurahan/desa"), _("BKM"), _("Tahap"), _("Nomor"), _("Pagu"), _("Cair")]
    heads += [_("Dipakai"), _("Belum terjelaskan")]
    file = export(request, "blm", heads, _cells(rows))
    if file:
        return file
    page = page_of(request, rows)
    shown: Sequence[GrantRow] = list(page.object_list)  # type: ignore[arg-type]
    labels = [
        ("kelurahan", _("kelurahan")),
        ("tahap", _("tahap")),
        ("pagu", _("pagu")),
        ("cair", _("sudah cair")),
        ("dipakai", _("dipakai")),
        ("selisih", _("belum terjelaskan")),
    ]
    return render(
        request,
        "jawara/staff/grants/list.html",
        {
            "crumbs": home_crumbs(Crumb(_("Dana BLM"))),
            "form": form,
            "page": page,
            "lines": [_line(row) for row in shown],
            "sums": _sums(rows),
            "sorts": columns(request, sort, labels),
            "may_sign": bool(scope(request, rules.SIGN)),
            "links": [
                Link("CSV", export_url(request, "csv")),
                Link("XLSX", export_url(request, "xlsx")),
            ],
        },
    )


def _phase(form: GrantFilterForm) -> Phase | None:
    code = form.cleaned_data.get("phase") if form.is_valid() else ""
    try:
        return programmes.phase(code) if code else None
    except Refusal:
        return None


def _rows(request: HttpRequest, phase: Phase | None) -> list[GrantRow]:
    """Every grant of the wards in scope: a constant number of statements for each territory."""
    found: dict[int, GrantRow] = {}
    for version in scope(request, rules.SEE):
        grants = queries.grants_in(version.unit_id, today(), phase=phase)
        sums = queries.by_grant(grants, today())
        wards = territories.versions([grant.bkm.unit_id for grant in grants], today())
        names = {
            profile.bkm_id: profile.name
            for profile in community.boards_in(version.unit_id, today(), phase=phase)
        }
        for grant in grants:
            ward = wards[grant.bkm.unit_id]
            name = names.get(grant.bkm_id, "")
            found[grant.pk] = GrantRow(grant, ward.name, ward.code, name, sums[grant.pk])
    return list(found.values())


def _filtered(rows: Iterable[GrantRow], form: GrantFilterForm) -> list[GrantRow]:
    asked = form.cleaned_data if form.is_valid() else {}
    text, state = asked.get("q", "").casefold(), asked.get("state", "")

    def fits(row: GrantRow) -> bool:
        said = f"{row.ward} {row.code} {row.board} {row.grant.agreement_number}".casefold()
        if text and text not in said:
            return False
        if state == "gap":
            return row.gap != 0
        if state == "undisbursed":
            return row.undisbursed > 0
        return state != "disbursed" or row.undisbursed == 0

    return [row for row in rows if fits(row)]


def _cells(rows: Iterable[GrantRow]) -> Iterable[list[str | int]]:
    for row in rows:
        grant, sums = row.grant, row.sums
        yield [
            *(f"{row.ward} ({row.code})", row.board, grant.phase.code, grant.agreement_number),
            *(sums.allocated, sums.disbursed, sums.used_in_all, row.gap),
        ]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A grant in words and figures."""

    name: str
    url: str
    sub: str
    figures: tuple[PageFigure, ...]
    gap: PageFigure | None
    state: str
    word: str


def amount(value: int, *, gap: bool = False) -> PageFigure:
    state = "gap" if gap else "zero" if value == 0 else "known"
    return PageFigure("", format.number(value, language()), state=state)  # type: ignore[arg-type]


def _line(row: GrantRow) -> ListLine:
    sums = row.sums
    disbursed = row.undisbursed == 0
    return ListLine(
        name=row.board or row.ward,
        url=url_of(row.grant),
        sub=f"{row.ward} · {row.grant.phase.short_name} · {row.grant.agreement_number}",
        figures=(amount(sums.allocated), amount(sums.disbursed), amount(sums.used_in_all)),
        gap=amount(row.gap, gap=True) if row.gap else None,
        state="ok" if disbursed else "none",
        word=_("cair seluruhnya") if disbursed else _("belum cair seluruhnya"),
    )


def _sums(rows: Iterable[GrantRow]) -> ListLine:
    whole = GrantTotals()
    for row in rows:
        whole.add(row.sums)
    return ListLine(
        name=_("Jumlah"),
        url="",
        sub="",
        figures=(amount(whole.allocated), amount(whole.disbursed), amount(whole.used_in_all)),
        gap=amount(whole.unexplained, gap=True) if whole.unexplained else None,
        state="",
        word="",
    )


@staff_view(rules.SEE)
def grant_page(request: HttpRequest, pk: int) -> HttpResponse:
    grant = grant_or_404(pk)
    unit_id = grant.bkm.unit_id
    require(request, rules.SEE, unit_id)
    sums = queries.of_grant(grant, today())
    states = queries.tranche_states(grant, today()).get(grant.pk, [])
    rulebook = queries.rulebook_of(grant)
    rule = rulebook.rule("grants.tranches")
    reports = {report.tranche_id: report for report in queries.reports(grant, today())}
    return render(
        request,
        "jawara/staff/grants/grant.html",
        {
            "crumbs": crumbs_to(grant),
            "grant": grant,
            "name": board_name(grant),
            "ward": territories.version(unit_id, today()),
            "illustrative": grant.basis == Basis.ILLUSTRATIVE,
            "account": account_lines(sums),
            "sums": sums,
            "gap": format.rupiah(sums.unexplained, language()),
            "tranches": [
                {
                    "state": state,
                    "percent": format.percent(
                        state.tranche.percent_hundredths, 10_000, 0, language=language()
                    ),
                    "paid": queries.disbursements(grant, today()).filter(tranche=state.tranche),
                    "report": reports.get(state.tranche.pk),
                }
                for state in states
            ],
            "verifiers": [item.name(language()) for item in rulebook.verifiers()],
            "assumed": rule.assumed,
            "rulebook": rulebook,
            "uses": queries.uses(grant, today()).order_by("-occurred_on", "-pk")[:SHOWN],
            "use_count": queries.uses(grant, today()).count(),
            "operating": queries.operating_uses(grant, today()),
            "contributions": queries.contributions(grant, today()),
            "explanations": [
                {"row": row, "settles": row.category != GapCategory.UNKNOWN}
                for row in queries.explanations(grant, today())
            ],
            "documents": evidence_of(grant.document),
            "books": ledger.books(grant.bkm.key),
            "may": rights(request, unit_id),
        },
    )


def rights(request: HttpRequest, unit_id: int) -> dict[str, bool]:
    """What the person may do here, for the buttons; each page asks again."""
    asked = {
        "sign": rules.SIGN,
        "check_facilitator": rules.CHECK_AS_FACILITATOR,
        "check_official": rules.CHECK_AS_OFFICIAL,
        "disburse": rules.DISBURSE,
        "record": rules.RECORD_USE,
        "give_account": rules.GIVE_ACCOUNT,
        "accept": rules.ACCEPT_ACCOUNT,
        "explain": rules.EXPLAIN,
        "see_books": SEE_BOOKS,
    }
    return {name: may(request, permission, unit_id) for name, permission in asked.items()}


def account_lines(sums: GrantTotals) -> list[AccountLine]:
    """Disbursed, less each use, less what was explained: what is left is unexplained."""

    def figure(value: int, *, gap: bool = False) -> PageFigure:
        text = format.number(abs(value), language())
        return PageFigure("", text, state="gap" if gap and value else "known")

    lines = [AccountLine("", _("sudah cair"), figure(sums.disbursed))]
    for pillar in Pillar:
        key = PILLAR_KEYS[pillar]
        lines.append(AccountLine("−", use_word(key), figure(sums.used[pillar]), pillar=key))
    if sums.operating_moved:
        lines.append(AccountLine("−", _("dana operasional (BOP)"), figure(sums.operating_moved)))
    if sums.explained:
        lines.append(AccountLine("−", _("dijelaskan dengan bukti"), figure(sums.explained)))
    sign = "−" if sums.unexplained < 0 else "="
    left = figure(sums.unexplained, gap=True)
    return [*lines, AccountLine(sign, _("belum terjelaskan"), left, pillar="gap", total=True)]


USE_SORTS = {
    "tanggal": ("occurred_on",),
    "kegiatan": ("activity",),
    "bidang": ("pillar", "occurred_on"),
    "jumlah": ("amount_rupiah",),
}


@staff_view(rules.SEE)
def use_list(request: HttpRequest, pk: int) -> HttpResponse:
    grant = grant_or_404(pk)
    require(request, rules.SEE, grant.bkm.unit_id)
    form = UseFilterForm(request.GET)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    found = queries.uses(grant, today(), pillar=asked.get("pillar") or None)
    if asked.get("q"):
        found = found.filter(activity__icontains=asked["q"])
    sort = sort_key(request, USE_SORTS, "-tanggal")
    found = found.order_by(*ordering(sort, USE_SORTS))
    heads = [_("Tanggal"), _("Bidang"), _("Kegiatan"), _("Rupiah"), _("Catatan buku")]
    file = export(request, f"pemakaian-{grant.pk}", heads, _use_cells(found))
    if file:
        return file
    labels = [
        ("tanggal", _("tanggal")),
        ("bidang", _("bidang")),
        ("kegiatan", _("kegiatan")),
        ("jumlah", _("jumlah")),
    ]
    return render(
        request,
        "jawara/staff/grants/uses.html",
        {
            "crumbs": crumbs_to(grant, Crumb(_("Pemakaian"))),
            "grant": grant,
            "name": board_name(grant),
            "form": form,
            "page": page_of(request, found),
            "sorts": columns(request, sort, labels),
            "may_record": may(request, rules.RECORD_USE, grant.bkm.unit_id),
            "links": [
                Link("CSV", export_url(request, "csv")),
                Link("XLSX", export_url(request, "xlsx")),
            ],
        },
    )


def _use_cells(uses: Iterable[Any]) -> Iterable[list[str | int | date]]:
    for use in uses:
        entry: UUID | None = use.entry_key
        yield [
            *(use.occurred_on, use.get_pillar_display(), use.activity, use.amount_rupiah),
            str(entry or ""),
        ]
