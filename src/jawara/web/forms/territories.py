"""Forms that record changes of territory. Each knows the service call it leads to."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.audit.services import Ctx
from jawara.territories import queries, services
from jawara.territories.enums import ChangeKind, Kind, Level
from jawara.territories.inputs import BASIS_LIMIT, KINDS, NAME_LIMIT
from jawara.territories.models import Change, UnitVersion
from jawara.territories.services import Child, NewUnit
from jawara.web.acts import EvidenceForm
from jawara.web.forms.fields import LooseDateField, TerritoryField, name_and_code
from jawara.web.staff import KeyedForm, today

DECREE = "decree"
COMMON = ("effective_on", "legal_basis", "kept", f"file_{DECREE}", "note", "key")


class ChangeFilterForm(forms.Form):
    """What the list of changes is narrowed to. Whatever is not understood is left out."""

    is_filter = True

    q = forms.CharField(
        label=gettext_lazy("Nama atau kode wilayah"), required=False, max_length=100
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis perubahan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", gettext_lazy("semua")), *ChangeKind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


def _name(required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Nama baru"), max_length=NAME_LIMIT, required=required
    )


def _code(required: bool = True, label: Any = "", hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label or gettext_lazy("Kode baru"),
        required=required,
        max_length=20,
        help_text=hint or gettext_lazy("Menurut keputusan terbaru tentang kode wilayah."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )


class ChangeForm(EvidenceForm):
    """What every change needs: from when, by what law, shown by what paper."""

    kind: ClassVar[ChangeKind]
    own: ClassVar[tuple[str, ...]]
    # Whether the change is one of the unit above: that gets, loses or exchanges a child.
    concerns_parent: ClassVar[bool] = True

    effective_on = LooseDateField(
        label=gettext_lazy("Berlaku sejak"),
        help_text=gettext_lazy("Hari mulai berlaku menurut aturannya, misalnya 10 Agustus 2007."),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Dasar hukum"),
        max_length=BASIS_LIMIT,
        help_text=gettext_lazy("Jenis, nomor, tahun, dan judul aturannya."),
    )
    note = forms.CharField(
        label=gettext_lazy("Keterangan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, request: HttpRequest, unit: UnitVersion) -> None:
        decree = _("Salinan aturannya (PDF, foto, atau Word, paling besar 10 MB)")
        super().__init__(request, [(DECREE, decree)])
        self.unit = unit
        # Once a paper was taken in, it need not be sent again.
        paper = self.fields[f"file_{DECREE}"]
        paper.required = "kept" not in self.fields
        paper.error_messages["required"] = self.no_paper()
        self.prepare(unit)
        self.order_fields([*self.own, *COMMON])

    def prepare(self, unit: UnitVersion) -> None:
        """Fill in choices and what stands today."""

    @staticmethod
    def no_paper() -> str:
        return _("Lampirkan salinan aturannya: perubahan wilayah dicatat dengan buktinya.")

    def clean(self) -> dict[str, object]:
        data = super().clean()
        name = f"file_{DECREE}"
        if name not in self.errors and not data.get("kept"):
            self.add_error(name, ValidationError(self.no_paper(), code="required"))
        return data

    def record(self, ctx: Ctx) -> Change:
        return self.service()(
            ctx,
            effective_on=self.cleaned_data["effective_on"],
            legal_basis=self.cleaned_data["legal_basis"],
            evidence=self.evidence()[0][1],
            note=self.cleaned_data["note"],
            **self.arguments(),
        )

    def service(self) -> Callable[..., Change]:
        raise NotImplementedError

    def arguments(self) -> Mapping[str, object]:
        raise NotImplementedError


class RenameForm(ChangeForm):
    kind = ChangeKind.RENAME
    own = ("name",)
    concerns_parent = False
    name = _name()

    def prepare(self, unit: UnitVersion) -> None:
        self.fields["name"].initial = unit.name

    def service(self) -> Callable[..., Change]:
        return services.record_rename

    def arguments(self) -> Mapping[str, object]:
        return {"unit": self.unit.unit, "name": self.cleaned_data["name"]}


class RecodeForm(ChangeForm):
    kind = ChangeKind.RECODE
    own = ("code",)
    concerns_parent = False
    code = _code(hint=gettext_lazy("Kode semua wilayah di bawahnya ikut berganti di bagian depan."))

    def prepare(self, unit: UnitVersion) -> None:
        self.fields["code"].initial = unit.code

    def service(self) -> Callable[..., Change]:
        return services.record_recode

    def arguments(self) -> Mapping[str, object]:
        return {"unit": self.unit.unit, "code": self.cleaned_data["code"]}


class KindForm(ChangeForm):
    kind = ChangeKind.KIND
    own = ("new_kind", "code", "name")
    concerns_parent = False
    new_kind = forms.ChoiceField(label=gettext_lazy("Status baru"), widget=forms.RadioSelect)
    code = _code(required=False, hint=gettext_lazy("Kosongkan kalau kodenya tetap."))
    name = _name(required=False)

    def prepare(self, unit: UnitVersion) -> None:
        others = KINDS.get(Level(unit.level), set()) - {Kind(unit.kind)}
        choices = [(kind.value, kind.label) for kind in sorted(others)]
        self.fields["new_kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["name"].help_text = _("Kosongkan kalau namanya tetap.")

    def service(self) -> Callable[..., Change]:
        return services.record_kind_change

    def arguments(self) -> Mapping[str, object]:
        data = self.cleaned_data
        return {
            "unit": self.unit.unit,
            "kind": data["new_kind"],
            "code": data["code"],
            "name": data["name"],
        }


class MoveForm(ChangeForm):
    kind = ChangeKind.MOVE
    own = ("parent", "code")
    parent = TerritoryField(
        label=gettext_lazy("Induk baru"),
        help_text=gettext_lazy("Nama atau kodenya. Yang di bawahnya ikut pindah."),
    )
    code = _code(required=False, hint=gettext_lazy("Kosongkan kalau kodenya tetap."))

    def service(self) -> Callable[..., Change]:
        return services.record_move

    def arguments(self) -> Mapping[str, object]:
        data = self.cleaned_data
        return {"unit": self.unit.unit, "parent": data["parent"].unit, "code": data["code"]}


class _NewUnitForm(ChangeForm):
    """Asks for a unit that comes into being."""

    new_kind = forms.ChoiceField(
        label=gettext_lazy("Status wilayah baru"), widget=forms.RadioSelect, required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Nama wilayah baru"), max_length=NAME_LIMIT, required=False
    )
    code = _code(required=False, label=gettext_lazy("Kode wilayah baru"))

    def prepare(self, unit: UnitVersion) -> None:
        kinds = sorted(KINDS.get(Level(unit.level), set()))
        field = self.fields["new_kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        field.initial = unit.kind

    def need_new_unit(self) -> None:
        """Always, and not only for want of another target."""
        for name in ("new_kind", "name", "code"):
            self.fields[name].required = True

    def require_new_unit(self) -> None:
        for name in ("new_kind", "name", "code"):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("Bagian ini belum diisi."), code="required"))

    def new_unit(self, children: tuple[Child, ...] = ()) -> NewUnit:
        data = self.cleaned_data
        return NewUnit(data["code"], data["name"], data["new_kind"], children)


class SplitForm(_NewUnitForm):
    kind = ChangeKind.SPLIT
    own = ("name", "new_kind", "code", "children", "codes", "ends")
    children = forms.MultipleChoiceField(
        label=gettext_lazy("Yang menjadi bagian wilayah baru"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    codes = forms.CharField(
        label=gettext_lazy("Kode baru bagian-bagian itu"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Satu baris satu wilayah: kode lama, spasi, kode baru. Kosongkan kalau kodenya tetap."
        ),
    )
    ends = forms.BooleanField(
        label=gettext_lazy("Wilayah lama tidak ada lagi sejak itu"),
        required=False,
        help_text=gettext_lazy(
            "Lebih dari satu wilayah baru? Catat satu per satu; centang ini pada yang terakhir."
        ),
    )

    def prepare(self, unit: UnitVersion) -> None:
        super().prepare(unit)
        self.need_new_unit()
        below = queries.children(unit.unit_id, today())
        choices = [(str(v.unit_id), name_and_code(v)) for v in below]
        self.by_code = {v.code: v.unit_id for v in below}
        self.fields["children"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["children"], self.fields["codes"]

    def clean_codes(self) -> dict[int, str]:
        codes: dict[int, str] = {}
        for line in str(self.cleaned_data["codes"]).splitlines():
            words = line.replace(",", " ").split()
            if not words:
                continue
            if len(words) != 2 or words[0] not in self.by_code:
                raise ValidationError(
                    _("Baris “%(line)s” belum bisa dibaca. Tulis kode lama, spasi, kode baru."),
                    params={"line": line[:60]},
                )
            codes[self.by_code[words[0]]] = words[1]
        return codes

    def service(self) -> Callable[..., Change]:
        return services.record_split

    def arguments(self) -> Mapping[str, object]:
        data = self.cleaned_data
        codes = data.get("codes", {})
        taken = tuple(
            Child(int(number), codes.get(int(number), "")) for number in data.get("children", [])
        )
        return {"unit": self.unit.unit, "parts": [self.new_unit(taken)], "ends": data["ends"]}


class MergeForm(_NewUnitForm):
    kind = ChangeKind.MERGE
    own = ("others", "into", "name", "new_kind", "code")
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Wilayah lain yang ikut digabung dan tidak ada lagi"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    into = TerritoryField(
        label=gettext_lazy("Digabung ke wilayah yang sudah ada"),
        required=False,
        help_text=gettext_lazy(
            "Nama atau kodenya. Kosongkan kalau hasilnya wilayah baru, lalu isi nama, status, "
            "dan kodenya."
        ),
    )

    def prepare(self, unit: UnitVersion) -> None:
        super().prepare(unit)
        beside = queries.children(unit.parent_id or 0, today()).exclude(unit=unit.unit_id)
        self.beside = {str(v.unit_id): v for v in beside}
        choices = [(number, name_and_code(v)) for number, v in self.beside.items()]
        self.fields["others"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["others"]

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if "into" in self.errors:
            return data
        if not data.get("into"):
            self.require_new_unit()
        elif data.get("name") or data.get("code"):
            message = _("Pilih salah satu: wilayah yang sudah ada, atau wilayah baru.")
            self.add_error("into", ValidationError(message, code="both"))
        return data

    def service(self) -> Callable[..., Change]:
        return services.record_merge

    def arguments(self) -> Mapping[str, object]:
        data = self.cleaned_data
        others = [self.beside[number].unit for number in data.get("others", [])]
        target = {"into": data["into"].unit} if data["into"] else {"new": self.new_unit()}
        return {"units": [self.unit.unit, *others], **target}


class WithdrawForm(KeyedForm):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=BASIS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Apa yang salah dicatat, dan dari mana diketahui."),
    )


FORMS: dict[str, type[ChangeForm]] = {
    "ganti-nama": RenameForm,
    "ganti-kode": RecodeForm,
    "ganti-status": KindForm,
    "pindah-induk": MoveForm,
    "pemekaran": SplitForm,
    "penggabungan": MergeForm,
}
