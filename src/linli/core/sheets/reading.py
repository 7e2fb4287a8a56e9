"""Reading what people's Excel and CSV files hold, whatever program saved them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from linli.core.refusals import Invalid, TooLarge
from linli.core.sheets import webpage
from linli.core.sheets.cells import plain
from linli.core.sheets.cells import shown as as_shown
from linli.core.sheets.guards import (
    MOST_BYTES,
    MOST_SHEETS,
    check_package,
    too_large,
    unreadable,
)
from linli.core.sheets.hidden import Hidden, hidden_parts
from linli.core.sheets.used import MOST_COLUMNS, MOST_ROWS

HEAD_WITHIN_ROWS = 10
OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """A table as text: ``rows[i]`` has as many cells as ``headers``; it is row ``numbers[i]``
    (1, 2, 3 …) of the file, so that a fault can be shown where people look for it. ``above``
    are the filled rows over the headers: a title, or the upper half of merged headers;
    ``is_hidden``: people do not see the sheet; ``hidden_rows`` and ``hidden_columns`` (their
    headers) are what its author hid in it, left out."""

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int] = field(default_factory=list)
    head_number: int = 1
    above: list[list[str]] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Grid:
    """A sheet as it lies in the file."""

    title: str
    rows: Iterable[list[str]]
    is_hidden: bool = False
    hides: Hidden = field(default_factory=Hidden)


def read_sheet(source: Path | bytes | IO[bytes], *, name: str = "") -> Sheet:
    """Read the first filled table of an .xlsx, .xls or .csv file.

    Dates come as 2026-11-23, whole numbers without a point; empty rows are left out, and lines
    above the headers (a title) are passed over. Raises ``TooLarge`` or ``Invalid``, naming the
    file: at most 20 MB, 100,000 rows and 200 columns.
    """
    shown, grids = _grids(source, name, hidden=False)
    for grid in grids:
        if not grid.is_hidden:
            return _table(grid, shown)
    raise Invalid(_("%(name)s is empty.") % {"name": shown})


def read_book(
    source: Path | bytes | IO[bytes], *, name: str = "", hidden: bool = False
) -> dict[str, Sheet]:
    """Read every filled table of a file, by the name of its sheet (a .csv has one, without).

    A cell that is merged over several rows is told in each. ``hidden``: all as it lies in the
    file, with what people do not see of it. Guarded as ``read_sheet``: at most 200 sheets,
    100,000 rows in all.
    """
    shown, grids = _grids(source, name, hidden=hidden)
    book: dict[str, Sheet] = {}
    rows = 0
    for grid in grids:
        if grid.is_hidden and not hidden:
            continue
        book[grid.title] = replace(_table(grid, shown), is_hidden=grid.is_hidden)
        rows += len(book[grid.title].rows)
        if rows > MOST_ROWS or len(book) > MOST_SHEETS:
            raise too_large(shown)
    if not book:
        raise Invalid(_("%(name)s is empty.") % {"name": shown})
    return book


def hidden_sheets(source: bytes) -> list[str]:
    """Return the names of a workbook's sheets that people do not see, if they see any."""
    if not source.startswith((b"PK\x03\x04", OLE)):
        return []
    book = CalamineWorkbook.from_filelike(io.BytesIO(source))
    shown = _shown_sheets(book)
    return [title for title in book.sheet_names if title not in shown]


def _grids(
    source: Path | bytes | IO[bytes], name: str, *, hidden: bool
) -> tuple[str, Iterator[_Grid]]:
    """Return the file's shown name and its filled sheets."""
    content, shown = _content(source, name)
    if content.startswith(b"PK\x03\x04"):
        check_package(content, shown)
    elif content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _locked(shown)
    elif webpage.is_webpage(content):
        return shown, _from_webpage(content, shown)
    else:
        return shown, iter([_Grid("", _from_text(content, shown))])
    return shown, _from_workbook(content, shown, hidden=hidden)


def _content(source: Path | bytes | IO[bytes], name: str) -> tuple[bytes, str]:
    given = name or (source.name if not isinstance(source, bytes) else "") or ""
    shown = Path(str(given).replace("\\", "/")).name[-60:] or _("The file")
    if isinstance(source, Path):
        with source.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    else:
        content = source if isinstance(source, bytes) else source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge(
            _("%(name)s is larger than 20 MB. Please split it into several files.")
            % {"name": shown}
        )
    if not content.strip():
        raise Invalid(_("%(name)s is empty.") % {"name": shown})
    return content, shown


def _from_workbook(content: bytes, name: str, *, hidden: bool) -> Iterator[_Grid]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = _shown_sheets(book)
        hides = {} if hidden else hidden_parts(content)
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + HEAD_WITHIN_ROWS + 1)
            if not any(any(cell != "" for cell in row) for row in rows):
                continue
            if not hidden:
                _fill_merged(rows, sheet.merged_cell_ranges or ())
            texts = ([as_shown(cell) for cell in row] for row in rows)
            yield _Grid(title, texts, title not in shown, hides.get(title, Hidden()))
    except PasswordError as fault:
        raise _locked(name) from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise unreadable(name) from fault


def _fill_merged(
    rows: list[list[Any]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Say in each row what one cell says for several; across, one cell is enough."""
    for (top, left), (bottom, _right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and row[left] == "":
                row[left] = rows[top][left]


def _locked(name: str) -> Invalid:
    return Invalid(
        _("%(name)s is protected by a password. Please save it without one.") % {"name": name}
    )


def _from_webpage(content: bytes, name: str) -> Iterator[_Grid]:
    for number, table in enumerate(webpage.tables(_decoded(content, name), name), start=1):
        yield _Grid(str(number) if number > 1 else "", table)


def _shown_sheets(book: CalamineWorkbook) -> list[str]:
    """Return the sheets that people see; hidden ones are an earlier year's, or lists of choices."""
    shown = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
    ]
    return shown or book.sheet_names


def _from_text(content: bytes, name: str) -> Iterator[list[str]]:
    text = _decoded(content, name)
    first = text[:20_000].splitlines()[:HEAD_WITHIN_ROWS]
    own = re.fullmatch(r"sep=(.)", first[0].strip(' "')) if first else None  # Excel's own line
    often = max(",\t;", key=lambda m: sum(line.count(m) for line in first))
    mark = own.group(1) if own else often
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, row in enumerate(lines):
            yield [] if own and not number else [plain(cell) for cell in row]
    except csv.Error as fault:
        raise unreadable(name) from fault


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:10_000]:
        raise unreadable(name)
    else:
        named = webpage.charset(content) if webpage.is_webpage(content) else ""
        own = ["gb18030"] if named in ("gb2312", "gbk", "gb18030") else []
        encodings = [*own, "utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(name)


def _table(grid: _Grid, name: str) -> Sheet:
    rows: list[list[str]] = []
    numbers: list[int] = []
    hidden_rows = []
    for number, row in enumerate(grid.rows, start=1):
        if not any(row):
            continue
        if len(rows) > MOST_ROWS + HEAD_WITHIN_ROWS or len(row) > MOST_COLUMNS * 2:
            raise too_large(name)
        if number in grid.hides.rows:
            hidden_rows.append(number)
            continue
        rows.append(row)
        numbers.append(number)
    if not rows:
        raise Invalid(_("%(name)s is empty.") % {"name": name})
    head = _head(rows)
    width = max((n for row in rows[head:] for n, cell in enumerate(row, 1) if cell), default=1)
    if width > MOST_COLUMNS or len(rows) - head - 1 > MOST_ROWS:
        raise too_large(name)
    fit = [(row + [""] * width)[:width] for row in rows]
    hidden_columns = [
        n for n in sorted(grid.hides.columns) if n < width and any(row[n] for row in fit)
    ]
    left_out = [fit[head][n] or column_letters(n) for n in hidden_columns]
    if hidden_columns:
        away = set(hidden_columns)
        fit = [[cell for n, cell in enumerate(row) if n not in away] for row in fit]
    return Sheet(
        fit[head], fit[head + 1 :], numbers[head + 1 :], numbers[head], fit[:head],
        hidden_rows=hidden_rows, hidden_columns=left_out,
    )  # fmt: skip


def column_letters(number: int) -> str:
    """Return a column's letters: 0 → A, 26 → AA."""
    letters, number = "", number + 1
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def _head(rows: list[list[str]]) -> int:
    """Return which row holds the headers: the first that is nearly as full as the fullest."""
    filled = [sum(1 for cell in row if cell) for row in rows[: HEAD_WITHIN_ROWS * 3]]
    enough = max(filled) * 0.6
    return next((n for n, full in enumerate(filled[:HEAD_WITHIN_ROWS]) if full >= enough), 0)
