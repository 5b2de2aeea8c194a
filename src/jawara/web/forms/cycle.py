"""Forms of the cycle: filter of the work list, one step, taking a record back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from jawara.audit.models import Document
from jawara.cycle.enums import StepState
from jawara.cycle.services import Attendance, EvidenceRow
from jawara.kernel.rulebook import Rulebook, StepRule
from jawara.web.acts import EvidenceForm
from jawara.web.asking import language
from jawara.web.forms.fields import LooseDateField
from jawara.web.staff import KeyedForm

EXTRA_KINDS = ("photo", "other")


class CycleFilterForm(forms.Form):
    """What the work list is narrowed to. Whatever is not understood is left out."""

    is_filter = True

    phase = forms.ChoiceField(label=gettext_lazy("Tahap"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Nama atau kode kelurahan"), required=False, max_length=100
    )
    step = forms.ChoiceField(label=gettext_lazy("Langkah"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Keadaan langkah itu"),
        required=False,
        choices=[
            ("", gettext_lazy("semua")),
            ("done", gettext_lazy("selesai")),
            ("not_done", gettext_lazy("belum")),
            ("not_entered", gettext_lazy("tidak ada catatan")),
            ("finding", gettext_lazy("ada yang perlu diperiksa")),
        ],
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        phases: Iterable[tuple[str, str]],
        steps: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.fields["phase"].choices = list(phases)  # type: ignore[attr-defined]
        self.fields["step"].choices = [("", gettext_lazy("langkah mana pun")), *steps]  # type: ignore[attr-defined]


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=10_000_000,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class StepForm(EvidenceForm):
    """What happened at a step: held or not, when, who came, with what proof."""

    # The record that this form corrects, as it was when the form was opened.
    record = forms.UUIDField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Keadaan"),
        widget=forms.RadioSelect,
        choices=[
            (StepState.DONE.value, gettext_lazy("Sudah diadakan")),
            (StepState.NOT_DONE.value, gettext_lazy("Belum diadakan")),
        ],
    )
    occurred_on = LooseDateField(
        label=gettext_lazy("Tanggal"),
        help_text=gettext_lazy(
            "Hari diadakannya, misalnya 30 November 2004. Kalau belum: hari Anda mengetahuinya."
        ),
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasil"), widget=forms.RadioSelect, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Keterangan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        request: HttpRequest,
        rulebook: Rulebook,
        rule: StepRule,
        *,
        attached: Iterable[tuple[str, Document]] = (),
        initial: Mapping[str, object] | None = None,
    ) -> None:
        names = {kind.code: kind.name(language()) for kind in rulebook.evidence_kinds()}
        wanted = [*rule.evidence, *(kind for kind in EXTRA_KINDS if kind not in rule.evidence)]
        attached = list(attached)
        wanted += [kind for kind, _document in attached if kind not in wanted]
        kinds = [
            (kind, names[kind].capitalize()) for kind in dict.fromkeys(wanted) if kind in names
        ]
        super().__init__(request, kinds, attached=attached, initial=initial)
        self.counted = rule.indicators
        for indicator in rulebook.indicators():
            if indicator.code in rule.indicators:
                label = indicator.name(language())
                self.fields[indicator.code] = _count(label[:1].upper() + label[1:])
        options = [(option.code, option.name(language())) for option in rule.outcomes]
        self.fields["outcome"].choices = options  # type: ignore[attr-defined]
        if not options:
            del self.fields["outcome"]

    def count_fields(self) -> list[forms.BoundField]:
        return [self[code] for code in self.counted if code in self.fields]

    def service_arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        done = data["state"] == StepState.DONE
        counts = {code: data.get(code) for code in self.counted} if done else {}
        return {
            "state": StepState(data["state"]),
            "occurred_on": data["occurred_on"],
            "attendance": Attendance(**counts),
            "outcome": data.get("outcome", "") if done else "",
            "evidence": [EvidenceRow(kind, document) for kind, document in self.evidence()],
            "note": data["note"],
        }


class ReasonForm(KeyedForm):
    """Why something is taken back or ended."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
