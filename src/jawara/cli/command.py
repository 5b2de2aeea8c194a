"""What our commands share: plain help, exit status 2 for wrong input, JSON on stdout."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from jawara.insight.present import refusal_text
from jawara.kernel.dates import parse_date
from jawara.kernel.errors import Refusal


class Command(BaseCommand):
    """Base of our commands. Without checks at start: reading must work on a damaged database."""

    requires_system_checks: list[str] = []
    suppressed_base_arguments = {
        "--version", "--settings", "--pythonpath", "--no-color", "--force-color", "--skip-checks",
    }  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.work(**options)
        except Refusal as refusal:
            self.wrong_input(refusal_text(refusal))

    def work(self, **options: Any) -> None:
        raise NotImplementedError

    def wrong_input(self, message: str) -> NoReturn:
        raise CommandError(message, returncode=2)

    def need_database(self) -> None:
        """Stop with what to do when the database is not there or not migrated."""
        if not self._has_tables():
            self.wrong_input(
                _(
                    "Basis data ini masih kosong. Jalankan `jawara demo` untuk contoh, "
                    "atau `jawara migrate` lalu `jawara load_territories`."
                )
            )

    def need_tables(self) -> None:
        """Stop when the database is not migrated."""
        if not self._has_tables():
            self.wrong_input(_("Basis data ini belum disiapkan. Jalankan `jawara migrate` dulu."))

    def _has_tables(self) -> bool:
        try:
            return "audit_event" in connection.introspection.table_names()
        except DatabaseError as error:
            self.wrong_input(f"{_('Basis data tidak bisa dibuka.')} {error}")

    def print_json(self, content: Mapping[str, object] | list[object]) -> None:
        self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))


def as_date(text: str) -> date:
    """A date typed in any of the usual ways."""
    return parse_date(text)
