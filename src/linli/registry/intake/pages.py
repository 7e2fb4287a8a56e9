"""What the pages of an import show: its columns, counts and faults; and the sheet to mend."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.sheets import SHEET_STEP, row_name, write_sheet
from linli.core.text import mask_id, mask_phone
from linli.registry import access, exports, purposes
from linli.registry.access import Actor
from linli.registry.intake.checked import FAULTY
from linli.registry.intake.consents import AGREED_FIELDS
from linli.registry.intake.faults import remark, sentence
from linli.registry.intake.fields import FIELDS
from linli.registry.intake.steps import unseal
from linli.registry.models import Import, ImportRow
from linli.registry.names import half_width
from linli.registry.queries.access import import_for

NOTED = "noted"  # good rows with something worth a look
ID_NUMBER = re.compile(r"(?<!\d)\d{14}(?:\d{3})?[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d){8}(?!\d)")
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
    """Return all that the preview shows (5 queries).

    ``import``, ``counts`` (with "noted"), ``columns`` [{number, header, field, why, samples}],
    ``choices`` [(code, label)], ``rows`` [{number, cells [{header, text, bad}], sentences, notes}]
    of the outcome wanted ("noted": good rows worth a look), ``total``, ``page``, ``pages``,
    ``may_apply_all``, ``may_apply_good``.
    """
    of = import_for(actor, import_id)
    rows = ImportRow.objects.filter(of=of).order_by("number")
    noted = rows.exclude(outcome=FAULTY).exclude(faults=[])
    shown = Paginator(noted if outcome == NOTED else rows.filter(outcome=outcome), PAGE).get_page(
        page
    )
    hidden = _hidden(actor, of)
    first = [_cells(cells, hidden) for cells in rows.values_list("cells", flat=True)[:SAMPLES]]
    filled = {column["field"] for column in of.columns}
    return {
        "import": of,
        "counts": {**of.counts, "noted": noted.count()},
        "left_out": of.options.get("left_out", []),
        "columns": [
            {"number": n, **column, "samples": [r[n] for r in first if n < len(r) and r[n]]}
            for n, column in enumerate(of.columns)
        ],
        "choices": [("", _("leave this column out")), *FIELDS.items()],
        "make_doors": of.options.get("make_doors", False),
        "outcome": outcome,
        "rows": [_row(row, of, hidden) for row in shown],
        "total": shown.paginator.count,
        "page": shown.number,
        "pages": shown.paginator.num_pages,
        "to_agree": [
            purposes.PURPOSES[code] for code, field in AGREED_FIELDS.items() if field in filled
        ],
        **_what_may_be_done(of),
    }


def _what_may_be_done(of: Import) -> dict[str, bool]:
    good = sum(of.counts.get(name, 0) for name in ("new", "changed", "unchanged"))
    is_open = of.state == Import.State.PREVIEW
    return {
        "is_open": is_open,
        "may_apply_all": is_open and good > 0 and not of.counts.get("faulty"),
        "may_apply_good": is_open and good > 0,
        "may_undo": of.state == Import.State.APPLIED,
    }


def _hidden(actor: Actor, of: Import) -> set[int]:
    """Return the columns that the viewer's post may not read: care needs."""
    if actor.may("read_care", path=of.community.path):
        return set()
    return {n for n, column in enumerate(of.columns) if column["field"] == "care"}


def _row(row: ImportRow, of: Import, hidden: set[int]) -> dict[str, Any]:
    faults = [fault for fault in row.faults if not fault.get("note")]
    notes = [fault for fault in row.faults if fault.get("note")]
    bad = {fault["field"] for fault in faults}
    number = row_name(row.number, of.options.get("sheets", ()))
    return {
        "number": number,
        "cells": [
            {"header": column["header"], "text": text, "bad": column["field"] in bad}
            for column, text in zip(of.columns, _cells(row.cells, hidden), strict=True)
            if text
        ],
        "sentences": [sentence(number, fault) for fault in faults],
        "notes": [remark(note) for note in notes if not (hidden and note["field"] == "care")],
    }


def _cells(cells: list[str], hidden: set[int]) -> list[str]:
    return ["" if n in hidden else _masked(unseal(cell)) for n, cell in enumerate(cells)]


def _masked(cell: str) -> str:
    """Return a cell as a page may show it: ID and mobile numbers masked, wherever they stand."""
    text = ID_NUMBER.sub(lambda match: mask_id(match.group()), half_width(cell))
    shown = MOBILE.sub(lambda match: mask_phone(match.group()), text)
    return shown if shown != half_width(cell) else cell


@transaction.atomic
def fault_sheet(of: Import, *, by: Actor) -> bytes:
    """Return the faulty rows as .xlsx: the file's own columns, then what to do in each.

    The same file, mended, can be taken in again: its headers are known.
    """
    access.require(by, "import", path=of.community.path)
    rows = ImportRow.objects.filter(of=of, outcome=FAULTY).order_by("number")
    hidden, sheets = _hidden(by, of), of.options.get("sheets", ())
    buildings = of.options.get("buildings", [])
    named = not any(column["field"] == "building" for column in of.columns) and any(buildings)
    headers = [*([_("building")] if named else []), *(column["header"] for column in of.columns)]
    table = [
        [
            *([buildings[row.number // SHEET_STEP]] if named else []),
            *("" if n in hidden else unseal(cell) for n, cell in enumerate(row.cells)),
            " ".join(
                sentence(row_name(row.number, sheets), fault)
                for fault in row.faults
                if not fault.get("note")
            ),
        ]
        for row in rows
    ]
    record.note(
        "import.faults_taken", of, by=by, community_id=of.community_id, change={"rows": len(table)}
    )
    why = _("correcting %(file)s") % {"file": of.file_name}
    return write_sheet(
        [*headers, _("To be corrected")],
        table,
        title=_("Rows to correct"),
        watermark=exports.watermark(by, why),
    )
