"""Writes: the official list, and changes of territory with their legal basis and evidence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from jawara.audit.models import Document
from jawara.audit.services import Ctx, advisory_lock, service
from jawara.kernel.text import clean_name, tidy
from jawara.territories import queries, rules
from jawara.territories.draft import Draft
from jawara.territories.enums import ChangeKind, Kind, Level, PartyRole
from jawara.territories.loading import load_reference
from jawara.territories.models import Change, ChangeParty, Unit
from jawara.territories.names import tidy_code
from jawara.territories.refusals import (
    BasisMissing,
    CodeMalformed,
    NothingChanges,
    NotItsChild,
    NotYetInForce,
    TooFew,
    Unlike,
    WrongKind,
    WrongParent,
)

__all__ = [
    "Child",
    "NewUnit",
    "load_reference",
    "record_kind_change",
    "record_merge",
    "record_move",
    "record_recode",
    "record_rename",
    "record_split",
]

KINDS = {
    Level.PROVINCE: {Kind.PROVINSI},
    Level.DISTRICT: {Kind.KABUPATEN, Kind.KOTA},
    Level.SUBDISTRICT: {Kind.KECAMATAN},
    Level.VILLAGE: {Kind.KELURAHAN, Kind.DESA},
}
CODES = {
    Level.PROVINCE: (re.compile(r"[0-9]{2}"), "36"),
    Level.DISTRICT: (re.compile(r"[0-9]{2}(\.[0-9]{2})"), "36.73"),
    Level.SUBDISTRICT: (re.compile(r"[0-9]{2}(\.[0-9]{2}){2}"), "36.73.01"),
    Level.VILLAGE: (re.compile(r"[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}"), "36.73.01.1007"),
}
NAME_LIMIT = 120
BASIS_LIMIT = 300


@dataclass(frozen=True)
class Child:
    """A unit that goes to another parent; `code` is its new code (empty: it keeps its code)."""

    unit_id: int
    code: str = ""


@dataclass(frozen=True)
class NewUnit:
    """A unit that comes into being, with those who go to it."""

    code: str
    name: str
    kind: str
    children: tuple[Child, ...] = ()


def _over(ctx: Ctx, unit_ids: Iterable[int | None]) -> bool:
    """Whether the actor may change all of these units."""
    return all(ctx.may(rules.RECORD_CHANGE, unit_id) for unit_id in unit_ids if unit_id)


def may_alter(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    """Name, code or kind: who administers the unit."""
    return _over(ctx, [unit.pk])


def may_move(ctx: Ctx, *, unit: Unit, parent: Unit, **_: object) -> bool:
    """Who administers both the old and the new parent."""
    return _over(ctx, [_parent_of(ctx, unit), parent.pk])


def may_split(ctx: Ctx, *, unit: Unit, **_: object) -> bool:
    """Who administers the parent: it gets a new child."""
    return _over(ctx, [_parent_of(ctx, unit)])


def may_merge(ctx: Ctx, *, units: Sequence[Unit], into: Unit | None = None, **_: object) -> bool:
    named = [*units, into] if into else units
    return _over(ctx, [_parent_of(ctx, unit) for unit in named])


def _parent_of(ctx: Ctx, unit: Unit) -> int:
    """The parent today; of a unit that is no more, or of the nation, the unit itself."""
    version = queries.version(unit.pk, timezone.localdate(ctx.at))
    return (version.parent_id if version else None) or unit.pk


def _stream(**_: object) -> str:
    return "territories"


@service("territories.renamed", returns=Change, allow=may_alter, stream=_stream)
def record_rename(
    ctx: Ctx,
    *,
    unit: Unit,
    name: str,
    effective_on: date,
    legal_basis: str,
    evidence: Document,
    note: str = "",
) -> Change:
    change, draft = _begin(ctx, ChangeKind.RENAME, effective_on, legal_basis, evidence, note)
    draft.amend(unit.pk, name=_name(name))
    return _finish(change, draft, {PartyRole.SUBJECT: [unit.pk]})


@service("territories.recoded", returns=Change, allow=may_alter, stream=_stream)
def record_recode(
    ctx: Ctx,
    *,
    unit: Unit,
    code: str,
    effective_on: date,
    legal_basis: str,
    evidence: Document,
    note: str = "",
) -> Change:
    """Another code; the codes of everything below that begin with it follow."""
    change, draft = _begin(ctx, ChangeKind.RECODE, effective_on, legal_basis, evidence, note)
    draft.amend(unit.pk, code=_code(code, unit.level))
    return _finish(change, draft, {PartyRole.SUBJECT: [unit.pk]})


@service("territories.kind_changed", returns=Change, allow=may_alter, stream=_stream)
def record_kind_change(
    ctx: Ctx,
    *,
    unit: Unit,
    kind: str,
    effective_on: date,
    legal_basis: str,
    evidence: Document,
    code: str = "",
    name: str = "",
    note: str = "",
) -> Change:
    """Desa to kelurahan or back, kabupaten to kota; usually with a new code, perhaps a new name."""
    change, draft = _begin(ctx, ChangeKind.KIND, effective_on, legal_basis, evidence, note)
    patch = {"kind": _kind(kind, unit.level)}
    if patch["kind"] == draft.standing(unit.pk).kind:
        raise NothingChanges(field="kind", name=draft.standing(unit.pk).name)
    if code:
        patch["code"] = _code(code, unit.level)
    if name:
        patch["name"] = _name(name)
    draft.amend(unit.pk, **patch)
    return _finish(change, draft, {PartyRole.SUBJECT: [unit.pk]})


@service("territories.moved", returns=Change, allow=may_move, stream=_stream)
def record_move(
    ctx: Ctx,
    *,
    unit: Unit,
    parent: Unit,
    effective_on: date,
    legal_basis: str,
    evidence: Document,
    code: str = "",
    note: str = "",
) -> Change:
    """Another parent, perhaps with another code; everything below comes along."""
    change, draft = _begin(ctx, ChangeKind.MOVE, effective_on, legal_basis, evidence, note)
    old = draft.standing(unit.pk)
    target = draft.standing(parent.pk)
    if target.level != old.level - 1:
        raise WrongParent(field="parent", name=old.name, parent=target.name)
    if old.parent_id == parent.pk:
        raise NothingChanges(field="parent", name=old.name)
    _carry(draft, Child(unit.pk, code), parent.pk)
    parties: Mapping[PartyRole, Sequence[int | None]] = {
        PartyRole.SUBJECT: [unit.pk],
        PartyRole.SOURCE: [old.parent_id],
        PartyRole.RESULT: [parent.pk],
    }
    return _finish(change, draft, parties)


@service("territories.split", returns=Change, allow=may_split, stream=_stream)
def record_split(
    ctx: Ctx,
    *,
    unit: Unit,
    parts: Sequence[NewUnit],
    effective_on: date,
    legal_basis: str,
    evidence: Document,
    ends: bool = False,
    note: str = "",
) -> Change:
    """New units are formed out of one, each taking the children it names.

    The unit goes on with the rest, or `ends`; then every child must be taken by a part.
    """
    change, draft = _begin(ctx, ChangeKind.SPLIT, effective_on, legal_basis, evidence, note)
    source = draft.standing(unit.pk)
    if not parts or source.parent_id is None:
        raise TooFew(field="parts")
    born, carried = [], []
    for part in parts:
        for child in part.children:
            old = draft.standing(child.unit_id)
            if old.parent_id != unit.pk:
                raise NotItsChild(
                    field="children", name=old.name, parent=source.name, on=effective_on
                )
        new = _form(draft, part, source.level, source.parent_id)
        born.append(new.pk)
        for child in part.children:
            _carry(draft, child, new.pk)
            carried.append(child.unit_id)
    if ends:
        draft.end(unit.pk)
    parties = {
        PartyRole.SOURCE: [unit.pk],
        PartyRole.RESULT: born,
        PartyRole.CARRIED: carried,
    }
    return _finish(change, draft, parties)


@service("territories.merged", returns=Change, allow=may_merge, stream=_stream)
def record_merge(
    ctx: Ctx,
    *,
    units: Sequence[Unit],
    effective_on: date,
    legal_basis: str,
    evidence: Document,
    into: Unit | None = None,
    new: NewUnit | None = None,
    note: str = "",
) -> Change:
    """Units end and become part of another one, or of a new one; their children go along."""
    change, draft = _begin(ctx, ChangeKind.MERGE, effective_on, legal_basis, evidence, note)
    if not units or (into is None) == (new is None):
        raise TooFew(field="units")
    ending = [draft.standing(unit.pk) for unit in units]
    first = ending[0]
    if first.parent_id is None:
        raise TooFew(field="units")
    target_name = draft.standing(into.pk).name if into else _name(new.name if new else "")
    named = [piece.unit_id for piece in ending]
    for piece in ending:
        same = piece.level == (into.level if into else first.level)
        if not same or (into and piece.unit_id == into.pk) or named.count(piece.unit_id) > 1:
            raise Unlike(field="units", name=piece.name, into=target_name)
    target = into or _form(draft, _sure(new), first.level, first.parent_id)
    recoded = {child.unit_id: child.code for child in new.children} if new else {}
    carried = []
    for piece in ending:
        for child in queries.children(piece.unit_id, effective_on):
            _carry(draft, Child(child.unit_id, recoded.get(child.unit_id, "")), target.pk)
            carried.append(child.unit_id)
        draft.end(piece.unit_id)
    parties = {
        PartyRole.SOURCE: named,
        PartyRole.RESULT: [target.pk],
        PartyRole.CARRIED: carried,
    }
    return _finish(change, draft, parties)


def _begin(
    ctx: Ctx,
    kind: ChangeKind,
    effective_on: date,
    legal_basis: str,
    evidence: Document,
    note: str,
) -> tuple[Change, Draft]:
    advisory_lock("territories")
    basis = tidy(legal_basis)[:BASIS_LIMIT]
    if not basis:
        raise BasisMissing(field="legal_basis")
    if effective_on > timezone.localdate(ctx.at):
        raise NotYetInForce(field="effective_on", on=effective_on)
    change = Change.objects.create(
        kind=kind,
        effective_on=effective_on,
        legal_basis=basis,
        document=evidence,
        note=note,
        **ctx.stamp(),
    )
    return change, Draft(on=effective_on, at=ctx.at, change_id=change.pk)


def _finish(
    change: Change, draft: Draft, parties: Mapping[PartyRole, Sequence[int | None]]
) -> Change:
    draft.settle()
    ChangeParty.objects.bulk_create(
        ChangeParty(change=change, unit_id=unit_id, role=role)
        for role, unit_ids in parties.items()
        for unit_id in unit_ids
        if unit_id is not None
    )
    return change


def _form(draft: Draft, part: NewUnit, level: int, parent_id: int) -> Unit:
    return draft.add(
        level=level,
        code=_code(part.code, level),
        name=_name(part.name),
        kind=_kind(part.kind, level),
        parent_id=parent_id,
    )


def _carry(draft: Draft, child: Child, parent_id: int) -> None:
    level = draft.standing(child.unit_id).level
    patch: dict[str, object] = {"parent_id": parent_id}
    if child.code:
        patch["code"] = _code(child.code, level)
    draft.amend(child.unit_id, **patch)


def _name(name: str) -> str:
    return clean_name(name, field="name", limit=NAME_LIMIT)


def _code(code: str, level: int) -> str:
    form, example = CODES.get(Level(level), CODES[Level.PROVINCE])
    tidied = tidy_code(code)
    if not form.fullmatch(tidied):
        raise CodeMalformed(field="code", code=code[:32], example=example)
    return tidied


def _kind(kind: str, level: int) -> str:
    if kind not in KINDS.get(Level(level), set()):
        name = str(dict(Kind.choices).get(kind, kind))
        raise WrongKind(field="kind", kind=name, level=str(Level(level).label))
    return str(kind)


def _sure(new: NewUnit | None) -> NewUnit:
    assert new is not None
    return new
