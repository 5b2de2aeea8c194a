"""Reads of recorded changes: which there are, what each did, and whether the versions are sound."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jawara.audit.queries import Problem
from jawara.territories.enums import ChangeKind, Level, PartyRole
from jawara.territories.models import Change, ChangeParty, UnitVersion
from jawara.territories.queries import ANCESTOR_COLUMN, versions, with_parents, within


def changes(unit_ids: Collection[int] | None = None) -> QuerySet[Change]:
    """Recorded changes, newest first; of these units and whatever is or was in them, if named."""
    found = Change.objects.select_related("document", "withdraws", "withdrawn_by").order_by(
        "-effective_on", "-pk"
    )
    if unit_ids is None:
        return found
    inside = UnitVersion.objects.known().filter(within(unit_ids)).values("unit")
    parties = ChangeParty.objects.filter(change=OuterRef("pk"), unit__in=inside)
    return found.filter(Exists(parties))


def changes_of(unit_id: int) -> QuerySet[Change]:
    """Changes that a unit was party to, or was carried along by; newest first."""
    own = Q(parties__unit=unit_id) | Q(versions__unit=unit_id)
    return (
        Change.objects.select_related("withdrawn_by")
        .filter(own)
        .distinct()
        .order_by("-effective_on", "-pk")
    )


def life(unit_id: int) -> list[UnitVersion]:
    """A unit's versions as now known, the earliest first."""
    found = UnitVersion.objects.known().filter(unit=unit_id)
    return sorted(found, key=lambda item: item.valid_from or date.min)


@dataclass(frozen=True)
class BeforeAfter:
    """What a change did to one unit: as recorded before it, and by it. None: not there."""

    unit_id: int
    role: str
    before: UnitVersion | None
    after: UnitVersion | None


def came_with_list(change: Change) -> bool:
    """Whether a change was loaded with the official list, and so counts as always known."""
    return change.versions.filter(recorded_at__isnull=True).exists()


def effect(change: Change) -> list[BeforeAfter]:
    """The parties of a change on its day, as known just before it was recorded and since."""
    parties = list(change.parties.all())
    if ChangeKind.MOVE in {change.kind, change.withdraws and change.withdraws.kind}:
        # The two parents stay what they are.
        parties = [party for party in parties if party.role == PartyRole.SUBJECT]
    ids = [party.unit_id for party in parties]
    day, eve = change.effective_on, change.effective_on - timedelta(days=1)
    if came_with_list(change):
        # Known ever since, so the days tell it apart.
        before, after = versions(ids, eve), versions(ids, day)
    else:
        earlier = change.recorded_at - timedelta(microseconds=1)
        before, after = versions(ids, day, earlier), versions(ids, day, change.recorded_at)
    order = {role: place for place, role in enumerate(PartyRole)}
    found = [
        BeforeAfter(p.unit_id, p.role, before.get(p.unit_id), after.get(p.unit_id))
        for p in sorted(parties, key=lambda party: (order[PartyRole(party.role)], party.pk))
    ]
    for column in ("before", "after"):
        shown = [item for item in (getattr(row, column) for row in found) if item]
        with_parents(shown, eve if column == "before" else day)
    return found


def named(changes: Collection[Change]) -> dict[int, list[str]]:
    """Names of the parties of each change as they were last known, for a list; two queries."""
    parties = ChangeParty.objects.filter(change__in=changes).exclude(role=PartyRole.CARRIED)
    found = list(parties.order_by("pk"))
    rows = UnitVersion.objects.known().filter(unit__in={party.unit_id for party in found})
    latest: dict[int, UnitVersion] = {}
    for row in sorted(rows, key=lambda item: item.valid_from or date.min):
        latest[row.unit_id] = row
    names: dict[int, list[str]] = {change.pk: [] for change in changes}
    for party in found:
        if party.unit_id in latest:
            names[party.change_id].append(latest[party.unit_id].name)
    return names


def carried_along(change: Change) -> int:
    """How many units below its parties a change brought into line."""
    named = change.parties.values("unit")
    return change.versions.exclude(unit__in=named).values("unit").distinct().count()


def problems() -> Iterator[Problem]:
    """What contradicts itself among the versions that stand: for `jawara check`."""
    live = UnitVersion.objects.known()
    for code in _doubled(live, "unit"):
        message = _("Wilayah %(code)s punya dua keadaan pada hari yang sama.")
        yield Problem("territory_overlap", "territories", code, message % {"code": code})
    for code in _doubled(live, "code"):
        message = _("Kode %(code)s dipakai dua wilayah pada hari yang sama.")
        yield Problem("territory_code_twice", "territories", code, message % {"code": code})
    for code in _misplaced(live):
        message = _("Wilayah %(code)s tidak segaris dengan induknya.")
        yield Problem("territory_misplaced", "territories", code, message % {"code": code})


def _doubled(live: QuerySet[UnitVersion], column: str) -> Iterable[str]:
    """Codes of versions that overlap in time with another one of the same unit or code."""
    other = live.filter(**{column: OuterRef(column)}).exclude(pk=OuterRef("pk"))
    if column == "code":
        other = other.exclude(unit=OuterRef("unit"))
    meets = other.filter(
        Q(valid_from__isnull=True)
        | Q(valid_from__lt=Coalesce(OuterRef("valid_until"), Value(date.max))),
        Q(valid_until__isnull=True)
        | Q(valid_until__gt=Coalesce(OuterRef("valid_from"), Value(date.min))),
    )
    return live.filter(Exists(meets)).values_list("code", flat=True).order_by("code").distinct()


def _misplaced(live: QuerySet[UnitVersion]) -> Iterable[str]:
    """Codes of versions on whose first day no parent holds with the same line above it."""
    start = Coalesce(OuterRef("valid_from"), Value(date.min))
    parent = live.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=start),
        Q(valid_until__isnull=True) | Q(valid_until__gt=start),
        unit=OuterRef("parent"),
        level=OuterRef("level") - 1,
    )
    own = {name: Q(level=level) & Q(unit=OuterRef(name)) for level, name in ANCESTOR_COLUMN.items()}
    for level, name in ANCESTOR_COLUMN.items():
        same = Q(**{name: OuterRef(name)})
        parent = parent.filter(Q(level__lt=level) | own[name] | (Q(level__gt=level) & same))
    wrong = live.filter(level__gt=Level.NATION).exclude(Exists(parent))
    return wrong.values_list("code", flat=True).order_by("code").distinct()
