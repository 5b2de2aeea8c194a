"""People who sign in, and the roles they hold over a territory for a period."""

from typing import ClassVar

import uuid6
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from jawara.accounts.enums import Role
from jawara.audit.models import Recorded
from jawara.territories.models import Unit


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractUser):
    """A person, known by e-mail address. Rights come from `RoleGrant`, never from flags here."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    # The same on every copy of the data; the trail names people by it.
    key = models.UUIDField(unique=True, default=uuid6.uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        db_table = "accounts_user"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class RoleGrant(Recorded):
    """A role over a unit and all below it, from a date until the day before another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)

    class Meta:
        db_table = "accounts_role_grant"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="role_grant_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["user", "role"]), models.Index(fields=["unit", "role"])]


class RoleRevocation(Recorded):
    """The end of a grant before its time. The grant itself stays on record."""

    grant = models.OneToOneField(RoleGrant, models.PROTECT, related_name="revocation")
    effective_on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        db_table = "accounts_role_revocation"
