"""Forms of phases, coverage, consultants and targets."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jawara.programmes.enums import ConsultantRole
from jawara.web.forms.fields import LooseDateField, TerritoryField
from jawara.web.forms.lines import CorrectionForm, choice, line, number
from jawara.web.staff import KeyedForm


class WardFilterForm(forms.Form):
    is_filter = True

    q = line(gettext_lazy("Nama atau kode kelurahan"), 100, required=False)


class ProgrammeForm(KeyedForm):
    code = line(gettext_lazy("Kode"), 24, help_text=gettext_lazy("Misalnya P2KP."))
    name = line(gettext_lazy("Nama program"))


class PhaseForm(KeyedForm):
    programme = choice(gettext_lazy("Program"), [])
    code = line(gettext_lazy("Kode tahap"), 24, help_text=gettext_lazy("Misalnya P2KP-1/2."))
    name = line(gettext_lazy("Nama tahap"))
    short_name = line(
        gettext_lazy("Nama pendek"), 40, help_text=gettext_lazy("Misalnya tahap 1/2.")
    )
    starts_on = LooseDateField(label=gettext_lazy("Mulai"))
    last_on = LooseDateField(
        label=gettext_lazy("Hari terakhir"),
        required=False,
        help_text=gettext_lazy("Kosongkan kalau belum ditentukan."),
    )
    dates_source = line(
        gettext_lazy("Sumber tanggalnya"),
        300,
        required=False,
        help_text=gettext_lazy("Kalau kosong, halaman umum menyebutnya anggapan."),
    )
    rulebook_code = choice(gettext_lazy("Buku aturan"), [])

    def __init__(
        self,
        *args: Any,
        programmes: Iterable[tuple[str, str]],
        rulebooks: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = list(programmes)  # type: ignore[attr-defined]
        self.fields["rulebook_code"].choices = list(rulebooks)  # type: ignore[attr-defined]

    def ends_on(self) -> Any:
        """The first day after the last, as the service asks."""
        last_on = self.cleaned_data["last_on"]
        return last_on + timedelta(days=1) if last_on else None


class CoverForm(KeyedForm):
    unit = TerritoryField(
        label=gettext_lazy("Kelurahan atau desa"), help_text=gettext_lazy("Nama atau kodenya.")
    )
    from_on = LooseDateField(label=gettext_lazy("Ikut sejak"))
    note = line(gettext_lazy("Keterangan"), 300, required=False)


class EndCoverageForm(KeyedForm):
    until_on = LooseDateField(
        label=gettext_lazy("Tidak ikut mulai"),
        help_text=gettext_lazy("Hari pertama ia tidak ikut."),
    )
    note = line(gettext_lazy("Alasan"), 300)


class ConsultantForm(KeyedForm):
    role = choice(gettext_lazy("Tugas"), ConsultantRole.choices)
    code = line(
        gettext_lazy("Sebutan dan nomornya"),
        24,
        help_text=gettext_lazy("Misalnya KMW 2. Nomor yang sama bisa dipakai lagi di lain masa."),
    )
    name = line(gettext_lazy("Nama perusahaan atau orangnya"), required=False)
    unit = TerritoryField(label=gettext_lazy("Wilayah tugas"))
    from_on = LooseDateField(label=gettext_lazy("Mulai"))
    last_on = LooseDateField(
        label=gettext_lazy("Hari terakhir"),
        required=False,
        help_text=gettext_lazy("Kosongkan kalau belum ditentukan."),
    )

    def until_on(self) -> Any:
        """The first day after the last, as the service asks."""
        last_on = self.cleaned_data["last_on"]
        return last_on + timedelta(days=1) if last_on else None


class TargetForm(KeyedForm):
    unit = TerritoryField(label=gettext_lazy("Wilayah"))
    indicator = forms.ChoiceField(label=gettext_lazy("Yang ditargetkan"))
    value = number(
        gettext_lazy("Sasaran"), help_text=gettext_lazy("Dalam satuan angkanya, misalnya 11.")
    )
    set_on = LooseDateField(label=gettext_lazy("Ditetapkan"))
    due_on = LooseDateField(label=gettext_lazy("Harus tercapai pada"))

    def __init__(self, *args: Any, indicators: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = list(indicators)  # type: ignore[attr-defined]


class CorrectTargetForm(CorrectionForm):
    value = number(gettext_lazy("Sasaran"))
    set_on = LooseDateField(label=gettext_lazy("Ditetapkan"))
    due_on = LooseDateField(label=gettext_lazy("Harus tercapai pada"))
