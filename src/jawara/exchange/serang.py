"""The example: Kabupaten Serang at the end of 2004, loaded through the services that users use."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from django.db import transaction

from jawara.audit import documents
from jawara.audit.enums import Basis
from jawara.audit.models import Document
from jawara.audit.services import Ctx, system_actor
from jawara.community.enums import KsmPurpose
from jawara.community.models import Bkm
from jawara.community.services import GroupRow, MemberRow, found_board, register_groups
from jawara.cycle.enums import StepState
from jawara.cycle.services import EvidenceRow, open_run, record_step
from jawara.exchange.serang_money import load_grant
from jawara.insight.services import Stated, state_figure
from jawara.kernel.shares import split
from jawara.programmes.enums import ConsultantRole
from jawara.programmes.models import Phase
from jawara.programmes.services import (
    assign_consultant,
    cover_ward,
    create_phase,
    create_programme,
)
from jawara.territories import queries as territories
from jawara.territories.models import Unit, UnitVersion
from jawara.trainings.enums import NoteKind, Origin, TrainingKind
from jawara.trainings.services import NoteRow, open_series, record_training

FILE = Path(__file__).parent / "examples" / "serang_2004.yaml"
NAMESPACE = uuid5(NAMESPACE_URL, "jawara:example:serang-2004")
Say = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Pen:
    """Writes in order: each record one second after the one before, with a key of its own."""

    at: datetime
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def ctx(self, basis: Basis) -> Ctx:
        number = next(self.numbers)
        return Ctx(
            actor=system_actor("contoh Serang 2004"),
            at=self.at + timedelta(seconds=number),
            key=uuid5(NAMESPACE, str(number)),
            basis=basis,
        )

    def reported(self) -> Ctx:
        return self.ctx(Basis.REPORTED)

    def illustrative(self) -> Ctx:
        return self.ctx(Basis.ILLUSTRATIVE)


@dataclass
class Serang:
    """What the steps of the loader hand on to each other."""

    data: dict[str, Any]
    pen: Pen
    say: Say
    phases: dict[str, Phase] = field(default_factory=dict)
    sheet: Document | None = None

    @property
    def on(self) -> date:
        result = self.data["data_on"]
        assert isinstance(result, date)
        return result

    def unit(self, code: str) -> UnitVersion:
        """A unit by today's code, as it was on the day of the data."""
        return territories.by_code(code, self.on)


def read() -> dict[str, Any]:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def load(say: Say = silent) -> None:
    """Load the whole example into a database that has the official territory and nothing else."""
    data = read()
    serang = Serang(data, Pen(data["source"]["recorded_from"]), say)
    _sheet(serang)
    _programme(serang)
    _training(serang)
    _stage_one(serang)
    _stage_two(serang)
    _stated(serang)


def _sheet(serang: Serang) -> None:
    """The evidence of the example: the report's facts on one sheet, in our own words."""
    lines = [
        serang.data["source"]["title"],
        "Lembar fakta ini disusun untuk contoh; angka jumlahnya dari berita, rinciannya ilustrasi.",
        "",
        yaml.safe_dump(serang.data["reported"], allow_unicode=True, sort_keys=False),
        yaml.safe_dump(serang.data["training"], allow_unicode=True, sort_keys=False),
    ]
    serang.sheet = documents.store(
        serang.pen.reported(),
        ["\n".join(lines).encode()],
        name="lembar-fakta-serang-2004.txt",
        media_type="text/plain",
        title="Lembar fakta Serang 2004",
        is_public=True,
    )


def _programme(serang: Serang) -> None:
    data, pen = serang.data, serang.pen
    programme = create_programme(pen.reported(), **data["programme"])
    for row in data["phases"]:
        basis = pen.reported() if row["dates_source"] else pen.illustrative()
        phase = create_phase(basis, programme=programme, rulebook_code="p2kp-1", **row)
        serang.phases[phase.code] = phase
    consultant = data["consultant"]
    for code in consultant["units"]:
        assign_consultant(
            pen.reported(),
            role=ConsultantRole(consultant["role"]),
            code=consultant["code"],
            name=consultant["name"],
            unit=serang.unit(code).unit,
            from_on=consultant["from_on"],
            phase=serang.phases["P2KP-1/2"],
        )


def _board(serang: Serang, code: str, phase: Phase) -> tuple[Bkm, UnitVersion]:
    """A ward takes part, with its board. Which wards they were is illustrative."""
    ward = serang.unit(code)
    pen = serang.pen
    cover_ward(pen.illustrative(), phase=phase, unit=ward.unit, from_on=phase.starts_on)
    bkm = found_board(
        pen.illustrative(),
        unit=ward.unit,
        name=f"BKM {ward.name}",
        founded_on=phase.starts_on + timedelta(days=120),
    )
    return bkm, ward


def _groups(serang: Serang, bkm: Bkm, groups: int, members: int, formed_on: date) -> None:
    """Groups with so many members in all; names and splits are illustrative."""
    names = serang.data["ksm_names"]
    rows = []
    for index, count in enumerate(split(members, [1] * groups)):
        turn, place = divmod(index, len(names))
        name = f"KSM {names[place]}" + (f" {turn + 1}" if turn else "")
        rows.append(
            GroupRow(
                name=name,
                purpose=KsmPurpose.ECONOMIC,
                formed_on=formed_on + timedelta(days=index % 28),
                members=tuple(MemberRow(f"Anggota {number}") for number in range(1, count + 1)),
            )
        )
    register_groups(serang.pen.illustrative(), bkm=bkm, groups=rows)


def _stage_one(serang: Serang) -> None:
    data, phase = serang.data, serang.phases["P2KP-1/1"]
    wards = data["wards_1_1"]
    for number, (code, groups, members) in enumerate(wards, start=1):
        serang.say(phase.short_name, number, len(wards))
        # One commit a ward: the services inside are each whole by themselves.
        with transaction.atomic():
            bkm, ward = _board(serang, code, phase)
            _steps(serang, ward.unit, phase, data["not_done"].get(code, ()), number)
            _groups(serang, bkm, groups, members, date(2001, 3, 5))


def _steps(serang: Serang, unit: Unit, phase: Phase, not_done: Any, number: int) -> None:
    """The cycle of a ward. That a step was done is reported; by which ward, when: illustrative."""
    dates = serang.data["cycle_dates"]
    assert serang.sheet is not None
    started = min(dates.values()) - timedelta(days=14)
    run = open_run(serang.pen.illustrative(), unit=unit, phase=phase, started_on=started)
    for step, day in dates.items():
        done = step not in not_done
        record_step(
            serang.pen.illustrative(),
            run=run,
            step=step,
            state=StepState.DONE if done else StepState.NOT_DONE,
            occurred_on=day + timedelta(days=number) if done else serang.on,
            outcome="accepted" if step == "readiness_meeting" else "",
            evidence=[EvidenceRow("minutes", serang.sheet)] if done else [],
        )


def _stage_two(serang: Serang) -> None:
    data, phase = serang.data, serang.phases["P2KP-1/2"]
    wards = data["wards_1_2"]
    reported = data["reported"]["groups"][phase.code]
    groups = split(reported["groups"], [row[2] for row in wards])
    members = split(reported["members"], groups)
    for number, row in enumerate(wards, start=1):
        serang.say(phase.short_name, number, len(wards))
        with transaction.atomic():
            _granted_ward(serang, phase, number, row, groups[number - 1], members[number - 1])


def _granted_ward(
    serang: Serang, phase: Phase, number: int, row: list[Any], groups: int, members: int
) -> None:
    code, received, *uses = row
    assert serang.sheet is not None
    bkm, _ward = _board(serang, code, phase)
    _groups(serang, bkm, groups, members, date(2004, 3, 1))
    load_grant(
        serang.pen.illustrative,
        bkm=bkm,
        phase=phase,
        number=f"SPPB/{number:02}/P2KP-1-2/2004",
        received=received * 1000,
        uses=dict(zip(serang.data["use_activities"], [use * 1000 for use in uses], strict=True)),
        data=serang.data,
        sheet=serang.sheet,
    )


def _training(serang: Serang) -> None:
    row, pen = serang.data["training"], serang.pen
    unit = serang.unit(serang.data["territory"]).unit
    series = open_series(
        pen.reported(),
        name=row["series"],
        unit=unit,
        phase=serang.phases["P2KP-1/2"],
        consultant_code=serang.data["consultant"]["code"],
    )
    notes = [NoteRow(NoteKind.OPENING, row["opening"]["text"], row["opening"]["speaker_role"])]
    notes += [NoteRow(NoteKind.HOPE, text) for text in row["hopes"]]
    notes += [NoteRow(NoteKind.NOTE, note["text"], note["speaker_role"]) for note in row["notes"]]
    record_training(
        pen.reported(),
        kind=TrainingKind(row["kind"]),
        title=row["title"],
        occurred_on=row["occurred_on"],
        last_on=row["last_on"],
        place=row["place"],
        unit=unit,
        participants={Origin(name): count for name, count in row["participants"].items()},
        series=series,
        number=row["number_in_series"],
        notes=notes,
        document=serang.sheet,
        note=row["note"],
    )


def _stated(serang: Serang) -> None:
    """What the report itself said, kept beside what the records add up to."""
    unit = serang.unit(serang.data["territory"]).unit
    for stated in _statements(serang.data):
        phase = serang.phases[stated.phase] if stated.phase else None
        on = (
            serang.data["training"]["last_on"]
            if stated.indicator.startswith("train")
            else serang.on
        )
        state_figure(
            serang.pen.reported(),
            indicator=stated.indicator,
            unit=unit,
            phase=phase,
            as_of=on,
            value=stated.value,
            denominator=stated.denominator,
            quality=stated.quality,
            source=serang.data["source"]["title"],
            document=serang.sheet,
        )


def _statements(data: dict[str, Any]) -> Iterator[Stated]:
    reported = data["reported"]
    for phase, count in reported["wards"].items():
        yield Stated("programmes.wards", phase, count)
    for phase, steps in reported["cycle"].items():
        for step, (done, total) in steps.items():
            yield Stated(f"cycle.{step}.progress", phase, done, total)
    for phase, money in reported["grants"].items():
        for name, amount in money.items():
            key = "grants.realised" if name == "realised" else f"grants.used.{name}"
            yield Stated(key, phase, amount)
    for phase, counts in reported["groups"].items():
        for name, count in counts.items():
            yield Stated(f"community.{name}", phase, count)
    for phase, word in reported["repayment"].items():
        yield replace(Stated("loans.rr", phase), quality=word)
    people = sum(data["training"]["participants"].values())
    yield Stated("trainings.participants", "", people)
