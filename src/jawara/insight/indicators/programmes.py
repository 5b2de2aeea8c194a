"""How many wards take part."""

from collections.abc import Sequence

from django.db.models import Count, Max, Q

from jawara.audit.enums import Basis
from jawara.insight.indicators.shared import coverage, named, names
from jawara.insight.registry import Indicator, register
from jawara.insight.types import Answer, Question, RecordRow
from jawara.kernel.errors import gettext_noop


def wards(asked: Question) -> Answer:
    found = coverage(asked).aggregate(
        count=Count("unit_id", distinct=True),
        latest=Max("occurred_on"),
        illustrative=Count("pk", filter=Q(basis=Basis.ILLUSTRATIVE)),
    )
    if not found["count"]:
        return Answer()
    return Answer(
        value=found["count"],
        latest_on=found["latest"],
        illustrative=bool(found["illustrative"]),
    )


def ward_records(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    covered = coverage(asked).order_by("unit_id", "pk")
    page = list(covered[offset : offset + limit])
    units = names(asked, (row.unit_id for row in page))
    rows = []
    for row in page:
        code, name = named(units, row.unit_id)
        rows.append(
            RecordRow(
                title=row.phase.short_name,
                unit_code=code,
                unit_name=name,
                occurred_on=row.occurred_on,
                recorded_at=row.recorded_at,
                basis=row.basis,
                amount=1,
                reference=f"territory:{code}",
            )
        )
    return rows, covered.count()


register(
    Indicator(
        key="programmes.wards",
        unit="ward",
        name=gettext_noop("Kelurahan dan desa peserta"),
        meaning=gettext_noop("Kelurahan dan desa yang ikut program pada tanggal ini."),
        formula=gettext_noop("Dihitung satu untuk setiap kelurahan atau desa yang tercatat ikut."),
        compute=wards,
        records=ward_records,
        topic="programmes",
    )
)
