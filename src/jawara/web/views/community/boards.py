"""/kelola/bkm/: boards of one's territory; one board's life."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx
from jawara.community import queries, rules, services
from jawara.community.models import Bkm, BkmProfile
from jawara.community.queries import WardCounts
from jawara.cycle import queries as cycle
from jawara.kernel import format
from jawara.territories import queries as territories
from jawara.territories.models import UnitVersion
from jawara.web.acts import Act, act_page, version_list
from jawara.web.asking import language
from jawara.web.forms.community import (
    BoardFilterForm,
    CorrectBoardForm,
    EndForm,
    FoundBoardForm,
    RenameBoardForm,
)
from jawara.web.present import Crumb, Fact
from jawara.web.staff import may, scope, staff_view, today
from jawara.web.tables import columns, export, page_of, sort_key
from jawara.web.views.community.common import (
    board_or_404,
    board_url,
    crumbs_of,
    downloads,
    home,
    profile_now,
    span,
)

SORTS: Mapping[str, Sequence[str]] = {"nama": (), "wilayah": (), "ksm": (), "anggota": ()}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A board in the list, with its ward and what it has."""

    pk: int
    name: str
    generic: str
    ward: str
    code: str
    counts: WardCounts


@staff_view(rules.SEE_BOARD)
def board_list(request: HttpRequest) -> HttpResponse:
    form = BoardFilterForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    sort = sort_key(request, SORTS, "wilayah")
    rows = _sorted([row for row in _rows(request) if _fits(row, text)], sort)
    heads = [_("Kode"), _("Kelurahan/desa"), _("BKM"), _("KSM"), _("Anggota KSM"), _("Relawan")]
    file = export(request, "bkm", heads, _cells(rows))
    if file:
        return file
    return render(
        request,
        "jawara/staff/community/boards.html",
        {
            "crumbs": [home(), Crumb(_("BKM"))],
            "form": form,
            "page": page_of(request, rows),
            "sorts": columns(
                request,
                sort,
                [
                    ("wilayah", _("wilayah")),
                    ("nama", _("nama")),
                    ("ksm", _("KSM")),
                    ("anggota", _("anggota")),
                ],
            ),
            "links": downloads(request),
            "may_found": bool(scope(request, rules.FOUND_BOARD)),
        },
    )


def _rows(request: HttpRequest) -> list[BoardRow]:
    """Boards under the person's territories, in a constant number of questions for each."""
    rows: dict[int, BoardRow] = {}
    for version in scope(request, rules.SEE_BOARD):
        profiles = list(queries.boards_in(version.unit_id, today()))
        units = territories.versions([p.bkm.unit_id for p in profiles], today())
        counts = queries.counts_by_ward(version.unit_id, today())
        for profile in profiles:
            unit = units.get(profile.bkm.unit_id)
            rows[profile.bkm_id] = _row(profile, unit, counts)
    return list(rows.values())


def _row(
    profile: BkmProfile, unit: UnitVersion | None, counts: Mapping[int, WardCounts]
) -> BoardRow:
    return BoardRow(
        pk=profile.bkm_id,
        name=profile.name,
        generic=profile.generic_name,
        ward=unit.name if unit else "",
        code=unit.code if unit else "",
        counts=counts.get(profile.bkm.unit_id, WardCounts()),
    )


def _fits(row: BoardRow, text: str) -> bool:
    return text.casefold() in f"{row.name} {row.ward} {row.code}".casefold()


def _sorted(rows: list[BoardRow], sort: str) -> list[BoardRow]:
    keys = {
        "wilayah": lambda row: (row.code, row.pk),
        "nama": lambda row: (row.name, row.pk),
        "ksm": lambda row: (row.counts.groups, row.pk),
        "anggota": lambda row: (row.counts.members, row.pk),
    }
    return sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _cells(rows: Iterable[BoardRow]) -> Iterable[list[str | int]]:
    for row in rows:
        counts = row.counts
        yield [row.code, row.ward, row.name, counts.groups, counts.members, counts.volunteers]


@staff_view(rules.SEE_BOARD)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.SEE_BOARD)
    profile = profile_now(bkm)
    unit = territories.version(bkm.unit_id, today())
    warning = queries.group_size_warning(bkm.unit_id, today())
    counts = queries.counts_by_ward(bkm.unit_id, today()).get(bkm.unit_id, WardCounts())
    plans = cycle.plans(bkm, today())
    return render(
        request,
        "jawara/staff/community/board.html",
        {
            "crumbs": crumbs_of(bkm),
            "bkm": bkm,
            "profile": profile,
            "place": unit,
            "gone": queries.profile(bkm, today()) is None,
            "facts": _facts(profile),
            "terms": _terms(bkm),
            "units": _units(bkm),
            "elections": list(queries.elections(bkm, today())),
            "counts": counts,
            "warning": _(warning.message) % warning.values if warning else "",
            "plans": [
                (view.plan, format.rupiah(view.total_rupiah, language()), len(view.items))
                for view in plans
            ],
            "versions": version_list(
                list(BkmProfile.objects.filter(bkm=bkm).order_by("-recorded_at", "-pk")),
                [
                    ("name", _("Nama")),
                    ("generic_name", _("Sebutan")),
                    ("deed_number", _("Akta")),
                    ("occurred_on", _("Berlaku mulai")),
                    ("until_on", _("Berakhir")),
                ],
            ),
            "may_run": may(request, rules.RUN_BOARD, bkm.unit_id),
            "may_see_members": may(request, rules.SEE_MEMBERS, bkm.unit_id),
            "may_see_poor": may(request, rules.SEE_POOR_REGISTER, bkm.unit_id),
        },
    )


def _facts(profile: BkmProfile) -> list[Fact]:
    badge = _("ilustrasi") if profile.basis == "ILLUSTRATIVE" else ""
    facts = [
        Fact(_("Sebutan"), profile.generic_name),
        Fact(_("Berdiri"), span(profile.occurred_on, profile.until_on), badge=badge),
    ]
    if profile.deed_number:
        facts.append(Fact(_("Akta notaris"), profile.deed_number))
    return facts


def _terms(bkm: Bkm) -> list[dict[str, object]]:
    """Terms, the newest first; of the one in office, who sits."""
    holders = queries.office_holders(bkm, today())
    now = queries.term(bkm, today())
    return [
        {
            "term": term,
            "span": span(term.occurred_on, term.until_on),
            "current": now is not None and term.number == now.number,
            "holders": [seat for seat in holders if seat.term.number == term.number],
        }
        for term in queries.terms(bkm)
    ]


def _units(bkm: Bkm) -> list[dict[str, object]]:
    officers = list(queries.officers(bkm, today()))
    return [
        {
            "unit": unit,
            "span": span(unit.occurred_on, unit.until_on),
            "officers": [o for o in officers if o.board_unit.kind == unit.kind],
        }
        for unit in queries.board_units(bkm, today())
    ]


@staff_view(rules.FOUND_BOARD)
def found(request: HttpRequest) -> HttpResponse:
    form = FoundBoardForm(request.POST or None)

    def act(ctx: Ctx) -> Bkm:
        data = form.cleaned_data
        return services.found_board(
            ctx,
            unit=data["unit"].unit,
            name=data["name"],
            generic_name=data["generic_name"],
            founded_on=data["founded_on"],
            deed_number=data["deed_number"],
        )

    page = Act(
        title=_("Catat BKM baru"),
        button=_("Simpan BKM"),
        done=_("BKM dicatat."),
        back=reverse("community:list"),
        crumbs=[home(), Crumb(_("BKM"), reverse("community:list"))],
        intro=_("Satu kelurahan atau desa punya satu BKM pada satu masa."),
        onward=lambda bkm: reverse("community:board", args=[bkm.pk]),
    )
    return act_page(request, form, act, page)


@staff_view(rules.RUN_BOARD)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    form = RenameBoardForm(request.POST or None)
    page = Act(
        title=_("Ganti nama BKM"),
        button=_("Simpan nama baru"),
        done=_("Nama baru dicatat. Nama lama tetap berlaku untuk masanya."),
        back=board_url(bkm),
        crumbs=crumbs_of(bkm),
        intro=_("Kalau namanya dulu salah tulis, pakai “Betulkan”, bukan ini."),
    )
    return act_page(
        request,
        form,
        lambda ctx: services.rename_board(
            ctx, bkm=bkm, name=form.cleaned_data["name"], from_on=form.cleaned_data["from_on"]
        ),
        page,
    )


@staff_view(rules.RUN_BOARD)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    profile = profile_now(bkm)
    names = ("name", "generic_name", "deed_number")
    initial = {name: getattr(profile, name) for name in names} | {"record": profile.key}
    form = CorrectBoardForm(request.POST or None, initial=initial)

    def act(ctx: Ctx) -> BkmProfile:
        data = form.cleaned_data
        return services.correct_board(
            ctx,
            profile=form.record_of(BkmProfile, bkm=bkm),
            **{name: data[name] for name in (*names, "note")},
        )

    page = Act(
        title=_("Betulkan data BKM"),
        button=_("Simpan pembetulan"),
        done=_("Data BKM dibetulkan."),
        back=board_url(bkm),
        crumbs=crumbs_of(bkm),
    )
    return act_page(request, form, act, page)


@staff_view(rules.RUN_BOARD)
def dissolve(request: HttpRequest, pk: int) -> HttpResponse:
    bkm = board_or_404(request, pk, rules.RUN_BOARD)
    form = EndForm(request.POST or None)
    page = Act(
        title=_("Catat BKM bubar"),
        button=_("Catat bubar"),
        done=_("BKM tercatat bubar. Catatan lamanya tetap ada."),
        back=board_url(bkm),
        crumbs=crumbs_of(bkm),
        fields={"note": "reason"},
    )
    return act_page(
        request,
        form,
        lambda ctx: services.dissolve_board(
            ctx, bkm=bkm, on=form.cleaned_data["on"], note=form.cleaned_data["reason"]
        ),
        page,
    )
