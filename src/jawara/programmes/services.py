"""Writing programmes, phases, coverage, consultants and targets."""

import re
from datetime import date

from jawara.audit.facts import in_order, not_in_future, overlapping, revise
from jawara.audit.services import Ctx, advisory_lock, correct, service
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import clean_name, tidy
from jawara.programmes import queries, rules
from jawara.programmes.enums import ConsultantRole
from jawara.programmes.models import ConsultantAssignment, Coverage, Phase, Programme, Target
from jawara.territories import queries as territories
from jawara.territories.enums import Level
from jawara.territories.models import Unit

CODE = re.compile(r"[A-Z0-9][A-Z0-9/.-]{0,23}")


class CodeMalformed(Refusal):
    """Values: text."""

    code = "code_malformed"
    message = gettext_noop(
        "Kode “%(text)s” tidak bisa dipakai. Pakai huruf besar, angka, garis, titik, "
        "misalnya P2KP-1/2."
    )


class CodeTaken(Refusal):
    """Values: text."""

    code = "code_taken"
    message = gettext_noop("Kode %(text)s sudah dipakai. Pilih kode lain.")


class NotAWard(Refusal):
    """Values: name."""

    code = "not_a_ward"
    message = gettext_noop(
        "%(name)s bukan kelurahan atau desa. Pilih kelurahan atau desa di dalamnya."
    )


class WardDidNotExist(Refusal):
    """Values: on."""

    code = "ward_did_not_exist"
    message = gettext_noop(
        "Kelurahan atau desa ini belum atau tidak lagi ada pada %(on)s. Periksa tanggalnya."
    )


class OutsidePhase(Refusal):
    """Values: on, phase, starts_on."""

    code = "outside_phase"
    message = gettext_noop(
        "Tanggal %(on)s di luar tahap %(phase)s, yang mulai %(starts_on)s. Periksa tanggalnya."
    )


class AlreadyCovered(Refusal):
    """Values: phase, since."""

    code = "already_covered"
    message = gettext_noop(
        "Kelurahan atau desa ini sudah ikut tahap %(phase)s sejak %(since)s. Masanya tidak "
        "boleh bertindih; akhiri dulu yang lama."
    )


class AlreadyAssigned(Refusal):
    """Values: code, since."""

    code = "already_assigned"
    message = gettext_noop(
        "%(code)s sudah bertugas di wilayah dan tahap ini sejak %(since)s. Akhiri dulu "
        "penugasan itu, atau ubah tanggalnya."
    )


class TargetBelowZero(Refusal):
    code = "target_below_zero"
    message = gettext_noop("Sasaran tidak bisa kurang dari nol. Periksa angkanya.")


def _code(text: str) -> str:
    code = tidy(text).upper()
    if not CODE.fullmatch(code):
        raise CodeMalformed(field="code", text=text[:40])
    return code


@service(
    "programmes.programme.created",
    returns=Programme,
    allow=rules.may_define,
    stream=lambda **_: "programmes",
)
def create_programme(ctx: Ctx, *, code: str, name: str) -> Programme:
    code = _code(code)
    if Programme.objects.filter(code=code).exists():
        raise CodeTaken(field="code", text=code)
    return Programme.objects.create(code=code, name=clean_name(name, field="name"), **ctx.stamp())


@service(
    "programmes.phase.created",
    returns=Phase,
    allow=rules.may_define,
    stream=lambda **_: "programmes",
)
def create_phase(
    ctx: Ctx,
    *,
    programme: Programme,
    code: str,
    name: str,
    short_name: str,
    starts_on: date,
    ends_on: date | None = None,
    dates_source: str = "",
    rulebook_code: str,
) -> Phase:
    """Begin a stage of a programme. Raises RulebookUnknown when its rules are not there."""
    code = _code(code)
    if Phase.objects.filter(code=code).exists():
        raise CodeTaken(field="code", text=code)
    in_order(starts_on, ends_on, field="ends_on")
    queries.rulebooks().get(rulebook_code)
    return Phase.objects.create(
        programme=programme,
        code=code,
        name=clean_name(name, field="name"),
        short_name=clean_name(short_name, field="short_name", limit=40),
        starts_on=starts_on,
        ends_on=ends_on,
        dates_source=tidy(dates_source),
        rulebook_code=rulebook_code,
        **ctx.stamp(),
    )


def within_phase(phase: Phase, on: date, *, field: str = "occurred_on") -> None:
    """Refuse a date before the phase starts or after it has ended."""
    if on < phase.starts_on or (phase.ends_on is not None and on >= phase.ends_on):
        raise OutsidePhase(
            field=field,
            on=on,
            phase=phase.code,
            starts_on=phase.starts_on,
        )


@service(
    "programmes.ward.covered",
    returns=Coverage,
    allow=rules.may_cover,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def cover_ward(
    ctx: Ctx,
    *,
    phase: Phase,
    unit: Unit,
    from_on: date,
    until_on: date | None = None,
    note: str = "",
) -> Coverage:
    """A ward takes part in a phase from a date on."""
    now = territories.version(unit.pk, from_on)
    if unit.level != Level.VILLAGE:
        raise NotAWard(field="unit", name=now.name if now else "")
    within_phase(phase, from_on, field="from_on")
    in_order(from_on, until_on)
    if now is None:
        raise WardDidNotExist(field="from_on", on=from_on)
    advisory_lock(f"coverage:{phase.pk}:{unit.pk}")
    other = (
        Coverage.objects.known()
        .filter(overlapping(from_on, until_on), phase=phase, unit=unit)
        .first()
    )
    if other is not None:
        raise AlreadyCovered(field="from_on", phase=phase.code, since=other.occurred_on)
    return Coverage.objects.create(
        phase=phase,
        unit=unit,
        occurred_on=from_on,
        until_on=until_on,
        note=tidy(note),
        **ctx.stamp(),
    )


@service(
    "programmes.coverage.ended",
    returns=Coverage,
    allow=rules.may_end_coverage,
    stream=lambda coverage, **_: f"unit:{coverage.unit_id}",
)
def end_coverage(ctx: Ctx, *, coverage: Coverage, until_on: date, note: str) -> Coverage:
    """A ward stops taking part: `until_on` is the first day it no longer does."""
    in_order(coverage.occurred_on, until_on)
    return revise(ctx, coverage, until_on=until_on, note=clean_name(note, field="note"))


@service(
    "programmes.consultant.assigned",
    returns=ConsultantAssignment,
    allow=rules.may_assign_consultant,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def assign_consultant(
    ctx: Ctx,
    *,
    role: ConsultantRole,
    code: str,
    unit: Unit,
    from_on: date,
    until_on: date | None = None,
    phase: Phase | None = None,
    name: str = "",
) -> ConsultantAssignment:
    """A consultant works over a unit for a time. The same number elsewhere is another one."""
    code = clean_name(code, field="code", limit=24)
    in_order(from_on, until_on)
    if phase is not None:
        within_phase(phase, from_on, field="from_on")
    advisory_lock(f"consultants:{unit.pk}")
    other = (
        ConsultantAssignment.objects.known()
        .filter(
            overlapping(from_on, until_on),
            role=role,
            code__iexact=code,
            unit=unit,
            phase=phase,
        )
        .first()
    )
    if other is not None:
        raise AlreadyAssigned(field="code", code=code, since=other.occurred_on)
    return ConsultantAssignment.objects.create(
        role=role,
        code=code,
        name=tidy(name)[:200],
        phase=phase,
        unit=unit,
        occurred_on=from_on,
        until_on=until_on,
        **ctx.stamp(),
    )


@service(
    "programmes.consultant.ended",
    returns=ConsultantAssignment,
    allow=rules.may_end_assignment,
    stream=lambda assignment, **_: f"unit:{assignment.unit_id}",
)
def end_assignment(
    ctx: Ctx, *, assignment: ConsultantAssignment, until_on: date, note: str
) -> ConsultantAssignment:
    in_order(assignment.occurred_on, until_on)
    return revise(ctx, assignment, until_on=until_on, note=clean_name(note, field="note"))


@service(
    "programmes.target.set",
    returns=Target,
    allow=rules.may_set_target,
    stream=lambda unit, **_: f"unit:{unit.pk}",
)
def set_target(
    ctx: Ctx,
    *,
    phase: Phase,
    unit: Unit,
    indicator: str,
    value: int,
    set_on: date,
    due_on: date,
    supersedes: Target | None = None,
) -> Target:
    """What a phase is meant to reach in a territory by a date."""
    if value < 0:
        raise TargetBelowZero(field="value")
    not_in_future(ctx, set_on, field="set_on")
    in_order(set_on, due_on, field="due_on")
    return Target.objects.create(
        phase=phase,
        unit=unit,
        indicator=clean_name(indicator, field="indicator", limit=80),
        value=value,
        occurred_on=set_on,
        due_on=due_on,
        **(correct(supersedes) if supersedes else {}),
        **ctx.stamp(),
    )
