"""Trainings and who took part."""

from collections.abc import Sequence

from django.db.models import QuerySet

from jawara.audit.enums import Basis
from jawara.insight.indicators.shared import named, names
from jawara.insight.registry import Indicator, register
from jawara.insight.types import Answer, Question, RecordRow
from jawara.kernel.errors import gettext_noop
from jawara.territories.models import UnitVersion
from jawara.trainings import queries
from jawara.trainings.models import ParticipantCount, Training


def trainings(asked: Question) -> QuerySet[Training]:
    unit_id = asked.unit_id if asked.territory else None
    return queries.trainings_in(asked.as_of, unit_id, asked.known_at, asked.phase)


def participants(asked: Question) -> Answer:
    unit_id = asked.unit_id if asked.territory else None
    found = queries.participants(asked.as_of, unit_id, asked.known_at, asked.phase)
    if not found.by:
        return Answer()
    held = list(trainings(asked))
    return Answer(
        value=found.total,
        by={origin.value.lower(): count for origin, count in found.by.items()},
        latest_on=max(row.occurred_on for row in held),
        illustrative=any(row.basis == Basis.ILLUSTRATIVE for row in held),
    )


def training_count(asked: Question) -> Answer:
    held = list(trainings(asked))
    if not held:
        return Answer()
    return Answer(
        value=len(held),
        latest_on=max(row.occurred_on for row in held),
        illustrative=any(row.basis == Basis.ILLUSTRATIVE for row in held),
    )


def participant_records(
    asked: Question, offset: int, limit: int
) -> tuple[Sequence[RecordRow], int]:
    rows = (
        ParticipantCount.objects.filter(training__in=trainings(asked).order_by().values("pk"))
        .select_related("training", "training__document")
        .order_by("training__occurred_on", "training_id", "pk")
    )
    page = list(rows[offset : offset + limit])
    units = names(asked, (row.training.unit_id for row in page))
    return [
        _row(row.training, units, str(row.get_origin_display()), row.count) for row in page
    ], rows.count()


def training_records(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    rows = trainings(asked).select_related("document").order_by("occurred_on", "pk")
    page = list(rows[offset : offset + limit])
    units = names(asked, (row.unit_id for row in page))
    return [_row(row, units, row.title, 1) for row in page], rows.count()


def _row(training: Training, units: dict[int, UnitVersion], title: str, amount: int) -> RecordRow:
    code, name = named(units, training.unit_id)
    document = training.document
    return RecordRow(
        title=title,
        unit_code=code,
        unit_name=name,
        occurred_on=training.occurred_on,
        recorded_at=training.recorded_at,
        basis=training.basis,
        amount=amount,
        reference=f"training:{training.key}",
        document_sha256=document.sha256 if document else "",
        document_title=document.title if document else "",
        group=training.title,
    )


register(
    Indicator(
        key="trainings.participants",
        unit="person",
        name=gettext_noop("Peserta pelatihan"),
        meaning=gettext_noop("Peserta semua pelatihan yang sudah dimulai pada tanggal ini."),
        formula=gettext_noop("Jumlah peserta menurut asal, dari setiap pelatihan."),
        compute=participants,
        records=participant_records,
        topic="trainings",
    )
)
register(
    Indicator(
        key="trainings.count",
        unit="training",
        name=gettext_noop("Pelatihan"),
        meaning=gettext_noop("Pelatihan yang sudah dimulai pada tanggal ini."),
        formula=gettext_noop("Dihitung satu untuk setiap pelatihan."),
        compute=training_count,
        records=training_records,
        topic="trainings",
    )
)
