"""Rows held by whoever changes them: locked and read as they are now, never as a page saw them."""

from __future__ import annotations

from typing import TypeVar

from django.db import models, transaction
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext_lazy as _

from linli.core.models import Versioned
from linli.core.refusals import OutOfDate

M = TypeVar("M", bound=models.Model)
MEANWHILE = _(
    "Meanwhile somebody else has changed this. Nothing of yours is saved yet: look at what stands "
    "here now, then save again."
)


def locked(rows: QuerySet[M]) -> QuerySet[M]:
    """Hold these rows until the transaction ends."""
    insist_on_transaction()
    return for_update(rows)


def for_update(rows: QuerySet[M]) -> QuerySet[M]:
    """Lock these rows as they are read, and none that are joined to them.

    Without KEY: who writes a row that points to one of them need not wait.
    """
    return rows.select_for_update(of=("self",), no_key=True)


def insist_on_transaction() -> None:
    """Raise ``TransactionManagementError`` outside of one: SQLite would not say so."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("A verb begins inside its transaction.")


def in_order(rows: QuerySet[M]) -> dict[int, M]:
    """Hold rows in the order of their ids, so that two who want the same never wait for each
    other; return them by id (1 query)."""
    return {row.pk: row for row in locked(rows.order_by("pk"))}


def check_version(row: Versioned, version: int | None) -> None:
    """Raise ``OutOfDate`` when the row has changed since the page that asks was made."""
    if version is not None and version != row.version:
        raise OutOfDate(MEANWHILE)


def save(row: Versioned, *columns: str) -> None:
    """Write columns of a held row; pages made before are old from now on."""
    row.version += 1
    row.save(update_fields=[*columns, "version"])
