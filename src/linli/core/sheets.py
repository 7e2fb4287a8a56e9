"""Tables in and out: what people's Excel and CSV files hold, read with guards, written safely."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from linli.core.refusals import Invalid, TooLarge

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_RATIO = 200  # an honest table packs to a twentieth, a bomb to a thousandth
RATIO_MATTERS_FROM_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
HEAD_WITHIN_ROWS = 10
CELL_LETTERS = 32_767
WIDEST = 60

CELL_AT = re.compile(rb'<c [^>]{0,200}?\br="([A-Z]{1,8})(\d{1,10})"')
ROW_AT = re.compile(rb'<row [^>]{0,200}?\br="(\d{1,10})"')
FORMULA = re.compile(r"^[=+\-@\t\r]")
PLAIN_NUMBER = re.compile(r"^[+-]?\d[\d ]*(\.\d+)?$")


@dataclass(frozen=True)
class Sheet:
    """A table as text: ``rows[i]`` has as many cells as ``headers``; it is row ``numbers[i]``
    (1, 2, 3 …) of the file, so that a fault can be shown where people look for it. ``above``
    are the filled rows over the headers: a title, or the upper half of merged headers."""

    headers: list[str]
    rows: list[list[str]]
    numbers: list[int] = field(default_factory=list)
    head_number: int = 1
    above: list[list[str]] = field(default_factory=list)


def read_sheet(source: Path | bytes | IO[bytes], *, name: str = "") -> Sheet:
    """Read the first filled table of an .xlsx, .xls or .csv file.

    Dates come as 2026-11-23, whole numbers without a point; empty rows are left out, and lines
    above the headers (a title) are passed over. Raises ``TooLarge`` or ``Invalid``, naming the
    file: at most 20 MB, 100,000 rows and 200 columns.
    """
    content, shown = _content(source, name)
    if content.startswith(b"PK\x03\x04"):
        _check_package(content, shown)
        grid = _from_workbook(content, shown)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        grid = _from_workbook(content, shown)
    else:
        grid = _from_text(content, shown)
    return _table(grid, shown)


def write_sheet(
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    watermark: str = "",
) -> bytes:
    """Return an .xlsx file: one table with a frozen, filterable head and fitting widths.

    A watermark stands above the head and at the foot of every printed page. Text that Excel
    could take for a formula is marked as text; ``read_sheet`` gives it back unchanged.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31] or None)
    head = 1 if watermark else 0
    if watermark:
        sheet.write_string(0, 0, watermark, book.add_format({"font_color": "#59635D"}))
        sheet.set_footer("&C&8" + watermark.replace("&", "&&")[:200])
    style = book.add_format({"bold": True, "bg_color": "#E6F1EC", "bottom": 1, "text_wrap": True})
    for column, header in enumerate(headers):
        _write_cell(sheet, head, column, str(header), {"text": style})
    last, widths = _write_rows(book, sheet, headers, rows, first=head + 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    sheet.freeze_panes(head + 1, 0)
    if headers:
        sheet.autofilter(head, 0, max(last, head), len(headers) - 1)
        sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


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


def _check_package(content: bytes, name: str) -> None:
    """Unpack every part once, counting: a reader would fill the memory before it noticed."""
    budget = MOST_UNPACKED_BYTES
    if len(content) * MOST_RATIO < budget:
        budget = max(len(content) * MOST_RATIO, RATIO_MATTERS_FROM_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.infolist():
                is_sheet = part.filename.lower().startswith("xl/worksheets/")
                with package.open(part) as stream:
                    for block in _blocks(stream):
                        budget -= len(block)
                        if budget < 0:
                            raise _too_large(name)
                        if is_sheet:
                            _check_cells(block, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise _unreadable(name) from fault
    except zipfile.zlib.error as fault:  # type: ignore[attr-defined]
        raise _unreadable(name) from fault


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield 1 MB blocks that overlap a little, so that no tag is cut in two."""
    tail = b""
    while block := stream.read(1_000_000):
        yield tail + block
        tail = block[-300:]


def _check_cells(block: bytes, name: str) -> None:
    """One cell in the far corner of a sheet would make the reader lay out the whole of it."""
    for letters, digits in CELL_AT.findall(block):
        if len(letters) > 2 or _column(letters) > MOST_COLUMNS * 2 or int(digits) > MOST_ROWS * 2:
            raise _too_large(name)
    if any(int(digits) > MOST_ROWS * 2 for digits in ROW_AT.findall(block)):
        raise _too_large(name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _from_workbook(content: bytes, name: str) -> Iterator[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(
                skip_empty_area=False, nrows=MOST_ROWS + HEAD_WITHIN_ROWS + 1
            )
            if any(any(cell != "" for cell in row) for row in rows):
                return ([_said(cell) for cell in row] for row in rows)
    except PasswordError as fault:
        raise Invalid(
            _("%(name)s is protected by a password. Please save it without one.") % {"name": name}
        ) from fault
    except (CalamineError, ValueError, OSError) as fault:
        raise _unreadable(name) from fault
    raise Invalid(_("%(name)s is empty.") % {"name": name})


def _from_text(content: bytes, name: str) -> Iterator[list[str]]:
    text = _decoded(content, name)
    first = text[:20_000].splitlines()[:HEAD_WITHIN_ROWS]
    mark = max(",\t;", key=lambda m: sum(line.count(m) for line in first))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for row in lines:
            yield [cell.strip() for cell in row]
    except csv.Error as fault:
        raise _unreadable(name) from fault


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:10_000]:
        raise _unreadable(name)
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(name)


def _table(grid: Iterable[list[str]], name: str) -> Sheet:
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(grid, start=1):
        if not any(row):
            continue
        if len(rows) > MOST_ROWS + HEAD_WITHIN_ROWS or len(row) > MOST_COLUMNS * 2:
            raise _too_large(name)
        rows.append(row)
        numbers.append(number)
    if not rows:
        raise Invalid(_("%(name)s is empty.") % {"name": name})
    head = _head(rows)
    width = max((n for row in rows[head:] for n, cell in enumerate(row, 1) if cell), default=1)
    if width > MOST_COLUMNS or len(rows) - head - 1 > MOST_ROWS:
        raise _too_large(name)
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


def _write_rows(
    book: Any, sheet: Any, headers: Sequence[str], rows: Iterable[Sequence[Any]], *, first: int
) -> tuple[int, list[int]]:
    styles = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
        "number": book.add_format({"valign": "top"}),
    }
    widths = [_width(str(header)) for header in headers]
    row = first - 1
    for row, cells in enumerate(rows, start=first):
        for column, value in enumerate(cells):
            width = _write_cell(sheet, row, column, value, styles)
            if column < len(widths):
                widths[column] = max(widths[column], width)
    return row, widths


def _write_cell(sheet: Any, row: int, column: int, value: Any, styles: dict[str, Any]) -> int:
    """Write one value as what it is; text always as text. Returns its width in letters."""
    if value is None or value == "":
        return 0
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, styles.get("number"))
        return len(str(value))
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), styles.get("moment"))
        return 16
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, styles.get("day"))
        return 10
    text = str(value)[: CELL_LETTERS - 1]
    if FORMULA.match(text) and not PLAIN_NUMBER.match(text):
        sheet.write_string(row, column, "'" + text, styles.get("quoted", styles["text"]))
    else:
        sheet.write_string(row, column, text, styles["text"])
    return max((_width(line) for line in text.splitlines()), default=0)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[:WIDEST])


def _too_large(name: str) -> TooLarge:
    return TooLarge(
        _(
            "%(name)s holds more than can be read in one go: at most %(rows)s rows and "
            "%(columns)s columns. Please split it into several files."
        )
        % {"name": name, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
    )


def _unreadable(name: str) -> Invalid:
    return Invalid(
        _("%(name)s is not a table that can be read. Please save it as .xlsx, .xls or .csv.")
        % {"name": name}
    )
