"""Forms of the block grant: loosely typed amounts and dates, one piece of evidence each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.audit.models import Document
from jawara.grants.enums import ContributionKind, GapCategory
from jawara.grants.queries import PASSED, Dossier
from jawara.grants.services import Mark
from jawara.programmes.enums import Pillar
from jawara.web.acts import EvidenceForm
from jawara.web.asking import language
from jawara.web.forms.fields import LooseDateField, RupiahField, TerritoryField

EVIDENCE = "evidence"
PILLARS = [(pillar.value, pillar.label) for pillar in Pillar]


class GrantFilterForm(forms.Form):
    """What the list is narrowed to. Whatever is not understood is left out."""

    is_filter = True

    phase = forms.ChoiceField(label=gettext_lazy("Tahap"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Kelurahan, BKM, atau nomor perjanjian"), required=False, max_length=100
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Keadaan"),
        required=False,
        choices=[
            ("", gettext_lazy("semua")),
            ("gap", gettext_lazy("ada yang belum terjelaskan")),
            ("undisbursed", gettext_lazy("belum cair seluruhnya")),
            ("disbursed", gettext_lazy("sudah cair seluruhnya")),
        ],
    )

    def __init__(self, data: Mapping[str, Any], phases: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["phase"].choices = [("", gettext_lazy("semua")), *phases]  # type: ignore[attr-defined]


class UseFilterForm(forms.Form):
    is_filter = True

    q = forms.CharField(label=gettext_lazy("Kegiatan"), required=False, max_length=100)
    pillar = forms.ChoiceField(
        label=gettext_lazy("Bidang"),
        required=False,
        choices=[("", gettext_lazy("semua")), *PILLARS],
    )


class ProofForm(EvidenceForm):
    """A form with one piece of evidence, put at the end."""

    evidence_label = gettext_lazy("Bukti (foto atau pindaian)")
    must_prove = False

    def __init__(
        self,
        request: HttpRequest,
        *,
        attached: Document | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        known = [(EVIDENCE, attached)] if attached is not None else []
        super().__init__(
            request, [(EVIDENCE, str(self.evidence_label))], attached=known, initial=initial
        )
        last = [name for name in ("kept", "file_evidence", "note", "reason") if name in self.fields]
        first = [name for name in self.fields if name not in last]
        self.order_fields([*first, *last])
        self.fields["file_evidence"].help_text = _(
            "PDF, foto, Word (.docx) atau Excel (.xlsx), paling besar 10 MB."
        )

    def document(self) -> Document | None:
        found = self.evidence()
        return found[-1][1] if found else None

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if self.must_prove and not self.evidence() and "file_evidence" not in self.errors:
            message = _("Buktinya belum dilampirkan. Tanpa bukti, penjelasan tidak bisa disimpan.")
            self.add_error("file_evidence", ValidationError(message))
        return cleaned


def day(label: Any, hint: str = "") -> LooseDateField:
    return LooseDateField(
        label=label, help_text=hint or gettext_lazy("Misalnya 30 November 2004 atau 30-11-2004.")
    )


def rupiah(label: Any) -> RupiahField:
    return RupiahField(
        label=label, help_text=gettext_lazy("Misalnya 1.200.000, Rp 1.200.000, atau 1,2 jt.")
    )


def line(label: Any, limit: int = 300, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=required)


def text(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AgreementForm(ProofForm):
    """A new agreement: ward, phase, number, ceiling, day."""

    evidence_label = gettext_lazy("Naskah perjanjian (SPPB)")
    ward = TerritoryField(label=gettext_lazy("Kelurahan atau desa"))
    phase = forms.ChoiceField(label=gettext_lazy("Tahap"))
    agreement_number = line(gettext_lazy("Nomor perjanjian"), 100)
    ceiling_rupiah = rupiah(gettext_lazy("Pagu"))
    occurred_on = day(gettext_lazy("Tanggal ditandatangani"))
    note = text(gettext_lazy("Keterangan"))

    def __init__(
        self,
        request: HttpRequest,
        phases: Sequence[tuple[str, str]],
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(request, initial=initial)
        self.fields["phase"].choices = list(phases)  # type: ignore[attr-defined]


class AgreementCorrectionForm(ProofForm):
    evidence_label = gettext_lazy("Naskah perjanjian (SPPB)")
    agreement_number = line(gettext_lazy("Nomor perjanjian"), 100)
    ceiling_rupiah = rupiah(gettext_lazy("Pagu"))
    occurred_on = day(gettext_lazy("Tanggal ditandatangani"))
    note = text(gettext_lazy("Apa yang dibetulkan"))


class DisbursementForm(ProofForm):
    evidence_label = gettext_lazy("Bukti transfer atau salinan buku rekening")
    amount_rupiah = rupiah(gettext_lazy("Jumlah yang masuk"))
    occurred_on = day(gettext_lazy("Tanggal uang masuk rekening"))
    note = text(gettext_lazy("Keterangan"))


class UseForm(ProofForm):
    """What money was used for. With `reason`: a correction."""

    evidence_label = gettext_lazy("Kuitansi, nota, atau foto")
    pillar = forms.ChoiceField(
        label=gettext_lazy("Bidang"), widget=forms.RadioSelect, choices=PILLARS
    )
    activity = line(gettext_lazy("Dipakai untuk apa"))
    amount_rupiah = rupiah(gettext_lazy("Jumlah"))
    occurred_on = day(gettext_lazy("Tanggal dipakai"))
    ksm = forms.ChoiceField(label=gettext_lazy("KSM"), required=False)
    plan_item = forms.ChoiceField(label=gettext_lazy("Kegiatan rencana"), required=False)
    note = text(gettext_lazy("Keterangan"))
    reason = line(gettext_lazy("Alasan dibetulkan"))

    def __init__(
        self,
        request: HttpRequest,
        *,
        groups: Sequence[tuple[str, str]],
        items: Sequence[tuple[str, str]],
        correcting: bool = False,
        attached: Document | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(request, attached=attached, initial=initial)
        del self.fields["note" if correcting else "reason"]
        for name, choices in (("ksm", groups), ("plan_item", items)):
            if choices:
                none = ("", gettext_lazy("tidak ada"))
                self.fields[name].choices = [none, *choices]  # type: ignore[attr-defined]
            else:
                del self.fields[name]


class OperatingForm(ProofForm):
    is_transfer = forms.ChoiceField(
        label=gettext_lazy("Apa yang terjadi"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Uang dipindahkan ke buku dana operasional (BOP)")),
            ("no", gettext_lazy("Uang BOP dibelanjakan")),
        ],
    )
    activity = line(gettext_lazy("Untuk apa"))
    amount_rupiah = rupiah(gettext_lazy("Jumlah"))
    occurred_on = day(gettext_lazy("Tanggal"))


class ContributionForm(ProofForm):
    pillar = forms.ChoiceField(
        label=gettext_lazy("Bidang"), widget=forms.RadioSelect, choices=PILLARS
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Wujudnya"),
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in ContributionKind],
    )
    activity = line(gettext_lazy("Untuk apa"))
    amount_rupiah = rupiah(gettext_lazy("Nilainya"))
    occurred_on = day(gettext_lazy("Tanggal"))
    note = text(gettext_lazy("Keterangan"))


class AccountForm(ProofForm):
    evidence_label = gettext_lazy("Naskah laporan pertanggungjawaban (LPJ)")
    stated_used_rupiah = rupiah(gettext_lazy("Jumlah yang menurut laporan sudah dipakai"))
    occurred_on = day(gettext_lazy("Tanggal laporan"))
    note = text(gettext_lazy("Keterangan"))


class JudgementForm(ProofForm):
    accepted = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Laporan diterima")),
            ("no", gettext_lazy("Laporan belum diterima")),
        ],
    )
    note = text(gettext_lazy("Catatan untuk BKM"))


class ExplanationForm(ProofForm):
    """What a difference is, with proof: without proof it stays a difference."""

    must_prove = True
    category = forms.ChoiceField(
        label=gettext_lazy("Selisih ini adalah"),
        widget=forms.RadioSelect,
        choices=[(category.value, category.label) for category in GapCategory],
    )
    amount_rupiah = rupiah(gettext_lazy("Jumlah yang dijelaskan"))
    text = text(gettext_lazy("Penjelasan"), required=True)
    occurred_on = day(gettext_lazy("Tanggal ditemukan"))


STATES = [
    ("passed", gettext_lazy("ada dan benar")),
    ("wrong", gettext_lazy("ada, isinya belum benar")),
    ("absent", gettext_lazy("tidak ada")),
    ("", gettext_lazy("belum saya periksa")),
]


class DossierForm(EvidenceForm):
    """One verifier's round: what was found of each document whose turn it is."""

    occurred_on = day(gettext_lazy("Tanggal diperiksa"))
    note = text(gettext_lazy("Catatan"))

    def __init__(self, request: HttpRequest, dossier: Dossier, verifier: str) -> None:
        super().__init__(request, [])
        self.documents: dict[str, str] = {}
        for row in dossier.rows:
            cell = next(cell for cell in row.cells if cell.verifier.code == verifier)
            if not cell.open:
                continue
            name = f"doc_{row.document.code}"
            self.documents[name] = row.document.code
            self.fields[name] = forms.ChoiceField(
                label=row.document.name(language()),
                widget=forms.RadioSelect,
                choices=STATES,
                required=False,
                initial=cell.state if cell.check else "",
            )
        self.order_fields([*self.documents, "occurred_on", "note"])

    def marks(self) -> list[Mark]:
        found = ((code, self.cleaned_data.get(name)) for name, code in self.documents.items())
        note = self.cleaned_data["note"]
        return [
            Mark(code, present=state != "absent", correct=state == PASSED, note=note)
            for code, state in found
            if state
        ]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if self.documents and not any(self.cleaned_data.get(name) for name in self.documents):
            self.add_error(None, _("Belum ada dokumen yang ditandai. Tandai paling sedikit satu."))
        return cleaned
