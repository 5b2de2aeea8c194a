"""The front page: what, where, how far, how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.insight.indicators.shared import coverage, names
from jawara.insight.types import Figure, Question
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.programmes.models import Phase
from jawara.territories import queries as territories
from jawara.territories.models import UnitVersion
from jawara.trainings.models import Training
from jawara.web import charts, flow
from jawara.web.asking import Asked, asked_times, figure_url, language, territory_url
from jawara.web.caching import public_page
from jawara.web.figures import ask, figure_label, is_known, joined, page_figure, ward_words
from jawara.web.present import Link, PageFigure, UseRow
from jawara.web.sections import (
    Money,
    as_of_text,
    money_of,
    money_parts,
    money_scope,
    ordered_wards,
    per_thousand,
    phases_of,
    repayment_quality,
    step_figures,
    step_rows,
    use_rows,
    with_phase,
)

MAT_LIMIT = 200


@dataclass(frozen=True)
class HomeMoney:
    short: str
    per_thousand: dict[str, str]
    flow: flow.MoneyFlow | None
    caption: str
    rows: list[UseRow]
    total: UseRow
    links: list[Link]


@dataclass(frozen=True)
class HomeCycle:
    heading: str
    text: str
    note: str
    steps: list[charts.Step]
    links: list[Link]


@dataclass(frozen=True)
class HomePlaces:
    heading: str
    text: str
    groups: list[charts.MatGroup]
    links: list[Link]


@dataclass(frozen=True)
class HomeRecord:
    label: str
    url: str
    text: str
    when: str
    badge: str


@public_page
def home(request: HttpRequest) -> HttpResponse:
    asked = asked_times(request)
    question = busiest_place(asked)
    phases = phases_of(question)
    money = money_of(money_scope(question, phases))
    scope = money.question if money else question
    wards = ask("grants.wards" if money else "programmes.wards", scope)
    context = {
        "place": question.territory.name if question.territory else "Indonesia",
        "wards": _wards(wards),
        "realised": page_figure(money.realised) if money else None,
        "unexplained": page_figure(money.gap, gap=True) if money and money.gap_amount else None,
        "as_of_text": as_of_text(question),
        "source": scope.phase.name if scope.phase else "",
        "explain_url": figure_url("grants.unexplained", scope) if money else "",
        "search_url": reverse("web:search"),
        "money": _money(money, asked) if money else None,
        "cycle": _cycle(question, phases, asked),
        "places": _places(question, asked),
        "training": _training(question),
    }
    return render(request, "jawara/home.html", context)


def busiest_place(asked: Asked) -> Question:
    """The smallest territory that holds every ward that takes part (the country if none does)."""
    nation = territories.nation()
    everywhere = Question(nation.pk, None, None, asked.as_of, asked.known_at)
    wards = list(names(everywhere, coverage(everywhere).values_list("unit_id", flat=True)).values())
    unit_id = nation.pk
    for column in ("province_id", "district_id"):
        above = {getattr(ward, column) for ward in wards}
        if len(above) != 1:
            break
        unit_id = above.pop()
    version = territories.version(unit_id, asked.as_of, asked.known_at)
    return Question(unit_id, version, None, asked.as_of, asked.known_at)


def _wards(figure: Figure) -> PageFigure:
    return page_figure(figure, text=ward_words(figure.answer.value or 0))


def _money(money: Money, asked: Asked) -> HomeMoney:
    rows, total = use_rows(money)
    place = money.question.territory
    url = territory_url(place.code, asked) if place else ""
    return HomeMoney(
        short=format.short_rupiah(money.total, language=language()),
        per_thousand=per_thousand(money),
        flow=money_picture(money),
        caption=_("Penggunaan dana BLM, %(wards)s, per %(date)s")
        % {
            "wards": ward_words(money.wards.answer.value or 0),
            "date": as_of_text(money.question),
        },
        rows=rows,
        total=total,
        links=[Link(_("Lihat per kelurahan"), f"{url}#uang")] if url else [],
    )


def money_picture(money: Money) -> flow.MoneyFlow | None:
    """State -> boards -> uses -> groups. Who received is drawn only where the records say it."""
    groups = ask("community.groups", money.question)
    members = ask("community.members", money.question)
    parts = []
    for part in money_parts(money):
        if part.key == "ekonomi" and is_known(groups):
            lines = (
                _("%(count)s KSM") % {"count": format.number(groups.answer.value or 0, language())},
                ngettext("%(count)s anggota", "%(count)s anggota", members.answer.value or 0)
                % {"count": format.number(members.answer.value or 0, language())},
                _("dana bergulir"),
            )
            parts.append(replace(part, recipient=lines, recipient_known=True))
        else:
            parts.append(part)
    return flow.money_flow(
        flow.FlowInput(
            source=_("Negara"),
            source_note=_("BLM cair"),
            boards=_("%(count)s BKM")
            % {"count": format.number(money.wards.answer.value or 0, language())},
            total_text=format.rupiah(money.total, language()),
            parts=tuple(parts),
            total=money.total,
            returns_text=_returns(money.question),
        )
    )


def _returns(question: Question) -> str:
    """What a report said of repayments in words, where it gave no number."""
    quality = repayment_quality(question)
    if not quality:
        return ""
    return _("angsuran kembali: “%(word)s” kata laporan, angkanya tidak disebut") % {
        "word": _(quality)
    }


def _cycle(question: Question, phases: Sequence[Phase], asked: Asked) -> HomeCycle | None:
    """The phase whose cycle is recorded furthest; steps as rows, wards as squares."""
    for phase in phases:
        scope = with_phase(question, phase)
        figures = step_figures(scope)
        if not figures:
            continue
        wards = [(item.code, item.name) for item in _ward_versions(scope)]
        steps = step_rows(figures, ordered_wards(figures, wards))
        return HomeCycle(
            heading=_cycle_heading(figures),
            text=_cycle_text(figures, phase.short_name),
            note=_("Satu kotak satu kelurahan; urutannya sama di setiap baris. Keadaan %(date)s.")
            % {"date": as_of_text(scope)},
            steps=steps,
            links=[Link(_("Bandingkan tahap"), f"{reverse('web:phases')}{asked.query()}")],
        )
    return None


def _cycle_heading(figures: Sequence[Figure]) -> str:
    last = figures[-1]
    words = {
        "done": format.number(last.answer.numerator or 0, language()),
        "total": format.number(last.answer.denominator or 0, language()),
        "step": figure_label(last.key),
    }
    if last.key == "cycle.medium_term_plan.progress":
        return _("%(done)s dari %(total)s kelurahan sudah punya rencana") % words
    return _("%(done)s dari %(total)s kelurahan sudah sampai %(step)s") % words


def _cycle_text(figures: Sequence[Figure], phase: str) -> str:
    done = [figure_label(f.key) for f in figures if f.answer.numerator == f.answer.denominator]
    rest = [figure_label(f.key) for f in figures if f.answer.numerator != f.answer.denominator]
    text = _("Di %(phase)s, semua kelurahan sudah menjalani %(steps)s.") % {
        "phase": phase,
        "steps": joined(done),
    }
    if not done:
        text = ""
    if rest:
        text += " " + _("Yang belum di semua kelurahan: %(steps)s.") % {"steps": joined(rest)}
    return text.strip()


def _ward_versions(question: Question) -> list[UnitVersion]:
    ids = coverage(question).values_list("unit_id", flat=True)
    return sorted(names(question, ids).values(), key=lambda item: item.code)


def _places(question: Question, asked: Asked) -> HomePlaces | None:
    """The mat: one square a ward, grouped by subdistrict, its phase in words."""
    rows = list(coverage(question).select_related("phase"))
    if not rows or len(rows) > MAT_LIMIT:
        return None
    wards = names(question, (row.unit_id for row in rows))
    phase_of = {row.unit_id: row.phase.short_name for row in rows}
    above = names(question, {ward.subdistrict_id for ward in wards.values() if ward.subdistrict_id})
    groups = []
    for pk, subdistrict in sorted(above.items(), key=lambda item: item[1].code):
        squares = [
            charts.MatSquare(ward.name, territory_url(ward.code, asked), phase_of[ward.unit_id])
            for ward in sorted(wards.values(), key=lambda item: item.code)
            if ward.subdistrict_id == pk
        ]
        groups.append((subdistrict.name, territory_url(subdistrict.code, asked), squares))
    place = question.territory
    return HomePlaces(
        heading=_("%(wards)s dalam satu tikar") % {"wards": ward_words(len(wards))},
        text=_("Satu kotak satu kelurahan atau desa peserta, dikelompokkan menurut kecamatan."),
        groups=charts.mat(groups),
        links=[Link(place.name, territory_url(place.code, asked))] if place else [],
    )


def _training(question: Question) -> HomeRecord | None:
    """The newest training, whatever the as-of date: it carries its own."""
    row = Training.objects.known(question.known_at).order_by("-occurred_on", "-pk").first()
    if row is None:
        return None
    return HomeRecord(
        label=row.title,
        url=reverse("web:training", args=[row.key]),
        text=row.place,
        when=long_date(row.occurred_on, language()),
        badge="",
    )
