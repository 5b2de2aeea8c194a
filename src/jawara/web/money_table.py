"""Grant money ward by ward (or by the territories below): bars on one scale, and the file of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.insight.indicators.shared import names
from jawara.insight.money import MoneyLine, by_ward, total
from jawara.insight.types import Question
from jawara.kernel import format
from jawara.territories.enums import Level
from jawara.web import charts
from jawara.web.asking import Asked, figure_url, language, territory_url
from jawara.web.downloads import Cell, table_response
from jawara.web.figures import ward_words
from jawara.web.present import Column, Link, MoneyRow, PageFigure
from jawara.web.sections import USES, Money, as_of_text, money_parts, use_word

ROWS_ON_PAGE = 60
SORTS = ("cair", "selisih", "nama")
PILLAR_KEYS = tuple(key for key, _indicator in USES[:3])


@dataclass(frozen=True)
class MoneySection:
    heading: str
    text: str
    badge: str
    bar: charts.StackedBar | None
    caption: str
    columns: list[Column]
    rows: list[MoneyRow]
    total: MoneyRow | None
    sorts: list[Link]
    links: list[Link]
    page: Page[Any] | None


def money_section(request: HttpRequest, money: Money, asked: Asked) -> MoneySection:
    lines, by_parent = money_lines(request, money)
    sort = request.GET.get("urut", "cair")
    lines = sorted_lines(lines, sort if sort in SORTS else "cair")
    page = Paginator(lines, ROWS_ON_PAGE).get_page(request.GET.get("page"))
    longest = max((line.disbursed for line in lines), default=0)
    above = _above(money.question, lines)
    place = money.question.territory
    assert place is not None
    illustrative = any(line.illustrative for line in lines)
    return MoneySection(
        heading=_heading(money),
        text=_text(money, lines),
        badge=_("ilustrasi") if illustrative and money.gap_amount else "",
        bar=charts.stacked_bar(money_parts(money)),
        caption=_caption(money),
        columns=_columns(sort),
        rows=[_row(line, longest, above, money.question, asked) for line in page.object_list],
        total=_row(total(place, lines), 0, {}, money.question, asked, is_total=True),
        sorts=[Link(label, "" if key == sort else f"?{_with(request, urut=key)}#uang")
               for key, label in _sort_words().items()],
        links=_links(request, place.level, by_parent=by_parent),
        page=page if page.has_other_pages() else None,
    )  # fmt: skip


def money_lines(request: HttpRequest, money: Money) -> tuple[list[MoneyLine], bool]:
    """Wards, or the territories directly below where asked for or where wards are too many."""
    wards = by_ward(money.question)
    place = money.question.territory
    assert place is not None
    grouped = request.GET.get("baris") == "bawahan"
    if place.level >= Level.SUBDISTRICT or not grouped:
        return wards, False
    column = {0: "province_id", 1: "district_id", 2: "subdistrict_id"}[place.level]
    groups: dict[int, list[MoneyLine]] = defaultdict(list)
    for line in wards:
        groups[getattr(line.unit, column)].append(line)
    units = names(money.question, groups)
    return [total(units[pk], lines) for pk, lines in groups.items() if pk in units], True


def sorted_lines(lines: Sequence[MoneyLine], sort: str) -> list[MoneyLine]:
    if sort == "nama":
        return sorted(lines, key=lambda line: line.unit.name)
    if sort == "selisih":
        return sorted(lines, key=lambda line: (-line.unexplained, -line.disbursed, line.unit.code))
    return sorted(lines, key=lambda line: (-line.disbursed, line.unit.code))


def money_download(money: Money, kind: str) -> HttpResponse:
    """The table as a file: whole rupiah, one row a ward, biggest first."""
    lines = sorted_lines(by_ward(money.question), "cair")
    above = _above(money.question, lines)
    head = [
        _("kode"), _("kelurahan"), _("kecamatan"), _("BLM cair (Rp)"), _("ekonomi (Rp)"),
        _("fisik (Rp)"), _("sosial (Rp)"), _("operasional (Rp)"), _("dijelaskan (Rp)"),
        _("belum terjelaskan (Rp)"), _("dasar"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            line.unit.code, line.unit.name, above.get(line.unit.subdistrict_id or 0, ""),
            line.disbursed, *line.used, line.operating, line.explained, line.unexplained,
            _("ilustrasi") if line.illustrative else _("dicatat"),
        ]
        for line in lines
    ]  # fmt: skip
    place = money.question.territory
    name = f"blm-{place.code if place else '0'}-{money.question.as_of.isoformat()}"
    return table_response(kind, name, head, rows)


def _above(question: Question, lines: Sequence[MoneyLine]) -> dict[int, str]:
    ids = {line.unit.subdistrict_id for line in lines if line.unit.level == Level.VILLAGE}
    return {pk: unit.name for pk, unit in names(question, (i for i in ids if i)).items()}


def _heading(money: Money) -> str:
    """The finding: which use took most."""
    key, figure = max(money.uses, key=lambda item: item[1].answer.value or 0)
    share = money.share(figure.answer.value or 0)
    return _("Uang: %(share)s untuk %(use)s") % {"share": share, "use": use_word(key).lower()}


def _text(money: Money, lines: Sequence[MoneyLine]) -> str:
    text = _("Dana BLM (Bantuan Langsung Masyarakat) diterima warga lewat BKM (Badan Keswadayaan "
             "Masyarakat).")  # fmt: skip
    lacking = [line for line in lines if line.unexplained]
    place = money.question.territory
    in_ward = place is not None and place.level == Level.VILLAGE
    if not money.gap_amount or not lacking or in_ward:
        return text
    spread = ngettext(
        "%(amount)s yang belum terjelaskan ada di %(count)s wilayah.",
        "%(amount)s yang belum terjelaskan tersebar di %(count)s wilayah.",
        len(lacking),
    ) % {
        "amount": format.rupiah(money.gap_amount, language()),
        "count": format.number(len(lacking), language()),
    }
    return f"{text} {spread}"


def _caption(money: Money) -> str:
    phase = money.question.phase
    words = {"date": as_of_text(money.question), "phase": phase.short_name if phase else ""}
    if phase:
        return _("BLM per kelurahan, %(phase)s, per %(date)s") % words
    return _("BLM per kelurahan, per %(date)s") % words


def _sort_words() -> dict[str, str]:
    return {"cair": _("BLM terbesar"), "selisih": _("belum terjelaskan"), "nama": _("nama")}


def _columns(sort: str) -> list[Column]:
    million = _("juta Rp")
    return [
        Column(_("Kelurahan"), _("kecamatan"), current="ascending" if sort == "nama" else ""),
        Column(
            _("BLM cair"), million, numeric=True, current="descending" if sort == "cair" else ""
        ),
        Column(_("Pembagian"), _("ekonomi fisik sosial")),
        *(Column(use_word(key), million, numeric=True, wide=True) for key in PILLAR_KEYS),
        Column(
            _("Belum terjelaskan"),
            million,
            numeric=True,
            wide=True,
            current="descending" if sort == "selisih" else "",
        ),
    ]


def _row(
    line: MoneyLine,
    longest: int,
    above: dict[int, str],
    question: Question,
    asked: Asked,
    *,
    is_total: bool = False,
) -> MoneyRow:
    here = replace(question, unit_id=line.unit.unit_id, territory=line.unit)
    keys = [indicator for _key, indicator in USES[:3]]
    gap = None
    if line.unexplained:
        url = figure_url("grants.unexplained", here)
        gap = PageFigure("", _million(line.unexplained), url, "gap")
    name = line.unit.name
    if is_total:
        name = _("Jumlah %(wards)s") % {"wards": ward_words(line.wards)}
    return MoneyRow(
        name=name,
        url=territory_url(line.unit.code, asked),
        sub=above.get(line.unit.subdistrict_id or 0, "")
        if line.unit.level == Level.VILLAGE
        else ward_words(line.wards),
        total=_figure("grants.realised", line.disbursed, here),
        bar=None if is_total else charts.stacked_bar(_parts(line), scale=longest),
        parts=tuple(
            _figure(key, amount, here) for key, amount in zip(keys, line.used, strict=True)
        ),
        gap=gap,
    )


def _figure(key: str, amount: int, question: Question) -> PageFigure:
    return PageFigure(
        "", _million(amount), figure_url(key, question), "known" if amount else "zero"
    )


def _million(amount: int) -> str:
    return format.million_rupiah(amount, 2, language())


def _parts(line: MoneyLine) -> list[charts.Part]:
    amounts = (*line.used, line.operating, line.explained)
    parts = [
        charts.Part(key, use_word(key), amount, text=_million(amount))
        for (key, _indicator), amount in zip(USES, amounts, strict=True)
    ]
    gap = max(line.unexplained, 0)
    return [*parts, charts.Part("gap", use_word("gap"), gap, text=_million(gap))]


def _links(request: HttpRequest, level: int, *, by_parent: bool) -> list[Link]:
    links = [
        Link(_("Unduh CSV"), f"?{_with(request, format='csv')}"),
        Link(_("Unduh XLSX"), f"?{_with(request, format='xlsx')}"),
    ]
    if level < Level.SUBDISTRICT:
        word = (
            _("Tampilkan per kelurahan")
            if by_parent
            else _("Tampilkan menurut wilayah di bawahnya")
        )
        rows = "" if by_parent else "bawahan"
        links.append(Link(word, f"?{_with(request, baris=rows)}#uang"))
    return links


def _with(request: HttpRequest, **changes: str) -> str:
    params = request.GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value:
            params[name] = value
    return params.urlencode()
