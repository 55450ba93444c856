"""Ranges for exclusion constraints: two rows may not have the same thing at overlapping times."""

from django.contrib.postgres.fields import RangeOperators
from django.db.models import F, Func, Value


class ClosedRange(Func):
    """A PostgreSQL range with both ends in it; an end that is null is open."""

    arity = 3

    def __init__(self, start: str, end: str, function: str) -> None:
        super().__init__(F(start), F(end), Value("[]"), function=function)


class HalfOpenRange(Func):
    """A PostgreSQL range with its end left out: one thing may begin at the moment another one ends."""

    arity = 3

    def __init__(self, start: str, end: str, function: str) -> None:
        super().__init__(F(start), F(end), Value("[)"), function=function)


def days(start: str, end: str) -> tuple[Func, str]:
    return ClosedRange(start, end, "daterange"), RangeOperators.OVERLAPS


def moments(start: str, end: str) -> tuple[Func, str]:
    return HalfOpenRange(start, end, "tstzrange"), RangeOperators.OVERLAPS


def same(column: str) -> tuple[Func, str]:
    """Equality of ids for an exclusion constraint, as one-number ranges: GiST compares these without btree_gist."""
    return ClosedRange(column, column, "int8range"), RangeOperators.OVERLAPS
