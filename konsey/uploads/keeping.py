"""Files stand outside the database's transaction; this keeps the two in step."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models.fields.files import FieldFile


@contextmanager
def discarded_on_error(stored: FieldFile) -> Iterator[None]:
    """Remove the file that the block has written when the block fails: no letter stays behind without its row."""
    was_written = _is_written(stored)
    try:
        yield
    except BaseException:
        if stored.name and _is_written(stored) and not was_written:
            stored.storage.delete(stored.name)
        raise


def _is_written(stored: FieldFile) -> bool:
    """Django's own mark of a file that is in the storage, not only in memory."""
    return bool(getattr(stored, "_committed", True))


def delete_after_commit(stored: FieldFile) -> None:
    """Remove the file once the row no longer points at it for good."""
    name, storage = stored.name, stored.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))
