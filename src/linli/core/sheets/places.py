"""Where a row stands in a file of several sheets, as one number and as people say it."""

from __future__ import annotations

from collections.abc import Sequence

SHEET_STEP = 1_000_000  # more rows than any sheet holds


def row_name(number: int, sheets: Sequence[str]) -> str:
    """Say a row as Excel does: "5", or "702楼!5" where the file has several sheets.

    ``number`` is the row in its sheet, plus ``SHEET_STEP`` for each sheet before it.
    """
    sheet, row = divmod(number, SHEET_STEP)
    return f"{sheets[sheet]}!{row}" if len(sheets) > 1 else str(row)
