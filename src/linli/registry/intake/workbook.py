"""A file's sheets put together into one list, though each building may have a sheet of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from linli.core.sheets import MOST_BYTES, SHEET_STEP, Sheet, hidden_sheets, read_book
from linli.registry import names
from linli.registry.intake import fields, side_by_side

MOST_NAMED = 10
DOOR_FIELDS = {"door", "building", "entrance", "dwelling"}


@dataclass
class Book:
    """One list: row ``numbers[i]`` is the row in its sheet, plus ``SHEET_STEP`` a sheet before it.

    ``buildings`` says for each sheet which building its title names alone, or "".
    """

    headers: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    buildings: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(source: Path | bytes | IO[bytes], *, name: str, known: dict[str, str]) -> Book:
    """Read a file; sheets that hold no doors (how to fill it in) are left out by name.

    Columns of the same header are one column, whatever their order on each sheet.
    """
    content = _bytes_of(source)
    tables = {
        part: table
        for title, sheet in read_book(content, name=name or _name_of(source)).items()
        for part, table in side_by_side.apart(title, _whole(sheet)).items()
    }
    lists = {title: sheet for title, sheet in tables.items() if _holds_doors(sheet, known)}
    if not lists:
        title = max(tables, key=lambda sheet_title: len(tables[sheet_title].rows))
        lists = {title: tables[title]}
    left_out = [title for title in tables if title not in lists]
    book = Book(left_out=[*left_out, *hidden_sheets(content), *_hidden_parts(lists)])
    at: dict[tuple[str, int], int] = {}
    for number, (title, sheet) in enumerate(lists.items()):
        keys = _keys(sheet.headers)
        for key, header in zip(keys, sheet.headers, strict=True):
            if key not in at:
                at[key] = len(at)
                book.headers.append("".join(header.splitlines()))
        columns = [at[key] for key in keys]
        book.rows += [_spread(row, columns, len(at)) for row in sheet.rows]
        book.numbers += [number * SHEET_STEP + row for row in sheet.numbers]
        book.sheets.append(title)
        book.buildings.append(_building_of(title, sheet))
    book.rows = [[*row, *[""] * (len(at) - len(row))] for row in book.rows]
    return book


def _hidden_parts(lists: dict[str, Sheet]) -> list[str]:
    """Name the rows and columns that the file's author hid: people did not see them either."""
    several = len(lists) > 1
    named = []
    for title, sheet in lists.items():
        at = f"{title}: " if several else ""
        if sheet.hidden_rows:
            numbers = ", ".join(map(str, sheet.hidden_rows[:MOST_NAMED]))
            more = "…" if len(sheet.hidden_rows) > MOST_NAMED else ""
            named.append(at + _("hidden rows %(numbers)s") % {"numbers": numbers + more})
        if sheet.hidden_columns:
            headers = ", ".join(sheet.hidden_columns[:MOST_NAMED])
            named.append(at + _("hidden columns %(headers)s") % {"headers": headers})
    return named


def _bytes_of(source: Path | bytes | IO[bytes]) -> bytes:
    """Read the file once; more than a table may weigh is refused by its reader."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    return source if isinstance(source, bytes) else source.read(MOST_BYTES + 1)


def _name_of(source: Path | bytes | IO[bytes]) -> str:
    return "" if isinstance(source, bytes) else str(getattr(source, "name", "") or "")


def _keys(headers: Sequence[str]) -> list[tuple[str, int]]:
    """Tell columns by their plain header; the second of one name is another column."""
    seen: Counter[str] = Counter()
    keys = []
    for header in headers:
        plain = fields.plain_header(header)
        keys.append((plain, seen[plain]))
        seen[plain] += 1
    return keys


def _spread(row: Sequence[str], columns: Sequence[int], width: int) -> list[str]:
    cells = [""] * width
    for column, cell in zip(columns, row, strict=True):
        cells[column] = cell
    return cells


def _holds_doors(sheet: Sheet, known: dict[str, str]) -> bool:
    guessed = {c["field"] for c in fields.guess(sheet.headers, sheet.rows, known)}
    return bool(sheet.rows) and bool(guessed & DOOR_FIELDS) and len(guessed - {""}) > 1


def _building_of(title: str, sheet: Sheet) -> str:
    if re.fullmatch(names.NAME, title):
        return names.part_key("building", title)
    words = [title, *(cell for row in sheet.above for cell in row)]
    return next(filter(None, map(names.only_building, words)), "")


def _whole(sheet: Sheet) -> Sheet:
    """Join headers that merged cells spread over two rows, above or below the one found."""
    if sheet.above and fields.is_header_row(sheet.headers):
        upper = sheet.above[-1]
        if sum(1 for cell in upper if cell) > 1:
            headers = fields.merged_headers(upper, sheet.headers)
            return replace(sheet, headers=headers)
    if len(sheet.rows) > 1 and fields.is_header_row(sheet.rows[0]):
        headers = fields.merged_headers(sheet.headers, sheet.rows[0])
        return replace(sheet, headers=headers, rows=sheet.rows[1:], numbers=sheet.numbers[1:])
    return sheet
