"""A change being worked out: lives are read, altered, checked together, and only then written."""

from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from jawara.territories import timeline
from jawara.territories.enums import Level
from jawara.territories.models import Change, Unit, UnitVersion
from jawara.territories.refusals import ChangedSince, CodeTaken, RecordedSince
from jawara.territories.timeline import Piece

CHUNK = 500
Life = list[Piece]


class Draft:
    """Use: `amend`, `end`, `add` the units that the change names, then `settle`."""

    def __init__(self, *, on: date, at: datetime, change_id: int) -> None:
        self.on, self.at, self.change_id = on, at, change_id
        self._rows: dict[int, list[UnitVersion]] = {}
        self._before: dict[int, Life] = {}
        self._after: dict[int, Life] = {}
        self._around: dict[int, Life] = {}

    def standing(self, unit_id: int) -> Piece:
        """The unit as it is on the day of the change, with what was altered so far."""
        return timeline.standing(self._life(unit_id), self.on)

    def amend(self, unit_id: int, **patch: object) -> None:
        self._after[unit_id] = timeline.amend(self._life(unit_id), self.on, self.change_id, **patch)

    def end(self, unit_id: int) -> None:
        self._after[unit_id] = timeline.end(self._life(unit_id), self.on)

    def restore(self, change: Change) -> None:
        """Take back what a change wrote, and bring back what it retired, unit by unit.

        Compared by what the versions say: what a later withdrawal brought back is written anew.
        """
        touched = UnitVersion.objects.filter(
            Q(change=change) | Q(unit__in=change.parties.values("unit"))
        ).values("unit")
        rows = UnitVersion.objects.filter(unit__in=touched)
        written = _lives(rows.filter(recorded_at=change.recorded_at))
        retired = _lives(rows.filter(retired_at=change.recorded_at))
        self._read(rows.known())
        for unit_id in written.keys() | retired.keys():
            taken_back = [_piece(row) for row in written.get(unit_id, [])]
            stands = self._life(unit_id)
            if any(piece not in stands for piece in taken_back):
                raise ChangedSince(name=written[unit_id][0].name)
            life = [piece for piece in stands if piece not in taken_back]
            life += [_piece(row) for row in retired.get(unit_id, [])]
            self._after[unit_id] = sorted(life, key=lambda piece: piece.valid_from or date.min)

    def add(self, *, level: int, code: str, name: str, kind: str, parent_id: int) -> Unit:
        unit = Unit.objects.create(level=level)
        born = Piece(
            unit.pk, level, code, name, kind, parent_id,
            valid_from=self.on, change_id=self.change_id,
        )  # fmt: skip
        self._rows[unit.pk], self._before[unit.pk] = [], []
        self._after[unit.pk] = [born]
        return unit

    def settle(self) -> None:
        """Bring everything below into line, check it, and write what differs."""
        for level in range(min(self._levels()), Level.VILLAGE + 1):
            here = {u for u, life in self._after.items() if _level(life, self._before[u]) == level}
            self._reline(here)
            if level < Level.VILLAGE:
                self._read_below({unit_id for unit_id in here if self._shifted(unit_id)})
        self._check_codes()
        self._write()

    def _levels(self) -> Iterable[int]:
        return (_level(life, self._before[unit_id]) for unit_id, life in self._after.items())

    def _life(self, unit_id: int) -> Life:
        if unit_id not in self._after:
            self._read(UnitVersion.objects.known().filter(unit=unit_id))
            self._after.setdefault(unit_id, [])
            self._before.setdefault(unit_id, [])
            self._rows.setdefault(unit_id, [])
        return self._after[unit_id]

    def _read(self, versions: QuerySet[UnitVersion]) -> None:
        for unit_id, rows in _lives(versions).items():
            if unit_id in self._after:
                continue
            self._rows[unit_id] = rows
            self._before[unit_id] = [_piece(row) for row in rows]
            self._after[unit_id] = self._before[unit_id]

    def _reline(self, unit_ids: Collection[int]) -> None:
        above = {p.parent_id for u in unit_ids for p in self._after[u] if p.parent_id is not None}
        missing = above - self._after.keys() - self._around.keys()
        for unit_id, rows in _lives(UnitVersion.objects.known().filter(unit__in=missing)).items():
            self._around[unit_id] = [_piece(row) for row in rows]
        lives = {
            unit_id: self._after.get(unit_id) or self._around.get(unit_id, []) for unit_id in above
        }
        for unit_id in unit_ids:
            self._after[unit_id] = timeline.reline(self._after[unit_id], lives)

    def _shifted(self, unit_id: int) -> bool:
        """Whether what lies below must be looked at: another line, an end, or another code."""
        lives = (self._before[unit_id], self._after[unit_id])
        before, after = ([(p.line, p.code, p.valid_from, p.valid_until) for p in x] for x in lives)
        return bool(before) and before != after

    def _read_below(self, parents: Collection[int]) -> None:
        children = UnitVersion.objects.known().filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=self.on), parent__in=parents
        )
        self._read(UnitVersion.objects.known().filter(unit__in=children.values("unit")))
        for unit_id, life in list(self._after.items()):
            if any(piece.parent_id in parents for piece in life):
                halves = timeline.cut(life, self.on)
                followed = [self._with_parents_code(piece) for piece in halves]
                if followed != halves:
                    self._after[unit_id] = followed

    def _with_parents_code(self, piece: Piece) -> Piece:
        """A code begins with the parent's: when that changes, the rest of it is carried along."""
        if not piece.starts_from(self.on):
            return piece
        lives = (life.get(piece.parent_id or 0, []) for life in (self._before, self._after))
        day = piece.valid_from or self.on
        old, new = (timeline.at(life, day) for life in lives)
        if not (old and new) or old.code == new.code or not piece.code.startswith(f"{old.code}."):
            return piece
        begun_by = self.change_id if piece.valid_from == self.on else piece.change_id
        return replace(piece, code=new.code + piece.code.removeprefix(old.code), change_id=begun_by)

    def _check_codes(self) -> None:
        """On every day a code stands for one unit only."""
        fresh = [p for u, life in self._after.items() for p in life if p not in self._before[u]]
        codes = {piece.code for piece in fresh}
        held = [p for life in self._after.values() for p in life if p.code in codes]
        for chunk in _chunks(sorted(codes)):
            rows = UnitVersion.objects.known().filter(code__in=chunk)
            held += [_piece(row) for row in rows if row.unit_id not in self._after]
        by_code: dict[str, Life] = {}
        for piece in held:
            by_code.setdefault(piece.code, []).append(piece)
        for piece in fresh:
            for other in by_code[piece.code]:
                if other.unit_id != piece.unit_id and timeline.overlap(piece, other):
                    raise CodeTaken(field="code", code=piece.code, name=other.name)

    def _write(self) -> None:
        stale: list[int] = []
        fresh: list[UnitVersion] = []
        for unit_id, life in self._after.items():
            for row, piece in zip(self._rows[unit_id], self._before[unit_id], strict=True):
                if piece not in life:
                    if row.recorded_at and row.recorded_at >= self.at:
                        raise RecordedSince(name=row.name)
                    stale.append(row.pk)
            fresh += [_row(p, self.at) for p in life if p not in self._before[unit_id]]
        for chunk in _chunks(stale):
            UnitVersion.objects.filter(pk__in=chunk).update(retired_at=self.at)
        UnitVersion.objects.bulk_create(fresh, batch_size=CHUNK)


def _level(life: Life, before: Life) -> int:
    return (life or before)[0].level


def _lives(versions: QuerySet[UnitVersion]) -> dict[int, list[UnitVersion]]:
    """Rows by unit, each life in order."""
    lives: dict[int, list[UnitVersion]] = {}
    for row in versions:
        lives.setdefault(row.unit_id, []).append(row)
    for rows in lives.values():
        rows.sort(key=lambda row: row.valid_from or date.min)
    return lives


_COLUMNS = [field.name for field in fields(Piece)]


def _piece(row: UnitVersion) -> Piece:
    return Piece(**{column: getattr(row, column) for column in _COLUMNS})


def _row(piece: Piece, at: datetime) -> UnitVersion:
    columns = {column: getattr(piece, column) for column in _COLUMNS}
    return UnitVersion(**columns, search_name=piece.search_name, recorded_at=at)


T = TypeVar("T")


def _chunks(items: list[T]) -> Iterable[list[T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
