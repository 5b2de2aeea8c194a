"""Tags and filters of the visual language. Usage of each: docs/interface.md."""

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput
from django.forms.widgets import CheckboxSelectMultiple, ChoiceWidget, RadioSelect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jawara.kernel import dates, format
from jawara.web.present import PageFigure

register = template.Library()

STATUS_ICONS = {
    "ok": "tick",
    "warn": "triangle",
    "bad": "octagon",
    "assumed": "question",
    "none": "square",
}


@register.filter
def number(value: int) -> str:
    return format.number(value, _language())


@register.filter
def rupiah(value: int) -> str:
    return format.rupiah(value, _language())


@register.filter
def long_date(value: date) -> str:
    return dates.long_date(value, _language())


@register.filter
def short_date(value: date) -> str:
    return dates.short_date(value, _language())


def _language() -> str:
    return get_language() or "id"


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html('<svg class="ico" aria-hidden="true"><use href="#{}"/></svg>', name)


@register.simple_tag
def swatch(key: str) -> SafeString:
    return format_html('<svg class="sw" aria-hidden="true"><use href="#sw-{}"/></svg>', key)


@register.simple_tag
def square(state: str, standing: bool = False) -> SafeString:
    symbol = {"not_done": "sq-no", "not_entered": "sq-na"}.get(
        state, "sq-v" if standing else "sq-h"
    )
    return format_html('<svg class="sq" aria-hidden="true"><use href="#{}"/></svg>', symbol)


@register.simple_tag
def badge(word: str = "") -> SafeString:
    return format_html('<span class="badge">{}</span>', word or _("ilustrasi"))


@register.simple_tag
def status(kind: str, word: str) -> SafeString:
    """A shape and a word: ok, warn, bad, assumed (also: unexplained), none (not done)."""
    return format_html(
        '<span class="st {}"><svg aria-hidden="true"><use href="#{}"/></svg>{}</span>',
        kind,
        STATUS_ICONS[kind],
        word,
    )


@register.simple_tag
def not_stated(word: str = "") -> SafeString:
    return format_html('<span class="ns">{}</span>', word or _("tidak disebut"))


@register.simple_tag
def figure(value: PageFigure) -> SafeString:
    """A figure as a link to its explanation, a gap box, a "not stated" tag, or a dash for zero."""
    if value.state == "not_stated":
        tag = not_stated(value.text)
        return format_html('<a href="{}">{}</a>', value.url, tag) if value.url else tag
    if value.state == "suppressed":
        return not_stated(value.text or _("kurang dari lima"))
    if value.state == "zero":
        return format_html('<span class="vh">{}</span><span aria-hidden="true">–</span>', _("nol"))
    css = "gap" if value.state == "gap" else "fig"
    if value.url:
        result = format_html('<a class="{}" href="{}">{}</a>', css, value.url, value.text)
    elif css == "gap":
        result = format_html('<span class="gap">{}</span>', value.text)
    else:
        result = format_html('<span class="nb">{}</span>', value.text)
    if value.badge:
        result = format_html("{} {}", result, badge(value.badge))
    return result


@register.simple_block_tag
def notice(content: str, kind: str = "warn") -> SafeString:
    name = {"ok": "tick", "assumed": "question"}.get(kind, "triangle")
    return format_html(
        '<div class="notice{}">{}<div>{}</div></div>',
        " ok" if kind == "ok" else "",
        icon(name),
        content,
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Label, hint, message, input, in this order."""
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput):
        kind = "check"
    elif isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    else:
        kind = "line"
    # In a filter everything may be left empty, which goes without saying.
    said = bound.field.required or kind == "check" or getattr(bound.form, "is_filter", False)
    optional = "" if said else _("boleh kosong")
    context = {
        "field": bound,
        "kind": kind,
        "optional": optional,
        "error_id": f"{bound.auto_id}_error",
    }
    return SafeString(render_to_string("jawara/components/field.html", context))


@register.inclusion_tag("jawara/components/error_summary.html")
def error_summary(
    form: BaseForm, others: list[str] | None = None, reassurance: str | None = None
) -> dict[str, Any]:
    """The list of faults above a form: it counts them, links to each, says nothing was lost.

    `reassurance` replaces that last sentence where it would not be true (passwords are lost).
    """
    if reassurance is None:
        reassurance = _("Belum ada yang disimpan, dan isian Anda tidak hilang.")
    faults = []
    for name, errors in form.errors.items():
        if name == "__all__":
            continue
        bound = form[name]
        target = bound.auto_id
        if not isinstance(bound.field.widget, ChoiceWidget) or not bound.use_fieldset:
            target = bound.id_for_label
        faults += [
            {"target": target, "label": str(bound.label).rstrip(".:"), "message": e} for e in errors
        ]
    loose = [*form.non_field_errors(), *(others or [])]
    count = len(faults) + len(loose)
    heading = ngettext("%(count)s hal perlu dibenahi", "%(count)s hal perlu dibenahi", count) % {
        "count": count
    }
    return {
        "faults": faults,
        "others": loose,
        "heading": heading,
        "reassurance": reassurance,
    }


@register.inclusion_tag("jawara/components/pager.html", takes_context=True)
def pager(
    context: template.Context, page: Page[Any], name: str = "page", label: str = ""
) -> dict[str, Any]:
    """Neighbours, first and last; keeps every other choice in the address.

    Two lists on one page need two parameter names and two labels.
    """

    def url(number: int) -> str:
        query = context["request"].GET.copy()
        query[name] = str(number)
        return f"?{query.urlencode()}"

    number, pages = page.number, page.paginator.num_pages
    return {
        "label": label or _("Halaman"),
        "number": number,
        "pages": pages,
        "first_url": url(1) if number > 2 else "",
        "previous_url": url(number - 1) if number > 1 else "",
        "next_url": url(number + 1) if number < pages else "",
        "last_url": url(pages) if number < pages - 1 else "",
    }


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present address with some parameters changed; an empty value removes one."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}"
