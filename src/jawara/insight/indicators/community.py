"""Boards, groups, members and volunteers."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from jawara.audit.enums import Basis
from jawara.community import queries as community
from jawara.community.models import BkmProfile, KsmMembership, KsmProfile, Volunteer
from jawara.insight import warnings
from jawara.insight.indicators.shared import named, names, phases
from jawara.insight.registry import Indicator, register
from jawara.insight.types import Answer, Question, RecordRow, Warn
from jawara.kernel.errors import gettext_noop
from jawara.kernel.memo import remembered
from jawara.kernel.rounding import HALF_UP, round_fraction
from jawara.programmes import queries as programmes
from jawara.territories.models import UnitVersion


def boards(asked: Question) -> QuerySet[BkmProfile]:
    return community.boards_in(asked.unit_id, asked.as_of, asked.known_at, asked.phase)


def groups(asked: Question) -> QuerySet[KsmProfile]:
    return community.groups_in(asked.unit_id, asked.as_of, asked.known_at, asked.phase)


def members(asked: Question) -> QuerySet[KsmMembership]:
    return community.members_in(asked.unit_id, asked.as_of, asked.known_at, asked.phase)


def volunteers(asked: Question) -> QuerySet[Volunteer]:
    return community.volunteers_in(asked.unit_id, asked.as_of, asked.known_at, asked.phase)


def counted(rows: "QuerySet[Any]", notes: tuple[Warn, ...] = ()) -> Answer:
    found = rows.order_by().aggregate(
        count=Count("pk"),
        latest=Max("occurred_on"),
        illustrative=Count("pk", filter=Q(basis=Basis.ILLUSTRATIVE)),
    )
    if not found["count"]:
        return Answer()
    return Answer(
        value=found["count"],
        latest_on=found["latest"],
        illustrative=bool(found["illustrative"]),
        warnings=notes,
    )


@remembered
def small_group_warning(asked: Question) -> tuple[Warn, ...]:
    """Said when groups have fewer members on average than the least any known rule asks for."""
    group_count, member_count = groups(asked).count(), members(asked).count()
    minimum = minimum_members(asked)
    if not group_count or minimum is None or member_count >= minimum * group_count:
        return ()
    average = round_fraction(member_count, group_count, 2, HALF_UP)
    return (warnings.small_groups(group_count, member_count, average, minimum),)


def minimum_members(asked: Question) -> int | None:
    asked_of = (asked.phase,) if asked.phase else phases()
    found = [programmes.rulebook_for(phase).minimum_group_members() for phase in asked_of]
    return min(found, default=None)


def board_records(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    rows = boards(asked).select_related("bkm").order_by("bkm__unit_id", "pk")
    page = list(rows[offset : offset + limit])
    units = names(asked, (row.bkm.unit_id for row in page))
    return [
        _row(row.name, units, row.bkm.unit_id, row, 1, f"board:{row.bkm_id}") for row in page
    ], rows.count()


def group_records(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    rows = (
        groups(asked).select_related("ksm", "ksm__bkm").order_by("ksm__bkm__unit_id", "ksm__number")
    )
    page = list(rows[offset : offset + limit])
    units = names(asked, (row.ksm.bkm.unit_id for row in page))
    return [
        _row(row.name, units, row.ksm.bkm.unit_id, row, 1, f"board:{row.ksm.bkm_id}")
        for row in page
    ], rows.count()


def member_records(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    """One line a group with its number of members: names never leave the board."""
    rows = (
        groups(asked).select_related("ksm", "ksm__bkm").order_by("ksm__bkm__unit_id", "ksm__number")
    )
    page = list(rows[offset : offset + limit])
    counts = dict(
        members(asked)
        .order_by()
        .filter(ksm_id__in=[row.ksm_id for row in page])
        .values_list("ksm_id")
        .annotate(count=Count("pk"))
    )
    units = names(asked, (row.ksm.bkm.unit_id for row in page))
    return [
        _row(
            row.name,
            units,
            row.ksm.bkm.unit_id,
            row,
            counts.get(row.ksm_id, 0),
            f"board:{row.ksm.bkm_id}",
        )
        for row in page
    ], rows.count()


def volunteer_records(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
    """One line a ward with its number of volunteers: no names."""
    found = (
        volunteers(asked)
        .order_by()
        .values("unit_id")
        .annotate(count=Count("pk"), since=Max("occurred_on"), recorded=Max("recorded_at"))
        .order_by("unit_id")
    )
    page = list(found[offset : offset + limit])
    units = names(asked, (row["unit_id"] for row in page))
    rows = []
    for row in page:
        code, name = named(units, row["unit_id"])
        rows.append(
            RecordRow(
                title=name,
                unit_code=code,
                unit_name=name,
                occurred_on=row["since"],
                recorded_at=row["recorded"],
                basis="",
                amount=row["count"],
                reference=f"territory:{code}",
            )
        )
    return rows, found.count()


def _row(
    title: str,
    units: dict[int, UnitVersion],
    unit_id: int,
    record: BkmProfile | KsmProfile,
    amount: int,
    reference: str,
) -> RecordRow:
    code, name = named(units, unit_id)
    return RecordRow(
        title=title,
        unit_code=code,
        unit_name=name,
        occurred_on=record.occurred_on,
        recorded_at=record.recorded_at,
        basis=record.basis,
        amount=amount,
        reference=reference,
    )


register(
    Indicator(
        key="community.boards",
        unit="board",
        name=gettext_noop("BKM"),
        meaning=gettext_noop(
            "BKM (Badan Keswadayaan Masyarakat) yang berdiri pada tanggal ini di kelurahan peserta."
        ),
        formula=gettext_noop("Dihitung satu untuk setiap BKM yang berdiri dan belum bubar."),
        compute=lambda asked: counted(boards(asked)),
        records=board_records,
        topic="community",
    )
)
register(
    Indicator(
        key="community.groups",
        unit="group",
        name=gettext_noop("KSM"),
        meaning=gettext_noop(
            "KSM (Kelompok Swadaya Masyarakat) yang ada pada tanggal ini di kelurahan peserta."
        ),
        formula=gettext_noop("Dihitung satu untuk setiap KSM yang terbentuk dan belum bubar."),
        compute=lambda asked: counted(groups(asked), small_group_warning(asked)),
        records=group_records,
        topic="community",
        rule_path="community.group_minimum_members",
    )
)
register(
    Indicator(
        key="community.members",
        unit="person",
        name=gettext_noop("Anggota KSM"),
        meaning=gettext_noop(
            "Anggota KSM (Kelompok Swadaya Masyarakat) pada tanggal ini di kelurahan peserta."
        ),
        formula=gettext_noop(
            "Dihitung satu untuk setiap keanggotaan di KSM yang masih ada. Nama tidak ditampilkan."
        ),
        compute=lambda asked: counted(members(asked), small_group_warning(asked)),
        records=member_records,
        topic="community",
        rule_path="community.group_minimum_members",
    )
)
register(
    Indicator(
        key="community.volunteers",
        unit="person",
        name=gettext_noop("Relawan"),
        meaning=gettext_noop("Relawan (kader) yang aktif pada tanggal ini di kelurahan peserta."),
        formula=gettext_noop(
            "Dihitung satu untuk setiap relawan yang tercatat dan belum berhenti."
        ),
        compute=lambda asked: counted(volunteers(asked)),
        records=volunteer_records,
        topic="community",
    )
)
