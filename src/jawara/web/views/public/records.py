"""Single records without money: a cycle step, a training."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jawara.cycle import queries as cycle
from jawara.cycle.enums import StepState
from jawara.cycle.models import StepRecord
from jawara.insight.types import Question
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.territories import queries as territories
from jawara.trainings import queries as trainings
from jawara.trainings.enums import NoteKind
from jawara.trainings.models import Training
from jawara.web.asking import (
    asked_times,
    figure_url,
    full_name,
    language,
    territory_url,
)
from jawara.web.caching import public_page
from jawara.web.figures import ask, page_figure
from jawara.web.present import (
    Change,
    Fact,
    Link,
    Voice,
)
from jawara.web.views.public.common import badge_of, crumbs_to, evidence_of, moment, who


@dataclass(frozen=True)
class Version:
    when: str
    who: str
    changes: list[Change]
    reason: str = ""


@public_page
def step_record(request: HttpRequest, key: UUID) -> HttpResponse:
    row = cycle.record(key)
    if row is None:
        raise Http404
    asked = asked_times(request)
    run = row.run
    phase: Phase = run.phase
    rule = programmes.rulebook_for(phase).step(row.step)
    unit = territories.version(run.unit_id, row.occurred_on) or territories.version(
        run.unit_id, asked.as_of
    )
    name = full_name(unit) if unit else ""
    title = _("%(step)s, %(ward)s") % {"step": rule.name(language()), "ward": name}
    done = row.state == StepState.DONE
    context = {
        "section": "wilayah",
        "crumbs": crumbs_to(run.unit_id, asked, rule.name(language())),
        "title": title,
        "sentence": _step_sentence(row, done=done),
        "state": "ok" if done else "none",
        "word": _("selesai") if done else _("belum"),
        "badge": badge_of(row),
        "facts": _step_facts(row, phase),
        "checks": [],
        "evidence": [
            item
            for link in row.evidence.select_related("document")
            for item in evidence_of(link.document, everybody=True)
        ],
        "versions": _versions(cycle.record_history(row)),
        "next": [
            Link(
                _("Angka yang menghitungnya"),
                figure_url(
                    f"cycle.{row.step}.progress",
                    Question(run.unit_id, unit, phase, asked.as_of, asked.known_at),
                ),
            )
        ],
    }
    return render(request, "jawara/record.html", context)


def _step_sentence(row: StepRecord, *, done: bool) -> str:
    day = {"date": long_date(row.occurred_on, language())}
    if not done:
        return _("Pada %(date)s langkah ini belum dijalani.") % day
    text = _("Selesai %(date)s.") % day
    if row.attended_female is not None and row.attended_male is not None:
        text += " " + _("Hadir %(total)s orang, %(women)s di antaranya perempuan.") % {
            "total": row.attended_female + row.attended_male,
            "women": row.attended_female,
        }
    return text


def _step_facts(row: StepRecord, phase: Phase) -> list[Fact]:
    unknown = _("tidak dicatat")
    poor = (
        format.number(row.attended_poor, language()) if row.attended_poor is not None else unknown
    )
    return [
        Fact(_("Tahap"), phase.name),
        Fact(_("Warga miskin yang hadir"), poor),
        Fact(_("Dicatat"), moment(row)),
        Fact(_("Dicatat oleh"), who(row.recorded_by)),
        Fact(_("Dasar"), str(row.get_basis_display())),
        *([Fact(_("Keterangan"), row.note)] if row.note else []),
    ]


def _versions(rows: Sequence[StepRecord]) -> list[Version]:
    """Newest first; each tells what it changed in the one before."""
    fields = (
        ("state", _("Keadaan")),
        ("occurred_on", _("Tanggal")),
        ("attended_female", _("Perempuan hadir")),
        ("attended_male", _("Laki-laki hadir")),
        ("attended_poor", _("Warga miskin hadir")),
        ("outcome", _("Hasil")),
    )
    ordered = sorted(rows, key=lambda row: row.pk)
    result = []
    for before, after in zip([None, *ordered[:-1]], ordered, strict=True):
        changes = [
            Change(name, _shown(before, field), _shown(after, field))
            for field, name in fields
            if before is not None and getattr(before, field) != getattr(after, field)
        ]
        result.append(Version(moment(after), who(after.recorded_by), changes, after.note))
    return result[::-1]


def _shown(row: StepRecord, field: str) -> str:
    value = getattr(row, field)
    if field == "occurred_on":
        return long_date(value, language())
    if field == "state":
        return str(row.get_state_display())
    return "" if value is None else str(value)


@public_page
def training(request: HttpRequest, key: UUID) -> HttpResponse:
    row = trainings.training(key)
    if row is None:
        raise Http404
    asked = asked_times(request)
    notes = trainings.notes(row)
    opening = next((note for note in notes if note.kind == NoteKind.OPENING), None)
    unit = territories.version(row.unit_id, row.occurred_on)
    question = Question(row.unit_id, unit, None, row.last_on, asked.known_at)
    figure = ask("trainings.participants", question)
    counts = list(row.participant_counts.order_by("pk"))
    total = sum(item.count for item in counts)
    text = _("%(count)s peserta") % {"count": format.number(total, language())}
    context = {
        "section": "wilayah",
        "crumbs": crumbs_to(row.unit_id, asked, row.title),
        "title": row.title,
        "participants": page_figure(figure, text=text),
        "sentence": row.note,
        "source": row.document.title if row.document else "",
        "badge": badge_of(row),
        "facts": [
            Fact(_("Jenis"), str(row.get_kind_display())),
            Fact(_("Tempat"), row.place),
            Fact(_("Tanggal"), _days(row.occurred_on, row.last_on)),
            *(
                [Fact(_("Wilayah"), full_name(unit), territory_url(unit.code, asked))]
                if unit
                else []
            ),
            *([Fact(_("Rangkaian"), _series(row))] if row.series else []),
            *([Fact(_("Dibuka oleh"), opening.speaker_role)] if opening else []),
        ],
        "origins": [
            {"label": item.get_origin_display(), "count": format.number(item.count, language())}
            for item in counts
        ],
        "origins_total": format.number(total, language()),
        "outcomes": [note.text for note in notes if note.kind == NoteKind.HOPE],
        "voices": [
            Voice(note.speaker_role, note.text) for note in notes if note.kind == NoteKind.NOTE
        ],
        "next": [],
    }
    return render(request, "jawara/training.html", context)


def _days(first: date, last: date) -> str:
    if first == last:
        return long_date(first, language())
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{long_date(last, language())}"
    return f"{long_date(first, language())} – {long_date(last, language())}"


def _series(row: Training) -> str:
    assert row.series is not None
    if row.number_in_series is None:
        return row.series.name
    return _("%(series)s, yang ke-%(number)s") % {
        "series": row.series.name,
        "number": row.number_in_series,
    }
