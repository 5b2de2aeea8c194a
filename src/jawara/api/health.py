"""For whoever runs the server: is the process up, may it be given work, how much is in it."""

import hmac
from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jawara.audit import queries as audit
from jawara.audit import triggers
from jawara.ledger import queries as ledger

PLAIN = "text/plain; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
# Who asks through a proxy is not this machine, whatever the address says.
PASSED_ON = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else."""
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database is there, migrated and guarded; otherwise 503 and what is lacking."""
    try:
        lacking = list(_lacking())
    except DatabaseError:
        lacking = ["database: cannot be reached"]
    status = 503 if lacking else 200
    return HttpResponse("\n".join(lacking or ["ready"]) + "\n", content_type=PLAIN, status=status)


def _lacking() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield f"migrations: {len(plan)} not applied; run `jawara migrate`"
        return
    for name in triggers.missing(connection):
        yield f"triggers: {name} is missing; run `jawara migrate`"


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """How much is recorded, for Prometheus. From this machine, or with the token; else 404."""
    if not _may_measure(request):
        raise Http404
    rows = [
        ("jawara_events", "Lines in the trail.", audit.events_count()),
        ("jawara_ledger_entries", "Entries in all books.", ledger.entries_count()),
        ("jawara_database_bytes", "Size of the database.", audit.database_bytes()),
    ]
    text = "".join(
        f"# HELP {name} {says}\n# TYPE {name} gauge\n{name} {value}\n" for name, says, value in rows
    )
    return HttpResponse(text, content_type=PROMETHEUS)


def _may_measure(request: HttpRequest) -> bool:
    token = settings.JAWARA_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    if settings.JAWARA_BEHIND_PROXY or any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False  # a socket of the web server before us
