"""Figures as pages show them: formatted, linked to their explanation, marked for what they are."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.insight import queries as insight
from jawara.insight.registry import indicator
from jawara.insight.types import Figure, Question
from jawara.kernel import format
from jawara.web.asking import figure_url, language
from jawara.web.present import PageFigure

ILLUSTRATION = {"illustrative"}


def ask(key: str, question: Question) -> Figure:
    return insight.figure(key, question)


def has(figure: Figure, code: str) -> bool:
    return any(warning.code == code for warning in figure.warnings)


def is_known(figure: Figure) -> bool:
    return figure.value is not None or figure.answer.numerator is not None


def value_text(figure: Figure) -> str:
    """The value as people write it: rupiah, "82 % (9 dari 11)", or a count."""
    answer = figure.answer
    if figure.unit == "ratio" and answer.numerator is not None and answer.denominator:
        return progress_text(answer.numerator, answer.denominator)
    if figure.unit == "rupiah" and answer.value is not None:
        return format.rupiah(answer.value, language())
    return format.number(answer.value, language()) if answer.value is not None else ""


def progress_text(numerator: int, denominator: int) -> str:
    """ "11 dari 11" when whole, "82 % (9 dari 11)" otherwise."""
    plain = _("%(done)s dari %(total)s") % {"done": numerator, "total": denominator}
    if numerator == denominator:
        return plain
    share = format.percent(numerator, denominator, language=language())
    return _("%(share)s (%(plain)s)") % {"share": share, "plain": plain}


def page_figure(
    figure: Figure, *, text: str = "", label: str = "", gap: bool = False
) -> PageFigure:
    """A figure ready for a page. A figure without records says so instead of showing nothing."""
    url = figure_url(figure.key, figure.question)
    name = label or figure_label(figure.key)
    if not is_known(figure):
        return PageFigure(name, "", url, "not_stated")
    return PageFigure(name, text or value_text(figure), url, "gap" if gap else "known")


def marked(shown: PageFigure, figure: Figure) -> PageFigure:
    """The same with the badge of illustrative figures."""
    return replace(shown, badge=_("ilustrasi")) if has(figure, "illustrative") else shown


def figure_label(key: str) -> str:
    definition = indicator(key)
    if definition.name_en:
        return definition.label(language())
    return _(definition.name)


def ward_words(count: int) -> str:
    return ngettext("%(count)s kelurahan", "%(count)s kelurahan", count) % {
        "count": format.number(count, language())
    }


def joined(parts: Iterable[str]) -> str:
    """ "a", "a dan b", "a, b, dan c"."""
    items = list(parts)
    if len(items) < 3:
        return _(" dan ").join(items)
    return ", ".join(items[:-1]) + _(", dan ") + items[-1]
