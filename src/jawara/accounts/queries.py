"""Who holds which role over what, and what it lets them do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import F, Q, QuerySet

from jawara.accounts import rules
from jawara.accounts.enums import Role
from jawara.accounts.models import RoleGrant, RoleRevocation, User
from jawara.audit.services import Actor
from jawara.territories.enums import Level
from jawara.territories.models import UnitVersion
from jawara.territories.queries import versions_on

ANCESTORS = ("unit_id", "subdistrict_id", "district_id", "province_id")


@dataclass(frozen=True, slots=True)
class Held:
    """A grant with the end that counts: its own, or an earlier revocation's."""

    role: str
    unit_id: int
    level: int
    from_on: date
    until_on: date | None

    def on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class UserAuthority:
    """What one person may do. Grants are read once, the tree once for each date.

    Flags of the user (`is_superuser`, `is_staff`) give nothing. An inactive person holds nothing.
    """

    def __init__(self, user: User) -> None:
        self._user = user
        self._below: dict[date, dict[int, frozenset[int]]] = {}
        self._gone: dict[tuple[int, date], frozenset[int]] = {}

    def __call__(self, permission: str, unit_id: int, on: date) -> bool:
        """Whether the person holds a permission over a unit on a date (default: no)."""
        roles = rules.PERMISSIONS.get(permission, frozenset())
        if Role.MEMBER in roles and self._user.is_active:
            return True
        held = [h for h in self.held_on(on) if h.role in roles]
        if any(h.level == Level.NATION for h in held):
            return True
        return bool(held) and not self._above(unit_id, on).isdisjoint(h.unit_id for h in held)

    def anywhere(self, permission: str, on: date) -> bool:
        """Whether the person holds a permission over any unit at all on a date."""
        roles = rules.PERMISSIONS.get(permission, frozenset())
        if Role.MEMBER in roles and self._user.is_active:
            return True
        return any(h.role in roles for h in self.held_on(on))

    def unit_ids(self, permission: str | None, on: date) -> frozenset[int]:
        """The units over which a permission (None: any role) was granted; not those below."""
        roles = None if permission is None else rules.PERMISSIONS.get(permission, frozenset())
        return frozenset(h.unit_id for h in self.held_on(on) if roles is None or h.role in roles)

    def roles(self, on: date) -> frozenset[str]:
        return frozenset(h.role for h in self.held_on(on))

    def held_on(self, on: date) -> Iterator[Held]:
        return (held for held in self._held if held.on(on))

    @cached_property
    def _held(self) -> list[Held]:
        if not self._user.is_active:
            return []
        return [held_by(grant) for grant in _grants(user=self._user)]

    def _above(self, unit_id: int, on: date) -> frozenset[int]:
        """The unit itself and those above it, as far as this person holds roles over them."""
        if on not in self._below:
            granted = {h.unit_id for h in self.held_on(on)}
            self._below[on] = {
                row[0]: frozenset(row) & granted
                for row in versions_on(on)
                .filter(
                    Q(unit__in=granted)
                    | Q(subdistrict__in=granted)
                    | Q(district__in=granted)
                    | Q(province__in=granted)
                )
                .values_list(*ANCESTORS)
            }
        known = self._below[on].get(unit_id)
        return self._above_when_last_seen(unit_id, on) if known is None else known

    def _above_when_last_seen(self, unit_id: int, on: date) -> frozenset[int]:
        """A unit that is no more stays with those who were above it at its end."""
        if (unit_id, on) not in self._gone:
            last = (
                UnitVersion.objects.known()
                .filter(unit=unit_id)
                .order_by(F("valid_from").desc(nulls_last=True))
                .values_list("valid_until", *ANCESTORS)
                .first()
            )
            gone = last is not None and last[0] is not None and last[0] <= on
            self._gone[unit_id, on] = frozenset(last[1:]) if gone and last else frozenset()
        return self._gone[unit_id, on]


def actor_for(user: User) -> Actor:
    """The actor that a signed-in person is, with the authority of the roles they hold."""
    return Actor(id=f"user:{user.pk}", name=user.name, user_id=user.pk, authority=authority(user))


def authority(user: User) -> UserAuthority:
    return UserAuthority(user)


def held_by(grant: RoleGrant) -> Held:
    """A grant as it counts, its revocation taken in. `revocation` and `unit` should be joined."""
    until = grant.until_on
    revocation = revocation_of(grant)
    if revocation and (until is None or revocation.effective_on < until):
        until = revocation.effective_on
    return Held(grant.role, grant.unit_id, grant.unit.level, grant.from_on, until)


def revocation_of(grant: RoleGrant) -> RoleRevocation | None:
    try:
        return grant.revocation
    except RoleRevocation.DoesNotExist:
        return None


def roles_of(user: User, on: date) -> list[RoleGrant]:
    """Grants in force on a date."""
    return [grant for grant in _grants(user=user) if held_by(grant).on(on)]


def all_roles_of(user: User) -> list[RoleGrant]:
    """Every grant a person ever had, newest first."""
    return list(_grants(user=user).order_by("-from_on", "-pk"))


def holders(unit_id: int, on: date) -> list[RoleGrant]:
    """Grants over exactly this unit, in force on a date, with their users."""
    grants = _grants(unit=unit_id).select_related("user")
    return [grant for grant in grants if held_by(grant).on(on)]


def administrators_for(unit_id: int, on: date) -> list[User]:
    """Whom to ask for a role over a unit: administrators nearest above it, by name."""
    row = versions_on(on).filter(unit=unit_id).values_list(*ANCESTORS).first() or (unit_id,)
    grants = _grants(role=Role.ADMINISTRATOR, user__is_active=True).select_related("user")
    nearest = grants.filter(Q(unit__in=[pk for pk in row if pk]) | Q(unit__level=Level.NATION))
    found = [grant for grant in nearest if held_by(grant).on(on)]
    deepest = max((grant.unit.level for grant in found), default=0)
    users = {grant.user for grant in found if grant.unit.level == deepest}
    return sorted(users, key=lambda user: user.name)


def grants_within(unit_ids: Iterable[int] | None, on: date) -> QuerySet[RoleGrant]:
    """Every grant, ended ones too, over these units and all below on a date (None: everywhere)."""
    grants = RoleGrant.objects.select_related("user", "unit", "revocation")
    if unit_ids is None:
        return grants
    ids = list(unit_ids)
    below = versions_on(on).filter(
        Q(unit__in=ids) | Q(subdistrict__in=ids) | Q(district__in=ids) | Q(province__in=ids)
    )
    return grants.filter(Q(unit__in=ids) | Q(unit__in=below.values("unit_id")))


def versions_during(unit_id: int, from_on: date, until_on: date | None) -> list[UnitVersion]:
    """What a unit was part of at any time in a period."""
    versions = UnitVersion.objects.known().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=from_on), unit=unit_id
    )
    if until_on is not None:
        versions = versions.filter(Q(valid_from__isnull=True) | Q(valid_from__lt=until_on))
    return list(versions)


def _grants(**conditions: object) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(**conditions).select_related("unit", "revocation")


def names_of(recorded_by: Iterable[str]) -> dict[str, str]:
    """Who "user:12" is, for a page that shows who recorded what; programs keep their own name."""
    wanted = set(recorded_by)
    numbers = {who: int(who[5:]) for who in wanted if who.startswith("user:")}
    people = dict(User.objects.filter(pk__in=numbers.values()).values_list("pk", "name"))
    return {who: people.get(numbers.get(who, 0), who.partition(":")[2] or who) for who in wanted}
