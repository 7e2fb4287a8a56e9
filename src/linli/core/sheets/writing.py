"""Writing a list as an Excel file in which nothing is a formula."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

CELL_LETTERS = 32_767
WIDEST = 60
NAME_LETTERS = 31  # of a sheet

FORMULA = re.compile(r"^[=+\-@\t\r]")
PLAIN_NUMBER = re.compile(r"^[+-]?\d[\d ]*(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a book: its name, its headers, its rows."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_sheet(
    headers: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    watermark: str = "",
) -> bytes:
    """Return an .xlsx file of one table; see ``write_book``."""
    return write_book([Table(title, headers, rows)], watermark=watermark)


def write_book(tables: Iterable[Table], *, watermark: str = "") -> bytes:
    """Return an .xlsx file: a sheet a table, with frozen, filterable heads and fitting widths.

    A watermark stands above each head and at the foot of every printed page. Text that Excel
    could take for a formula is marked as text; ``read_sheet`` gives it back unchanged.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True})
    taken: set[str] = set()
    for table in tables:
        _add_sheet(book, table, name=_sheet_name(table.title, taken), watermark=watermark)
    book.close()
    return out.getvalue()


def _add_sheet(book: Any, table: Table, *, name: str, watermark: str) -> None:
    sheet = book.add_worksheet(name or None)
    head = 1 if watermark else 0
    if watermark:
        sheet.write_string(0, 0, watermark, book.add_format({"font_color": "#59635D"}))
        sheet.set_footer("&C&8" + watermark.replace("&", "&&")[:200])
    style = book.add_format({"bold": True, "bg_color": "#E6F1EC", "bottom": 1, "text_wrap": True})
    for column, header in enumerate(table.headers):
        _write_cell(sheet, head, column, str(header), {"text": style})
    last, widths = _write_rows(book, sheet, table.headers, table.rows, first=head + 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    sheet.freeze_panes(head + 1, 0)
    if table.headers:
        sheet.autofilter(head, 0, max(last, head), len(table.headers) - 1)
        sheet.repeat_rows(head)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return a name that Excel takes, and that no other sheet of the book has."""
    name = re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:NAME_LETTERS]
    number = 1
    while name and name.lower() in taken:
        number += 1
        end = f" {number}"
        name = f"{name[: NAME_LETTERS - len(end)].removesuffix(f' {number - 1}')}{end}"
    taken.add(name.lower())
    return name


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
