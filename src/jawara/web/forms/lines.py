"""Lists typed or pasted, one row a line; and the few kinds of fields that short forms share."""

import re
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.audit.models import Fact
from jawara.community.enums import Sex
from jawara.web.staff import KeyedForm

R = TypeVar("R", bound=Fact)

SEXES = {"p": Sex.FEMALE, "f": Sex.FEMALE, "w": Sex.FEMALE, "l": Sex.MALE, "m": Sex.MALE}


class CorrectionForm(KeyedForm):
    """A form that corrects the record which stood when it was opened, and no later one."""

    record = forms.UUIDField(widget=forms.HiddenInput)

    def record_of(self, model: type[R], **same: object) -> R:
        """That record; 404 when it is not one of what the page is about."""
        found = model._base_manager.filter(key=self.cleaned_data["record"], **same).first()
        if found is None:
            raise Http404
        return found


class LinesField(forms.Field):
    """One row a line; its parts apart by tabs (pasted from a sheet), semicolons or commas."""

    widget = forms.Textarea(attrs={"rows": 8})

    def __init__(self, *, most_parts: int, separators: str = "\t;,", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most_parts = most_parts
        self.separators = separators

    def to_python(self, value: object) -> list[list[str]]:
        if value in self.empty_values:
            return []
        rows = []
        for number, line in enumerate(str(value).splitlines(), start=1):
            if not line.strip():
                continue
            parts = [part.strip() for part in self._split(line)]
            if len(parts) > self.most_parts:
                raise ValidationError(
                    _("Baris %(row)s: paling banyak %(most)s bagian, dipisah koma."),
                    params={"row": number, "most": self.most_parts},
                )
            rows.append([*parts, *[""] * (self.most_parts - len(parts))])
        return rows

    def _split(self, line: str) -> list[str]:
        """At the first kind of separator that the line has, so that names may have commas."""
        found = next((sign for sign in self.separators if sign in line), None)
        return line.split(found) if found else [line]


def sex_of(text: str, row: int) -> Sex:
    if not text:
        return Sex.UNKNOWN
    try:
        return SEXES[text[0].casefold()]
    except KeyError:
        raise ValidationError(
            _("Baris %(row)s: tulis P untuk perempuan atau L untuk laki-laki, bukan “%(text)s”."),
            params={"row": row, "text": text[:20]},
        ) from None


def whole_of(text: str, row: int) -> int:
    digits = text.replace(".", "")
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise ValidationError(
            _("Baris %(row)s: “%(text)s” bukan bilangan."), params={"row": row, "text": text[:20]}
        )
    return int(digits)


def choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def line(label: Any, limit: int = 200, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, **kwargs)


def number(label: Any, **kwargs: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=0, max_value=10_000_000, widget=widget, **kwargs
    )


def reason(**kwargs: Any) -> forms.CharField:
    return line(gettext_lazy("Alasan"), 300, **kwargs)


SEX = (gettext_lazy("Jenis kelamin"), Sex.choices)
