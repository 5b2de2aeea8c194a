"""What staff forms share: one service call, uploads that survive an error, before and after."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawara.accounts.queries import names_of
from jawara.audit.documents import Upload, take_upload
from jawara.audit.models import Document, Fact
from jawara.audit.services import Ctx
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.kernel.errors import Refusal
from jawara.web.asking import language
from jawara.web.present import Change, Crumb, Moment
from jawara.web.present import Fact as PresentFact
from jawara.web.staff import KeyedForm, actor_of, apply_refusal, context_for, refusal_text

M = TypeVar("M", bound=Model)


def submit(
    request: HttpRequest,
    form: KeyedForm,
    act: Callable[[Ctx], M],
    done: str,
    *,
    fields: Mapping[str, str] | None = None,
) -> M | None:
    """The one service call of a form that was sent. None: show the form (again).

    `fields` names the form's field for a service's argument where the two differ.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        result = act(context_for(request, form.client_key))
    except Refusal as refusal:
        if fields and refusal.field:
            refusal.field = fields.get(refusal.field, refusal.field)
        apply_refusal(form, refusal)
        return None
    messages.success(request, done)
    return result


@dataclass(frozen=True, slots=True)
class Act:
    """A page that does one thing: what it says, and where it goes when done or given up."""

    title: str
    button: str
    done: str
    back: str
    crumbs: Sequence[Crumb]
    intro: str = ""
    note: str = ""
    facts: Sequence[PresentFact] = ()
    # Where to go when done, if not back.
    onward: Callable[[Model], str] | None = None
    # The form's field for a service's argument, where the two differ.
    fields: Mapping[str, str] | None = None


def act_page(
    request: HttpRequest, form: KeyedForm, act: Callable[[Ctx], M], page: Act
) -> HttpResponse:
    """Show the form of an act; when it is sent and taken, go on."""
    result = submit(request, form, act, page.done, fields=page.fields)
    if result is not None:
        return redirect(page.onward(result) if page.onward else page.back)
    return render(
        request,
        "jawara/staff/form.html",
        {
            "crumbs": [*page.crumbs, Crumb(page.title)],
            "title": page.title,
            "intro": page.intro,
            "note": page.note,
            "facts": page.facts,
            "form": form,
            "action": page.button,
            "cancel": page.back,
        },
    )


class EvidenceForm(KeyedForm):
    """A form with evidence files. What was taken in stays, whatever else is wrong.

    Files are stored when they arrive, under the hash of their content; a stored file without a
    record proves nothing and harms nothing. `kept` carries "kind:sha256" from one try to the next.
    """

    kept = forms.MultipleChoiceField(
        label=gettext_lazy("Bukti yang sudah diterima"),
        help_text=gettext_lazy("Hapus centangnya kalau bukti ini tidak jadi dilampirkan."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        request: HttpRequest,
        kinds: Sequence[tuple[str, str]],
        *,
        attached: Iterable[tuple[str, Document]] = (),
        initial: Mapping[str, object] | None = None,
    ) -> None:
        sent = request.POST.copy() if request.method == "POST" else None
        super().__init__(sent, request.FILES if sent is not None else None, initial=initial)
        self.request = request
        self.kinds = dict(kinds)
        self.known = {f"{kind}:{document.sha256}": document for kind, document in attached}
        self.refused: dict[str, str] = {}
        for kind, label in kinds:
            self.fields[_file_field(kind)] = forms.FileField(label=label, required=False)
        if sent is not None:
            self._recall(sent.getlist("kept"))
            taken = [*sent.getlist("kept"), *self._take()]
            sent.setlist("kept", list(dict.fromkeys(taken)))
        kept = self.fields["kept"]
        kept.choices = [(value, self._label(value)) for value in self.known]  # type: ignore[attr-defined]
        kept.initial = list(self.known)
        if not self.known:
            del self.fields["kept"]

    def file_fields(self) -> list[forms.BoundField]:
        return [self[_file_field(kind)] for kind in self.kinds]

    def evidence(self) -> list[tuple[str, Document]]:
        """Kind and document of what is to be attached."""
        chosen = self.cleaned_data.get("kept", [])
        return [(value.partition(":")[0], self.known[value]) for value in chosen]

    def clean(self) -> dict[str, object]:
        for name, message in self.refused.items():
            self.add_error(name, ValidationError(message))
        return self.cleaned_data

    def _recall(self, values: Iterable[str]) -> None:
        """Files of an earlier try: only this person's own."""
        wanted = {value.partition(":")[2] for value in values} - {""}
        mine = Document.objects.filter(
            sha256__in=wanted, recorded_by=actor_of(self.request).id
        ).in_bulk(field_name="sha256")
        for value in values:
            kind, _colon, sha256 = value.partition(":")
            if value not in self.known and kind in self.kinds and sha256 in mine:
                self.known[value] = mine[sha256]

    def _take(self) -> list[str]:
        """Store what came with this try; a file that is not taken is told at its field."""
        ctx = Ctx(actor=actor_of(self.request), at=timezone.now(), key=self.fields["key"].initial())
        taken = []
        for kind in self.kinds:
            upload = self.request.FILES.get(_file_field(kind))
            if not isinstance(upload, UploadedFile):
                continue
            try:
                document = take_upload(ctx, cast("Upload", upload), title=upload.name or "")
            except Refusal as refusal:
                self.refused[_file_field(kind)] = refusal_text(refusal)
                continue
            self.known[f"{kind}:{document.sha256}"] = document
            taken.append(f"{kind}:{document.sha256}")
        return taken

    def _label(self, value: str) -> str:
        kind = value.partition(":")[0]
        return f"{self.kinds.get(kind, kind)}: {self.known[value].name}"


def _file_field(kind: str) -> str:
    return f"file_{kind}"


def shown(value: object) -> str:
    """A value of a record as people read it; empty for what is not there."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return long_date(value, language())
    if isinstance(value, int):
        return format.number(value, language())
    return str(value)


def changes(before: Fact | None, after: Fact, fields: Sequence[tuple[str, str]]) -> list[Change]:
    """What `after` says otherwise than `before`: (attribute, label) pairs, choices by label."""
    found = []
    for name, label in fields:
        old, new = _value(before, name), _value(after, name)
        if old != new:
            found.append(Change(label, old, new))
    return found


def _value(row: Fact | None, name: str) -> str:
    if row is None:
        return ""
    labelled = getattr(row, f"get_{name}_display", None)
    return shown(labelled() if labelled else getattr(row, name))


def moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return _("%(date)s, pukul %(time)s") % {
        "date": long_date(local.date(), language()),
        "time": local.strftime("%H.%M"),
    }


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: when, who, why, and what it changed in the one before."""

    when: str
    who: str
    reason: str
    changes: Sequence[Change]


def version_list(rows: Sequence[Fact], fields: Sequence[tuple[str, str]]) -> list[Version]:
    """Versions of one record, the newest first, from rows in that order."""
    names = names_of(row.recorded_by for row in rows)
    older: list[Fact | None] = [*rows[1:], None]
    return [
        Version(
            moment(row.recorded_at),
            names[row.recorded_by],
            _("Ditarik: %(reason)s") % {"reason": row.note} if row.withdrawn else row.note,
            [] if row.withdrawn else changes(before, row, fields),
        )
        for row, before in zip(rows, older, strict=True)
    ]


def moments(rows: Sequence[tuple[Fact, str]]) -> list[Moment]:
    """A plain history: what was recorded, when and by whom."""
    names = names_of(row.recorded_by for row, _text in rows)
    return [Moment(moment(row.recorded_at), text, names[row.recorded_by]) for row, text in rows]
