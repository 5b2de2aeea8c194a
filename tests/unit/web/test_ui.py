"""Tags and page templates: right words, no inline script or style, sound outline."""

import re
from html.parser import HTMLParser

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from jawara.web.present import PageFigure
from jawara.web.samples.guide import PAGES, SampleForm, styleguide

VOID = {"br", "hr", "img", "input", "link", "meta"}


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/?urut=nama&page=3")
    template = Template("{% load jawara_ui %}" + source)
    return template.render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("figure", "html"),
    [
        (PageFigure("", "959", "/a/"), '<a class="fig" href="/a/">959</a>'),
        (PageFigure("", "35,00", "/g/", "gap"), '<a class="gap" href="/g/">35,00</a>'),
        (PageFigure("", "35,00", "", "gap"), '<span class="gap">35,00</span>'),
        (PageFigure("", "", "", "not_stated"), '<span class="ns">tidak disebut</span>'),
        (PageFigure("", "", "", "suppressed"), '<span class="ns">kurang dari lima</span>'),
        (
            PageFigure("", "0", "/z/", "zero"),
            '<span class="vh">nol</span><span aria-hidden="true">–</span>',
        ),
        (
            PageFigure("", "9", "", badge="ilustrasi"),
            '<span class="nb">9</span> <span class="badge">ilustrasi</span>',
        ),
        (PageFigure("", "<b>", "/?a=1&b=2"), '<a class="fig" href="/?a=1&amp;b=2">&lt;b&gt;</a>'),
    ],
)
def test_figure(figure: PageFigure, html: str) -> None:
    assert render("{% figure f %}", f=figure) == html


def test_status_has_a_shape_and_a_word() -> None:
    html = render('{% status "assumed" "anggapan" %}')
    assert 'href="#question"' in html
    assert html.endswith("anggapan</span>")


def test_pager_keeps_the_other_choices() -> None:
    html = render("{% pager p %}", p=Paginator(range(10_000), 50).page(7))
    assert re.findall(r'href="([^"]+)"', html) == [
        "?urut=nama&amp;page=1",
        "?urut=nama&amp;page=6",
        "?urut=nama&amp;page=8",
        "?urut=nama&amp;page=200",
    ]
    assert "Halaman <b>7</b> dari 200" in html


def test_pager_on_the_only_page_offers_nothing() -> None:
    assert "href" not in render("{% pager p %}", p=Paginator([1], 50).page(1))


def test_query_changes_and_removes() -> None:
    assert render('{% query urut="blm" page="" %}') == "?urut=blm"


def test_numbers_follow_the_language() -> None:
    source = "{{ n|number }} {{ n|rupiah }}"
    with override("id"):
        assert render(source, n=2802) == "2.802 Rp\u00a02.802"
    with override("en"):
        assert render(source, n=2802) == "2,802 Rp\u00a02,802"


def test_error_summary_counts_links_and_reassures() -> None:
    form = SampleForm({"held_on": "3 Maret 2004", "ward": "9", "pillar": "e", "sure": "on"})
    html = render("{% error_summary form %}", form=form)
    assert "2 hal perlu dibenahi" in html
    assert re.findall(r'href="#([^"]+)"', html) == ["id_amount", "id_ward"]
    assert "isian Anda tidak hilang" in html
    good = {"held_on": "x", "amount": "1", "ward": "1", "pillar": "e", "sure": "on"}
    assert render("{% error_summary form %}", form=SampleForm(good)).strip() == ""


def test_a_field_puts_the_message_before_the_input_and_ties_them() -> None:
    form = SampleForm({"ward": "1"})
    html = render("{% field form.amount %}", form=form)
    order = [html.index(word) for word in ("<label", "hint", 'class="err"', "<input")]
    assert order == sorted(order)
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    ids = set(re.findall(r'id="([^"]+)"', html))
    assert set(described[1].split()) <= ids
    assert "id_amount_error" in described[1].split()
    assert 'aria-invalid="true"' in html


class Outline(HTMLParser):
    """Collects what every page must get right."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.targets: list[str] = []
        self.forbidden: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "id" in values:
            self.ids.append(str(values["id"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in {"script", "style"} or "style" in values or any(k[:2] == "on" for k in values):
            self.forbidden.append(tag)
        href = values.get("href")
        if href and href.startswith("#") and len(href) > 1:
            self.targets.append(href[1:])
        for name in ("aria-labelledby", "aria-describedby", "for"):
            self.targets += (values.get(name) or "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


def page(name: str) -> str:
    context = styleguide() if name == "styleguide" else PAGES[name]()
    template = str(context.pop("template", f"jawara/{name}.html"))
    request = RequestFactory().get("/")
    return render_to_string(template, {**context, "request": request, "is_example": True})


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", [*PAGES, "styleguide"])
def test_every_page_is_sound(name: str, language: str) -> None:
    with override(language):
        html = page(name)
    outline = Outline()
    outline.feed(html)
    assert outline.open == []
    assert outline.forbidden == []
    assert len(outline.ids) == len(set(outline.ids)) or name == "styleguide"
    assert set(outline.targets) <= set(outline.ids)
    assert outline.headings.count(1) == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert f'<html lang="{language}">' in html
    assert len(html) < 60_000
