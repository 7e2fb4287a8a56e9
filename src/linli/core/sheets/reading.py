"""Reading what people's Excel and CSV files hold, whatever program saved them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from linli.core.refusals import Invalid, TooLarge
from linli.core.sheets.guards import (
    MOST_BYTES,
    MOST_SHEETS,
    check_package,
    too_large,
    unreadable,
)
from linli.core.sheets.used import MOST_COLUMNS, MOST_ROWS
from linli.core.sheets.writing import FORMULA

HEAD_WITHIN_ROWS = 10


@dataclass(frozen=True)
class Sheet:
    """A table as text: ``rows[i]`` has as many cells as ``headers``; it is row ``numbers[i]``
    (1, 2, 3 …) of the file, so that a fault can be shown where people look for it. ``above``
    are the filled rows over the headers: a title, or the upper half of merged headers;
    ``is_hidden``: people do not see the sheet."""

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int] = field(default_factory=list)
    head_number: int = 1
    above: list[list[str]] = field(default_factory=list)
    is_hidden: bool = False


def read_sheet(source: Path | bytes | IO[bytes], *, name: str = "") -> Sheet:
    """Read the first filled table of an .xlsx, .xls or .csv file.

    Dates come as 2026-11-23, whole numbers without a point; empty rows are left out, and lines
    above the headers (a title) are passed over. Raises ``TooLarge`` or ``Invalid``, naming the
    file: at most 20 MB, 100,000 rows and 200 columns.
    """
    shown, tables = _tables(source, name)
    for _title, is_hidden, grid in tables:
        if not is_hidden:
            return _table(grid, shown)
    raise Invalid(_("%(name)s is empty.") % {"name": shown})


def read_book(
    source: Path | bytes | IO[bytes], *, name: str = "", hidden: bool = False
) -> dict[str, Sheet]:
    """Read every filled table of a file, by the name of its sheet (a .csv has one, without);
    those that people do not see only if they are asked for.

    Guarded as ``read_sheet``: at most 200 sheets, 100,000 rows in all.
    """
    shown, tables = _tables(source, name)
    book: dict[str, Sheet] = {}
    rows = 0
    for title, is_hidden, grid in tables:
        if is_hidden and not hidden:
            continue
        book[title] = replace(_table(grid, shown), is_hidden=is_hidden)
        rows += len(book[title].rows)
        if rows > MOST_ROWS or len(book) > MOST_SHEETS:
            raise too_large(shown)
    if not book:
        raise Invalid(_("%(name)s is empty.") % {"name": shown})
    return book


def _tables(
    source: Path | bytes | IO[bytes], name: str
) -> tuple[str, Iterator[tuple[str, bool, Iterator[list[str]]]]]:
    """Return the file's shown name and its filled tables: (sheet name, hidden?, grid of text)."""
    content, shown = _content(source, name)
    if content.startswith(b"PK\x03\x04"):
        check_package(content, shown)
    elif not content.startswith(b"\xd0\xcf\x11\xe0"):
        return shown, iter([("", False, _from_text(content, shown))])
    return shown, _from_workbook(content, shown)


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


def _from_workbook(content: bytes, name: str) -> Iterator[tuple[str, bool, Iterator[list[str]]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = _shown_sheets(book)
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(
                skip_empty_area=False, nrows=MOST_ROWS + HEAD_WITHIN_ROWS + 1
            )
            if any(any(cell != "" for cell in row) for row in rows):
                yield title, title not in shown, ([_said(cell) for cell in row] for row in rows)
    except PasswordError as fault:
        raise Invalid(
            _("%(name)s is protected by a password. Please save it without one.") % {"name": name}
        ) from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise unreadable(name) from fault


def _shown_sheets(book: CalamineWorkbook) -> list[str]:
    """Return the sheets that people see; hidden ones are an earlier year's, or lists of choices."""
    shown = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
    ]
    return shown or book.sheet_names


def _from_text(content: bytes, name: str) -> Iterator[list[str]]:
    text = _decoded(content, name)
    first = text[:20_000].splitlines()[:HEAD_WITHIN_ROWS]
    mark = max(",\t;", key=lambda m: sum(line.count(m) for line in first))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for row in lines:
            yield [cell.strip() for cell in row]
    except csv.Error as fault:
        raise unreadable(name) from fault


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:10_000]:
        raise unreadable(name)
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(name)


def _table(grid: Iterable[list[str]], name: str) -> Sheet:
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(grid, start=1):
        if not any(row):
            continue
        if len(rows) > MOST_ROWS + HEAD_WITHIN_ROWS or len(row) > MOST_COLUMNS * 2:
            raise too_large(name)
        rows.append(row)
        numbers.append(number)
    if not rows:
        raise Invalid(_("%(name)s is empty.") % {"name": name})
    head = _head(rows)
    width = max((n for row in rows[head:] for n, cell in enumerate(row, 1) if cell), default=1)
    if width > MOST_COLUMNS or len(rows) - head - 1 > MOST_ROWS:
        raise too_large(name)
    fit = [(row + [""] * width)[:width] for row in rows]
    return Sheet(fit[head], fit[head + 1 :], numbers[head + 1 :], numbers[head], fit[:head])


def _head(rows: list[list[str]]) -> int:
    """Return which row holds the headers: the first that is nearly as full as the fullest."""
    filled = [sum(1 for cell in row if cell) for row in rows[: HEAD_WITHIN_ROWS * 3]]
    enough = max(filled) * 0.6
    return next((n for n, full in enumerate(filled[:HEAD_WITHIN_ROWS]) if full >= enough), 0)


def _said(cell: Any) -> str:
    """Say a cell's value as people see it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text
