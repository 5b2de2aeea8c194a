"""How every write happens: one call, atomic, permitted, idempotent, with a line in the trail."""

import functools
import inspect
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID, uuid5

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from jawara.audit.content import event_content, plain
from jawara.audit.enums import Basis
from jawara.audit.models import Event, Fact
from jawara.kernel.chain import GENESIS, fingerprint, link
from jawara.kernel.errors import Refusal, gettext_noop

P = ParamSpec("P")
M = TypeVar("M", bound=models.Model)

# Longer lists leave their length and hash in the trail instead of every row.
LONG_LIST = 20


class KeyReused(Refusal):
    code = "key_reused"
    message = gettext_noop(
        "Kunci kiriman ini sudah dipakai untuk isian lain. Muat ulang halaman, lalu kirim lagi."
    )


class NotAllowed(Refusal):
    code = "not_allowed"
    message = gettext_noop(
        "Peran Anda tidak mencakup pekerjaan ini di wilayah ini. Mintalah kepada pengelola wilayah."
    )


class AlreadyCorrected(Refusal):
    code = "already_corrected"
    message = gettext_noop(
        "Catatan ini baru saja dibetulkan orang lain. Buka catatan terbaru, lalu betulkan itu."
    )


# (permission code, unit id, date) -> whether the actor holds it there and then.
Authority = Callable[[str, int, date], bool]


def no_authority(permission: str, unit_id: int, on: date) -> bool:
    """Default deny."""
    return False


def every_authority(permission: str, unit_id: int, on: date) -> bool:
    """For `system_actor` only."""
    return True


@dataclass(frozen=True)
class Actor:
    """Who acts, and by what authority. `accounts.queries.actor_for` makes one of a user."""

    id: str
    name: str
    user_id: int | None = None
    authority: Authority = no_authority


def system_actor(name: str) -> Actor:
    """A program of this project (the example loader, an importer run by the operator)."""
    return Actor(id=f"system:{name}", name=name, authority=every_authority)


@dataclass(frozen=True)
class Ctx:
    """Context of one write: the actor, the instant of recording, the client's key, the basis."""

    actor: Actor
    at: datetime
    key: UUID
    basis: Basis = Basis.ENTERED

    def may(self, permission: str, unit_id: int) -> bool:
        """Whether the actor holds a permission over a unit on the day of this write."""
        return self.actor.authority(permission, unit_id, timezone.localdate(self.at))

    def part(self, name: str) -> "Ctx":
        """Context of a write inside this one, with a key derived from this key and `name`."""
        return replace(self, key=uuid5(self.key, name))

    def stamp(self) -> dict[str, Any]:
        """Columns that every `Recorded` row takes from its context."""
        return {
            "key": self.key,
            "recorded_at": self.at,
            "recorded_by": self.actor.id,
            "basis": self.basis,
        }


def service(
    action: str,
    *,
    returns: type[M],
    allow: Callable[..., bool],
    stream: Callable[..., str],
    private: Iterable[str] = (),
) -> Callable[
    [Callable[Concatenate[Ctx, P], M | None]],
    Callable[Concatenate[Ctx, P], M],
]:
    """Make a function a service: atomic, permitted, idempotent by `ctx.key`, in the trail.

    `returns` is the model of the result, found again by key on a repeat (`Event` for bulk work);
    `allow(ctx, **arguments)` says yes or the call is refused; `stream(**arguments)` names the
    chain; the arguments named in `private` leave only their hash in the trail.
    """
    hidden = frozenset(private)

    def decorate(
        function: Callable[Concatenate[Ctx, P], M | None],
    ) -> Callable[Concatenate[Ctx, P], M]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def run(ctx: Ctx, *args: P.args, **kwargs: P.kwargs) -> M:
            bound = signature.bind(ctx, *args, **kwargs)
            bound.apply_defaults()
            arguments = dict(list(bound.arguments.items())[1:])
            if not allow(ctx, **arguments):
                raise NotAllowed
            request = {"action": action, "arguments": plain(arguments)}
            request_hash = fingerprint(request)
            with transaction.atomic():
                advisory_lock(f"key:{ctx.key}")
                done = Event.objects.filter(key=ctx.key).first()
                if done is not None:
                    return _repeat(done, action, request_hash, ctx, returns)
                result = function(ctx, *args, **kwargs)
                event = append_event(
                    ctx,
                    stream=stream(**arguments),
                    action=action,
                    subject=_subject(result, action, ctx),
                    request_hash=request_hash,
                    data=_shown(arguments, hidden),
                )
                return cast("M", event) if result is None else result

        return cast("Callable[Concatenate[Ctx, P], M]", run)

    return decorate


def _repeat(done: Event, action: str, request_hash: str, ctx: Ctx, returns: type[M]) -> M:
    if done.action != action or done.request_hash != request_hash or done.actor != ctx.actor.id:
        raise KeyReused
    if returns is Event:
        return cast("M", done)
    return returns._base_manager.get(key=ctx.key)


def append_event(
    ctx: Ctx,
    *,
    stream: str,
    action: str,
    subject: str,
    request_hash: str,
    data: Mapping[str, object],
) -> Event:
    """Add one line to a stream's chain. Call inside the transaction of the work it tells of."""
    advisory_lock(f"stream:{stream}")
    last = (
        Event.objects.filter(stream=stream).order_by("-seq").values_list("seq", "hash").first()
    ) or (0, GENESIS)
    event = Event(
        stream=stream,
        seq=last[0] + 1,
        at=ctx.at,
        actor=ctx.actor.id,
        actor_name=ctx.actor.name,
        action=action,
        subject=subject,
        key=ctx.key,
        request_hash=request_hash,
        data=data,
        previous_hash=last[1],
    )
    event.hash = link(event.previous_hash, event_content(event))
    event.save(force_insert=True)
    return event


def advisory_lock(*names: str) -> None:
    """Hold others back until this transaction ends (PostgreSQL; SQLite has one writer anyway)."""
    if connection.vendor == "postgresql":
        locks = ", ".join(["pg_advisory_xact_lock(%s, %s)"] * len(names))
        numbers = [n for name in names for n in (0x4A57, zlib.crc32(name.encode()) - 2**31)]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {locks}", numbers)


def correct(record: Fact) -> dict[str, Any]:
    """Columns of a row that corrects `record`; refused if somebody corrected it before."""
    advisory_lock(f"correct:{record._meta.label_lower}:{record.pk}")
    successor = Q(supersedes=record)
    if type(record)._base_manager.filter(successor).exists():
        raise AlreadyCorrected
    return {"supersedes": record}


def _shown(arguments: Mapping[str, object], hidden: frozenset[str]) -> dict[str, object]:
    """What the trail keeps of the arguments: nothing private, long lists as their length."""
    shown: dict[str, object] = {}
    for name, value in arguments.items():
        if name in hidden:
            shown[name] = {"sha256": fingerprint({"value": plain(value)})}
        elif isinstance(value, (list, tuple)) and len(value) > LONG_LIST:
            shown[name] = {
                "count": len(value),
                "sha256": fingerprint({"value": plain(value)}),
            }
        else:
            shown[name] = plain(value)
    return shown


def _subject(result: models.Model | None, action: str, ctx: Ctx) -> str:
    if result is None:
        return f"{action}:{ctx.key}"
    return f"{result._meta.label_lower}:{ctx.key}"
