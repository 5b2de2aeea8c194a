"""Trainings and who took part."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet, Sum

from jawara.audit.enums import Basis
from jawara.insight.indicators.shared import named, names
from jawara.insight.registry import Indicator, register
from jawara.insight.types import Answer, Question, RecordRow
from jawara.kernel.errors import gettext_noop
from jawara.territories import queries as territories
from jawara.trainings.models import ParticipantCount, Training


def trainings(asked: Question) -> QuerySet[Training]:
    """Trainings begun on or before the date, held in the territory or in anything below it."""
    found = Training.objects.as_of(asked.as_of, asked.known_at)
    if asked.phase:
        found = found.filter(series__phase=asked.phase)
    if asked.territory:
        units = territories.versions_on(asked.as_of, asked.known_at).filter(
            Q(unit_id=asked.unit_id)
            | Q(subdistrict_id=asked.unit_id)
            | Q(district_id=asked.unit_id)
            | Q(province_id=asked.unit_id)
        )
        if asked.unit_id != territories.nation().pk:
            found = found.filter(unit_id__in=units.values("unit_id"))
    return found


def participants(asked: Question) -> Answer:
    held = trainings(asked)
    counts = (
        ParticipantCount.objects.filter(training__in=held)
        .values_list("origin")
        .annotate(total=Sum("count"))
        .order_by("origin")
    )
    by = {origin.lower(): total for origin, total in counts}
    if not by:
        return Answer()
    dates = [row.occurred_on for row in held]
    order = ("government", "bkm", "ngo", "university", "other")
    return Answer(
        value=sum(by.values()),
        by={origin: by[origin] for origin in order if origin in by},
        latest_on=max(dates, default=None),
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
        ParticipantCount.objects.filter(training__in=trainings(asked))
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


def _row(training: Training, units: "dict[int, object]", title: str, amount: int) -> RecordRow:
    code, name = named(units, training.unit_id)  # type: ignore[arg-type]
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
