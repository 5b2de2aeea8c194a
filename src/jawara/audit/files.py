"""The content-addressed store of evidence files, under `settings.JAWARA_FILES`."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from jawara.audit.models import Document


def path_of(sha256: str) -> Path:
    return Path(settings.JAWARA_FILES) / sha256[:2] / sha256[2:4] / sha256


def save(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write a stream to the store; returns its SHA-256 and size. The same content lands once.

    The file is complete under its name or not there at all: it is written beside, synced, renamed.
    """
    root = Path(settings.JAWARA_FILES)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as handle:
        try:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                handle.write(chunk)
            handle.flush()
            os.fsync(handle.fileno())
            target = path_of(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(handle.name).replace(target)
        except BaseException:
            Path(handle.name).unlink(missing_ok=True)
            raise
    return digest.hexdigest(), size


def intact(document: Document) -> bool:
    """Whether the stored file is there and still has the content its name promises."""
    path = path_of(document.sha256)
    if not path.is_file() or path.stat().st_size != document.size:
        return False
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest() == document.sha256
