"""`jawara appoint`: the first administrator of an installation, from whom all roles descend."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

import uuid6
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jawara.accounts.enums import Role
from jawara.accounts.services import grant_role, register_user
from jawara.audit.services import Ctx, system_actor
from jawara.cli.command import Command as BaseCommand
from jawara.territories import queries as territories


class Command(BaseCommand):
    help = "Angkat pengelola wilayah. / Appoint an administrator. The password is read from stdin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("email")
        parser.add_argument(
            "--territory", default="0", help="36.04 (the whole country if left out)"
        )

    def work(self, **options: Any) -> None:
        self.need_database()
        now = timezone.now()
        unit = territories.by_code(options["territory"], timezone.localdate(now))
        password = self._password()
        ctx = Ctx(system_actor("appoint"), now, UUID(str(uuid6.uuid7())))
        with transaction.atomic():
            user = register_user(
                ctx, name=options["name"], email=options["email"], password=password
            )
            grant_role(
                ctx.part("role"),
                user=user,
                role=Role.ADMINISTRATOR,
                unit=unit.unit,
                from_on=timezone.localdate(now),
                until_on=None,
                reason=_("diangkat lewat perintah di peladen"),
            )
        self.stdout.write(
            _("%(name)s kini pengelola %(place)s.") % {"name": user.name, "place": unit.name}
        )

    def _password(self) -> str:
        if sys.stdin.isatty():
            password = getpass.getpass(_("Kata sandi: "))
        else:
            password = sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
        except ValidationError as error:
            self.wrong_input(" ".join(error.messages))
        return password
