"""What the pages of an import show: its columns, counts and faults; and the sheet to mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db import transaction
from django.utils.functional import Promise
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
from linli.registry.purposes import Purpose
from linli.registry.queries.access import import_for

NOTED = "noted"  # good rows with something worth a look
ID_NUMBER = re.compile(r"(?<!\d)\d{14}(?:\d{3})?[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[\s-]?\d){8}(?!\d)")
SAMPLES = 3
PAGE = 50


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A file that was taken in, or may be."""

    id: int
    file_name: str
    state: str
    state_label: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: what it is taken for, why, and some of what stands in it."""

    number: int
    header: str
    field: str
    why: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a page may show it; ``bad``: a sentence is about it."""

    header: str
    text: str
    bad: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what is wrong in it, and what was made of it."""

    number: str
    cells: tuple[Cell, ...]
    sentences: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """All that the preview shows. ``rows`` are one page of the outcome wanted ("noted": good rows
    worth a look)."""

    of: Import
    counts: Mapping[str, int]  # with "noted"
    left_out: tuple[str, ...]  # sheets, rows and columns that hold nobody
    columns: tuple[Column, ...]
    choices: tuple[tuple[str, str | Promise], ...]
    make_doors: bool
    outcome: str
    rows: tuple[Row, ...]
    page: int
    pages: int
    to_agree: tuple[Purpose, ...]

    @property
    def is_open(self) -> bool:
        """True while nothing of it is taken in."""
        return self.of.state == Import.State.PREVIEW

    @property
    def may_apply_good(self) -> bool:
        good = sum(self.of.counts.get(name, 0) for name in ("new", "changed", "unchanged"))
        return self.is_open and good > 0

    @property
    def may_apply_all(self) -> bool:
        return self.may_apply_good and not self.of.counts.get("faulty")

    @property
    def may_undo(self) -> bool:
        return self.of.state == Import.State.APPLIED


def imports_of(actor: Actor, community_id: int) -> list[ImportLine]:
    """Return a community's imports, the newest first (one query)."""
    if community_id not in actor.reach("import").communities:
        return []
    rows = Import.objects.filter(community=community_id).select_related("made_by")[:PAGE]
    return [
        ImportLine(
            row.pk,
            row.file_name,
            row.state,
            row.get_state_display(),
            row.made_at,
            str(row.made_by or ""),
        )
        for row in rows
    ]


def preview_page(
    actor: Actor, import_id: int, *, outcome: str = FAULTY, page: int = 1
) -> ImportPreview:
    """Return all that the preview shows (5 queries)."""
    of = import_for(actor, import_id)
    rows = ImportRow.objects.filter(of=of).order_by("number")
    noted = rows.exclude(outcome=FAULTY).exclude(faults=[])
    shown = Paginator(noted if outcome == NOTED else rows.filter(outcome=outcome), PAGE).get_page(
        page
    )
    hidden = _hidden(actor, of)
    first = [_cells(cells, hidden) for cells in rows.values_list("cells", flat=True)[:SAMPLES]]
    filled = {column["field"] for column in of.columns}
    return ImportPreview(
        of=of,
        counts={**of.counts, "noted": noted.count()},
        left_out=tuple(of.options.get("left_out", ())),
        columns=tuple(
            Column(
                n,
                column["header"],
                column["field"],
                column["why"],
                tuple(row[n] for row in first if n < len(row) and row[n]),
            )
            for n, column in enumerate(of.columns)
        ),
        choices=(("", _("leave this column out")), *FIELDS.items()),
        make_doors=of.options.get("make_doors", False),
        outcome=outcome,
        rows=tuple(_row(row, of, hidden) for row in shown),
        page=shown.number,
        pages=shown.paginator.num_pages,
        to_agree=tuple(
            purposes.PURPOSES[code] for code, field in AGREED_FIELDS.items() if field in filled
        ),
    )


def _hidden(actor: Actor, of: Import) -> set[int]:
    """Return the columns that the viewer's post may not read: care needs."""
    if actor.may("read_care", path=of.community.path):
        return set()
    return {n for n, column in enumerate(of.columns) if column["field"] == "care"}


def _row(row: ImportRow, of: Import, hidden: set[int]) -> Row:
    faults = [fault for fault in row.faults if not fault.get("note")]
    notes = [fault for fault in row.faults if fault.get("note")]
    bad = {fault["field"] for fault in faults}
    number = row_name(row.number, of.options.get("sheets", ()))
    return Row(
        number=number,
        cells=tuple(
            Cell(column["header"], text, column["field"] in bad)
            for column, text in zip(of.columns, _cells(row.cells, hidden), strict=True)
            if text
        ),
        sentences=tuple(sentence(number, fault) for fault in faults),
        notes=tuple(remark(note) for note in notes if not (hidden and note["field"] == "care")),
    )


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
