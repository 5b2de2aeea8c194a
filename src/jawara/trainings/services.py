"""Recording trainings, plainly: what, when, where, who came from where, what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jawara.audit.facts import not_in_future
from jawara.audit.models import Document
from jawara.audit.services import Ctx, correct, service
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import TextMissing, clean_name, tidy, tidy_lines
from jawara.programmes.models import Phase
from jawara.territories.models import Unit
from jawara.trainings import rules
from jawara.trainings.enums import NoteKind, Origin, TrainingKind
from jawara.trainings.models import ParticipantCount, Training, TrainingNote, TrainingSeries


class TrainingEndsBeforeStart(Refusal):
    """Values: occurred_on, last_on."""

    code = "training_ends_before_start"
    message = gettext_noop(
        "Hari terakhir %(last_on)s sebelum hari pertama %(occurred_on)s. Periksa keduanya."
    )


class ParticipantsBelowZero(Refusal):
    code = "participants_below_zero"
    message = gettext_noop("Jumlah peserta tidak bisa kurang dari nol.")


class NumberWithoutSeries(Refusal):
    code = "number_without_series"
    message = gettext_noop("Nomor urut hanya ada dalam rangkaian. Pilih rangkaiannya.")


class NumberBelowOne(Refusal):
    code = "number_below_one"
    message = gettext_noop("Nomor urut dalam rangkaian mulai dari 1.")


class NoteEmpty(Refusal):
    """Values: row."""

    code = "note_empty"
    message = gettext_noop("Catatan baris %(row)s kosong. Isi, atau hapus barisnya.")


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Something hoped for or said. `speaker_role`: who said it, by role and never by name."""

    kind: NoteKind
    text: str
    speaker_role: str = ""


@service(
    "trainings.series.opened",
    returns=TrainingSeries,
    allow=rules.may_open_series,
    stream=lambda **_: "trainings",
)
def open_series(
    ctx: Ctx,
    *,
    name: str,
    unit: Unit | None = None,
    phase: Phase | None = None,
    consultant_code: str = "",
) -> TrainingSeries:
    """Trainings of one kind held one after another. `unit`: where the first is held."""
    return TrainingSeries.objects.create(
        name=clean_name(name, field="name"),
        phase=phase,
        consultant_code=tidy(consultant_code)[:24],
        **ctx.stamp(),
    )


def _notes(rows: Sequence[NoteRow]) -> list[tuple[NoteKind, int, str, str]]:
    """Kind, number within the kind, role and text of each note."""
    counted: dict[NoteKind, int] = {}
    found = []
    for number, row in enumerate(rows, start=1):
        text = tidy_lines(row.text)
        try:
            clean_name(text, limit=10_000)
        except TextMissing:
            raise NoteEmpty(field="notes", row=number) from None
        counted[row.kind] = counted.get(row.kind, 0) + 1
        found.append((row.kind, counted[row.kind], tidy(row.speaker_role)[:200], text))
    return found


@service(
    "trainings.training.recorded",
    returns=Training,
    allow=rules.may_record,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def record_training(
    ctx: Ctx,
    *,
    kind: TrainingKind,
    title: str,
    occurred_on: date,
    last_on: date,
    place: str,
    unit: Unit,
    participants: Mapping[Origin, int],
    series: TrainingSeries | None = None,
    number: int | None = None,
    notes: Sequence[NoteRow] = (),
    document: Document | None = None,
    note: str = "",
    supersedes: Training | None = None,
) -> Training:
    """A training from its first day to its last. `supersedes`: the record this one corrects."""
    not_in_future(ctx, occurred_on)
    if last_on < occurred_on:
        raise TrainingEndsBeforeStart(field="last_on", occurred_on=occurred_on, last_on=last_on)
    if any(count < 0 for count in participants.values()):
        raise ParticipantsBelowZero(field="participants")
    if number is not None and series is None:
        raise NumberWithoutSeries(field="series")
    if number is not None and number < 1:
        raise NumberBelowOne(field="number")
    lines = _notes(notes)
    training = Training.objects.create(
        kind=kind,
        title=clean_name(title, field="title"),
        occurred_on=occurred_on,
        last_on=last_on,
        place=clean_name(place, field="place", limit=300),
        unit=unit,
        series=series,
        number_in_series=number,
        document=document,
        note=tidy_lines(note),
        **(correct(supersedes) if supersedes else {}),
        **ctx.stamp(),
    )
    ParticipantCount.objects.bulk_create(
        ParticipantCount(
            training=training, origin=origin, count=count, **ctx.part(f"from:{origin}").stamp()
        )
        for origin, count in participants.items()
        if count
    )
    TrainingNote.objects.bulk_create(
        TrainingNote(
            training=training,
            kind=line[0],
            number=line[1],
            speaker_role=line[2],
            text=line[3],
            **ctx.part(f"note:{row}").stamp(),
        )
        for row, line in enumerate(lines, start=1)
    )
    return training
