"""A SELECT that Django compiles once, and that is run again with other values.

Building a query set and compiling it to SQL takes ten times as long as running it on rows that are
found by their key; of the pages that stand open all day it was a third of the work. What such a
page reads is said once, as a query set over ``Slot``; a reading fills the slots in. No row is
remembered, and the SQL and the conversion of values stay Django's own.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Value = int | str | dt.date | dt.datetime
M = TypeVar("M", bound=Model)


class Slot(Expression):
    """Where a value stands that only the reading knows: ``pk=Slot("id")``.

    In a list it takes any number of values: ``pk__in=[Slot("ids")]``. ``None`` fits nowhere.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Return the placeholder, with the slot itself where its value will be."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Statement:
    connection: BaseDatabaseWrapper
    pieces: tuple[str, ...]  # of the SQL, before, between and after its placeholders
    values: tuple[Any, ...]  # of each placeholder: its value, or the slot that waits for one
    converters: tuple[tuple[int, list[Any], Any], ...]  # column, how, expression
    shape: _Shape | None


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a row becomes a model."""

    model: type[Model]
    own: slice  # its columns
    names: list[str]  # and their names
    related: list[Any]  # what it selects beside itself
    annotated: dict[str, int]


class Prepared(Generic[M]):
    """A query set over slots, compiled once in each thread.

    ``build`` returns it: of whole models, or a ``values_list`` of columns. It is called once, so
    it looks at neither clock nor language: what changes is a slot.
    """

    def __init__(self, build: Callable[[], QuerySet[M, Any]]) -> None:
        self._build = build
        self._kept = threading.local()  # a statement holds its thread's connection

    def rows(self, **values: Value | Sequence[Value]) -> Iterator[tuple[Any, ...]]:
        """Run it with the slots' values; yield each row as a tuple (1 query).

        Raises ``KeyError`` for a slot without a value. A slot in a list that gets none finds
        nothing, without asking the database.
        """
        statement = self._statement()
        sql, filled = _filled(statement, values)
        if sql is None:
            return iter(())
        with statement.connection.cursor() as cursor:
            cursor.execute(sql, filled)
            fetched = cursor.fetchall()
        return _converted(fetched, statement) if statement.converters else iter(fetched)

    def models(self, **values: Value | Sequence[Value]) -> list[M]:
        """Run it with the slots' values; return its models, and what they select (1 query)."""
        rows, statement = self.rows(**values), self._statement()
        shape = statement.shape
        if shape is None:
            raise TypeError("This statement reads columns, not models.")
        instances: list[Any] = []
        for row in rows:
            alias, own = statement.connection.alias, row[shape.own]
            instance: Any = shape.model.from_db(alias, shape.names, own)
            for populator in shape.related:
                populator.populate(row, instance)
            for name, at in shape.annotated.items():
                setattr(instance, name, row[at])
            instances.append(instance)
        return instances

    def _statement(self) -> _Statement:
        kept: _Statement | None = getattr(self._kept, "statement", None)
        if kept is None or connections[kept.connection.alias] is not kept.connection:
            kept = self._kept.statement = _compiled(self._build())
        return kept


def _compiled(rows: QuerySet[Any, Any]) -> _Statement:
    if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise TypeError("What is prefetched is asked for beside a prepared statement.")
    connection = connections[rows.db]
    compiler = rows.query.get_compiler(connection=connection)
    sql, values = compiler.as_sql()
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return _Statement(
        connection,
        tuple(sql.split("%s")),
        tuple(values),
        tuple((at, how, expression) for at, (how, expression) in converters.items()),
        _shape(compiler, rows.db),
    )


def _shape(compiler: SQLCompiler, alias: str) -> _Shape | None:
    """Return what Django's own ``ModelIterable`` makes of a row; None for columns."""
    klass_info = compiler.klass_info
    if not klass_info or not compiler.query.default_cols:
        return None
    columns = klass_info["select_fields"]
    own = slice(columns[0], columns[-1] + 1)
    names = [column[0].target.attname for column in compiler.select[own]]
    # The stubs are of a younger Django, where a third argument stands.
    related = get_related_populators(klass_info, compiler.select, alias)  # type: ignore[call-arg]
    annotated = compiler.annotation_col_map or {}
    return _Shape(klass_info["model"], own, names, related, annotated)


def _filled(
    statement: _Statement, values: dict[str, Value | Sequence[Value]]
) -> tuple[str | None, list[Any]]:
    """Return the SQL with its values; no SQL where a list is empty."""
    connection, pieces = statement.connection, statement.pieces
    sql, filled = [pieces[0]], []
    for value, piece in zip(statement.values, pieces[1:], strict=True):
        given = values[value.name] if isinstance(value, Slot) else value
        if isinstance(value, Slot) and not isinstance(given, Value):
            several = [_adapted(each, connection) for each in given]
            if not several:
                return None, []
            sql.append(", ".join(["%s"] * len(several)))
            filled += several
        else:
            sql.append("%s")
            filled.append(_adapted(given, connection) if isinstance(value, Slot) else given)
        sql.append(piece)
    return "".join(sql), filled


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """Return the value as the database takes it; a moment is a date, too, so it is asked first."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _converted(rows: list[tuple[Any, ...]], statement: _Statement) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = list(row)
        for at, how, expression in statement.converters:
            for convert in how:
                values[at] = convert(values[at], expression, statement.connection)
        yield tuple(values)
