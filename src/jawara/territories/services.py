"""Writes: the official list, and changes of territory with their legal basis and evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from jawara.audit.models import Document
from jawara.audit.services import Ctx, advisory_lock, service
from jawara.kernel.text import tidy
from jawara.territories import inputs, queries, rules
from jawara.territories.changes import came_with_list
from jawara.territories.draft import Draft
from jawara.territories.enums import ChangeKind, PartyRole
from jawara.territories.loading import load_reference
from jawara.territories.models import Change, ChangeParty, Unit
from jawara.territories.refusals import (
    AlreadyWithdrawn,
    BasisMissing,
    NationStands,
    NothingChanges,
    NotItsChild,
    NotWithdrawable,
    NotYetInForce,
    TooFew,
    Unlike,
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
    "record_withdrawal",
]


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
    draft.amend(unit.pk, name=inputs.name(name))
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
    draft.amend(unit.pk, code=inputs.code(code, unit.level))
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
    patch = {"kind": inputs.kind(kind, unit.level)}
    if patch["kind"] == draft.standing(unit.pk).kind:
        raise NothingChanges(field="kind", name=draft.standing(unit.pk).name)
    if code:
        patch["code"] = inputs.code(code, unit.level)
    if name:
        patch["name"] = inputs.name(name)
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
    if source.parent_id is None:
        raise NationStands
    if not parts:
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
        raise NationStands
    target_name = draft.standing(into.pk).name if into else inputs.name(new.name if new else "")
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


def may_withdraw(ctx: Ctx, *, change: Change, **_: object) -> bool:
    """Who might have recorded it: over the units themselves, or over their parents."""
    parties = list(change.parties.exclude(role=PartyRole.CARRIED).select_related("unit"))
    if change.kind in {ChangeKind.RENAME, ChangeKind.RECODE, ChangeKind.KIND}:
        return _over(ctx, [party.unit_id for party in parties])
    return _over(ctx, [_parent_of(ctx, party.unit) for party in parties])


@service("territories.withdrawn", returns=Change, allow=may_withdraw, stream=_stream)
def record_withdrawal(
    ctx: Ctx, *, change: Change, reason: str, evidence: Document | None = None
) -> Change:
    """Take back a change that was recorded by mistake. What it replaced stands again.

    Refused once another change, recorded later, rests on it: that one is withdrawn first.
    """
    if change.kind == ChangeKind.WITHDRAW or came_with_list(change):
        raise NotWithdrawable
    if Change.objects.filter(withdraws=change).exists():
        raise AlreadyWithdrawn
    taken, draft = _begin(
        ctx,
        ChangeKind.WITHDRAW,
        change.effective_on,
        reason,
        evidence,
        "",
        withdraws=change,
    )
    draft.restore(change)
    parties = [(PartyRole(p.role), p.unit_id) for p in change.parties.order_by("pk")]
    return _finish(taken, draft, {role: [u for r, u in parties if r == role] for role in PartyRole})


def _begin(
    ctx: Ctx,
    kind: ChangeKind,
    effective_on: date,
    legal_basis: str,
    evidence: Document | None,
    note: str,
    withdraws: Change | None = None,
) -> tuple[Change, Draft]:
    advisory_lock("territories")
    basis = tidy(legal_basis)[: inputs.BASIS_LIMIT]
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
        withdraws=withdraws,
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
        code=inputs.code(part.code, level),
        name=inputs.name(part.name),
        kind=inputs.kind(part.kind, level),
        parent_id=parent_id,
    )


def _carry(draft: Draft, child: Child, parent_id: int) -> None:
    level = draft.standing(child.unit_id).level
    patch: dict[str, object] = {"parent_id": parent_id}
    if child.code:
        patch["code"] = inputs.code(child.code, level)
    draft.amend(child.unit_id, **patch)


def _sure(new: NewUnit | None) -> NewUnit:
    assert new is not None
    return new
