"""A board as its notice board."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jawara.community import queries as community
from jawara.community.models import Bkm
from jawara.cycle import queries as cycle
from jawara.grants import queries as grants
from jawara.insight.types import Question
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.programmes import queries as programmes
from jawara.territories import queries as territories
from jawara.web import charts
from jawara.web.asking import (
    Asked,
    as_of_control,
    asked_times,
    figure_url,
    full_name,
    language,
    territory_url,
)
from jawara.web.caching import public_page
from jawara.web.figures import ask, page_figure
from jawara.web.present import (
    Link,
    Moment,
    Office,
    PageFigure,
    PlanRow,
    StepRow,
)
from jawara.web.sections import (
    Money,
    as_of_text,
    download_links,
    money_of,
    money_parts,
    use_rows,
)
from jawara.web.views.public.common import badge_of, crumbs_to


@public_page
def bkm(request: HttpRequest, pk: int) -> HttpResponse:
    asked = asked_times(request)
    board = community.board(pk)
    if board is None:
        raise Http404
    profile = community.profile(board, asked.as_of, asked.known_at)
    unit = territories.version(board.unit_id, asked.as_of, asked.known_at)
    if profile is None or unit is None:
        raise Http404
    question = Question(board.unit_id, unit, None, asked.as_of, asked.known_at)
    money = money_of(question)
    line = territories.breadcrumbs(unit, asked.as_of, asked.known_at)
    where = ", ".join(full_name(item) for item in reversed(line[2:]))
    generic = {"BKM": _("Badan Keswadayaan Masyarakat"), "LKM": _("Lembaga Keswadayaan Masyarakat")}
    context = {
        "section": "wilayah",
        "crumbs": crumbs_to(board.unit_id, asked, profile.name),
        "as_of": as_of_control(asked),
        "name": profile.name,
        "kind_line": f"{generic[profile.generic_name]}, {where}",
        "badge": badge_of(profile),
        "realised": page_figure(money.realised) if money else None,
        "unexplained": page_figure(money.gap, gap=True) if money and money.gap_amount else None,
        "source": "",
        "uses": _uses(money) if money else None,
        "steps": _steps(question, asked),
        "steps_note": "",
        "offices": _offices(board, asked),
        "offices_note": _("Nama anggota kelompok dan keluarga miskin tidak pernah ditampilkan."),
        "groups": _groups(question),
        "plan": _plan(board, asked),
        "explanations": _explanations(question),
        "next": _board_links(question, asked, money),
    }
    return render(request, "jawara/bkm.html", context)


def _uses(money: Money) -> dict[str, object]:
    rows, total = use_rows(money)
    return {
        "bar": charts.stacked_bar(money_parts(money)),
        "caption": _("Penggunaan dana BLM per %(date)s") % {"date": as_of_text(money.question)},
        "rows": rows,
        "total": total,
        "links": download_links(figure_url("grants.unexplained", money.question), "?"),
    }


def _steps(question: Question, asked: Asked) -> list[StepRow]:
    words = {"done": _("selesai"), "not_done": _("belum"), "not_entered": _("tidak ada catatan")}
    rows = []
    for phase in programmes.phases_in(question.unit_id, asked.as_of, asked.known_at):
        for view in cycle.ward_steps(question.unit_id, phase, asked.as_of, asked.known_at):
            record = view.record
            rows.append(
                StepRow(
                    name=view.rule.name(language()),
                    state=str(view.state),
                    word=words[str(view.state)],
                    url=reverse("web:step_record", args=[record.key]) if record else "",
                    note=long_date(record.occurred_on, language()) if record else "",
                    badge=badge_of(record) if record else "",
                )
            )
    return rows


def _offices(board: Bkm, asked: Asked) -> list[Office]:
    """Office-holders in office are named; the programme's rule makes them public."""
    found = community.office_holders(board, asked.as_of, asked.known_at)
    return [
        Office(
            role=str(row.get_role_display()),
            name=row.person_name,
            term=str(row.occurred_on.year) + (f"–{row.until_on.year}" if row.until_on else "–"),
        )
        for row in found
    ]


def _groups(question: Question) -> dict[str, object]:
    keys = ("community.groups", "community.members", "community.volunteers")
    return {
        "text": _("KSM (Kelompok Swadaya Masyarakat) adalah kelompok yang memakai dana."),
        "figures": [page_figure(ask(key, question)) for key in keys],
    }


def _plan(board: Bkm, asked: Asked) -> dict[str, object] | None:
    views = cycle.plans(board, asked.as_of, asked.known_at)
    if not views:
        return None
    view = views[-1]
    pillars = {"ECONOMIC": "ekonomi", "PHYSICAL": "fisik", "SOCIAL": "sosial"}
    rows = [
        PlanRow(
            activity=item.activity,
            pillar=pillars[item.pillar],
            volume=f"{item.volume.normalize():f} {item.volume_unit}".replace(".", ",")
            if item.volume is not None
            else "",
            cost=PageFigure("", format.number(item.cost_rupiah, language())),
            beneficiaries=format.number(item.beneficiaries, language())
            if item.beneficiaries is not None
            else "",
        )
        for item in view.items
    ]
    return {"caption": view.plan.title, "rows": rows, "links": []}


def _explanations(question: Question) -> list[Moment]:
    found = grants.grants_in(question.unit_id, question.as_of, question.known_at)
    return [
        Moment(
            long_date(row.occurred_on, language()),
            f"{row.get_category_display()}: {format.rupiah(row.amount_rupiah, language())}. "
            f"{row.text}",
            badge=badge_of(row),
        )
        for row in grants.explanations(found, question.as_of, question.known_at)
    ]


def _board_links(question: Question, asked: Asked, money: Money | None) -> list[Link]:
    assert question.territory is not None
    links = [Link(full_name(question.territory), territory_url(question.territory.code, asked))]
    if money and money.gap_amount:
        label = _("Dari mana %(amount)s itu?") % {
            "amount": format.rupiah(money.gap_amount, language())
        }
        links.append(Link(label, figure_url("grants.unexplained", question)))
    return links
