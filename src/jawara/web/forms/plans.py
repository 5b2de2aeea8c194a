"""Forms of a board's plans."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.cycle.enums import PlanKind
from jawara.cycle.services import PlanItemRow
from jawara.kernel.errors import Refusal
from jawara.kernel.money import parse_rupiah
from jawara.programmes.enums import Pillar
from jawara.web.forms.fields import LooseDateField, RupiahField
from jawara.web.forms.lines import LinesField, choice, line, number, whole_of
from jawara.web.staff import KeyedForm, refusal_text

PILLARS = {"e": Pillar.ECONOMIC, "f": Pillar.PHYSICAL, "s": Pillar.SOCIAL}


class PlanForm(KeyedForm):
    kind = choice(gettext_lazy("Jenis rencana"), PlanKind.choices)
    title = line(gettext_lazy("Judul"))
    ratified_on = LooseDateField(label=gettext_lazy("Disahkan"))
    from_year = number(gettext_lazy("Tahun awal"))
    to_year = number(gettext_lazy("Tahun akhir"))
    parent = forms.ChoiceField(label=gettext_lazy("PJM induknya (untuk Renta)"), required=False)
    items = LinesField(
        label=gettext_lazy("Kegiatan"),
        most_parts=6,
        # Amounts have commas of their own.
        separators="\t;",
        required=False,
        help_text=gettext_lazy(
            "Satu kegiatan satu baris, dipisah titik koma atau tab: kegiatan; ekonomi, fisik atau "
            "sosial; biaya; penerima manfaat; volume; satuan. Misalnya: "
            "Jalan lingkungan; fisik; 55,5 jt; 900; 312; m"
        ),
    )

    def __init__(self, *args: Any, parents: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", gettext_lazy("tidak ada"))
        self.fields["parent"].choices = [none, *parents]  # type: ignore[attr-defined]

    def clean_items(self) -> list[PlanItemRow]:
        return [item_row(parts, n) for n, parts in enumerate(self.cleaned_data["items"], start=1)]


def item_row(parts: Iterable[str], row: int) -> PlanItemRow:
    activity, pillar, cost, people, volume, unit = parts
    found = PILLARS.get(pillar[:1].casefold())
    if found is None:
        raise ValidationError(
            _("Baris %(row)s: tulis ekonomi, fisik atau sosial, bukan “%(text)s”."),
            params={"row": row, "text": pillar[:20]},
        )
    try:
        rupiah = parse_rupiah(cost)
    except Refusal as refusal:
        raise ValidationError(
            _("Baris %(row)s: %(said)s"), params={"row": row, "said": refusal_text(refusal)}
        ) from refusal
    return PlanItemRow(
        activity=activity,
        pillar=found,
        cost_rupiah=rupiah,
        volume=decimal_of(volume, row) if volume else None,
        volume_unit=unit,
        beneficiaries=whole_of(people, row) if people else None,
    )


def decimal_of(text: str, row: int) -> Decimal:
    value = forms.DecimalField(max_digits=14, decimal_places=3, min_value=0)
    try:
        return cast("Decimal", value.clean(text.replace(".", "").replace(",", ".")))
    except ValidationError:
        raise ValidationError(
            _("Baris %(row)s: “%(text)s” bukan bilangan."), params={"row": row, "text": text[:20]}
        ) from None


class ItemForm(KeyedForm):
    activity = line(gettext_lazy("Kegiatan"), 300)
    pillar = choice(gettext_lazy("Bidang"), Pillar.choices)
    cost_rupiah = RupiahField(label=gettext_lazy("Biaya"))
    volume = forms.DecimalField(
        label=gettext_lazy("Volume"),
        required=False,
        max_digits=14,
        decimal_places=3,
        min_value=0,
        localize=True,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    volume_unit = line(gettext_lazy("Satuan"), 40, required=False)
    beneficiaries = number(gettext_lazy("Penerima manfaat"), required=False)
    note = line(gettext_lazy("Keterangan"), 300, required=False)

    def row(self) -> PlanItemRow:
        names = ("activity", "cost_rupiah", "volume", "volume_unit", "beneficiaries")
        data: Mapping[str, Any] = self.cleaned_data
        return PlanItemRow(pillar=Pillar(data["pillar"]), **{name: data[name] for name in names})


class AddItemForm(ItemForm):
    added_on = LooseDateField(label=gettext_lazy("Ditambahkan"))
