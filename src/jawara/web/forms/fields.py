"""Fields that understand what people type: dates, rupiah, territories. They show it back in full."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jawara.kernel import format
from jawara.kernel.dates import long_date, parse_date
from jawara.kernel.errors import Refusal
from jawara.kernel.money import parse_rupiah
from jawara.territories.models import UnitVersion
from jawara.territories.queries import by_code, search, with_parents
from jawara.web.staff import refusal_text, today

CANDIDATES = 5


def _language() -> str:
    return get_language() or "id"


class LooseDateField(forms.Field):
    """ "30-11-2004", "30 Nov 2004", "2004-11-30" are one date; shown as "30 November 2004"."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "short", "autocomplete": "off"}

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except Refusal as refusal:
            raise ValidationError(refusal_text(refusal), code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        try:
            day = self.to_python(value)
        except ValidationError:
            return value
        return "" if day is None else long_date(day, _language())


class RupiahField(forms.Field):
    """ "1,2 jt" and "Rp 1.200.000" are one amount; shown as "Rp 1.200.000"."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "money", "autocomplete": "off"}

    def to_python(self, value: object) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            return parse_rupiah(str(value))
        except Refusal as refusal:
            raise ValidationError(refusal_text(refusal), code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        try:
            amount = self.to_python(value)
        except ValidationError:
            return value
        return "" if amount is None else format.rupiah(amount, _language())


class TerritoryField(forms.Field):
    """A territory by code or name, as of today. Several of one name: the message lists them."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: object) -> UnitVersion | None:
        if value in self.empty_values:
            return None
        text = str(value).strip()
        # "Kramatwatu (36.04.05)", as shown back, names the code.
        if text.endswith(")") and "(" in text:
            text = text[text.rindex("(") + 1 : -1].strip()
        if text[:1].isdigit():
            return self._by_code(text)
        found = search(text, today(), CANDIDATES + 1)
        same = [v for v in found if v.name.casefold() == text.casefold()] or found
        if len(same) == 1:
            return same[0]
        if not found:
            raise ValidationError(
                _("Tidak ada wilayah bernama “%(name)s”. Periksa ejaannya, atau tulis kodenya."),
                params={"name": text},
            )
        raise ValidationError(
            _("Ada beberapa yang cocok. Tulis kodenya: %(names)s."),
            params={"names": "; ".join(full_name(v) for v in same[:CANDIDATES])},
        )

    def _by_code(self, code: str) -> UnitVersion:
        try:
            return with_parents([by_code(code, today())], today())[0]
        except Refusal as refusal:
            raise ValidationError(refusal_text(refusal), code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        return name_and_code(value) if isinstance(value, UnitVersion) else value


def name_and_code(version: UnitVersion) -> str:
    return f"{version.name} ({version.code})"


def full_name(version: UnitVersion) -> str:
    """ "Kramatwatu, Kabupaten Serang, Banten (36.04.05)". Needs `parents`."""
    line = [version.name, *(p.name for p in reversed(version.parents) if p.level > 0)]
    return f"{', '.join(line)} ({version.code})"
