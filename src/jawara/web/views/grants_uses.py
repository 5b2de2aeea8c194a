"""Staff forms of uses, operating fund, contributions and explanations of a grant."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jawara.audit.facts import versions
from jawara.audit.services import Ctx
from jawara.community import queries as community
from jawara.cycle import queries as cycle
from jawara.grants import queries, rules, services
from jawara.grants.enums import ContributionKind, GapCategory
from jawara.grants.models import (
    BlockGrant,
    GapExplanation,
    GrantUse,
    OperatingFundUse,
    OwnContribution,
)
from jawara.kernel.errors import gettext_noop
from jawara.ledger import queries as ledger
from jawara.programmes.enums import Pillar
from jawara.web.acts import submit, version_list
from jawara.web.forms.grants import ContributionForm, ExplanationForm, OperatingForm, UseForm
from jawara.web.present import Crumb, Fact
from jawara.web.staff import may, require, staff_view, today
from jawara.web.views.grants import crumbs_to, grant_or_404
from jawara.web.views.grants_forms import back_to, rupiah, show_form, withdrawal
from jawara.web.views.public.common import evidence_of

USE_FIELDS = (
    ("pillar", gettext_noop("Bidang")),
    ("activity", gettext_noop("Kegiatan")),
    ("amount_rupiah", gettext_noop("Rupiah")),
    ("occurred_on", gettext_noop("Tanggal")),
)


def _may_record(request: HttpRequest, pk: int) -> BlockGrant:
    grant = grant_or_404(pk)
    require(request, rules.RECORD_USE, grant.bkm.unit_id)
    return grant


def _available(grant: BlockGrant) -> list[Fact]:
    left = queries.available(grant, today())
    return [Fact(_("Tersedia hari ini"), rupiah(left.amount))]


def _use_form(request: HttpRequest, grant: BlockGrant, use: GrantUse | None = None) -> UseForm:
    """Groups and plan items of the board to choose from, by key; a use's own are among them."""
    groups = [
        (str(profile.ksm.key), f"{profile.ksm.number}. {profile.name}")
        for profile in community.groups(grant.bkm, today())
    ]
    items = [
        (str(item.key), item.activity)
        for view in cycle.plans(grant.bkm, today())
        for item in view.items
    ]
    initial = None
    if use is not None:
        initial = {name: getattr(use, name) for name, _label in USE_FIELDS}
        initial["ksm"] = str(use.ksm.key) if use.ksm else ""
        initial["plan_item"] = str(use.plan_item.key) if use.plan_item else ""
    return UseForm(
        request,
        groups=groups,
        items=items,
        correcting=use is not None,
        attached=use.document if use else None,
        initial=initial,
    )


def _use_data(form: UseForm, grant: BlockGrant) -> dict[str, Any]:
    data = form.cleaned_data
    chosen_ksm, chosen_item = data.get("ksm"), data.get("plan_item")
    groups = {str(p.ksm.key): p.ksm for p in community.groups(grant.bkm, today())}
    items = {str(item.key): item for view in cycle.plans(grant.bkm, today()) for item in view.items}
    return {
        "pillar": Pillar(data["pillar"]),
        "activity": data["activity"],
        "amount_rupiah": data["amount_rupiah"],
        "occurred_on": data["occurred_on"],
        "ksm": groups.get(chosen_ksm) if chosen_ksm else None,
        "plan_item": items.get(chosen_item) if chosen_item else None,
        "document": form.document(),
    }


@staff_view(rules.RECORD_USE)
def use_new(request: HttpRequest, pk: int) -> HttpResponse:
    grant = _may_record(request, pk)
    form = _use_form(request, grant)

    def act(ctx: Ctx) -> GrantUse:
        note = form.cleaned_data["note"]
        return services.record_use(ctx, grant=grant, note=note, **_use_data(form, grant))

    use = submit(request, form, act, _("Pemakaian dicatat dan dibukukan."))
    if use:
        return redirect("grants:use", key=use.key)
    return show_form(
        request,
        grant,
        form,
        title=_("Catat pemakaian"),
        facts=_available(grant),
        action=_("Simpan pemakaian"),
    )


def _use_or_404(request: HttpRequest, key: UUID, permission: str) -> GrantUse:
    use = queries.record(GrantUse, key)
    if use is None:
        raise Http404
    require(request, permission, use.grant.bkm.unit_id)
    return use


def newest(use: GrantUse) -> GrantUse:
    """The version that stands, from any version."""
    while (later := GrantUse.objects.filter(supersedes=use.pk).first()) is not None:
        use = later
    return use


@staff_view(rules.SEE)
def use(request: HttpRequest, key: UUID) -> HttpResponse:
    record = _use_or_404(request, key, rules.SEE)
    grant, last = record.grant, newest(record)
    standing = last.pk == record.pk
    facts = [Fact(_("Bidang"), str(record.get_pillar_display()))]
    if record.ksm is not None:
        profile = community.group_profile(record.ksm, record.occurred_on)
        facts.append(Fact(_("KSM"), profile.name if profile else str(record.ksm.number)))
    if record.plan_item is not None:
        facts.append(Fact(_("Kegiatan rencana"), record.plan_item.activity))
    if record.note and not record.withdrawn:
        facts.append(Fact(_("Keterangan"), record.note))
    entries = [
        entry
        for version in versions(last)
        for entry in ledger.entries_by_source(f"grants.grantuse:{version.key}")
    ]
    allowed = may(request, rules.RECORD_USE, grant.bkm.unit_id)
    labels = [(name, _(label)) for name, label in USE_FIELDS]
    return render(
        request,
        "jawara/staff/grants/use.html",
        {
            "crumbs": crumbs_to(grant, Crumb(record.activity)),
            "use": record,
            "standing": standing,
            "newest": last,
            "facts": facts,
            "evidence": evidence_of(record.document),
            "entries": entries,
            "may_correct": allowed and standing and not record.withdrawn,
            "versions": version_list(versions(last), labels),
        },
    )


@staff_view(rules.RECORD_USE)
def use_correct(request: HttpRequest, key: UUID) -> HttpResponse:
    record = _use_or_404(request, key, rules.RECORD_USE)
    form = _use_form(request, record.grant, record)

    def act(ctx: Ctx) -> GrantUse:
        given = _use_data(form, record.grant)
        reason = form.cleaned_data["reason"]
        return services.correct_use(ctx, record=record, reason=reason, **given)

    new = submit(request, form, act, _("Pemakaian dibetulkan; buku mencatat keduanya."))
    if new:
        return redirect("grants:use", key=new.key)
    labels = [(name, _(label)) for name, label in USE_FIELDS]
    return show_form(
        request,
        record.grant,
        form,
        title=_("Betulkan pemakaian"),
        intro=_(
            "Catatan lama tidak hilang: buku membatalkannya dengan catatan lawan, lalu mencatat "
            "yang benar."
        ),
        facts=[Fact(_("Sekarang tercatat"), f"{record.activity}, {rupiah(record.amount_rupiah)}")],
        action=_("Simpan pembetulan"),
        history=version_list(versions(newest(record)), labels),
    )


@staff_view(rules.RECORD_USE)
def use_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    record = _use_or_404(request, key, rules.RECORD_USE)
    return withdrawal(
        request,
        record.grant,
        title=_("Tarik pemakaian"),
        facts=[Fact(record.activity, rupiah(record.amount_rupiah))],
        act=lambda ctx, reason: services.withdraw_use(ctx, record=record, reason=reason),
    )


@staff_view(rules.RECORD_USE)
def operating_new(request: HttpRequest, pk: int) -> HttpResponse:
    grant = _may_record(request, pk)
    form = OperatingForm(request, initial={"is_transfer": "yes"})

    def act(ctx: Ctx) -> OperatingFundUse:
        data = form.cleaned_data
        moves = data["is_transfer"] == "yes"
        write = services.transfer_operating_fund if moves else services.spend_operating_fund
        return write(
            ctx,
            grant=grant,
            activity=data["activity"],
            amount_rupiah=data["amount_rupiah"],
            occurred_on=data["occurred_on"],
            document=form.document(),
        )

    if submit(request, form, act, _("Dana operasional dicatat dan dibukukan.")):
        return back_to(grant, "#bop")
    return show_form(
        request,
        grant,
        form,
        title=_("Catat dana operasional (BOP)"),
        intro=_("Dana operasional punya buku sendiri: pindahkan dulu, lalu belanjakan dari sana."),
        facts=_available(grant),
        action=_("Simpan"),
    )


@staff_view(rules.RECORD_USE)
def operating_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    record = queries.record(OperatingFundUse, key)
    if record is None:
        raise Http404
    require(request, rules.RECORD_USE, record.grant.bkm.unit_id)
    return withdrawal(
        request,
        record.grant,
        title=_("Tarik catatan dana operasional"),
        facts=[Fact(record.activity, rupiah(record.amount_rupiah))],
        act=lambda ctx, reason: services.withdraw_operating_use(ctx, record=record, reason=reason),
    )


@staff_view(rules.RECORD_USE)
def contribution_new(request: HttpRequest, pk: int) -> HttpResponse:
    grant = _may_record(request, pk)
    form = ContributionForm(request)

    def act(ctx: Ctx) -> OwnContribution:
        data = form.cleaned_data
        return services.record_contribution(
            ctx,
            grant=grant,
            pillar=Pillar(data["pillar"]),
            kind=ContributionKind(data["kind"]),
            activity=data["activity"],
            amount_rupiah=data["amount_rupiah"],
            occurred_on=data["occurred_on"],
            document=form.document(),
            note=data["note"],
        )

    if submit(request, form, act, _("Swadaya dicatat.")):
        return back_to(grant, "#swadaya")
    return show_form(
        request,
        grant,
        form,
        title=_("Catat swadaya warga"),
        intro=_("Uang masuk buku; tenaga, bahan, dan lahan hanya dinilai dalam rupiah."),
        action=_("Simpan swadaya"),
    )


@staff_view(rules.RECORD_USE)
def contribution_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    record = queries.record(OwnContribution, key)
    if record is None:
        raise Http404
    require(request, rules.RECORD_USE, record.grant.bkm.unit_id)
    return withdrawal(
        request,
        record.grant,
        title=_("Tarik catatan swadaya"),
        facts=[Fact(record.activity, rupiah(record.amount_rupiah))],
        act=lambda ctx, reason: services.withdraw_contribution(ctx, record=record, reason=reason),
    )


def _gap(grant: BlockGrant) -> list[Fact]:
    left = queries.of_grant(grant, today()).unexplained
    return [Fact(_("Belum terjelaskan"), rupiah(left))]


@staff_view(rules.EXPLAIN)
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    grant = grant_or_404(pk)
    require(request, rules.EXPLAIN, grant.bkm.unit_id)
    form = ExplanationForm(request)

    def act(ctx: Ctx) -> GapExplanation:
        document = form.document()
        assert document is not None
        return services.explain_gap(ctx, grant=grant, document=document, **_explained(form))

    if submit(request, form, act, _("Penjelasan dicatat dengan buktinya.")):
        return back_to(grant)
    return show_form(
        request,
        grant,
        form,
        title=_("Jelaskan selisih"),
        intro=_(
            "Penjelasan tidak mengubah buku. Pemakaian yang ditemukan kuitansinya dicatat sebagai "
            "pemakaian, bukan di sini. Temuan yang belum pasti boleh dicatat; selisihnya tetap."
        ),
        facts=_gap(grant),
        action=_("Simpan penjelasan"),
    )


def _explained(form: ExplanationForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "category": GapCategory(data["category"]),
        **{name: data[name] for name in ("amount_rupiah", "text", "occurred_on")},
    }


EXPLANATION_FIELDS = (
    ("category", gettext_noop("Selisih ini adalah")),
    ("amount_rupiah", gettext_noop("Rupiah")),
    ("text", gettext_noop("Penjelasan")),
    ("occurred_on", gettext_noop("Tanggal ditemukan")),
)


@staff_view(rules.EXPLAIN)
def explanation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put an explanation right, and read its history."""
    record = _explanation_or_404(request, key)
    initial = {name: getattr(record, name) for name, _label in EXPLANATION_FIELDS}
    form = ExplanationForm(request, attached=record.document, initial=initial)

    def act(ctx: Ctx) -> GapExplanation:
        given = _explained(form)
        document = form.document()
        return services.correct_explanation(ctx, explanation=record, document=document, **given)

    if submit(request, form, act, _("Penjelasan dibetulkan.")):
        return back_to(record.grant)
    labels = [(name, _(label)) for name, label in EXPLANATION_FIELDS]
    return show_form(
        request,
        record.grant,
        form,
        title=_("Betulkan penjelasan"),
        facts=_gap(record.grant),
        action=_("Simpan pembetulan"),
        history=version_list(versions(record), labels),
    )


@staff_view(rules.EXPLAIN)
def explanation_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    record = _explanation_or_404(request, key)
    return withdrawal(
        request,
        record.grant,
        title=_("Tarik penjelasan"),
        facts=[Fact(str(record.get_category_display()), rupiah(record.amount_rupiah))],
        act=lambda ctx, reason: services.withdraw_explanation(
            ctx, explanation=record, reason=reason
        ),
    )


def _explanation_or_404(request: HttpRequest, key: UUID) -> GapExplanation:
    record = queries.record(GapExplanation, key)
    if record is None:
        raise Http404
    require(request, rules.EXPLAIN, record.grant.bkm.unit_id)
    return record
