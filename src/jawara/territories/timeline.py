"""A unit's life as pieces of time, and what changes do to it. No database here.

The pieces of a unit do not overlap, stand in order, and are half-open: [valid_from, valid_until).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jawara.territories.enums import Level
from jawara.territories.names import search_name
from jawara.territories.refusals import (
    LaterChange,
    NationStands,
    NothingChanges,
    NotThere,
    ParentMissing,
)

OWN_COLUMN: dict[int, str] = {
    Level.PROVINCE: "province_id",
    Level.DISTRICT: "district_id",
    Level.SUBDISTRICT: "subdistrict_id",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """The columns of a version that say something, without when they were recorded."""

    unit_id: int
    level: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    province_id: int | None = None
    district_id: int | None = None
    subdistrict_id: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    change_id: int | None = None

    def holds(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and self.outlasts(on)

    def outlasts(self, on: date) -> bool:
        return self.valid_until is None or self.valid_until > on

    def starts_from(self, on: date) -> bool:
        return self.valid_from is not None and self.valid_from >= on

    @property
    def search_name(self) -> str:
        return search_name(self.name, self.level)

    @property
    def line(self) -> tuple[int | None, int | None, int | None, int | None]:
        return self.parent_id, self.province_id, self.district_id, self.subdistrict_id


def at(pieces: Sequence[Piece], on: date) -> Piece | None:
    return next((piece for piece in pieces if piece.holds(on)), None)


def standing(pieces: Sequence[Piece], on: date) -> Piece:
    """The piece that holds on a date, or a refusal."""
    piece = at(pieces, on)
    if piece is None:
        raise NotThere(field="effective_on", name=pieces[-1].name if pieces else "?", on=on)
    return piece


def _standing_below_the_nation(pieces: Sequence[Piece], on: date) -> Piece:
    piece = standing(pieces, on)
    if piece.level == Level.NATION:
        raise NationStands
    return piece


def cut(pieces: Sequence[Piece], on: date) -> list[Piece]:
    """The same life with a boundary at a date, if it falls inside a piece."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.holds(on) and not piece.starts_from(on):
            out += [replace(piece, valid_until=on), replace(piece, valid_from=on)]
        else:
            out.append(piece)
    return out


def amend(pieces: Sequence[Piece], on: date, change_id: int, **patch: object) -> list[Piece]:
    """From a date on, other values. A later change of the same column contradicts: refused.

    A change on the very day of an earlier one replaces it: that is how a mistake is corrected.
    """
    old = _standing_below_the_nation(pieces, on)
    if all(getattr(old, column) == value for column, value in patch.items()):
        raise NothingChanges(name=old.name)
    out: list[Piece] = []
    for piece in cut(pieces, on):
        if not piece.starts_from(on):
            out.append(piece)
        elif piece.valid_from == on:
            out.append(replace(piece, change_id=change_id, **patch))  # type: ignore[arg-type]
        elif any(getattr(piece, column) != getattr(old, column) for column in patch):
            raise LaterChange(field="effective_on", name=piece.name, since=piece.valid_from)
        else:
            out.append(replace(piece, **patch))  # type: ignore[arg-type]
    return out


def end(pieces: Sequence[Piece], on: date) -> list[Piece]:
    """The unit is no more from a date on. Whatever is known of it later contradicts."""
    old = _standing_below_the_nation(pieces, on)
    later = [piece.valid_from for piece in pieces if piece.starts_from(on)]
    until = [old.valid_until] if old.valid_until else []
    if later or until:
        raise LaterChange(field="effective_on", name=old.name, since=(later + until)[0])
    return cut(pieces, on)[:-1]


def reline(pieces: Sequence[Piece], parents: Mapping[int, Sequence[Piece]]) -> list[Piece]:
    """Ancestor columns taken from the parents' lives; cut where a parent's own line changes."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.parent_id is None:
            out.append(piece)
        else:
            out += _under(piece, parents[piece.parent_id])
    return out


def _under(piece: Piece, parent: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    reached, complete = piece.valid_from, False
    for above in parent:
        since = _later(piece.valid_from, above.valid_from)
        until = _sooner(piece.valid_until, above.valid_until)
        if complete or (since and until and since >= until):
            continue
        if since != reached:
            break
        columns = _columns(above)
        if out and all(getattr(out[-1], name) == value for name, value in columns.items()):
            out[-1] = replace(out[-1], valid_until=until)
        else:
            change_id = above.change_id if out else piece.change_id
            out.append(
                replace(piece, valid_from=since, valid_until=until, change_id=change_id, **columns)
            )
        reached, complete = until, until == piece.valid_until
    if not complete:
        raise ParentMissing(name=piece.name, on=reached)
    return out


def _columns(above: Piece) -> dict[str, Any]:
    """A child's ancestor columns, from its parent's."""
    columns = {name: getattr(above, name) for name in OWN_COLUMN.values()}
    if above.level in OWN_COLUMN:
        columns[OWN_COLUMN[above.level]] = above.unit_id
    return columns


def _later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)


def _sooner(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)


def overlap(one: Piece, other: Piece) -> bool:
    since = _later(one.valid_from, other.valid_from)
    until = _sooner(one.valid_until, other.valid_until)
    return since is None or until is None or since < until
