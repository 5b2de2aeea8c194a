"""/kelola/wilayah/: changes of territory, recorded with their legal basis and evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.accounts.queries import names_of
from jawara.accounts.rules import RECORD_TERRITORY_CHANGE
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.kernel.errors import Refusal
from jawara.territories import changes as territory_changes
from jawara.territories import queries, services
from jawara.territories.changes import BeforeAfter
from jawara.territories.enums import ChangeKind, Kind, Level, PartyRole
from jawara.territories.models import Change as TerritoryChange
from jawara.territories.models import UnitVersion
from jawara.web.acts import moment
from jawara.web.asking import language
from jawara.web.forms.fields import full_name, name_and_code
from jawara.web.forms.territories import FORMS, ChangeFilterForm, ChangeForm
from jawara.web.present import Change, Crumb, Fact, Link, Moment
from jawara.web.staff import context_for, may, require, scope, staff_view, today
from jawara.web.tables import columns, export, export_url, ordering, page_of, sort_key
from jawara.web.views.public.common import evidence_of

FOUND = 12
SORTS: Mapping[str, Sequence[str]] = {
    "berlaku": ("effective_on",),
    "dicatat": ("recorded_at",),
    "jenis": ("kind", "-effective_on"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in the list: what kind, of whom, since when, by what law."""

    change: TerritoryChange
    kind: str
    names: str
    day: str


@staff_view(RECORD_TERRITORY_CHANGE)
def change_list(request: HttpRequest) -> HttpResponse:
    form = ChangeFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    here = scope(request, RECORD_TERRITORY_CHANGE)
    found = _found(asked.get("q", ""), here)
    sort = sort_key(request, SORTS, "-berlaku")
    listed = _listed(here, asked, found).order_by(*ordering(sort, SORTS))
    heads = [_("Jenis"), _("Wilayah"), _("Berlaku sejak"), _("Dasar hukum"), _("Dicatat")]
    file = export(request, "perubahan-wilayah", heads, _cells(listed))
    if file:
        return file
    page = page_of(request, listed)
    return render(
        request,
        "jawara/staff/territories/list.html",
        {
            "crumbs": [home(), Crumb(_("Wilayah"))],
            "form": form,
            "asked": asked.get("q", ""),
            "found": [Link(full_name(item), unit_url(item)) for item in found],
            "own": [Link(name_and_code(item), unit_url(item)) for item in here],
            "page": page,
            "rows": _rows(page.object_list),  # type: ignore[arg-type]
            "sorts": columns(
                request,
                sort,
                [
                    ("berlaku", _("tanggal berlaku")),
                    ("dicatat", _("tanggal dicatat")),
                    ("jenis", _("jenis")),
                ],
            ),
            "links": [
                Link("CSV", export_url(request, "csv")),
                Link("XLSX", export_url(request, "xlsx")),
            ],
        },
    )


def _found(text: str, here: Sequence[UnitVersion]) -> list[UnitVersion]:
    """Units of that name or code, best first, only those the person may change."""
    if not text.strip():
        return []
    inside = queries.within([item.unit_id for item in here])
    found = queries.search_queryset(text, today()).filter(inside)[:FOUND]
    return queries.with_parents(found, today())


def _listed(
    here: Sequence[UnitVersion], asked: Mapping[str, str], found: Sequence[UnitVersion]
) -> QuerySet[TerritoryChange]:
    everywhere = any(item.level == Level.NATION for item in here)
    listed = territory_changes.changes(None if everywhere else [item.unit_id for item in here])
    if asked.get("kind"):
        listed = listed.filter(kind=asked["kind"])
    if asked.get("q"):
        listed = listed.filter(parties__unit__in=[item.unit_id for item in found]).distinct()
    return listed


def _rows(listed: Iterable[TerritoryChange]) -> list[ChangeRow]:
    changes = list(listed)
    names = territory_changes.named(changes)
    return [
        ChangeRow(
            change=change,
            kind=kind_of(change),
            names=", ".join(names[change.pk]),
            day=long_date(change.effective_on, language()),
        )
        for change in changes
    ]


def _cells(listed: QuerySet[TerritoryChange]) -> Iterable[list[str | date]]:
    for row in _rows(listed):
        change = row.change
        yield [
            row.kind,
            row.names,
            change.effective_on,
            change.legal_basis,
            moment(change.recorded_at),
        ]


@staff_view(RECORD_TERRITORY_CHANGE)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: what it has been, and what may be recorded of it."""
    here = unit_or_404(code)
    require(request, RECORD_TERRITORY_CHANGE, here.unit_id)
    line = queries.breadcrumbs(here, today())
    past = territory_changes.changes_of(here.unit_id)
    return render(
        request,
        "jawara/staff/territories/unit.html",
        {
            "crumbs": [home(), list_crumb(), Crumb(here.name)],
            "place": here,
            "facts": [
                Fact(_("Kode"), here.code),
                Fact(_("Status"), str(Kind(here.kind).label)),
                Fact(_("Bagian dari"), ", ".join(v.name for v in reversed(line[:-1])) or "–"),
            ],
            "acts": [
                Link(title_of(form.kind), reverse("areas:record", args=[here.code, act]))
                for act, form in FORMS.items()
                if fits(form, here) and may(request, RECORD_TERRITORY_CHANGE, held_over(form, here))
            ],
            "history": _life(here.unit_id),
            "rows": _rows(past),
        },
    )


def fits(form: type[ChangeForm], here: UnitVersion) -> bool:
    """Whether such a change makes sense at this level."""
    if here.level == Level.NATION:
        return False
    if form.kind == ChangeKind.KIND:
        return here.level in {Level.DISTRICT, Level.VILLAGE}
    return form.kind != ChangeKind.MOVE or here.level > Level.PROVINCE


def held_over(form: type[ChangeForm], here: UnitVersion) -> int:
    """The unit over which one must hold the permission: the parent, if it gains or loses."""
    return (here.parent_id if form.concerns_parent else None) or here.unit_id


def _life(unit_id: int) -> list[Moment]:
    """What the unit has been, the newest first."""
    lives = territory_changes.life(unit_id)
    history = []
    for version in reversed(lives):
        queries.with_parents([version], version.valid_from or _last_day(version) or today())
        parent = version.parents[-1].name if version.parents else ""
        text = f"{version.name} ({version.code}), {Kind(version.kind).label}"
        history.append(
            Moment(
                when=_stretch(version),
                text=_("%(name)s, bagian %(parent)s") % {"name": text, "parent": parent}
                if parent
                else text,
            )
        )
    return history


def _last_day(version: UnitVersion) -> date | None:
    return version.valid_until - timedelta(days=1) if version.valid_until else None


def _stretch(version: UnitVersion) -> str:
    since, last = version.valid_from, _last_day(version)
    start = long_date(since, language()) if since else ""
    end = long_date(last, language()) if last else ""
    if start and end:
        return _("%(start)s sampai %(end)s") % {"start": start, "end": end}
    if start:
        return _("Sejak %(start)s") % {"start": start}
    return _("Sampai %(end)s") % {"end": end} if end else _("Sejauh yang tercatat")


def title_of(kind: ChangeKind) -> str:
    return {
        ChangeKind.RENAME: _("Ganti nama"),
        ChangeKind.RECODE: _("Ganti kode"),
        ChangeKind.KIND: _("Ganti status"),
        ChangeKind.MOVE: _("Pindah induk"),
        ChangeKind.SPLIT: _("Pemekaran"),
        ChangeKind.MERGE: _("Penggabungan"),
        ChangeKind.WITHDRAW: _("Penarikan catatan"),
    }[kind]


@staff_view(RECORD_TERRITORY_CHANGE)
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """One change: before and after of every unit it names, its law, its evidence, who recorded."""
    found = territory_changes.changes().filter(key=key).first()
    if found is None:
        raise Http404
    effects = territory_changes.effect(found)
    named = found.parties.values_list("unit", flat=True)
    if not any(may(request, RECORD_TERRITORY_CHANGE, unit_id) for unit_id in named):
        raise PermissionDenied
    along = territory_changes.carried_along(found)
    return render(
        request,
        "jawara/staff/territories/change.html",
        {
            "crumbs": [home(), list_crumb(), Crumb(kind_of(found))],
            "change": found,
            "title": kind_of(found),
            "state": _state(found),
            "may_withdraw": _withdrawable(request, found),
            "names": ", ".join(territory_changes.named([found])[found.pk]),
            "facts": [
                Fact(_("Berlaku sejak"), long_date(found.effective_on, language())),
                Fact(_("Alasan") if found.withdraws else _("Dasar hukum"), found.legal_basis),
                _recorded(found),
                *([Fact(_("Keterangan"), found.note)] if found.note else []),
            ],
            "units": [_unit_change(i) for i in effects if i.role != PartyRole.CARRIED],
            "carried": [_carried(i) for i in effects if i.role == PartyRole.CARRIED],
            "along": ngettext(
                "%(count)s wilayah di bawahnya ikut disesuaikan.",
                "%(count)s wilayah di bawahnya ikut disesuaikan.",
                along,
            )
            % {"count": format.number(along, language())}
            if along
            else "",
            "evidence": evidence_of(found.document),
        },
    )


def _recorded(change: TerritoryChange) -> Fact:
    if territory_changes.came_with_list(change):
        return Fact(_("Dicatat"), _("bersama daftar resmi wilayah"))
    who = names_of([change.recorded_by])[change.recorded_by]
    return Fact(_("Dicatat"), moment(change.recorded_at), note=who)


def _state(change: TerritoryChange) -> Link | None:
    """That a change was withdrawn, or which one it withdraws."""
    later = getattr(change, "withdrawn_by", None)
    if later:
        said = _("Catatan ini ditarik pada %(day)s.") % {"day": moment(later.recorded_at)}
        return Link(said, change_url(later))
    if change.withdraws:
        return Link(_("Catatan yang ditarik"), change_url(change.withdraws))
    return None


def _withdrawable(request: HttpRequest, change: TerritoryChange) -> bool:
    return (
        change.kind != ChangeKind.WITHDRAW
        and getattr(change, "withdrawn_by", None) is None
        and not territory_changes.came_with_list(change)
        and services.may_withdraw(context_for(request, change.key), change=change)
    )


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit of a change: its role in it, and what became otherwise."""

    name: str
    role: str
    changes: list[Change]
    state: str


def _unit_change(item: BeforeAfter) -> UnitChange:
    known = item.after or item.before
    before, after = _columns(item.before), _columns(item.after)
    differing = [
        Change(label, before[label], after[label])
        for label in before
        if label in after and before[label] != after[label]
    ]
    state = ""
    if known and not item.before:
        state = _("baru, %(what)s") % {"what": _described(known)}
    elif known and not item.after:
        state = _("tidak ada lagi; sebelumnya %(what)s") % {"what": _described(known)}
    elif not differing:
        state = _("tidak berubah")
    return UnitChange(
        name=name_and_code(known) if known else "",
        role=str(PartyRole(item.role).label),
        changes=differing,
        state=state,
    )


def _described(version: UnitVersion) -> str:
    kind = str(Kind(version.kind).label)
    if not version.parents:
        return kind
    return _("%(kind)s, bagian %(parent)s") % {
        "kind": kind,
        "parent": name_and_code(version.parents[-1]),
    }


def _carried(item: BeforeAfter) -> Change:
    """One line for a unit that only came along: where it was and where it is."""
    known = item.after or item.before
    before, after = _columns(item.before), _columns(item.after)
    labels = [label for label in before if before[label] != after.get(label)]
    return Change(
        known.name if known else "",
        ", ".join(before[label] for label in labels),
        ", ".join(after.get(label, "") for label in labels),
    )


def _columns(version: UnitVersion | None) -> dict[str, str]:
    if version is None:
        return {}
    return {
        _("Nama"): version.name,
        _("Kode"): version.code,
        _("Status"): str(Kind(version.kind).label),
        _("Bagian dari"): name_and_code(version.parents[-1]) if version.parents else "",
    }


def kind_of(change: TerritoryChange) -> str:
    return title_of(ChangeKind(change.kind))


def unit_or_404(code: str) -> UnitVersion:
    try:
        return queries.by_code(code, today())
    except Refusal:
        raise Http404 from None


def unit_url(version: UnitVersion) -> str:
    return reverse("areas:unit", args=[version.code])


def change_url(change: object) -> str:
    assert isinstance(change, TerritoryChange)
    return reverse("areas:change", args=[change.key])


def home() -> Crumb:
    return Crumb(_("Kelola"), reverse("staff:home"))


def list_crumb() -> Crumb:
    return Crumb(_("Wilayah"), reverse("areas:list"))
