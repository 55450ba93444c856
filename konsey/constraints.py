"""A violated named constraint becomes its own sentence; any other database error stays what it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.functional import Promise

from konsey.errors import Refused


@contextmanager
def refused_as(sentences: Mapping[str, str | Promise]) -> Iterator[None]:
    """Turn the violation of a constraint named in ``sentences`` into `Refused` with its sentence.

    The block runs in a savepoint, so that the caller's transaction can go on after the refusal.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnostics = getattr(error.__cause__, "diag", None)
        sentence = sentences.get(getattr(diagnostics, "constraint_name", None) or "")
        if sentence is None:
            raise
        raise Refused(str(sentence)) from error
