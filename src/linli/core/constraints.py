"""The one place where a broken constraint becomes its sentence.

What must always hold stands in the database; a verb asks first, so that most people read a sentence
at its field. Of two who ask at once one meets the constraint itself, and reads the sentence that
its model has for it: ``violation_error_message`` of a constraint, or a field's ``unique`` message.
A constraint without a sentence of its own is a bug, and is heard as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from linli.core.refusals import Invalid

_COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")  # SQLite says which columns, not whose
_CHECK = re.compile(r"CHECK constraint failed: (\w+)")


@contextmanager
def atomic() -> Iterator[None]:
    """Open a verb's transaction, as a decorator or in a ``with``; raises ``Invalid`` with the
    sentence of the constraint that it would break."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        refusal = refusal_of(fault)
        if refusal is None:
            raise
        raise refusal from fault


def refusal_of(fault: IntegrityError) -> Invalid | None:
    """Return the sentence of the constraint that was broken; None when it has none."""
    meant = _sentences().get(_broken(fault))
    if meant is None:
        return None
    field, sentence = meant
    return Invalid(sentence, errors={field: [sentence]} if field else None)


def _broken(fault: IntegrityError) -> str:
    """Return the constraint's name as PostgreSQL says it, or what SQLite says in its place."""
    diag: Any = getattr(fault.__cause__, "diag", None)
    if diag is not None:
        return str(diag.constraint_name)
    if check := _CHECK.search(str(fault)):
        return check[1]
    columns = _COLUMNS.search(str(fault))
    return _key(columns[1].split(", ")) if columns else ""


def _key(columns: list[str]) -> str:
    return " ".join(sorted(columns))


@cache
def _sentences() -> dict[str, tuple[str, Any]]:
    """Map each constraint that has a sentence, by its name and by its columns, to the field at
    which it is said and the sentence."""
    known: dict[str, tuple[str, Any]] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if not isinstance(constraint, UniqueConstraint | CheckConstraint):
                continue
            if constraint.violation_error_message == constraint.default_violation_error_message:
                continue
            meant = constraint.violation_error_code or "", constraint.violation_error_message
            known[constraint.name] = meant
            if isinstance(constraint, UniqueConstraint):
                known[_columns_of(model, constraint.fields)] = meant
    return known


def _columns_of(model: type[models.Model], names: Iterable[str]) -> str:
    table = model._meta.db_table
    return _key([f"{table}.{model._meta.get_field(name).column}" for name in names])  # type: ignore[union-attr]
