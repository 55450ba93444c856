"""Generated database columns: the twins of `konsey.text.fold` and `konsey.text.sort_key`.

They are STORED, computed by PostgreSQL from IMMUTABLE functions only, hence indexable, and need neither ICU nor a
Turkish locale.
"""

from django.db import models
from django.db.models import F, Func, GeneratedField, TextField, Value
from django.db.models.functions import Lower, Replace

from konsey import text

_UPPER = text.LOWER_FROM + "ÇĞÖŞÜ"
_LOWER = text.LOWER_TO + "çğöşü"


def _translate(expression: models.Expression | F, source: str, target: str) -> Func:
    return Func(expression, Value(source), Value(target), function="translate", output_field=TextField())


def _turkish_lower(column: str) -> models.Expression:
    return Lower(_translate(F(column), _UPPER, _LOWER), output_field=TextField())


def fold_column(column: str) -> GeneratedField:
    """Return a column that holds ``fold(column)``; search it with ``contains=fold(query)``."""
    return GeneratedField(
        expression=_translate(_turkish_lower(column), text.FOLD_FROM, text.FOLD_TO),
        output_field=TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )


def sort_column(column: str) -> GeneratedField:
    """Return a column whose plain ``ORDER BY`` is the Turkish alphabetical order of ``column``."""
    key: models.Expression = _translate(_turkish_lower(column), text.SORT_PLAIN_FROM, text.SORT_PLAIN_TO)
    for letter, replacement in text.SORT_TILDE:
        key = Replace(key, Value(letter), Value(replacement), output_field=TextField())
    return GeneratedField(expression=key, output_field=TextField(db_collation="C"), db_persist=True, editable=False)
