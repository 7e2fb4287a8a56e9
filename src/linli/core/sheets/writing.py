"""Writing a list as an Excel file in which nothing is a formula."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

CELL_LETTERS = 32_767
WIDEST = 60

FORMULA = re.compile(r"^[=+\-@\t\r]")
PLAIN_NUMBER = re.compile(r"^[+-]?\d[\d ]*(\.\d+)?$")


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
