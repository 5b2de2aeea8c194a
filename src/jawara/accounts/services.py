"""Registering people, and giving and taking back roles."""

from datetime import date

from allauth.account.models import EmailAddress
from django.utils import timezone

from jawara.accounts import rules
from jawara.accounts.enums import Role
from jawara.accounts.models import RoleGrant, RoleRevocation, User
from jawara.accounts.queries import (
    ANCESTORS,
    Held,
    all_roles_of,
    held_by,
    revocation_of,
    versions_during,
)
from jawara.audit.services import Actor, Ctx, KeyReused, advisory_lock, service
from jawara.kernel.errors import Refusal, gettext_noop
from jawara.kernel.text import clean_name, tidy
from jawara.territories.enums import Level
from jawara.territories.models import Unit

VISITOR = Actor(id="visitor", name="pendaftar")


class EmailTaken(Refusal):
    code = "email_taken"
    message = gettext_noop(
        "Alamat surel ini sudah terdaftar. Masuklah dengan alamat itu, atau pakai alamat lain."
    )


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = gettext_noop(
        "Tulis alasannya, misalnya nomor surat tugas. Alasan ini tersimpan bersama perannya."
    )


class RoleNotGranted(Refusal):
    code = "role_not_granted"
    message = gettext_noop(
        "Setiap orang yang mendaftar sudah menjadi anggota situs. Pilih peran yang lain."
    )


class OwnRole(Refusal):
    code = "own_role"
    message = gettext_noop(
        "Peran Anda sendiri tidak bisa Anda ubah. Mintalah kepada pengelola wilayah yang lain."
    )


class PersonInactive(Refusal):
    code = "person_inactive"
    message = gettext_noop("Akun %(name)s tidak aktif lagi. Pilih orang lain.")


class PeriodEmpty(Refusal):
    code = "period_empty"
    message = gettext_noop(
        "Tanggal berakhir harus sesudah tanggal mulai. Perbaiki salah satu tanggalnya."
    )


class UnitNotThen(Refusal):
    """The unit did not exist at all in the period."""

    code = "unit_not_then"
    message = gettext_noop(
        "Wilayah ini tidak ada pada masa itu. Pilih wilayah yang ada, atau ubah tanggalnya."
    )


class OutsideOwnGrant(Refusal):
    """Nobody can grant what they do not hold."""

    code = "outside_own_grant"
    message = gettext_noop(
        "Anda hanya bisa memberi peran di wilayah dan selama masa Anda sendiri menjadi pengelola. "
        "Perpendek masanya, atau mintalah kepada pengelola wilayah di atas Anda."
    )


class AlreadyHeld(Refusal):
    code = "already_held"
    message = gettext_noop(
        "%(name)s sudah memegang peran ini di wilayah ini pada masa itu. "
        "Cabut dulu yang lama kalau masanya hendak diubah."
    )


class AlreadyRevoked(Refusal):
    code = "already_revoked"
    message = gettext_noop("Peran ini sudah dicabut. Tidak ada lagi yang perlu dikerjakan.")


class RevocationTooLate(Refusal):
    code = "revocation_too_late"
    message = gettext_noop(
        "Peran ini sudah berakhir pada %(until_on)s, sebelum tanggal pencabutan itu."
    )


class RevocationInPast(Refusal):
    code = "revocation_in_past"
    message = gettext_noop(
        "Pencabutan tidak bisa berlaku surut: yang dikerjakan kemarin tetap sah. "
        "Pilih %(today)s atau sesudahnya."
    )


def register_user(
    ctx: Ctx, *, name: str, email: str, password: str | None = None, verified: bool = True
) -> User:
    """An account made by a program: for the example, an import, the first administrator.

    The password stays out of the trail, even as a hash.
    """
    user = User(
        key=ctx.key,
        name=clean_name(name, field="name"),
        email=User.objects.normalize_email(email).lower(),
    )
    user.set_password(password)
    saved = _register(ctx, user=user, verified=verified)
    if saved.email != user.email:
        raise KeyReused
    return saved


@service(
    "accounts.user.registered",
    returns=User,
    allow=rules.may_register,
    stream=lambda **_: "accounts",
)
def _register(ctx: Ctx, *, user: User, verified: bool) -> User:
    _add(ctx, user)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


@service(
    "accounts.user.signed_up",
    returns=User,
    allow=rules.may_sign_up,
    stream=lambda **_: "accounts",
)
def sign_up(ctx: Ctx, *, user: User) -> User:
    """Save the account that a visitor opened for themselves. The address is confirmed by mail."""
    user.key = ctx.key
    user.name = clean_name(user.name, field="name")
    _add(ctx, user)
    return user


def _add(ctx: Ctx, user: User) -> None:
    advisory_lock(f"email:{user.email}")
    if User.objects.filter(email__iexact=user.email).exists():
        raise EmailTaken(field="email")
    user.date_joined = ctx.at
    user.save(force_insert=True)


@service(
    "accounts.role.granted",
    returns=RoleGrant,
    allow=rules.may_grant,
    stream=lambda **_: "accounts",
)
def grant_role(
    ctx: Ctx,
    *,
    user: User,
    role: str,
    unit: Unit,
    from_on: date,
    until_on: date | None,
    reason: str,
) -> RoleGrant:
    """Give a role over a unit and all below it, from a date until the day before `until_on`."""
    reason = tidy(reason)[:300]
    if not reason:
        raise ReasonMissing(field="reason")
    if role == Role.MEMBER:
        raise RoleNotGranted(field="role")
    if user.pk == ctx.actor.user_id:
        raise OwnRole(field="user")
    if not user.is_active:
        raise PersonInactive(field="user", name=user.name)
    if until_on is not None and until_on <= from_on:
        raise PeriodEmpty(field="until_on")
    advisory_lock(f"roles:{user.pk}")
    wanted = Held(role, unit.pk, unit.level, from_on, until_on)
    _refuse_beyond_own(ctx, wanted)
    if any(_same_at_once(held_by(grant), wanted) for grant in all_roles_of(user)):
        raise AlreadyHeld(field="role", name=user.name)
    return RoleGrant.objects.create(
        user=user,
        role=role,
        unit=unit,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        **ctx.stamp(),
    )


def _refuse_beyond_own(ctx: Ctx, wanted: Held) -> None:
    """Scope and whole period must lie inside one administrator grant of the giver's own."""
    versions = versions_during(wanted.unit_id, wanted.from_on, wanted.until_on)
    if not versions:
        raise UnitNotThen(field="unit")
    if ctx.actor.user_id is None:  # a program of ours; the rule has let it in
        return
    own = [
        held
        for held in map(held_by, all_roles_of(User.objects.get(pk=ctx.actor.user_id)))
        if held.role == Role.ADMINISTRATOR and _contains(held, wanted)
    ]
    for held in own:
        if held.level == Level.NATION:
            return
        if all(held.unit_id in {getattr(v, name) for name in ANCESTORS} for v in versions):
            return
    raise OutsideOwnGrant(field="until_on" if not own else "unit")


def _contains(outer: Held, inner: Held) -> bool:
    if outer.until_on is None:
        return outer.from_on <= inner.from_on
    return (
        outer.from_on <= inner.from_on
        and inner.until_on is not None
        and inner.until_on <= outer.until_on
    )


def _same_at_once(old: Held, new: Held) -> bool:
    if (old.role, old.unit_id) != (new.role, new.unit_id):
        return False
    if old.until_on is not None and old.until_on <= old.from_on:
        return False  # taken back before it began
    starts_before_old_ends = old.until_on is None or new.from_on < old.until_on
    ends_after_old_starts = new.until_on is None or old.from_on < new.until_on
    return starts_before_old_ends and ends_after_old_starts


@service(
    "accounts.role.revoked",
    returns=RoleRevocation,
    allow=rules.may_revoke,
    stream=lambda **_: "accounts",
)
def revoke_role(ctx: Ctx, *, grant: RoleGrant, effective_on: date, reason: str) -> RoleRevocation:
    """End a grant before its time, from `effective_on` on. The grant itself stays on record."""
    reason = tidy(reason)[:300]
    if not reason:
        raise ReasonMissing(field="reason")
    if grant.user_id == ctx.actor.user_id:
        raise OwnRole
    advisory_lock(f"roles:{grant.user_id}")
    if revocation_of(RoleGrant.objects.select_related("revocation").get(pk=grant.pk)):
        raise AlreadyRevoked
    if grant.until_on is not None and effective_on >= grant.until_on:
        raise RevocationTooLate(field="effective_on", until_on=grant.until_on)
    today = timezone.localdate(ctx.at)
    if effective_on < today:
        raise RevocationInPast(field="effective_on", today=today)
    return RoleRevocation.objects.create(
        grant=grant, effective_on=effective_on, reason=reason, **ctx.stamp()
    )
