"""Any sequence of changes leaves one consistent tree a day, and earlier answers untouched."""

import contextlib
import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from jawara.audit.models import Document
from jawara.kernel.errors import Refusal
from jawara.territories import changes, queries, services
from jawara.territories.enums import PartyRole
from jawara.territories.models import Change, Unit
from jawara.territories.services import Child, NewUnit
from tests.support.territories import NOW, basis, ctx, decree, plant

DAYS = [date(2001 + 3 * n, 1, 1) for n in range(7)]
EFFECTIVE = [day - timedelta(days=400) for day in DAYS[1:]]


@dataclass
class Known:
    """What a naive record keeper writes of one unit on one day."""

    level: int
    code: str
    name: str
    kind: str
    parent: int | None


Day = dict[int, Known]


@dataclass
class World:
    """Each sampled day written out in full: slow, obvious, and independent of versions."""

    days: dict[date, Day] = field(default_factory=dict)

    def since(self, on: date) -> list[Day]:
        return [units for day, units in self.days.items() if day >= on]

    def recode(self, on: date, unit: int, code: str) -> None:
        for units in self.since(on):
            if unit in units:
                _recode(units, unit, code)


def _recode(units: Day, unit: int, code: str) -> None:
    old, units[unit].code = units[unit].code, code
    for number, known in units.items():
        if known.parent == unit and known.code.startswith(old + "."):
            _recode(units, number, code + known.code.removeprefix(old))


def _take_back(units: Day, before: Day, after: Day) -> None:
    touched = [n for n in {*before, *after} if before.get(n) != after.get(n)]
    recoded = {}
    for number in touched:
        now = units.pop(number, None)
        if number in before:
            units[number] = copy.copy(before[number])
            if now and now.code != before[number].code:
                recoded[number] = now.code
    for parent, old in recoded.items():
        for number, known in list(units.items()):
            follows = known.parent == parent and known.code.startswith(old + ".")
            if follows and number not in touched:
                _recode(units, number, units[parent].code + known.code.removeprefix(old))


@dataclass
class Keeper:
    """Does each step through the services and, when it was accepted, in the naive world."""

    world: World
    document: Document
    step: int = 0
    # Each change with the world before and after it.
    done: list[tuple[Change, World, World]] = field(default_factory=list)
    fresh: int = 50

    def choose(self, pick: int, on: date, level: int | None = None) -> Unit:
        there = sorted(
            number
            for number, known in self.world.days[min(d for d in DAYS if d >= on)].items()
            if known.level > 0 and level in {None, known.level}
        )
        return Unit.objects.get(pk=there[pick % len(there)])

    def new_code(self, level: int) -> str:
        self.fresh += 1
        tail = {1: "", 2: f".{self.fresh}", 3: f".01.{self.fresh}", 4: f".01.01.10{self.fresh}"}
        return (str(self.fresh) if level == 1 else "36") + tail[level]

    def call(self, service: Callable[..., Change], on: date, **values: object) -> Change:
        self.step += 1
        return service(ctx(self.step), **values, **basis(on, self.document))

    def play(self, name: str, on: date, pick: int, other: int) -> None:
        before = copy.deepcopy(self.world)
        getattr(self, name)(on, pick, other)
        if name != "withdraw":
            change = Change.objects.latest("pk")
            self.done.append((change, before, copy.deepcopy(self.world)))

    def withdraw(self, on: date, pick: int, other: int) -> None:
        del on
        if not self.done:
            return
        # Mostly the newest ones: those that later changes do not rest on.
        change, before, after = self.done[-1 - (pick * other) % min(3, len(self.done))]
        self.step += 1
        services.record_withdrawal(ctx(self.step), change=change, reason="Salah catat")
        for day, units in self.world.days.items():
            _take_back(units, before.days[day], after.days[day])

    def rename(self, on: date, pick: int, other: int) -> None:
        unit = self.choose(pick, on)
        self.call(services.record_rename, on, unit=unit, name=f"Nama {other}")
        for units in self.world.since(on):
            if unit.pk in units:
                units[unit.pk].name = f"Nama {other}"

    def recode(self, on: date, pick: int, other: int) -> None:
        del other
        unit = self.choose(pick, on)
        code = self.new_code(unit.level)
        self.call(services.record_recode, on, unit=unit, code=code)
        self.world.recode(on, unit.pk, code)

    def kind(self, on: date, pick: int, other: int) -> None:
        del other
        unit = self.choose(pick, on, level=4)
        kind = "KELURAHAN" if pick % 2 else "DESA"
        self.call(services.record_kind_change, on, unit=unit, kind=kind)
        for units in self.world.since(on):
            if unit.pk in units:
                units[unit.pk].kind = kind

    def move(self, on: date, pick: int, other: int) -> None:
        unit = self.choose(pick, on, level=2 + pick % 3)
        parent = self.choose(other, on, level=unit.level - 1)
        code = self.new_code(unit.level) if other % 2 else ""
        self.call(services.record_move, on, unit=unit, parent=parent, code=code)
        for units in self.world.since(on):
            if unit.pk in units:
                units[unit.pk].parent = parent.pk
        if code:
            self.world.recode(on, unit.pk, code)

    def split(self, on: date, pick: int, other: int) -> None:
        unit = self.choose(pick, on)
        kind = {1: "PROVINSI", 2: "KOTA", 3: "KECAMATAN", 4: "DESA"}[unit.level]
        today = self.world.days[min(d for d in DAYS if d >= on)]
        below = [number for number, known in today.items() if known.parent == unit.pk]
        taken = tuple(Child(number) for number in below[: other % 3])
        part = NewUnit(self.new_code(unit.level), f"Baru {other}", kind, taken)
        ends = other % 2 == 0
        change = self.call(services.record_split, on, unit=unit, parts=[part], ends=ends)
        born = change.parties.get(role=PartyRole.RESULT).unit_id
        for units in self.world.since(on):
            parent = units[unit.pk].parent if unit.pk in units else today[unit.pk].parent
            units[born] = Known(unit.level, part.code, part.name, kind, parent)
            for child in taken:
                if child.unit_id in units:
                    units[child.unit_id].parent = born
            if ends:
                units.pop(unit.pk, None)

    def merge(self, on: date, pick: int, other: int) -> None:
        unit = self.choose(pick, on)
        into = self.choose(other, on, level=unit.level)
        self.call(services.record_merge, on, units=[unit], into=into)
        for units in self.world.since(on):
            units.pop(unit.pk, None)
            for known in units.values():
                if known.parent == unit.pk:
                    known.parent = into.pk


STEPS = st.tuples(
    st.sampled_from(["rename", "recode", "kind", "move", "split", "merge", "withdraw"]),
    st.sampled_from(EFFECTIVE),
    st.integers(0, 40),
    st.integers(0, 40),
)


def check(world: World, known_at: datetime | None) -> None:
    for day, units in world.days.items():
        found = {v.unit_id: v for v in queries.versions_on(day, known_at)}
        written = {
            number: Known(v.level, v.code, v.name, v.kind, v.parent_id)
            for number, v in found.items()
        }
        assert written == units, day
        for number, version in found.items():
            line: list[int] = []
            above = units[number].parent
            while above is not None and units[above].level > 0:
                line.insert(0, above)
                above = units[above].parent
            assert [units[u].level for u in line] == list(range(1, max(version.level, 1)))
            columns = [version.province_id, version.district_id, version.subdistrict_id]
            assert columns == [*line, None, None, None][:3]


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_changes_keep_one_tree_a_day_and_all_earlier_answers(
    steps: list[tuple[str, date, int, int]],
) -> None:
    with transaction.atomic():
        plant()
        first = {
            v.unit_id: Known(v.level, v.code, v.name, v.kind, v.parent_id)
            for v in queries.versions_on(DAYS[0])
        }
        world = World({day: copy.deepcopy(first) for day in DAYS})
        keeper = Keeper(world, decree())
        told = [(NOW, copy.deepcopy(world))]
        for name, on, pick, other in steps:
            with contextlib.suppress(Refusal):
                keeper.play(name, on, pick, other)
                event(f"{name} accepted")
            told.append((NOW + timedelta(minutes=keeper.step), copy.deepcopy(world)))
        check(world, None)
        for known_at, then in told:
            check(then, known_at)
        assert list(changes.problems()) == []
        transaction.set_rollback(True)
