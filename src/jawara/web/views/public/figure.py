""" "Dari mana angka ini?": formula, what is missing, the rule, the records behind, the history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.audit.enums import Basis
from jawara.insight import queries as insight
from jawara.insight.money import MoneyLine, by_ward
from jawara.insight.present import warning_text
from jawara.insight.registry import Indicator, all_indicators, indicator
from jawara.insight.types import Figure, Question, RecordRow, Source
from jawara.kernel import format
from jawara.kernel.dates import long_date, short_date
from jawara.kernel.errors import Refusal
from jawara.kernel.rulebook import RuleUnknown
from jawara.programmes import queries as programmes
from jawara.trainings.enums import Origin
from jawara.web import charts
from jawara.web.asking import (
    Asked,
    as_of_control,
    asked_times,
    figure_url,
    full_name,
    language,
    record_url,
    territory_url,
)
from jawara.web.caching import public_page
from jawara.web.downloads import table_response, wanted_format
from jawara.web.figures import ask, figure_label, has, is_known, page_figure, value_text
from jawara.web.present import (
    AccountLine,
    Crumb,
    EntryGroup,
    EntryRow,
    Fact,
    FigureState,
    Link,
    Moment,
    Notice,
    PageFigure,
)
from jawara.web.sections import money_of, money_parts
from jawara.web.staff import refusal_text

ROWS_ON_PAGE = 40
ALL_ROWS = 100_000
PILLAR_OF = {
    "grants.used.economic": "ekonomi",
    "grants.used.physical": "fisik",
    "grants.used.social": "sosial",
}
UNIT_WORDS = {
    "rupiah": "Rupiah",
    "ratio": "Selesai",
    "ward": "Kelurahan",
    "board": "BKM",
    "group": "KSM",
    "person": "Orang",
    "training": "Pelatihan",
}


@dataclass(frozen=True)
class EntryList:
    summary: str
    badge: str
    caption: str
    unit: str
    groups: list[EntryGroup]
    page: Page[Any] | None
    links: list[Link]
    empty: str


@dataclass(frozen=True)
class FigureItem:
    label: str
    meaning: str
    figure: PageFigure


@public_page
def figure(request: HttpRequest, key: str) -> HttpResponse:
    asked = asked_times(request)
    try:
        definition = indicator(key)
        question = _question(request, asked)
    except Refusal as refusal:
        refused = {
            "title": _("Angka ini tidak bisa ditampilkan"),
            "text": refusal_text(refusal),
            "search_url": reverse("web:search"),
        }
        return render(request, "jawara/error.html", refused, status=404)
    kind = wanted_format(request)
    if kind:
        return _download(definition, question, kind)
    answered = ask(key, question)
    unknown = _unknown(answered)
    context: dict[str, object] = {
        "section": "periksa",
        "crumbs": _crumbs(question, asked, definition),
        "as_of": as_of_control(
            asked,
            territory=question.territory.code if question.territory else "",
            phase=question.phase.code if question.phase else "",
        ),
        "label": figure_label(key),
        "value": page_figure(answered, gap=key == "grants.unexplained" and bool(answered.value)),
        "meaning": _(definition.meaning),
        "scope": _scope(question),
        "badge": _("ilustrasi") if has(answered, "illustrative") else "",
        "formula_words": _(definition.formula),
        "lines": _lines(definition, answered),
        "bar": _bar(definition, question),
        "unit_row": _unit_row(answered, question),
        "unknown_lead": unknown[0] if unknown else "",
        "unknown_texts": unknown[1:],
        "warnings": _warnings(answered),
        "rules": _rules(definition, answered),
        "entries": _entries(request, definition, question, answered),
        "permanent_url": _permanent(key, question),
        "api_url": _api_url(key, question),
        "api_text": _api_url(key, question),
        "history": _history(answered, definition, question),
    }
    return render(request, "jawara/figure.html", context)


@public_page
def figure_index(request: HttpRequest) -> HttpResponse:
    asked = asked_times(request)
    try:
        question = _question(request, asked)
    except Refusal as refusal:
        refused = {
            "title": _("Wilayah ini tidak kami kenal"),
            "text": refusal_text(refusal),
        }
        return render(request, "jawara/error.html", refused, status=404)
    names = {
        "programmes": _("Program"),
        "grants": _("Uang"),
        "cycle": _("Siklus"),
        "community": _("Warga dan kelompok"),
        "trainings": _("Belajar"),
    }
    groups = []
    for topic, rows in groupby(sorted(all_indicators(), key=lambda i: list(names).index(i.topic)),
                               key=lambda i: i.topic):  # fmt: skip
        items = [
            FigureItem(figure_label(row.key), _(row.meaning), page_figure(ask(row.key, question)))
            for row in rows
        ]
        groups.append((names[topic], items))
    context: dict[str, object] = {
        "section": "periksa",
        "crumbs": [Crumb(_("Beranda"), reverse("web:home")), Crumb(_("Periksa"))],
        "as_of": as_of_control(
            asked, territory=question.territory.code if question.territory else ""
        ),
        "place": _scope(question),
        "groups": groups,
    }
    return render(request, "jawara/figure_index.html", context)


def _question(request: HttpRequest, asked: Asked) -> Question:
    return insight.question(
        request.GET.get("territory") or None,
        request.GET.get("phase") or None,
        asked.as_of,
        asked.known_at,
    )


def _crumbs(question: Question, asked: Asked, definition: Indicator) -> list[Crumb]:
    crumbs = [Crumb(_("Beranda"), reverse("web:home") + asked.query())]
    if question.territory:
        url = territory_url(question.territory.code, asked)
        crumbs.append(Crumb(full_name(question.territory), url))
    return [*crumbs, Crumb(figure_label(definition.key))]


def _scope(question: Question) -> str:
    place = full_name(question.territory) if question.territory else "Indonesia"
    parts = [place]
    if question.phase:
        parts.append(question.phase.name)
    parts.append(_("keadaan %(date)s") % {"date": long_date(question.as_of, language())})
    if question.known_at:
        known = timezone.localdate(question.known_at)
        parts.append(_("menurut catatan sampai %(date)s") % {"date": long_date(known, language())})
    return " · ".join(parts)


def _lines(definition: Indicator, answered: Figure) -> list[AccountLine]:
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


def _bar(definition: Indicator, question: Question) -> charts.StackedBar | None:
    if definition.topic != "grants" or definition.unit != "rupiah":
        return None
    money = money_of(question)
    return charts.stacked_bar(money_parts(money)) if money else None


def _unit_row(answered: Figure, question: Question) -> charts.UnitRow | None:
    answer = answered.answer
    if answered.unit != "ratio" or answer.numerator is None or not answer.denominator:
        return None
    units = [charts.Unit("", "done")] * answer.numerator
    for item in answer.missing:
        state = "not_done" if str(item.state) == "not_done" else "not_entered"
        units.append(charts.Unit(item.name, state))  # type: ignore[arg-type]
    return charts.unit_row(units)


def _unknown(answered: Figure) -> list[str]:
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


def _warnings(answered: Figure) -> list[Notice]:
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


def _rules(definition: Indicator, answered: Figure) -> list[Fact]:
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


def _entries(
    request: HttpRequest, definition: Indicator, question: Question, answered: Figure
) -> EntryList:
    rows, count = insight.records(definition.key, question, 0, 0)
    behind = cast("Sequence[RecordRow]", _Lazy(definition.key, question, count))
    paginator = Paginator(behind, ROWS_ON_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    url = figure_url(definition.key, question)
    unit = _(UNIT_WORDS[definition.unit])
    return EntryList(
        summary=ngettext(
            "%(count)s catatan.", "%(count)s catatan.", count
        ) % {"count": format.number(count, language())},
        badge=_("ilustrasi") if answered.answer.illustrative else "",
        caption=_("Catatan %(first)s–%(last)s dari %(count)s")
        % {
            "first": format.number(page.start_index(), language()),
            "last": format.number(page.end_index(), language()),
            "count": format.number(count, language()),
        },
        unit=unit,
        groups=_groups(rows, definition, question),
        page=page if page.has_other_pages() else None,
        links=[Link(_("Unduh CSV"), f"{url}&format=csv"), Link(_("Unduh XLSX"), f"{url}&format=xlsx")]
        if count
        else [],
        empty=_("Belum ada catatan untuk angka ini pada tanggal dan wilayah ini."),
    )  # fmt: skip


class _Lazy:
    """Records of a figure as a sequence that fetches only the page asked for."""

    def __init__(self, key: str, question: Question, count: int) -> None:
        self._key, self._question, self._count = key, question, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> Sequence[RecordRow]:
        start, stop = part.start or 0, part.stop or self._count
        return insight.records(self._key, self._question, start, stop - start)[0]


def _groups(
    rows: Sequence[RecordRow], definition: Indicator, question: Question
) -> list[EntryGroup]:
    gaps: dict[str, MoneyLine] = {}
    if definition.key == "grants.unexplained":
        gaps = {line.unit.code: line for line in by_ward(question)}
    groups = []
    for (code, name), members in groupby(
        rows, key=lambda row: (row.unit_code, row.group or row.unit_name)
    ):
        items = tuple(_entry_row(row, definition) for row in members)
        url = reverse("web:territory", args=[code]) if code else ""
        line = gaps.get(code)
        subtotal = _gap_of(line, question) if line else None
        label = figure_label(definition.key) if subtotal else ""
        groups.append(EntryGroup(name, items, label, subtotal, url))
    return groups


def _gap_of(line: MoneyLine, question: Question) -> PageFigure:
    here = replace(question, unit_id=line.unit.unit_id, territory=line.unit)
    text = format.number(line.unexplained, language())
    state: FigureState = "gap" if line.unexplained else "zero"
    return PageFigure("", text, figure_url("grants.unexplained", here), state)


def _entry_row(row: RecordRow, definition: Indicator) -> EntryRow:
    amount = "" if row.amount is None else format.number(row.amount, language())
    evidence = None
    if row.document_sha256:
        url = reverse("web:evidence", args=[row.document_sha256])
        evidence = Link(row.document_title or _("berkas"), url)
    return EntryRow(
        what=row.title,
        when=short_date(row.occurred_on, language()),
        url=record_url(row.reference),
        amount=amount,
        evidence=evidence,
        badge=_("ilustrasi") if row.basis == Basis.ILLUSTRATIVE else "",
    )


def _history(answered: Figure, definition: Indicator, question: Question) -> list[Moment]:
    """When the figure was first stated and recorded, and where it stands."""
    moments = []
    for row in insight.reported(definition.key, question):
        stated = format.number(row.value, language()) if row.value is not None else row.quality
        when = long_date(timezone.localdate(row.recorded_at), language())
        text = _("Dicatat dari laporan: %(stated)s.") % {"stated": stated}
        moments.append(Moment(when, text))
    moments += [
        Moment(
            long_date(timezone.localdate(change.recorded_at), language()),
            f"{change.what}: {format.rupiah(change.amount, language())}. {change.text}".strip(),
            badge=_("ilustrasi") if change.basis == Basis.ILLUSTRATIVE else "",
        )
        for change in insight.corrections(definition.key, question)
    ]
    if definition.key == "grants.unexplained" and (answered.answer.value or 0) > 0:
        moments.append(Moment(_("Sekarang"), _("Menunggu penjelasan dan bukti."), open=True))
    return moments


def _download(definition: Indicator, question: Question, kind: str) -> HttpResponse:
    rows, _count = insight.records(definition.key, question, 0, ALL_ROWS)
    head = [
        _("kode"), _("wilayah"), _("catatan"), _("terjadi"), _("dicatat"), _("dasar"),
        _(UNIT_WORDS[definition.unit]), _("bukti (SHA-256)"), _("rujukan"),
    ]  # fmt: skip
    body = [
        [
            row.unit_code, row.unit_name, row.title, row.occurred_on,
            timezone.localdate(row.recorded_at), row.basis, row.amount, row.document_sha256,
            row.reference,
        ]
        for row in rows
    ]  # fmt: skip
    return table_response(kind, f"{definition.key}-{question.as_of}".replace(".", "-"), head, body)


def _permanent(key: str, question: Question) -> str:
    known_at = question.known_at or timezone.now().replace(microsecond=0)
    return figure_url(key, replace(question, known_at=known_at))


def _api_url(key: str, question: Question) -> str:
    return figure_url(key, question).replace(
        reverse("web:figure", args=[key]), f"/api/v1/figures/{key}"
    )
