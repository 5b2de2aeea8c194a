"""The dossier of a tranche: which documents, checked by whom in which order, what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jawara.grants.models import BlockGrant, Disbursement, DossierCheck, Tranche
from jawara.grants.queries.records import Grants, checks, of_grants, rulebook_of
from jawara.kernel.rulebook import Rulebook
from jawara.kernel.rulebook_rules import Coded, DossierRule
from jawara.programmes import queries as programmes

NOT_CHECKED, ABSENT, WRONG, PASSED = "not_checked", "absent", "wrong", "passed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One document as one verifier marked it. `open`: it is this verifier's turn."""

    verifier: Coded
    state: str
    check: DossierCheck | None
    open: bool


@dataclass(frozen=True, slots=True)
class DocumentRow:
    document: DossierRule
    cells: tuple[Cell, ...]

    @property
    def complete(self) -> bool:
        return all(cell.state == PASSED for cell in self.cells)

    @property
    def waits_for(self) -> Cell | None:
        """The first verifier in order who has not passed it."""
        return next((cell for cell in self.cells if cell.state != PASSED), None)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Documents in the order of the rulebook, each with its verifiers in their order."""

    tranche: Tranche
    rows: tuple[DocumentRow, ...]

    @property
    def complete(self) -> bool:
        return all(row.complete for row in self.rows)

    @property
    def missing(self) -> tuple[tuple[DossierRule, Coded, str], ...]:
        """For each incomplete document: who is to act on it next, and its state there."""
        waiting = [(row.document, row.waits_for) for row in self.rows]
        return tuple((doc, cell.verifier, cell.state) for doc, cell in waiting if cell is not None)

    @property
    def passed(self) -> int:
        return sum(cell.state == PASSED for row in self.rows for cell in row.cells)

    @property
    def marks(self) -> int:
        return sum(len(row.cells) for row in self.rows)


def dossier(tranche: Tranche, as_of: date, known_at: datetime | None = None) -> Dossier:
    found = checks(tranche.grant, as_of, known_at).filter(tranche=tranche)
    return _dossier(tranche, rulebook_of(tranche.grant), found)


def _dossier(tranche: Tranche, rulebook: Rulebook, found: Iterable[DossierCheck]) -> Dossier:
    marked = {(check.document_kind, check.verifier): check for check in found}
    verifiers = rulebook.verifiers()
    rows = []
    for document in rulebook.dossier(tranche.number):
        cells, turn = [], True
        for verifier in verifiers:
            check = marked.get((document.code, verifier.code))
            state = state_of(check)
            cells.append(Cell(verifier, state, check, turn))
            turn = turn and state == PASSED
        rows.append(DocumentRow(document, tuple(cells)))
    return Dossier(tranche, tuple(rows))


def state_of(check: DossierCheck | None) -> str:
    if check is None:
        return NOT_CHECKED
    if not check.present:
        return ABSENT
    return PASSED if check.correct else WRONG


@dataclass(frozen=True, slots=True)
class TrancheState:
    """A tranche with its dossier and what arrived of it."""

    tranche: Tranche
    dossier: Dossier
    disbursed: int
    disbursed_on: date | None

    @property
    def left(self) -> int:
        return self.tranche.amount_rupiah - self.disbursed

    @property
    def state(self) -> str:
        """disbursed, partly, ready (dossier complete) or waiting (dossier incomplete)."""
        if self.left == 0:
            return "disbursed"
        if self.disbursed:
            return "partly"
        return "ready" if self.dossier.complete else "waiting"


def tranche_states(
    grants: Grants, as_of: date, known_at: datetime | None = None
) -> dict[int, list[TrancheState]]:
    """Tranches in order by grant id; a constant number of statements for any number of grants."""
    planned = (
        Tranche.objects.filter(of_grants(grants))
        .select_related("grant", "grant__phase", "grant__bkm")
        .order_by("grant_id", "number")
    )
    marks: dict[int, list[DossierCheck]] = {}
    for check in checks(grants, as_of, known_at):
        marks.setdefault(check.tranche_id, []).append(check)
    arrived: dict[int, tuple[int, date]] = {}
    rows = Disbursement.objects.as_of(as_of, known_at).filter(of_grants(grants, "tranche__grant"))
    for pk, amount, on in rows.order_by("occurred_on").values_list(
        "tranche_id", "amount_rupiah", "occurred_on"
    ):
        arrived[pk] = (arrived.get(pk, (0, on))[0] + amount, on)
    rulebooks: dict[str, Rulebook] = {}
    states: dict[int, list[TrancheState]] = {}
    for tranche in planned:
        if tranche.rulebook not in rulebooks:
            rulebooks[tranche.rulebook] = programmes.rulebooks().get(tranche.rulebook)
        book = rulebooks[tranche.rulebook]
        came: tuple[int, date | None] = arrived.get(tranche.pk) or (0, None)
        checked = _dossier(tranche, book, marks.get(tranche.pk, []))
        state = TrancheState(tranche, checked, *came)
        states.setdefault(tranche.grant_id, []).append(state)
    return states


def next_tranche(
    grant: BlockGrant, as_of: date, known_at: datetime | None = None
) -> TrancheState | None:
    """The first tranche that has not arrived in full."""
    states = tranche_states(grant, as_of, known_at).get(grant.pk, [])
    return next((state for state in states if state.left > 0), None)
