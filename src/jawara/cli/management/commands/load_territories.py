"""`jawara load_territories`: the official list of Indonesia's units, into an empty database."""

from typing import Any
from uuid import UUID

import uuid6
from django.utils import timezone
from django.utils.translation import gettext as _

from jawara.audit.services import Ctx, system_actor
from jawara.cli.command import Command as BaseCommand
from jawara.territories.loading import load_reference


class Command(BaseCommand):
    help = "Muat daftar wilayah resmi. / Load the official territory. Safe to run twice."

    def work(self, **options: Any) -> None:
        self.need_tables()
        ctx = Ctx(system_actor("load_territories"), timezone.now(), UUID(str(uuid6.uuid7())))
        event = load_reference(ctx)
        self.stdout.write(_("%(units)s wilayah dimuat.") % {"units": event.data["units"]})
