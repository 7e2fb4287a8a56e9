"""What the pages of an import show: its columns, counts and faults; and the sheet to mend."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.sheets import write_sheet
from linli.core.text import mask_id, mask_phone
from linli.registry import access
from linli.registry.access import Actor
from linli.registry.intake.checking import FAULTY
from linli.registry.intake.faults import sentence
from linli.registry.intake.fields import FIELDS
from linli.registry.intake.steps import unseal
from linli.registry.models import Import, ImportRow
from linli.registry.queries.doors import import_for

SAMPLES = 3
PAGE = 50


def imports_of(actor: Actor, community_id: int) -> list[dict[str, Any]]:
    """Return a community's imports, the newest first (one query)."""
    if community_id not in actor.reach("import").communities:
        return []
    rows = Import.objects.filter(community=community_id).select_related("made_by")[:PAGE]
    return [
        {
            "id": row.pk,
            "file_name": row.file_name,
            "state": row.state,
            "state_label": row.get_state_display(),
            "counts": row.counts,
            "made_at": row.made_at,
            "made_by": str(row.made_by or ""),
            "applied_at": row.applied_at,
        }
        for row in rows
    ]


def preview_page(
    actor: Actor, import_id: int, *, outcome: str = FAULTY, page: int = 1
) -> dict[str, Any]:
    """Return all that the preview shows (4 queries).

    ``import``, ``counts``, ``columns`` [{number, header, field, why, samples}], ``choices``
    [(code, label)], ``rows`` [{number, cells, sentences, bad (column numbers)}] of the outcome
    wanted, ``total``, ``page``, ``pages``, ``may_apply_all``, ``may_apply_good``.
    """
    of = import_for(actor, import_id)
    wanted = ImportRow.objects.filter(of=of, outcome=outcome).order_by("number")
    shown = Paginator(wanted, PAGE).get_page(page)
    first = [
        [_masked(unseal(cell)) for cell in cells]
        for cells in ImportRow.objects.filter(of=of)
        .order_by("number")
        .values_list("cells", flat=True)[:SAMPLES]
    ]
    good = sum(of.counts.get(name, 0) for name in ("new", "changed", "unchanged"))
    is_open = of.state == Import.State.PREVIEW
    return {
        "import": of,
        "is_open": is_open,
        "counts": of.counts,
        "columns": [
            {"number": n, **column, "samples": [r[n] for r in first if n < len(r) and r[n]]}
            for n, column in enumerate(of.columns)
        ],
        "choices": [("", _("leave this column out")), *FIELDS.items()],
        "make_doors": of.options.get("make_doors", False),
        "outcome": outcome,
        "rows": [_row(row, of.columns) for row in shown],
        "total": shown.paginator.count,
        "page": shown.number,
        "pages": shown.paginator.num_pages,
        "may_apply_all": is_open and good > 0 and not of.counts.get("faulty"),
        "may_apply_good": is_open and good > 0,
        "may_undo": of.state == Import.State.APPLIED,
    }


def _row(row: ImportRow, columns: list[dict[str, str]]) -> dict[str, Any]:
    bad = {fault["field"] for fault in row.faults}
    return {
        "number": row.number,
        "cells": [_masked(unseal(cell)) for cell in row.cells],
        "sentences": [sentence(row.number, fault) for fault in row.faults],
        "bad": [n for n, column in enumerate(columns) if column["field"] in bad],
    }


def _masked(cell: str) -> str:
    """Return a cell as a page may show it: ID numbers and mobile numbers masked."""
    bare = cell.replace(" ", "")
    if len(bare) in (15, 18) and bare[:-1].isdigit():
        return mask_id(bare)
    return mask_phone(bare) if len(bare) == 11 and bare.isdigit() and bare[0] == "1" else cell


@transaction.atomic
def fault_sheet(of: Import, *, by: Actor) -> bytes:
    """Return the faulty rows as .xlsx: the file's own columns, then what to do in each.

    The same file, mended, can be taken in again: its headers are known.
    """
    access.require(by, "import", path=of.community.path)
    rows = ImportRow.objects.filter(of=of, outcome=FAULTY).order_by("number")
    headers = [column["header"] for column in of.columns]
    table = [
        [
            *(unseal(cell) for cell in row.cells),
            " ".join(sentence(row.number, fault) for fault in row.faults),
        ]
        for row in rows
    ]
    record.note(
        "import.faults_taken", of, by=by, community_id=of.community_id, change={"rows": len(table)}
    )
    return write_sheet([*headers, _("To be corrected")], table, title=_("Rows to correct"))
