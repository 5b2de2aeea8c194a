"""Taking in evidence: size and type are checked by content, not by the name's ending."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Protocol

import filetype
from django.conf import settings

from jawara.audit import files
from jawara.audit.models import Document
from jawara.audit.services import Ctx
from jawara.kernel.errors import Refusal, gettext_noop

OFFICE = "application/vnd.openxmlformats-officedocument"
ACCEPTED = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/tiff",
    f"{OFFICE}.wordprocessingml.document",
    f"{OFFICE}.spreadsheetml.sheet",
}
HEAD = 8192


class EmptyFile(Refusal):
    code = "empty_file"
    message = gettext_noop("Berkas %(name)s kosong. Pilih berkas lain.")


class FileTooLarge(Refusal):
    code = "file_too_large"
    message = gettext_noop(
        "Berkas %(name)s lebih besar dari %(limit)s MB. Kecilkan foto atau pindaiannya, "
        "lalu kirim lagi."
    )


class FileTypeRefused(Refusal):
    code = "file_type_refused"
    message = gettext_noop(
        "Berkas %(name)s bukan jenis yang diterima. Kirim PDF, foto (JPG, PNG, WebP, TIFF), "
        "Word (.docx), atau Excel (.xlsx)."
    )


class Upload(Protocol):
    """What Django's uploaded files offer."""

    name: str | None
    size: int | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


def take_upload(ctx: Ctx, upload: Upload, *, title: str = "", is_public: bool = False) -> Document:
    """Check and store an uploaded evidence file. Storing the same content again is harmless."""
    name = PurePath(upload.name or "berkas").name[:200]
    limit = settings.EVIDENCE_MAX_BYTES
    too_large = FileTooLarge(field="evidence", name=name, limit=limit // (1024 * 1024))
    if upload.size is not None and upload.size > limit:
        raise too_large
    content = bytearray()
    for chunk in upload.chunks():
        content += chunk
        if len(content) > limit:
            raise too_large
    if not content:
        raise EmptyFile(field="evidence", name=name)
    media_type = media_type_of(bytes(content))
    if media_type not in ACCEPTED:
        raise FileTypeRefused(field="evidence", name=name)
    return store(
        ctx, [bytes(content)], name=name, media_type=media_type, title=title, is_public=is_public
    )


def store(
    ctx: Ctx,
    chunks: Iterable[bytes],
    *,
    name: str,
    media_type: str,
    title: str = "",
    is_public: bool = False,
) -> Document:
    """Store content that is already trusted (made by us, or checked by `take_upload`)."""
    sha256, size = files.save(chunks)
    document, _ = Document.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": size,
            "media_type": media_type,
            "name": name,
            "title": title or name,
            "is_public": is_public,
            "recorded_at": ctx.at,
            "recorded_by": ctx.actor.id,
            "basis": ctx.basis,
        },
    )
    return document


def media_type_of(content: bytes) -> str | None:
    """Type told by the content: signature, and for Office files the parts inside."""
    kind = filetype.guess(content[:HEAD])
    if kind is None:
        return None
    if kind.mime == "application/zip" or kind.mime.startswith(OFFICE):
        return _office_type(content)
    return str(kind.mime)


def _office_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    if "word/document.xml" in names:
        return f"{OFFICE}.wordprocessingml.document"
    if "xl/workbook.xml" in names:
        return f"{OFFICE}.spreadsheetml.sheet"
    return None
