"""How a list leaves the house, in whichever room it is made: reason, watermark, line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.sheets import Table, write_book
from linli.registry import access
from linli.registry.access import Actor
from linli.registry.actions.checks import reason as given_reason
from linli.registry.models import Place


def allow(
    actor: Actor, reason: str, *, unmasked: bool = False, community_id: int | None = None
) -> str:
    """Return the reason tidied. Raises ``NotAllowed``, or ``Invalid`` without one.

    With ``community_id`` a post elsewhere takes nothing out of this community, not even a list
    that is not narrowed to the posts that may.
    """
    access.require(actor, "export", community_id=community_id)
    if unmasked:
        access.require(actor, "read_masked", community_id=community_id)
    return given_reason(reason)


def watermark(actor: Actor, reason: str) -> str:
    """Say who takes a list out, when and what for, as every page of it bears it."""
    return _("Taken out by %(name)s on %(day)s for: %(reason)s. Not to be passed on.") % {
        "name": actor.label or "Linli",
        "day": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        "reason": reason,
    }


def export_sheet(
    actor: Actor,
    community: Place,
    what: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
    reason: str,
    *,
    title: str,
    unmasked: bool = False,
) -> bytes:
    """Write the line and return the sheet with its watermark: who, when, what for."""
    table = Table(title, headers, rows)
    return export_workbook(actor, community, what, [table], len(rows), reason, unmasked=unmasked)


def export_workbook(
    actor: Actor,
    community: Place,
    what: str,
    tables: Sequence[Table],
    count: int,
    reason: str,
    *,
    unmasked: bool = False,
) -> bytes:
    """Write the line and return a book of several sheets; ``count`` is how many rows leave."""
    record.note(
        f"list.{what}_taken_out",
        community,
        by=actor,
        community_id=community.pk,
        change={"rows": count, "unmasked": unmasked},
        reason=reason,
    )
    return write_book(tables, watermark=watermark(actor, reason))
