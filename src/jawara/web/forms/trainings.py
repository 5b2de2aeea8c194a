"""Forms that record a training and the series it stands in."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.trainings.enums import NoteKind, Origin, TrainingKind
from jawara.trainings.services import NoteRow
from jawara.web.forms.fields import LooseDateField, TerritoryField
from jawara.web.forms.lines import choice, line, number
from jawara.web.staff import KeyedForm

KINDS = {"hasil": NoteKind.HOPE, "catatan": NoteKind.NOTE, "pembukaan": NoteKind.OPENING}
NOTE = re.compile(r"(?i)(hasil|catatan|pembukaan)\s*(?:\(([^)]*)\))?\s*:\s*(.+)")


class SeriesForm(KeyedForm):
    name = line(gettext_lazy("Nama rangkaian"))
    unit = TerritoryField(label=gettext_lazy("Wilayah"))
    phase = forms.ChoiceField(label=gettext_lazy("Tahap"), required=False)
    consultant_code = line(
        gettext_lazy("Konsultan"), 24, required=False, help_text=gettext_lazy("Misalnya KMW 2.")
    )

    def __init__(self, *args: Any, phases: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", gettext_lazy("tidak ada"))
        self.fields["phase"].choices = [none, *phases]  # type: ignore[attr-defined]


class TrainingForm(KeyedForm):
    # The record that this form corrects; empty for a new one.
    record = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = choice(gettext_lazy("Jenis"), TrainingKind.choices)
    title = line(gettext_lazy("Judul"))
    occurred_on = LooseDateField(label=gettext_lazy("Hari pertama"))
    last_on = LooseDateField(label=gettext_lazy("Hari terakhir"))
    place = line(gettext_lazy("Tempat"), 300)
    unit = TerritoryField(label=gettext_lazy("Wilayah"))
    series = forms.ChoiceField(label=gettext_lazy("Rangkaian"), required=False)
    number = number(gettext_lazy("Nomor dalam rangkaian"), required=False)
    notes = forms.CharField(
        label=gettext_lazy("Hasil yang diharapkan dan catatan"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Satu hal satu baris. Mulai dengan “hasil:”, “catatan:” atau “pembukaan:”; peran yang "
            "bicara dalam kurung, bukan namanya. Misalnya: catatan (wakil kecamatan): koordinasi "
            "perlu lebih baik"
        ),
    )

    def __init__(self, *args: Any, series: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", gettext_lazy("tidak ada"))
        self.fields["series"].choices = [none, *series]  # type: ignore[attr-defined]
        notes = self.fields.pop("notes")
        for origin in Origin:
            label = _("Peserta dari %(origin)s") % {"origin": origin.label}
            self.fields[origin.value] = number(label, required=False)
        self.fields["notes"] = notes

    def clean_notes(self) -> list[NoteRow]:
        rows = []
        for row, text in enumerate(self.cleaned_data["notes"].splitlines(), start=1):
            if not text.strip():
                continue
            found = NOTE.fullmatch(text.strip())
            if found is None:
                raise ValidationError(
                    _("Baris %(row)s: mulai dengan “hasil:”, “catatan:” atau “pembukaan:”."),
                    params={"row": row},
                )
            rows.append(NoteRow(KINDS[found[1].casefold()], found[3], found[2] or ""))
        return rows

    def participants(self) -> dict[Origin, int]:
        return {origin: self.cleaned_data.get(origin.value) or 0 for origin in Origin}


def note_lines(notes: Iterable[Any]) -> str:
    """Notes as the form reads them."""
    words = {kind: word for word, kind in KINDS.items()}
    lines = []
    for note in notes:
        role = f" ({note.speaker_role})" if note.speaker_role else ""
        lines.append(f"{words[NoteKind(note.kind)]}{role}: {' '.join(note.text.split())}")
    return "\n".join(lines)
