"""Progress of the community cycle: of the wards that take part, how many have done a step."""

from collections.abc import Callable, Iterable, Sequence

from jawara.audit.enums import Basis
from jawara.cycle.enums import StepState
from jawara.cycle.models import StepEvidence, StepRecord
from jawara.insight import warnings
from jawara.insight.indicators.shared import coverage, named, names, phases, ward_ids
from jawara.insight.registry import Indicator, register
from jawara.insight.types import Answer, Question, RecordRow, Warn
from jawara.kernel.errors import gettext_noop
from jawara.kernel.memo import remembered
from jawara.kernel.progress import State, progress_of
from jawara.programmes import queries as programmes

Told = dict[str, dict[int, StepRecord]]


@remembered
def told(asked: Question) -> Told:
    """For every step, the record that tells each ward's state: done in any run counts as done."""
    covered = coverage(asked)
    rows = (
        StepRecord.objects.as_of(asked.as_of, asked.known_at)
        .filter(
            run__unit_id__in=covered.values("unit_id"),
            run__phase_id__in=covered.values("phase_id"),
        )
        .select_related("run")
        .order_by("run__unit_id", "state", "-occurred_on", "-pk")
    )
    found: Told = {}
    for row in rows:
        found.setdefault(row.step, {}).setdefault(row.run.unit_id, row)
    return found


def progress(step: str) -> Callable[[Question], Answer]:
    def compute(asked: Question) -> Answer:
        wards = ward_ids(asked)
        if not wards:
            return Answer()
        records = told(asked).get(step, {})
        units = names(asked, wards)
        result = progress_of(sorted((*named(units, pk), _state(records.get(pk))) for pk in wards))
        notes: tuple[Warn, ...] = ()
        if result.not_entered and result.numerator is not None:
            notes = (warnings.not_entered(len(result.not_entered), result.denominator),)
        return Answer(
            numerator=result.numerator,
            denominator=result.denominator,
            missing=result.missing,
            latest_on=max((row.occurred_on for row in records.values()), default=None),
            illustrative=any(row.basis == Basis.ILLUSTRATIVE for row in records.values()),
            rulebook=rulebook_id(asked),
            warnings=notes,
        )

    return compute


def _state(row: StepRecord | None) -> str:
    if row is None:
        return State.NOT_ENTERED
    return State.DONE if row.state == StepState.DONE else State.NOT_DONE


def rulebook_id(asked: Question) -> str | None:
    """The rulebook of the phase asked for; null over several phases unless they share one."""
    asked_of = (asked.phase,) if asked.phase else phases()
    ids = {programmes.rulebook_for(phase).rulebook_id for phase in asked_of}
    return ids.pop() if len(ids) == 1 else None


def step_records(step: str) -> Callable[[Question, int, int], tuple[Sequence[RecordRow], int]]:
    def rows_behind(asked: Question, offset: int, limit: int) -> tuple[Sequence[RecordRow], int]:
        records = told(asked).get(step, {})
        units = names(asked, records)
        rows = sorted(records.items(), key=lambda item: named(units, item[0]))
        page = rows[offset : offset + limit]
        proofs = _first_evidence(row for _unit_id, row in page)
        result = []
        for unit_id, row in page:
            code, name = named(units, unit_id)
            evidence = proofs.get(row.pk)
            result.append(
                RecordRow(
                    title=row.get_state_display(),
                    unit_code=code,
                    unit_name=name,
                    occurred_on=row.occurred_on,
                    recorded_at=row.recorded_at,
                    basis=row.basis,
                    amount=1 if row.state == StepState.DONE else 0,
                    reference=f"step:{row.key}",
                    document_sha256=evidence.document.sha256 if evidence else "",
                    document_title=evidence.document.title if evidence else "",
                )
            )
        return result, len(rows)

    return rows_behind


def _first_evidence(rows: Iterable[StepRecord]) -> dict[int, StepEvidence]:
    """The first file handed in with each record."""
    found = (
        StepEvidence.objects.filter(record_id__in=[row.pk for row in rows])
        .select_related("document")
        .order_by("-pk")
    )
    return {item.record_id: item for item in found}


def _register_steps() -> None:
    seen = set()
    for book in programmes.rulebooks().all():
        for step in book.steps():
            if step.code in seen:
                continue
            seen.add(step.code)
            register(
                Indicator(
                    key=f"cycle.{step.code}.progress",
                    unit="ratio",
                    name=step.name("id"),
                    name_en=step.name("en"),
                    meaning=gettext_noop(
                        "Bagian kelurahan peserta yang sudah menjalani langkah ini pada tanggal ini."
                    ),
                    formula=gettext_noop(
                        "Kelurahan yang tercatat selesai, dibagi semua kelurahan peserta. Yang belum "
                        "dan yang tidak ada catatannya tetap ikut dihitung sebagai pembagi."
                    ),
                    compute=progress(step.code),
                    records=step_records(step.code),
                    topic="cycle",
                    rule_path="cycle.steps",
                )
            )


_register_steps()
