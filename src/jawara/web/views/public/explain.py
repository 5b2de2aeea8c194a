"""How a figure came about: its formula with the numbers in it, what is unknown, rules, sources."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.insight.present import warning_text
from jawara.insight.registry import Indicator
from jawara.insight.types import Figure, Question, Source
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.kernel.rulebook import RuleUnknown
from jawara.programmes import queries as programmes
from jawara.trainings.enums import Origin
from jawara.web import charts
from jawara.web.asking import (
    language,
)
from jawara.web.figures import ask, figure_label, is_known, page_figure, value_text
from jawara.web.present import (
    AccountLine,
    Fact,
    Notice,
    PageFigure,
)
from jawara.web.sections import money_of, money_parts

PILLAR_OF = {
    "grants.used.economic": "ekonomi",
    "grants.used.physical": "fisik",
    "grants.used.social": "sosial",
}


def lines(definition: Indicator, answered: Figure) -> list[AccountLine]:
    """The formula as an account, with the numbers in it."""
    if definition.terms:
        return _term_lines(definition, answered)
    answer = answered.answer
    if answered.unit == "ratio" and answer.numerator is not None:
        plain = [
            ("", _("kelurahan yang selesai"), answer.numerator),
            ("÷", _("kelurahan peserta"), answer.denominator or 0),
        ]
        lines = [
            AccountLine(sign, name, PageFigure("", format.number(n, language())))
            for sign, name, n in plain
        ]
        total = PageFigure("", value_text(answered))
        return [*lines, AccountLine("=", figure_label(definition.key), total, total=True)]
    if answer.by:
        words = _origin_words()
        lines = [
            AccountLine("+" if index else "", words.get(name, name),
                        PageFigure("", format.number(count, language())))
            for index, (name, count) in enumerate(answer.by.items())
        ]  # fmt: skip
        total = PageFigure("", value_text(answered))
        return [*lines, AccountLine("=", figure_label(definition.key), total, total=True)]
    return []


def _origin_words() -> dict[str, str]:
    return {origin.value.lower(): str(origin.label) for origin in Origin}


def _term_lines(definition: Indicator, answered: Figure) -> list[AccountLine]:
    signs = {"-": "−", "+": "+", "": ""}
    lines = []
    for term in definition.terms:
        part = ask(term.key, answered.question)
        if not part.answer.value:
            continue
        text = format.number(part.answer.value, language())
        lines.append(
            AccountLine(
                signs[term.operator],
                figure_label(term.key),
                page_figure(part, text=text),
                PILLAR_OF.get(term.key, ""),
            )
        )
    total = PageFigure("", format.number(answered.answer.value or 0, language()))
    return [*lines, AccountLine("=", figure_label(definition.key), total, total=True)]


def bar(definition: Indicator, question: Question) -> charts.StackedBar | None:
    if definition.topic != "grants" or definition.unit != "rupiah":
        return None
    money = money_of(question)
    return charts.stacked_bar(money_parts(money)) if money else None


def unit_row(answered: Figure, question: Question) -> charts.UnitRow | None:
    answer = answered.answer
    if answered.unit != "ratio" or answer.numerator is None or not answer.denominator:
        return None
    units = [charts.Unit("", "done")] * answer.numerator
    for item in answer.missing:
        state = "not_done" if str(item.state) == "not_done" else "not_entered"
        units.append(charts.Unit(item.name, state))  # type: ignore[arg-type]
    return charts.unit_row(units)


def unknown(answered: Figure) -> list[str]:
    """What nobody has recorded: the trouble, said plainly."""
    if answered.key == "grants.unexplained" and (answered.answer.value or 0) > 0:
        return [
            _("Ini belum tentu salah pakai."),
            _("Catatan penggunaan kurang dari jumlah yang cair."),
            _(
                "Bisa jadi satu pos belum tertulis, misalnya biaya operasional BKM. "
                "Dugaan itu belum punya bukti, jadi tidak kami hitung."
            ),
        ]
    lacking = [item for item in answered.answer.missing if str(item.state) == "not_entered"]
    if lacking:
        shown = ", ".join(item.name for item in lacking[:10])
        more = len(lacking) - 10
        rest = ngettext(" dan %(count)s lagi", " dan %(count)s lagi", more) % {"count": more}
        return [
            _("Tidak ada catatan bukan berarti belum dikerjakan."),
            _("Belum ada catatan dari: %(names)s.") % {"names": shown + (rest if more > 0 else "")},
        ]
    if not is_known(answered):
        return [_("Laporan tidak memberi angkanya. Itu bukan nol.")]
    return []


def warnings(answered: Figure) -> list[Notice]:
    titles = {
        "illustrative": _("Ilustrasi."),
        "stale": _("Sudah lama."),
        "territory_history_unknown": _("Batas wilayah."),
        "unexplained": _("Belum terjelaskan."),
        "small_groups": _("Perlu dilihat."),
        "not_entered": _("Tidak lengkap."),
        "differs_from_report": _("Berbeda dari laporan."),
        "no_records": _("Tidak ada catatan."),
    }
    return [
        Notice(titles.get(warning.code, ""), warning_text(warning, answered.unit))
        for warning in answered.warnings
        if not (warning.code == "unexplained" and answered.key == "grants.unexplained")
    ]


def rules(definition: Indicator, answered: Figure) -> list[Fact]:
    facts = []
    if answered.answer.rulebook:
        book = programmes.rulebooks().get(answered.answer.rulebook.split("@")[0])
        facts.append(Fact(_("Buku aturan"), book.title(language()), note=answered.answer.rulebook))
        facts += _rule_facts(definition, book)
    facts += [_source_fact(source, figure_label(answered.key)) for source in answered.sources]
    for term in definition.terms:
        part = ask(term.key, answered.question)
        if part.answer.value:
            facts += [_source_fact(source, figure_label(term.key)) for source in part.sources]
    facts.append(Fact(_("Nama tetap angka ini"), definition.key))
    return facts


def _source_fact(source: Source, label: str) -> Fact:
    """What a report said of a figure, and whether the records agree."""
    stated = format.number(source.stated, language()) if source.stated is not None else ""
    note = _("%(label)s: %(stated)s, keadaan %(date)s") % {
        "label": label,
        "stated": stated or source.quality,
        "date": long_date(source.as_of, language()),
    }
    if source.stated is None:
        return Fact(_("Sumber"), source.title, note=note)
    status, word = ("ok", _("cocok dengan catatan")) if source.agrees else ("warn", _("berbeda"))
    return Fact(_("Sumber"), source.title, status=status, status_word=word, note=note)


def _rule_facts(definition: Indicator, book: Any) -> list[Fact]:
    """The rules a figure uses; an assumed one says so."""
    facts = []
    wanted = [(definition.rule_path, _("Aturannya"))] if definition.rule_path else []
    if definition.unit == "ratio":
        wanted.append(("rounding.percent_display", _("Pembulatan persen")))
    for path, name in wanted:
        try:
            rule = book.rule(path)
        except RuleUnknown:
            continue
        status = ("assumed", _("anggapan")) if rule.assumed else ("ok", _("dari sumber"))
        text = _rule_text(path, rule, book)
        note = rule.source.title if rule.source else ""
        facts.append(Fact(name, text, status=status[0], status_word=status[1], note=note))
    return facts


def _rule_text(path: str, rule: Any, book: Any) -> str:
    if path == "cycle.steps":
        return ", ".join(step.name(language()) for step in book.steps())
    if path == "grants.pillars":
        return ", ".join(pillar.name(language()) for pillar in book.pillars())
    if path == "grants.tranches":
        return ", ".join(
            f"{t.number}: {format.percent(t.percent_hundredths, 10000, language=language())}"
            for t in book.tranches()
        )
    if path == "rounding.percent_display":
        rounding = book.rounding("percent_display")
        if rounding.digits == 0:
            return _("tanpa angka di belakang koma, setengah ke atas")
        return _("%(digits)s angka di belakang koma, setengah ke atas") % {
            "digits": rounding.digits
        }
    if path == "community.group_minimum_members":
        return _("paling sedikit %(count)s anggota") % {"count": book.minimum_group_members()}
    return str(rule.value)
