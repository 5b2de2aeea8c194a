"""Reading the trail and checking its chains."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from jawara.audit import files
from jawara.audit.content import event_content
from jawara.audit.models import Document, Event
from jawara.kernel.chain import GENESIS, link


@dataclass(frozen=True)
class Problem:
    """A broken invariant: stable code, where (book or stream, entry), and what is wrong."""

    code: str
    where: str
    entry: str
    message: str


def event_problems() -> Iterator[Problem]:
    """Every event whose content, place or predecessor is not what its hash says."""
    stream, expected_seq, previous = "", 1, GENESIS
    for event in Event.objects.order_by("stream", "seq").iterator(chunk_size=2000):
        if event.stream != stream:
            stream, expected_seq, previous = event.stream, 1, GENESIS
        if event.seq != expected_seq or event.previous_hash != previous:
            message = _("Jejak %(stream)s: baris %(number)s tidak menyambung.")
            yield Problem("trail_gap", stream, str(event.key), message % _place(event))
        elif link(previous, event_content(event)) != event.hash:
            message = _("Jejak %(stream)s: baris %(number)s diubah sesudah ditulis.")
            yield Problem("trail_altered", stream, str(event.key), message % _place(event))
        expected_seq, previous = event.seq + 1, event.hash


def _place(event: Event) -> dict[str, object]:
    return {"stream": event.stream, "number": event.seq}


def document_problems() -> Iterator[Problem]:
    """Every evidence file that is gone or is no longer what its hash says."""
    for document in Document.objects.order_by("pk").iterator():
        if not files.intact(document):
            message = _("Berkas bukti %(name)s hilang atau berubah.") % {"name": document.name}
            yield Problem("document_altered", "files", document.sha256, message)


def events_count() -> int:
    return Event.objects.count()


def database_bytes() -> int:
    """How large the database is."""
    if connection.vendor == "sqlite":
        query = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        query = "SELECT pg_database_size(current_database())"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
