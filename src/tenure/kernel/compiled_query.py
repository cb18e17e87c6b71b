"""A query that Django spells out as SQL once for each connection: for what a page asks every time (docs/adr/0016).

Only the spelling is kept, never an answer: every asking reads the database.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from inspect import signature
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, DateField, DateTimeField, JSONField, QuerySet
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

FIRST = 2_147_480_000  # stand for the arguments while a query is spelt out; fit the narrowest column of an id
LARGEST = 2**63 - 1
KEPT = "tenure_compiled_queries"
READ_BY_TYPE = (BooleanField, DateField)

N = TypeVar("N", bound=tuple[Any, ...])
Query = QuerySet[Any, Any]
Question = Callable[..., Query]
Converter = Callable[[Any, Any, Any], Any]


def compiled_once(question: Question) -> Callable[..., list[Any]]:
    """Let a function that builds a query answer it: the rows as a list, read anew each time. One query.

    Its arguments must be whole numbers that the query compares columns with, and nothing else of the query may depend on
    them, on the day or on the language. The query gives tuples (`values_list`) or records, with `select_related` and
    `annotate` at most.
    Raises TypeError for any other question, or an argument that is no number.
    """
    names = tuple(signature(question).parameters)

    @wraps(question)
    def asked(*numbers: int) -> list[Any]:
        # Compiled for one connection: its database's dialect and its ways of reading a value.
        kept = vars(connections[DEFAULT_DB_ALIAS]).setdefault(KEPT, {})
        if question not in kept:
            kept[question] = _compiled(question, names)
        found: list[Any] = kept[question].ask(numbers)
        return found

    return asked


def named(kind: type[N], rows: Iterable[tuple[Any, ...]]) -> list[N]:
    """Rows as a named tuple of as many columns: thousands a page, so none is asked for its length as `_make` does."""
    return list(map(partial(tuple.__new__, kind), rows))


@dataclass(frozen=True)
class _Compiled:
    """places: by place of a parameter, of which argument it is, and its type there; changed: by column, how what the
    database gives is read, and the expression it was asked by; made: from rows what is asked for."""

    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, tuple[int, type[int]]]
    changed: dict[int, tuple[Sequence[Converter], Any]]
    made: Callable[[Iterable[tuple[Any, ...]]], list[Any]]

    def ask(self, numbers: Sequence[int]) -> list[Any]:
        if not all(isinstance(number, int) for number in numbers):
            raise TypeError(f"a compiled query takes whole numbers, not {numbers!r}")
        if any(abs(number) > LARGEST for number in numbers):
            return []  # typed into an address; no column holds it
        parameters = list(self.parameters)
        for place, (argument, kind) in self.places.items():
            parameters[place] = kind(numbers[argument])
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows = cursor.fetchall()
        if not rows or not self.changed:
            return self.made(rows)
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, (changes, expression) in self.changed.items():
            columns[place] = _read(columns[place], changes, expression, connection)
        return self.made(zip(*columns, strict=True))


def _compiled(question: Question, names: Sequence[str]) -> _Compiled:
    stand_ins = {FIRST + place: place for place in range(len(names))}
    asked = question(*stand_ins)
    compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, parameters = compiler.as_sql()
    places = {
        place: (stand_ins[value], type(value))
        for place, value in enumerate(parameters)
        if isinstance(value, int) and value in stand_ins
    }
    missing = [
        name
        for name, place in zip(names, stand_ins.values(), strict=True)
        if place not in {argument for argument, _kind in places.values()}
    ]
    if missing:
        raise TypeError(f"{question.__qualname__}: nothing is compared with {', '.join(missing)}")
    columns = [column for column, _sql, _name in compiler.select]
    return _Compiled(sql, tuple(parameters), places, _changed(compiler, columns), _maker(asked, compiler))


def _changed(compiler: Any, columns: Sequence[Any]) -> dict[int, tuple[Sequence[Converter], Any]]:
    """By column, how its values are read. Of what SQLite's own reader has made of a column by its declared type already,
    nothing is left to change."""
    declared = compiler.connection.vendor == "sqlite" and not compiler.query.combinator
    return {
        place: (changes, one)
        for place, (changes, one) in compiler.get_converters(columns).items()
        if not (declared and isinstance(one, Col) and type(one.output_field) in READ_BY_TYPE)
    }


def _maker(asked: Any, compiler: Any) -> Callable[[Iterable[tuple[Any, ...]]], list[Any]]:
    """From rows what the query gives, as Django's own reading of it does."""
    if asked._iterable_class is ValuesListIterable:
        return list
    more = asked._prefetch_related_lookups or asked._known_related_objects
    if asked._iterable_class is not ModelIterable or more:
        raise TypeError("a compiled query gives tuples, or records with no more than `select_related` and `annotate`")
    record, own = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    first, end = own[0], own[-1] + 1
    names = [column.target.attname for column, _sql, _name in compiler.select[first:end]]
    annotated = tuple((compiler.annotation_col_map or {}).items())
    others = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def made(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
        found = []
        for row in rows:
            one = record.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
            for name, place in annotated:
                setattr(one, name, row[place])
            for other in others:
                other.populate(row, one)
            found.append(one)
        return found

    return made


def _read(values: Sequence[Any], changes: Sequence[Converter], expression: Any, connection: Any) -> Sequence[Any]:
    """A column as its field gives it. Each different value is read once, but for JSON, of which each row has its own."""
    field = expression.output_field
    if isinstance(field, JSONField):
        if isinstance(expression, Col) and field.decoder is None:
            texts = ",".join(["null" if value is None else value for value in values])
            read: list[Any] = json.loads(f"[{texts}]")
            return read
        return [_through(value, changes, expression, connection) for value in values]
    if isinstance(field, DateTimeField) and isinstance(expression, Col) and connection.vendor == "sqlite":
        # What SQLite keeps has no zone; Django's own way to give it one is long.
        zone = connection.timezone
        moments = {
            value: value if value is None or value.tzinfo else value.replace(tzinfo=zone) for value in set(values)
        }
        return [moments[value] for value in values]
    known = {value: _through(value, changes, expression, connection) for value in set(values)}
    return [known[value] for value in values]


def _through(value: Any, changes: Sequence[Converter], expression: Any, connection: Any) -> Any:
    for change in changes:
        value = change(value, expression, connection)
    return value
