"""Registering, granting and revoking: nobody gives what they do not hold."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction

from jawara.accounts import services
from jawara.accounts.enums import Role
from jawara.accounts.models import RoleGrant, User
from jawara.accounts.services import VISITOR, grant_role, register_user, revoke_role, sign_up
from jawara.audit.models import Event
from jawara.audit.services import Ctx, KeyReused, NotAllowed
from jawara.kernel.errors import Refusal
from jawara.kernel.text import TextMissing
from jawara.territories.models import UnitVersion
from tests.support.people import LONG_AGO, NOW, PASSWORD, Country, ctx, give, make_country, person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def country() -> Country:
    return make_country()


@pytest.fixture
def admin(country: Country) -> User:
    """Administrator of the district, this year and the next."""
    user = person("Pengelola")
    give(user, Role.ADMINISTRATOR, country.district, date(2026, 1, 1), date(2028, 1, 1))
    return user


def ask(country: Country, by: User, name: object = "ask", **changes: object) -> RoleGrant:
    asked: dict[str, object] = {
        "user": person("Budi"),
        "role": Role.FACILITATOR,
        "unit": country.ward,
        "from_on": TODAY,
        "until_on": NEXT_YEAR,
        "reason": "SK 12/2026",
    }
    return grant_role(ctx(name, by=by), **(asked | changes))  # type: ignore[arg-type]


def test_register_keeps_the_password_out_of_the_trail() -> None:
    user = register_user(
        ctx("one"), name=" Siti\u202e  Aminah ", email="Siti@Contoh.ID", password=PASSWORD
    )
    assert (user.name, user.email) == ("Siti Aminah", "siti@contoh.id")
    assert user.check_password(PASSWORD)
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("siti@contoh.id", True, True)
    event = Event.objects.get(key=user.key)
    assert event.subject == f"accounts.user:{user.key}"
    assert event.data == {"user": f"accounts.user:{user.key}", "verified": True}
    again = register_user(ctx("one"), name="Siti Aminah", email="siti@contoh.id", password="x")
    assert again.pk == user.pk
    with pytest.raises(KeyReused):
        register_user(ctx("one"), name="Siti", email="lain@contoh.id")
    with pytest.raises(services.EmailTaken):
        register_user(ctx("two"), name="Lain", email="SITI@contoh.id")
    with pytest.raises(TextMissing):
        register_user(ctx("three"), name=" \u200b ", email="kosong@contoh.id")
    assert User.objects.count() == 1


def test_people_register_themselves_and_only_programs_others(admin: User) -> None:
    with pytest.raises(NotAllowed):
        register_user(ctx("by person", by=admin), name="X", email="x@contoh.id")
    with pytest.raises(NotAllowed):
        sign_up(ctx("signed in", by=admin), user=User(name="X", email="x@contoh.id"))
    user = sign_up(Ctx(VISITOR, NOW, ctx("visitor").key), user=User(name="X", email="x@contoh.id"))
    assert User.objects.get(pk=user.pk).name == "X"


def test_an_administrator_gives_a_role_below(country: Country, admin: User) -> None:
    grant = ask(country, admin)
    assert (grant.role, grant.unit_id, grant.until_on) == (
        "FACILITATOR",
        country.ward.pk,
        NEXT_YEAR,
    )
    assert grant.recorded_by == f"user:{admin.pk}"
    event = Event.objects.get(key=grant.key)
    assert (event.action, event.stream, event.actor_name) == (
        "accounts.role.granted",
        "accounts",
        "Pengelola",
    )
    assert ask(country, admin).pk == grant.pk
    with pytest.raises(KeyReused):
        ask(country, admin, reason="lain")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"unit": "far_ward"}, NotAllowed),
        ({"unit": "province"}, NotAllowed),
        ({"unit": "nation"}, NotAllowed),
        ({"until_on": None}, services.OutsideOwnGrant),
        ({"until_on": date(2028, 1, 2)}, services.OutsideOwnGrant),
        ({"from_on": date(2025, 12, 31)}, services.OutsideOwnGrant),
        ({"from_on": NEXT_YEAR}, services.PeriodEmpty),
        ({"role": Role.MEMBER}, services.RoleNotGranted),
        ({"reason": " "}, services.ReasonMissing),
    ],
)
def test_nobody_gives_what_they_do_not_hold(
    country: Country, admin: User, changes: dict[str, object], refusal: type[Refusal]
) -> None:
    if "unit" in changes:
        changes = {"unit": getattr(country, str(changes["unit"]))}
    before = RoleGrant.objects.count()
    with pytest.raises(refusal):
        ask(country, admin, **changes)
    assert RoleGrant.objects.count() == before
    # The last day of one's own time may be given, and the unit itself.
    ask(country, admin, "edge", unit=country.district, until_on=date(2028, 1, 1))


def test_not_to_oneself_nor_to_a_closed_account(country: Country, admin: User) -> None:
    with pytest.raises(services.OwnRole):
        ask(country, admin, user=admin)
    closed = person("Tutup")
    closed.is_active = False
    closed.save()
    with pytest.raises(services.PersonInactive) as refusal:
        ask(country, admin, user=closed)
    assert refusal.value.values == {"name": "Tutup"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_other_roles_and_flags_give_nothing(country: Country, role: Role) -> None:
    user = person("Lain")
    user.is_superuser = user.is_staff = True
    user.save()
    if role is not Role.MEMBER:
        give(user, role, country.nation)
    with pytest.raises(NotAllowed):
        ask(country, user)


def test_two_grants_do_not_add_up(country: Country) -> None:
    """One grant must hold all of the new one, even if two together would."""
    user = person("Dua")
    give(user, Role.ADMINISTRATOR, country.district, LONG_AGO, date(2026, 6, 1))
    give(user, Role.ADMINISTRATOR, country.district, date(2026, 6, 1), date(2027, 6, 1))
    with pytest.raises(services.OutsideOwnGrant):
        ask(country, user)


def test_the_same_role_not_twice_at_once(country: Country, admin: User) -> None:
    first = ask(country, admin)
    with pytest.raises(services.AlreadyHeld) as refusal:
        ask(country, admin, "again", from_on=NEXT_YEAR - timedelta(1), until_on=date(2027, 2, 1))
    assert refusal.value.values == {"name": "Budi"}
    ask(country, admin, "after", from_on=NEXT_YEAR, until_on=date(2027, 2, 1))
    ask(country, admin, "other unit", unit=country.other_ward)
    ask(country, admin, "other role", role=Role.BOOKKEEPER)
    revoke_role(ctx("r", by=admin), grant=first, effective_on=TODAY, reason="salah")
    ask(country, admin, "instead", until_on=date(2026, 5, 1))


def test_a_unit_of_another_time_is_refused(country: Country) -> None:
    version = UnitVersion.objects.get(unit=country.ward)
    UnitVersion.objects.filter(pk=version.pk).update(retired_at=NOW)
    version.pk, version.valid_until = None, date(2020, 1, 1)
    version.save()
    with pytest.raises(services.UnitNotThen):
        give(person("Budi"), Role.FACILITATOR, country.ward, TODAY)


def test_revoking(country: Country, admin: User) -> None:
    grant = ask(country, admin)
    with pytest.raises(services.ReasonMissing):
        revoke_role(ctx("a", by=admin), grant=grant, effective_on=TODAY, reason="")
    with pytest.raises(services.RevocationInPast) as past:
        revoke_role(ctx("b", by=admin), grant=grant, effective_on=TODAY - timedelta(1), reason="x")
    assert past.value.values == {"today": TODAY}
    with pytest.raises(services.RevocationTooLate):
        revoke_role(ctx("c", by=admin), grant=grant, effective_on=NEXT_YEAR, reason="x")
    done = revoke_role(ctx("d", by=admin), grant=grant, effective_on=TODAY, reason="pindah")
    again = revoke_role(ctx("d", by=admin), grant=grant, effective_on=TODAY, reason="pindah")
    assert again.pk == done.pk
    with pytest.raises(services.AlreadyRevoked):
        revoke_role(ctx("e", by=admin), grant=grant, effective_on=TODAY, reason="pindah")


def test_revoking_needs_the_territory_and_another_person(country: Country, admin: User) -> None:
    own = RoleGrant.objects.get(user=admin)
    with pytest.raises(services.OwnRole):
        revoke_role(ctx("own", by=admin), grant=own, effective_on=TODAY, reason="x")
    far = give(person("Jauh"), Role.FACILITATOR, country.far_ward)
    with pytest.raises(NotAllowed):
        revoke_role(ctx("far", by=admin), grant=far, effective_on=TODAY, reason="x")


def test_the_database_keeps_a_grant_whole(country: Country) -> None:
    grant = give(person("Budi"), Role.FACILITATOR, country.ward)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            user=grant.user,
            role=Role.AUDITOR,
            unit=country.ward,
            from_on=TODAY,
            until_on=TODAY,
            reason="x",
            **ctx("empty").stamp(),
        )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_role_grant SET role = 'ADMINISTRATOR'")


def test_the_nation_covers_all_and_a_grant_of_another_place_does_not(country: Country) -> None:
    top = person("Pusat")
    give(top, Role.ADMINISTRATOR, country.elsewhere)
    give(top, Role.ADMINISTRATOR, country.nation, TODAY)
    assert ask(country, top, from_on=TODAY, until_on=None).unit_id == country.ward.pk
    with pytest.raises(services.OutsideOwnGrant) as refusal:
        # Held from the first day on only elsewhere.
        ask(country, top, "earlier", from_on=date(2026, 3, 1), until_on=None, role=Role.AUDITOR)
    assert refusal.value.field == "unit"


def test_a_role_taken_back_before_it_began_never_was(country: Country, admin: User) -> None:
    soon = ask(country, admin, from_on=date(2026, 4, 1))
    revoke_role(ctx("r", by=admin), grant=soon, effective_on=date(2026, 3, 15), reason="batal")
    assert ask(country, admin, "again", from_on=date(2026, 4, 1)).pk != soon.pk
