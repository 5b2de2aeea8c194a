"""Sections that several public pages share: where the money went, how far the cycle is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jawara.insight import queries as insight
from jawara.insight.types import Figure, Question
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.kernel.errors import gettext_noop
from jawara.kernel.memo import remembered
from jawara.kernel.progress import State
from jawara.kernel.rounding import HALF_UP, round_fraction
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.web import charts
from jawara.web.asking import figure_url, language
from jawara.web.figures import ask, figure_label, is_known, page_figure
from jawara.web.present import Link, PageFigure, UseRow

# (key of the picture, indicator, word) in the order they are always shown.
USES = (
    ("ekonomi", "grants.used.economic"),
    ("fisik", "grants.used.physical"),
    ("sosial", "grants.used.social"),
    ("operasional", "grants.used.operating"),
    ("dijelaskan", "grants.explained"),
)


# Verdicts in words that reports give; marked for translation.
VERDICTS = (gettext_noop("baik"), gettext_noop("kurang baik"))


def use_word(key: str) -> str:
    return {
        "ekonomi": _("Ekonomi"),
        "fisik": _("Fisik"),
        "sosial": _("Sosial"),
        "operasional": _("Operasional (BOP)"),
        "dijelaskan": _("Dijelaskan petugas"),
        "gap": _("Belum terjelaskan"),
    }[key]


@dataclass(frozen=True)
class Money:
    """Grant money of one question, in figures: `realised` without a value means nothing known."""

    question: Question
    realised: Figure
    uses: tuple[tuple[str, Figure], ...]
    gap: Figure
    wards: Figure

    @property
    def total(self) -> int:
        return self.realised.answer.value or 0

    @property
    def gap_amount(self) -> int:
        return self.gap.answer.value or 0

    def share(self, amount: int) -> str:
        return format.percent(amount, self.total, digits=1, language=language())


def money_of(question: Question) -> Money | None:
    """Grant figures of a territory, or None where no grant is recorded."""
    realised = ask("grants.realised", question)
    if not is_known(realised):
        return None
    return Money(
        question=question,
        realised=realised,
        uses=tuple((key, ask(indicator, question)) for key, indicator in USES),
        gap=ask("grants.unexplained", question),
        wards=ask("grants.wards", question),
    )


def money_parts(money: Money) -> list[charts.Part]:
    parts = [
        charts.Part(
            key,
            use_word(key),
            figure.answer.value or 0,
            text=format.rupiah(figure.answer.value or 0, language()),
            share=money.share(figure.answer.value or 0),
            url=figure_url(figure.key, money.question),
            recipient=(_("penerima:"), _("tidak disebut"), _("dalam sumber")),
        )
        for key, figure in money.uses
    ]
    if money.gap_amount > 0:
        parts.append(
            charts.Part(
                "gap",
                use_word("gap"),
                money.gap_amount,
                text=format.rupiah(money.gap_amount, language()),
                share=money.share(money.gap_amount),
                url=figure_url(money.gap.key, money.question),
                notes=(_("berhenti di sini: tidak ada catatan penggunaan"),),
            )
        )
    return [part for part in parts if part.amount > 0]


def use_rows(money: Money) -> tuple[list[UseRow], UseRow]:
    """Rows of the table under the flow, and its total. A use of nothing is left out."""
    rows = []
    for key, figure in (*money.uses, ("gap", money.gap)):
        amount = figure.answer.value or 0
        if not amount:
            continue
        text = format.number(amount, language())
        shown = page_figure(figure, text=text, gap=key == "gap")
        rows.append(UseRow(key, use_word(key), shown, money.share(amount)))
    total = page_figure(money.realised, text=format.number(money.total, language()))
    return rows, UseRow("", _("BLM yang cair"), total, money.share(money.total))


def per_thousand(money: Money) -> dict[str, str]:
    """Of each Rp 1,000: whole rupiah by use, each rounded half up by itself."""
    result = {"gap": ""}
    for key, figure in (*money.uses, ("gap", money.gap)):
        amount = figure.answer.value or 0
        if amount or key in {"ekonomi", "fisik", "sosial"}:
            rupiah = int(round_fraction(amount * 1000, money.total, 0, HALF_UP))
            result[key] = format.rupiah(rupiah, language())
    return result


@remembered
def phases_of(question: Question) -> list[Phase]:
    """Phases at work in the question's territory, in time order."""
    return list(programmes.phases_in(question.unit_id, question.as_of, question.known_at))


def with_phase(question: Question, phase: Phase | None) -> Question:
    return replace(question, phase=phase)


def money_scope(question: Question, phases: Sequence[Phase]) -> Question:
    """The question narrowed to the one phase that has grant records, if there is only one."""
    known = [
        phase for phase in phases if is_known(ask("grants.realised", with_phase(question, phase)))
    ]
    return with_phase(question, known[0]) if len(known) == 1 else question


def step_figures(question: Question) -> list[Figure]:
    """Progress of each step of the phase's rulebook that anything was recorded of."""
    if question.phase is None:
        return []
    steps = programmes.rulebook_for(question.phase).steps()
    figures = [ask(f"cycle.{step.code}.progress", question) for step in steps]
    return [figure for figure in figures if is_known(figure)]


def step_rows(figures: Sequence[Figure], wards: Sequence[tuple[str, str]]) -> list[charts.Step]:
    """Unit rows of steps: a column is the same ward in every row. `wards`: (code, name)."""
    rows = []
    for figure in figures:
        missing = {item.code: str(item.state) for item in figure.answer.missing}
        rows.append([charts.Unit(name, _state(missing.get(code))) for code, name in wards])
    woven = charts.weave(rows)
    return [
        charts.Step(figure_label(figure.key), row, page_figure(figure))
        for figure, row in zip(figures, woven, strict=True)
    ]


def _state(missing: str | None) -> charts.UnitState:
    if missing is None:
        return "done"
    return "not_done" if missing == State.NOT_DONE else "not_entered"


def ordered_wards(
    figures: Sequence[Figure], wards: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Wards with the most steps done first, then by code, so that the gaps stand together."""
    lacking: dict[str, int] = {}
    for figure in figures:
        for item in figure.answer.missing:
            lacking[item.code] = lacking.get(item.code, 0) + 1
    return sorted(wards, key=lambda ward: (lacking.get(ward[0], 0), ward[0]))


def download_links(base: str, query: str) -> list[Link]:
    joint = "&" if query else "?"
    return [
        Link(_("Unduh CSV"), f"{base}{query}{joint}format=csv"),
        Link(_("Unduh XLSX"), f"{base}{query}{joint}format=xlsx"),
    ]


def repayment_quality(question: Question) -> str:
    """A report's verdict on repayments in words, where it gave no number; "" if there is none."""
    rows = insight.reported("loans.rr", question)
    return rows[0].quality if rows else ""


def as_of_text(question: Question) -> str:
    return long_date(question.as_of, language())


def zero_or(figure: PageFigure, amount: int) -> PageFigure:
    return figure if amount else replace(figure, state="zero")
