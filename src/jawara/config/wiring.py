"""The only place that connects upward callbacks."""

from django.core import checks
from django.db.models.signals import post_migrate

from jawara.audit import triggers


def connect() -> None:
    """Put the append-only triggers back after every migration and prove that they are there.

    SQLite rebuilds a table to alter it and silently drops the table's triggers, so they are
    installed after migrations, not in one.
    """
    post_migrate.connect(triggers.install_after_migrate, dispatch_uid="append-only-triggers")
    checks.register(triggers.check_installed, checks.Tags.database)
