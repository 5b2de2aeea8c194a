"""Loading the official list: 91,600 units in a few seconds, once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from django.core.management.color import no_style
from django.db import connection, transaction

from jawara.audit.enums import Basis
from jawara.audit.models import Event
from jawara.audit.services import Ctx, NotAllowed, advisory_lock, append_event
from jawara.kernel.chain import fingerprint
from jawara.territories import reference
from jawara.territories.enums import ChangeKind, Level, PartyRole
from jawara.territories.models import Change, ChangeParty, Unit, UnitVersion
from jawara.territories.names import NATION_CODE
from jawara.territories.reference import Entry, PastSplit

ACTION = "territories.reference.loaded"
BATCH = 4000
Progress = Callable[[int, int], None]
COLUMNS = (
    *("unit_id", "level", "code", "name", "kind"),
    *("parent_id", "province_id", "district_id", "subdistrict_id"),
    *("valid_from", "valid_until", "change_id", "search_name"),
)
Row = tuple[int | str | None, ...]


def load_reference(ctx: Ctx, *, progress: Progress | None = None) -> Event:
    """Load the official list with its known history; a repeat returns the first load's event.

    Only for programs of this project: before the list is there, nobody can hold a role over it.
    """
    if not ctx.actor.id.startswith("system:"):
        raise NotAllowed
    with transaction.atomic():
        advisory_lock("territories:reference")
        done = Event.objects.filter(action=ACTION).first()
        if done is not None:
            return done
        listed = list(reference.entries())
        ids = {entry.code: number for number, entry in enumerate(listed, start=1)}
        _insert(Unit, ("id", "level"), ((ids[e.code], int(e.level)) for e in listed))
        _past = _Past.of([(s, _record(ctx, s, ids).pk) for s in reference.history()])
        total = len(listed)
        with _foreign_keys_checked_at_once():
            _insert(UnitVersion, COLUMNS, _rows(listed, ids, _past, progress, total))
        _settle()
        if progress:
            progress(total, total)
        content = {"version": reference.VERSION, "units": total}
        return append_event(
            ctx,
            stream="territories",
            action=ACTION,
            subject=f"{ACTION}:{reference.VERSION}",
            request_hash=fingerprint(content),
            data=content,
        )


@dataclass
class _Past:
    """The known splits, by the code they say something about, each with its change's id."""

    born: dict[str, tuple[PastSplit, int]] = field(default_factory=dict)
    carried: dict[str, tuple[PastSplit, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, splits: Iterable[tuple[PastSplit, int]]) -> "_Past":
        past = cls()
        for split, change_id in splits:
            past.born |= dict.fromkeys(split.results, (split, change_id))
            past.carried |= dict.fromkeys(split.carried, (split, change_id))
        return past


def _record(ctx: Ctx, split: PastSplit, ids: dict[str, int]) -> Change:
    stamp = ctx.part(f"history:{split.effective_on}:{split.source}").stamp()
    change = Change.objects.create(
        kind=ChangeKind.SPLIT,
        effective_on=split.effective_on,
        legal_basis=split.legal_basis,
        note=split.note,
        **(stamp | {"basis": Basis.REPORTED}),
    )
    roles = {
        PartyRole.SOURCE: (split.source,),
        PartyRole.RESULT: split.results,
        PartyRole.CARRIED: split.carried,
    }
    ChangeParty.objects.bulk_create(
        ChangeParty(change=change, unit_id=ids[code], role=role)
        for role, codes in roles.items()
        for code in codes
    )
    return change


def _rows(
    listed: Sequence[Entry],
    ids: dict[str, int],
    past: _Past,
    progress: Progress | None,
    total: int,
) -> Iterator[Row]:
    for number, entry in enumerate(listed):
        if progress and number % BATCH == 0:
            progress(number, total)
        yield from _versions(entry, ids, past)


def _versions(entry: Entry, ids: dict[str, int], past: _Past) -> Iterator[Row]:
    """One version of a unit of the list, or two if a known split carried it."""
    line = [".".join(entry.code.split(".")[:depth]) for depth in range(1, entry.level)]
    if entry.code in past.born:
        split, change_id = past.born[entry.code]
        yield _row(entry, ids, line, since=str(split.effective_on), change_id=change_id)
        return
    known = [past.carried[code] for code in (*line, entry.code) if code in past.carried]
    if not known:
        yield _row(entry, ids, line)
        return
    [(split, change_id)] = known
    day = str(split.effective_on)
    # Above the carried unit stood the source and what is above the source.
    parts = split.source.split(".")
    old_line = [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    yield _row(entry, ids, [*old_line, *line[len(old_line) :]], until=day)
    yield _row(entry, ids, line, since=day, change_id=change_id)


def _row(
    entry: Entry,
    ids: dict[str, int],
    line: Sequence[str],
    *,
    since: str | None = None,
    until: str | None = None,
    change_id: int | None = None,
) -> Row:
    above = [ids[code] for code in line]
    parent = above[-1] if above else ids[NATION_CODE]
    return (
        *(ids[entry.code], int(entry.level), entry.code, entry.name, entry.kind.value),
        None if entry.level == Level.NATION else parent,
        *[*above, None, None, None][:3],
        *(since, until, change_id, entry.search_name),
    )


def _insert(model: type[Unit | UnitVersion], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Past the ORM: COPY on PostgreSQL, prepared statements on SQLite."""
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)
            return
        places = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 our own names
        remaining = iter(rows)
        while batch := list(islice(remaining, BATCH)):
            cursor.executemany(statement, batch)


@contextmanager
def _foreign_keys_checked_at_once() -> Iterator[None]:
    """PostgreSQL looks up half a million keys one by one, or each constraint by one join."""
    if connection.vendor != "postgresql":
        yield
        return
    table = UnitVersion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        keys = cursor.fetchall()
        for name, _definition in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield
        for name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _settle() -> None:
    """Tell the planner how large the tables have become."""
    with connection.cursor() as cursor:
        for model in (Unit, UnitVersion):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
