"""A SELECT that Django compiles once, and that is run again with other values.

Building a query set and compiling it to SQL takes several times as long as running it; of the
pages that stand open all day it was a third of the work. What such a page reads is said once, as a
query set over ``Slot``; a reading fills the slots in. Nothing is remembered of the rows, and the
SQL and the conversion of values stay Django's own.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Value = int | str | dt.date | dt.datetime


class Slot(Expression):
    """Where a value stands that only the reading knows. Neither ``None`` nor a list fits in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        """Return the placeholder, with the slot itself where its value will be."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Statement:
    connection: BaseDatabaseWrapper
    sql: str
    values: tuple[Any, ...]  # of each placeholder: its value, or the slot that waits for one
    converters: tuple[tuple[int, list[Any], Any], ...]  # column, how, expression


class Prepared:
    """A query set over slots, compiled once in each thread.

    ``build`` returns it: whole models without ``select_related``, or a ``values_list`` of columns.
    It is called once, so it looks at neither clock nor language: what changes is a slot.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._kept = threading.local()  # a statement holds its thread's connection

    def rows(self, **values: Value) -> Iterator[tuple[Any, ...]]:
        """Run it with the slots' values; yield each row as a tuple (1 query)."""
        statement = self._statement()
        filled = [
            _adapted(values[value.name], statement.connection) if isinstance(value, Slot) else value
            for value in statement.values
        ]
        with statement.connection.cursor() as cursor:
            cursor.execute(statement.sql, filled)
            fetched = cursor.fetchall()
        return _converted(fetched, statement) if statement.converters else iter(fetched)

    def models(self, **values: Value) -> list[Any]:
        """Run it with the slots' values; return the models (1 query)."""
        rows, model, names = self.rows(**values), self._kept.model, self._kept.names
        alias = self._kept.statement.connection.alias
        return [model.from_db(alias, names, row) for row in rows]

    def _statement(self) -> _Statement:
        kept: _Statement | None = getattr(self._kept, "statement", None)
        if kept is None or connections[kept.connection.alias] is not kept.connection:
            kept = self._kept.statement = self._compiled()
        return kept

    def _compiled(self) -> _Statement:
        rows = self._build()
        connection = connections[rows.db]
        compiler = rows.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        model: type[Model] = rows.model
        self._kept.model = model
        self._kept.names = [field.attname for field in model._meta.concrete_fields]
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return _Statement(
            connection,
            sql,
            tuple(values),
            tuple((at, how, expression) for at, (how, expression) in converters.items()),
        )


def _adapted(value: Value, connection: BaseDatabaseWrapper) -> Any:
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
