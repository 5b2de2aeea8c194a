"""Helpers for facts: a corrected copy, the chain of versions, overlapping spells, future dates."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone

from jawara.audit.models import Fact
from jawara.audit.services import Ctx, correct
from jawara.kernel.errors import Refusal, gettext_noop

F = TypeVar("F", bound=Fact)

OWN = {"id", "key", "recorded_at", "recorded_by", "basis", "supersedes_id", "withdrawn"}


class InTheFuture(Refusal):
    """Values: on, today."""

    code = "in_the_future"
    message = gettext_noop(
        "Tanggal %(on)s belum tiba. Catat setelah terjadi, atau periksa tahunnya."
    )


class EndsBeforeStart(Refusal):
    """Values: from_on, until_on."""

    code = "ends_before_start"
    message = gettext_noop(
        "Tanggal selesai %(until_on)s tidak sesudah tanggal mulai %(from_on)s. Periksa keduanya."
    )


def not_in_future(ctx: Ctx, on: date, *, field: str = "occurred_on") -> None:
    """Refuse a date after the day of recording."""
    today = timezone.localdate(ctx.at)
    if on > today:
        raise InTheFuture(field=field, on=on, today=today)


def in_order(from_on: date, until_on: date | None, *, field: str = "until_on") -> None:
    """Refuse an end that is not after the start."""
    if until_on is not None and until_on <= from_on:
        raise EndsBeforeStart(field=field, from_on=from_on, until_on=until_on)


def revise(ctx: Ctx, record: F, **changes: object) -> F:
    """Write the row that corrects `record`: the same but for `changes`."""
    columns: dict[str, Any] = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.attname not in OWN
    }
    columns |= changes
    return type(record)._base_manager.create(**columns, **ctx.stamp(), **correct(record))


def withdraw(ctx: Ctx, record: F, *, note: str) -> F:
    """Take a record back: a row that supersedes it and states nothing."""
    columns: dict[str, Any] = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.attname not in OWN
    }
    columns["note"] = note
    return type(record)._base_manager.create(
        **columns, withdrawn=True, **ctx.stamp(), **correct(record)
    )


def versions(record: F) -> list[F]:
    """The row, what it corrected, what that corrected: newest first."""
    chain = [record]
    while True:
        before = type(record)._base_manager.filter(Q(superseded_by=chain[-1])).first()
        if before is None:
            return chain
        chain.append(before)


def roots(rows: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """First version's id for each id, from all (id, supersedes_id) pairs of some chains."""
    before = dict(rows)
    found: dict[int, int] = {}
    for start in before:
        first = start
        while (previous := before.get(first)) is not None:
            first = previous
        found[start] = first
    return found


def overlapping(from_on: date, until_on: date | None) -> Q:
    """Spells that share a day with [from_on, until_on)."""
    shared = Q(until_on__isnull=True) | Q(until_on__gt=from_on)
    return shared if until_on is None else shared & Q(occurred_on__lt=until_on)
