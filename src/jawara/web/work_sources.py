"""What each app has waiting: late, missing or next. Every source costs a few statements a unit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawara.community import queries as community
from jawara.community import rules as community_rules
from jawara.cycle import queries as cycle
from jawara.cycle import rules as cycle_rules
from jawara.grants import queries as grants
from jawara.grants import rules as grants_rules
from jawara.grants.queries import TrancheState
from jawara.kernel import format
from jawara.kernel.dates import long_date
from jawara.kernel.progress import State
from jawara.programmes import queries as programmes
from jawara.programmes.models import Phase
from jawara.territories.models import UnitVersion
from jawara.web.asking import language
from jawara.web.present import Link
from jawara.web.work import SHOWN, Desk, Task, WorkSection

# A board should prepare its election before the term ends.
TERM_NOTICE = timedelta(days=90)

Source = Callable[[Desk], Iterable[WorkSection]]


def work_of(desk: Desk) -> list[WorkSection]:
    return [section for source in WORK for section in source(desk)]


def cycle_work(desk: Desk) -> Iterator[WorkSection]:
    """Steps recorded out of order or without what the rules ask; then what comes next."""
    if not desk.may(cycle_rules.SEE):
        return
    faults: list[Faults] = []
    coming: list[Task] = []
    for unit in desk.scope(cycle_rules.SEE):
        for phase in programmes.phases_in(unit.unit_id, desk.today):
            faults += _faults(unit, phase, desk)
            coming += _coming(unit, phase, desk)
    more = Link(_("Semua langkah siklus"), reverse("cycle:list"))
    if faults:
        count = sum(len(ward.steps) for ward in faults)
        title = ngettext(
            "%(count)s langkah perlu dilengkapi", "%(count)s langkah perlu dilengkapi", count
        ) % {"count": count}
        tasks = _by_step(faults[0]) if len(faults) == 1 else [_whole_ward(w) for w in faults]
        yield WorkSection(title, tasks[:SHOWN], count, more)
    if coming:
        count = len(coming)
        title = ngettext(
            "Langkah berikutnya di %(count)s kelurahan dan desa",
            "Langkah berikutnya di %(count)s kelurahan dan desa",
            count,
        ) % {"count": count}
        yield WorkSection(title, coming[:SHOWN], count, more)
    if not faults and not coming:
        empty = _("Semua langkah siklus di wilayah Anda sudah tercatat lengkap.")
        yield WorkSection(_("Siklus"), [], 0, more, empty)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is the matter with the recorded steps of one ward: (code, name, what is missing)."""

    code: str
    name: str
    phase: Phase
    steps: list[tuple[str, str, str]]


def _faults(unit: UnitVersion, phase: Phase, desk: Desk) -> Iterator[Faults]:
    found = cycle.conformance_by_ward(phase, unit.unit_id, desk.today)
    names = {rule.code: rule.name(language()) for rule in programmes.rulebook_for(phase).steps()}
    for ward in _wards(unit, phase, desk):
        findings = found.get(ward.unit_id, [])
        steps = [
            (
                step,
                names[step],
                " ".join(_(f.message) % f.values for f in findings if f.step == step),
            )
            for step in dict.fromkeys(finding.step for finding in findings)
        ]
        if steps:
            yield Faults(ward.code, ward.name, phase, steps)


def _by_step(ward: Faults) -> list[Task]:
    return [
        Task(
            "triangle",
            _("perlu dilengkapi"),
            f"{ward.name}: {name}",
            _step_url(ward.code, ward.phase, step),
            missing,
        )
        for step, name, missing in ward.steps
    ]


def _whole_ward(ward: Faults) -> Task:
    return Task(
        "triangle",
        _("perlu dilengkapi"),
        ward.name,
        reverse("cycle:ward", kwargs={"code": ward.code, "phase": ward.phase.code}),
        ", ".join(name for _step, name, _missing in ward.steps),
    )


def _wards(unit: UnitVersion, phase: Phase, desk: Desk) -> list[cycle.WardState]:
    first = programmes.rulebook_for(phase).steps()[0].code
    return cycle.step_states(phase, unit.unit_id, first, desk.today)


def _coming(unit: UnitVersion, phase: Phase, desk: Desk) -> Iterator[Task]:
    """The first step of each ward that is not done, for wards that are not through."""
    rules = programmes.rulebook_for(phase).steps()
    matrix = cycle.matrix(phase, unit.unit_id, desk.today)
    for states in zip(*(matrix[rule.code] for rule in rules), strict=True):
        for rule, ward in zip(rules, states, strict=True):
            if ward.state == State.DONE:
                continue
            word = _("belum") if ward.state == State.NOT_DONE else _("tidak ada catatan")
            yield Task(
                "square",
                word,
                f"{ward.name}: {rule.name(language())}",
                _step_url(ward.code, phase, rule.code),
                f"{phase.short_name} · {word}",
            )
            break


def _step_url(code: str, phase: Phase, step: str) -> str:
    return reverse("cycle:step", kwargs={"code": code, "phase": phase.code, "step": step})


def grant_work(desk: Desk) -> Iterator[WorkSection]:
    """Tranches ready or waiting for their dossier; then money without an explanation."""
    if not desk.may(grants_rules.SEE):
        return
    tranches: list[Task] = []
    gaps: list[tuple[int, Task]] = []
    for unit in desk.scope(grants_rules.SEE):
        signed = grants.grants_in(unit.unit_id, desk.today)
        names = {
            board.bkm_id: board.name for board in community.boards_in(unit.unit_id, desk.today)
        }
        url = {grant.pk: reverse("grants:grant", args=[grant.pk]) for grant in signed}
        boards = {grant.pk: names.get(grant.bkm_id, "BKM") for grant in signed}
        for pk, states in grants.tranche_states(signed, desk.today).items():
            waiting = next((state for state in states if state.left > 0), None)
            if waiting:
                tranches.append(_tranche_task(waiting, boards[pk], url[pk]))
        for pk, sums in grants.by_grant(signed, desk.today).items():
            if sums.unexplained > 0:
                gaps.append((sums.unexplained, _gap_task(sums.unexplained, boards[pk], url[pk])))
    more = Link(_("Semua dana BLM"), reverse("grants:list"))
    if tranches:
        count = len(tranches)
        title = ngettext("%(count)s termin belum cair", "%(count)s termin belum cair", count) % {
            "count": count
        }
        # Those that are ready come first.
        tranches.sort(key=lambda task: task.state)
        yield WorkSection(title, tranches[:SHOWN], count, more)
    if gaps:
        total = format.rupiah(sum(amount for amount, _task in gaps), language())
        title = _("Untuk %(total)s belum ada penjelasan") % {"total": total}
        gaps.sort(key=lambda gap: -gap[0])
        yield WorkSection(title, [task for _amount, task in gaps[:SHOWN]], len(gaps), more)


def _tranche_task(state: TrancheState, board: str, url: str) -> Task:
    text = _("%(board)s, termin %(number)s: %(amount)s") % {
        "board": board,
        "number": state.tranche.number,
        "amount": format.rupiah(state.left, language()),
    }
    if state.dossier.complete:
        return Task("square", _("berikutnya"), text, url, _("Berkas lengkap, siap dicairkan."))
    missing = state.dossier.missing
    document, verifier, _state = missing[0]
    note = ngettext(
        "%(count)s dokumen belum lengkap; berikutnya %(verifier)s memeriksa %(document)s.",
        "%(count)s dokumen belum lengkap; berikutnya %(verifier)s memeriksa %(document)s.",
        len(missing),
    ) % {
        "count": len(missing),
        "verifier": verifier.name(language()),
        "document": document.name(language()),
    }
    return Task("triangle", _("kurang"), text, url, note)


def _gap_task(amount: int, board: str, url: str) -> Task:
    text = _("%(board)s: %(amount)s") % {
        "board": board,
        "amount": format.rupiah(amount, language()),
    }
    note = _("Sudah cair, belum tercatat untuk apa. Ini belum tentu salah pakai.")
    return Task("triangle", _("belum terjelaskan"), text, url, note)


def board_work(desk: Desk) -> Iterator[WorkSection]:
    """Boards whose term has ended or soon ends."""
    if not desk.may(community_rules.SEE_BOARD):
        return
    tasks: list[Task] = []
    for unit in desk.scope(community_rules.SEE_BOARD):
        boards = list(community.boards_in(unit.unit_id, desk.today))
        ends = community.term_ends([board.bkm_id for board in boards], desk.today)
        for board in boards:
            end = ends.get(board.bkm_id)
            if end is None or end > desk.today + TERM_NOTICE:
                continue
            over = end <= desk.today
            last = long_date(end - timedelta(days=1), language())
            tasks.append(
                Task(
                    "octagon" if over else "square",
                    _("terlambat") if over else _("berikutnya"),
                    board.name,
                    reverse("community:board", args=[board.bkm_id]),
                    (
                        _("Masa bakti berakhir %(day)s; penggantinya belum tercatat.")
                        if over
                        else _("Masa bakti berakhir %(day)s. Siapkan pemilihan.")
                    )
                    % {"day": last},
                )
            )
    if tasks:
        count = len(tasks)
        title = ngettext(
            "Masa bakti %(count)s BKM berakhir", "Masa bakti %(count)s BKM berakhir", count
        ) % {"count": count}
        more = Link(_("Semua BKM"), reverse("community:list"))
        yield WorkSection(title, tasks[:SHOWN], count, more)


# In the order in which they are read.
WORK: list[Source] = [cycle_work, grant_work, board_work]
