"""Handing out a stored file: always as a download, under a name and a type of ours, never run by the browser."""

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from konsey.uploads import OFFICE_KINDS

CONTENT_TYPES = {"pdf": "application/pdf"} | {name: kind.content_type for name, kind in OFFICE_KINDS.items()}


def private_file(stored: FieldFile, *, name: str) -> FileResponse:
    """A file for one pair of eyes: kept by no cache. Raises Http404 when the storage has lost it."""
    response = _attachment(stored, name)
    response["Cache-Control"] = "private, no-store"
    return response


def public_file(stored: FieldFile, *, name: str) -> FileResponse:
    response = _attachment(stored, name)
    response["Cache-Control"] = "public, max-age=300"
    return response


def _attachment(stored: FieldFile, name: str) -> FileResponse:
    storage: Storage = stored.storage
    if not storage.exists(stored.name):
        raise Http404
    extension = stored.name.rpartition(".")[2]
    response = FileResponse(
        storage.open(stored.name),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(extension, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    # Whatever a viewer makes of it: no scripts, no forms, no address of ours.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
