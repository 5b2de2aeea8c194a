"""/kelola/peran/: who holds which role where; giving one and taking it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.accounts import rules
from jawara.accounts.enums import Role
from jawara.accounts.models import RoleGrant
from jawara.accounts.queries import Held, grants_within, held_by, names_of, revocation_of
from jawara.accounts.services import grant_role, revoke_role
from jawara.kernel.dates import long_date
from jawara.territories.enums import Level
from jawara.territories.models import UnitVersion
from jawara.territories.queries import versions
from jawara.web.acts import submit
from jawara.web.asking import language
from jawara.web.forms.fields import name_and_code
from jawara.web.forms.roles import GrantForm, RevokeForm, RoleFilterForm
from jawara.web.present import Change, Crumb, Link, Moment
from jawara.web.staff import (
    actor_of,
    may,
    require,
    scope,
    staff_view,
    today,
)
from jawara.web.tables import columns, export, export_url, ordering, page_of, sort_key

SORTS: Mapping[str, Sequence[str]] = {
    "nama": ("user__name",),
    "peran": ("role", "user__name"),
    "mulai": ("from_on", "user__name"),
    "berakhir": ("ends_on", "user__name"),
}


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A grant as it is shown."""

    grant: RoleGrant
    role: str
    unit: str
    since: str
    until: str
    state: str  # a status: ok, none, warn
    word: str


@staff_view(rules.SEE_ROLES)
def role_list(request: HttpRequest) -> HttpResponse:
    on = today()
    form = RoleFilterForm(request.GET)
    sort = sort_key(request, SORTS, "nama")
    grants = _filtered(_in_scope(request), form, on).order_by(*ordering(sort, SORTS))
    heads = (_("Nama"), _("Surel"), _("Peran"), _("Kode wilayah"), _("Wilayah"))
    times = (_("Mulai"), _("Hari terakhir"), _("Keadaan"))
    file = export(request, "peran", [*heads, *times], _cells(grants, on))
    if file:
        return file
    page = page_of(request, grants)
    return render(
        request,
        "jawara/staff/roles/list.html",
        {
            "crumbs": [_home(), Crumb(_("Peran"))],
            "form": form,
            "page": page,
            "rows": rows_of(page.object_list, on),  # type: ignore[arg-type]
            "sorts": columns(
                request,
                sort,
                [
                    ("nama", _("nama")),
                    ("peran", _("peran")),
                    ("mulai", _("mulai")),
                    ("berakhir", _("berakhir")),
                ],
            ),
            "links": [
                Link("CSV", export_url(request, "csv")),
                Link("XLSX", export_url(request, "xlsx")),
            ],
            "may_grant": bool(scope(request, rules.GRANT_ROLE)),
        },
    )


@staff_view(rules.GRANT_ROLE)
def role_grant(request: HttpRequest) -> HttpResponse:
    form = GrantForm(request.POST if request.method == "POST" else None)
    grant = submit(
        request,
        form,
        lambda ctx: grant_role(ctx, **form.service_arguments()),
        _("Peran diberikan."),
        fields={"user": "email", "until_on": "last_on"},
    )
    if grant:
        return redirect("staff:role", key=grant.key)
    return render(
        request,
        "jawara/staff/roles/grant.html",
        {
            "crumbs": [_home(), _list(), Crumb(_("Beri peran"))],
            "form": form,
            "own": [name_and_code(version) for version in scope(request, rules.GRANT_ROLE)],
        },
    )


@staff_view(rules.SEE_ROLES)
def role_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    grant = _grant_or_404(key)
    require(request, rules.SEE_ROLES, grant.unit_id)
    row = rows_of([grant], today())[0]
    others = _in_scope(request).filter(user=grant.user_id).exclude(pk=grant.pk)
    return render(
        request,
        "jawara/staff/roles/detail.html",
        {
            "crumbs": [_home(), _list(), Crumb(grant.user.name)],
            "row": row,
            "changes": changes_of(grant, row),
            "history": history_of(grant),
            "others": rows_of(others.order_by("-from_on", "-pk"), today()),
            "may_revoke": may(request, rules.GRANT_ROLE, grant.unit_id)
            and row.state != "none"
            and revocation_of(grant) is None
            and grant.user_id != actor_of(request).user_id,
        },
    )


@staff_view(rules.GRANT_ROLE)
def role_revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    grant = _grant_or_404(key)
    require(request, rules.GRANT_ROLE, grant.unit_id)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    revoked = submit(
        request,
        form,
        lambda ctx: revoke_role(
            ctx,
            grant=grant,
            effective_on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
        ),
        _("Peran dicabut."),
    )
    if revoked:
        return redirect("staff:role", key=grant.key)
    row = rows_of([grant], today())[0]
    return render(
        request,
        "jawara/staff/roles/revoke.html",
        {
            "crumbs": [_home(), _list(), Crumb(_("Cabut peran"))],
            "form": form,
            "row": row,
        },
    )


def rows_of(grants: Iterable[RoleGrant], on: date) -> list[RoleRow]:
    """Grants as shown, with the names that their units bear on a date: one query more."""
    found = list(grants)
    units = versions([grant.unit_id for grant in found], on)
    return [_row(grant, units.get(grant.unit_id), on) for grant in found]


def _row(grant: RoleGrant, unit: UnitVersion | None, on: date) -> RoleRow:
    held = held_by(grant)
    state, word = _state(held, on)
    return RoleRow(
        grant=grant,
        role=str(Role(grant.role).label),
        unit=name_and_code(unit) if unit else _("wilayah yang sudah tidak ada"),
        since=long_date(held.from_on, language()),
        until=_last_day(held),
        state=state,
        word=word,
    )


def _state(held: Held, on: date) -> tuple[str, str]:
    if held.until_on is not None and held.until_on <= max(on, held.from_on):
        return "none", _("berakhir")
    if held.from_on > on:
        return "warn", _("belum mulai")
    return "ok", _("berlaku")


def _last_day(held: Held) -> str:
    if held.until_on is None:
        return ""
    return long_date(max(held.until_on - timedelta(days=1), held.from_on), language())


def changes_of(grant: RoleGrant, row: RoleRow) -> list[Change]:
    """What the newest act on a grant changed: before and after."""
    revocation = revocation_of(grant)
    if revocation is None:
        period = f"{row.since} – {row.until or _('belum ditentukan')}"
        return [Change(row.unit, "", f"{row.role}, {period}")]
    before = _last_day(Held(grant.role, grant.unit_id, 0, grant.from_on, grant.until_on))
    after = long_date(revocation.effective_on, language())
    return [
        Change(
            _("Hari terakhir"),
            before or _("belum ditentukan"),
            _("tidak berlaku mulai %(day)s") % {"day": after},
        )
    ]


def history_of(grant: RoleGrant) -> list[Moment]:
    revocation = revocation_of(grant)
    acts = [(grant.recorded_at, _("Diberikan"), grant.reason, grant.recorded_by)]
    if revocation:
        acts.append(
            (revocation.recorded_at, _("Dicabut"), revocation.reason, revocation.recorded_by)
        )
    names = names_of(who for *_rest, who in acts)
    return [
        Moment(when=long_date(at.date(), language()), text=f"{verb}: {reason}", who=names[who])
        for at, verb, reason, who in acts
    ]


def _in_scope(request: HttpRequest) -> QuerySet[RoleGrant]:
    units = scope(request, rules.SEE_ROLES)
    everywhere = any(unit.level == Level.NATION for unit in units)
    return grants_within(None if everywhere else [unit.unit_id for unit in units], today())


def _filtered(grants: QuerySet[RoleGrant], form: RoleFilterForm, on: date) -> QuerySet[RoleGrant]:
    asked = form.cleaned_data if form.is_valid() else {}
    # A revocation always falls before the grant's own end.
    grants = grants.annotate(ends_on=Coalesce("revocation__effective_on", "until_on"))
    state = asked.get("state", "")
    gone = Q(ends_on__lte=on) | Q(ends_on__lte=F("from_on"))
    if state == "":
        grants = grants.filter(Q(ends_on__isnull=True) | ~gone)
    elif state == "ended":
        grants = grants.filter(gone)
    if asked.get("role"):
        grants = grants.filter(role=asked["role"])
    if asked.get("q"):
        text = asked["q"]
        grants = grants.filter(Q(user__name__icontains=text) | Q(user__email__icontains=text))
    return grants


def _cells(grants: QuerySet[RoleGrant], on: date) -> Iterable[list[str | date | None]]:
    found = list(grants)
    units = versions([grant.unit_id for grant in found], on)
    for grant in found:
        unit, held = units.get(grant.unit_id), held_by(grant)
        last = held.until_on - timedelta(days=1) if held.until_on else None
        yield [
            grant.user.name,
            grant.user.email,
            str(Role(grant.role).label),
            unit.code if unit else "",
            unit.name if unit else "",
            held.from_on,
            last,
            _state(held, on)[1],
        ]


def _grant_or_404(key: UUID) -> RoleGrant:
    found = grants_within(None, today()).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _home() -> Crumb:
    return Crumb(_("Kelola"), reverse("staff:home"))


def _list() -> Crumb:
    return Crumb(_("Peran"), reverse("staff:roles"))
