"""Queries of a fixed shape, put into SQL once.

Django works out the SQL of a query each time it runs, which costs the web process three to ten times what running it
costs. Where a busy page or an act that must be quick asks the same question with other values, the question is written
down once: ::

    _COMING = Compiled(lambda body, now: Event.objects.upcoming(now).filter(organiser=body), body=int, now=datetime)
    events = _COMING.rows(body=body.pk, now=now)

The query stays an ordinary queryset (rows, ``values_list``, ``select_related``, ``prefetch_related`` by name, locks);
only its text is kept. What may change are the arguments, and each of them must reach the database as it is. A query in
which anything else changes (the clock, a value None, the number of parameters) is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar, get_origin
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, TextField, Value
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from psycopg.types.numeric import Int2, Int4, Int8

Row = TypeVar("Row")
Probes = Mapping[str, Any]

# Two values for each argument that no query holds by itself: where both appear is where the argument belongs.
_PROBES: Mapping[type, Callable[[int], object]] = {
    int: lambda number: 31_000 + number,  # also a small integer's
    str: lambda number: f"kk-probe-{number}",
    bytes: lambda number: f"kk-probe-{number}".encode(),
    list[int]: lambda number: [31_000 + number],
    list[str]: lambda number: [f"kk-probe-{number}"],
    UUID: lambda number: UUID(int=number),
    datetime: lambda number: datetime(1901, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
    date: lambda number: date(1902, 1, 1) + timedelta(days=number),
}
_SECOND = 500
_BITS: Mapping[object, int] = {Int2: 15, Int4: 31, Int8: 63}


class AnyOf(Func):
    """``column = ANY(values)``: one parameter for all values, since a hundred cost more to write down than to ask."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, values: Sequence[int] | Sequence[str]) -> None:
        kind = TextField() if values and isinstance(values[0], str) else BigIntegerField()
        super().__init__(F(column), Value(list(values), output_field=ArrayField(kind)))


class Compiled(Generic[Row]):
    """One query with named arguments of the given kinds: int, str, bytes, UUID, date or datetime, never None.

    ``list[int]`` and ``list[str]`` have any length; the database takes each as one array (`AnyOf`).

    Raises `TypeError` for an argument of another kind, `ValueError` when the query is not of a fixed shape.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Row]"], **kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._known: _Plan | None = None

    def rows(self, **arguments: object) -> list[Row]:
        """Ask with these arguments; a new list each time."""
        self._check(arguments)
        plan = self._plan()
        if not plan.fits(arguments):
            return []
        rows: QuerySet[Any, Row] = QuerySet(plan.template.model, _Question(plan, arguments), plan.template.db)  # type: ignore[arg-type]
        for name in ("_iterable_class", "_fields", "_known_related_objects", "_prefetch_related_lookups"):
            setattr(rows, name, getattr(plan.template, name))
        return list(rows)

    def first(self, **arguments: object) -> Row | None:
        """The first row, or None. The query itself says in which order, and how many it reads."""
        return next(iter(self.rows(**arguments)), None)

    def _check(self, arguments: Mapping[str, object]) -> None:
        if arguments.keys() != self._kinds.keys():
            raise TypeError(f"Arguments are {sorted(self._kinds)}, not {sorted(arguments)}.")
        for name, value in arguments.items():
            kind = self._kinds[name]
            # A bool is an int, and a datetime a date, but the database would compare them otherwise.
            other: tuple[type, ...] = (bool, datetime) if kind is date else (bool,)
            if not isinstance(value, get_origin(kind) or kind) or isinstance(value, other):
                raise TypeError(f"{name} is {kind.__name__}, not {type(value).__name__}.")

    def _plan(self) -> "_Plan":
        """The same for all threads; two that come at once work it out twice."""
        if self._known is None:
            self._known = self._worked_out()
        return self._known

    def _worked_out(self) -> "_Plan":
        first, second = (
            {name: _PROBES[kind](start + number) for number, (name, kind) in enumerate(self._kinds.items())}
            for start in (1, _SECOND)
        )
        template = self._build(**first)
        compiler = template.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        other_sql, others = self._build(**second).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        if sql != other_sql:
            raise ValueError("The query has another shape with other arguments.")
        holes = {
            position: (_argument(first, second, one, other), type(one))
            for position, (one, other) in enumerate(zip(parameters, others, strict=True))
            if one != other
        }
        if missing := self._kinds.keys() - {name for name, _kind in holes.values()}:
            raise ValueError(f"The query does not hold its argument as it is: {sorted(missing)}.")
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        return _Plan(template, compiler, sql, tuple(parameters), holes, converters)


def _argument(first: Probes, second: Probes, one: object, other: object) -> str:
    """Which argument shows itself in both ways."""
    for name, probe in first.items():
        if one == probe and other == second[name]:
            return name
    raise ValueError(f"The query holds a value that changes by itself or is made of an argument: {one!r}.")


@dataclass(frozen=True)
class _Plan:
    """``holes``: which parameters are arguments, and the kind in which the database's driver wants them."""

    template: "QuerySet[Any, Any]"
    compiler: SQLCompiler
    sql: str
    parameters: Sequence[object]
    holes: Mapping[int, tuple[str, Callable[[Any], object]]]
    converters: dict[int, Any]

    def fits(self, arguments: Mapping[str, Any]) -> bool:
        """Whether every number has room in its column; one that has none, from an address, is on no row."""
        return all(
            -(1 << bits) <= arguments[name] < 1 << bits
            for name, kind in self.holes.values()
            if (bits := _BITS.get(kind)) is not None
        )


class _Question:
    """Stands where Django's querysets expect a query, and where those expect its compiler."""

    def __init__(self, plan: _Plan, arguments: Mapping[str, Any]) -> None:
        self.plan, self.compiler = plan, plan.compiler
        parameters: list[Any] = list(plan.parameters)
        for position, (name, kind) in plan.holes.items():
            value = arguments[name]
            parameters[position] = value if isinstance(value, kind) else kind(value)  # type: ignore[arg-type]
        self.parameters: list[Any] = parameters

    def get_compiler(self, *_arguments: object, **_options: object) -> "_Question":
        return self

    def __getattr__(self, name: str) -> object:
        owner = (
            self.plan.compiler if name in {"select", "klass_info", "annotation_col_map"} else self.plan.template.query
        )
        return getattr(owner, name)

    def execute_sql(self, *_arguments: object, **_options: object) -> list[list[Any]]:
        """Run it; all rows in one piece, as ``SQLCompiler.execute_sql`` gives them in pieces."""
        connection = connections[self.plan.template.db]
        if self.plan.template.query.select_for_update and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        with connection.cursor() as cursor:
            cursor.execute(self.plan.sql, self.parameters)
            rows = cursor.fetchall()
        return [[row[: self.compiler.col_count] for row in rows] if self.compiler.has_extra_select else rows]

    def results_iter(self, results: Any = None, tuple_expected: bool = False, **_options: object) -> Any:
        rows = (self.execute_sql() if results is None else results)[0]
        if not self.plan.converters:
            return iter(rows)
        converted = self.compiler.apply_converters(rows, self.plan.converters)
        return map(tuple, converted) if tuple_expected else converted
