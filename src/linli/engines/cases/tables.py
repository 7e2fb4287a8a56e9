"""The tables of a file of matters or orders: every sheet that holds them, the others named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from linli.core.sheets import SHEET_STEP, Sheet, read_book
from linli.engines.cases.columns import guess
from linli.engines.cases.intake import Taken

Row = tuple[int, Sequence[str], Mapping[str, int]]


def read_tables(
    file: Path | bytes,
    *,
    name: str,
    headers: Mapping[str, Sequence[str]],
    columns: Mapping[str, int],
    needs: Sequence[Sequence[str]],
    taken: Taken,
) -> Iterator[Row]:
    """Return (number, cells, field → column) of every row of the sheets that hold what ``needs``
    asks: one field of each group. Nothing comes back when no sheet does.
    """
    tables: list[tuple[Sheet, dict[str, int]]] = []
    for title, sheet in read_book(file, name=name).items():
        where = {**guess(sheet.headers, headers), **columns}
        if all(any(field in where for field in group) for group in needs):
            tables.append((sheet, where))
            taken.sheets.append(title)
        else:
            taken.left_out.append(title)
    for place, (sheet, where) in enumerate(tables):
        for number, row in zip(sheet.numbers, sheet.rows, strict=True):
            yield place * SHEET_STEP + number, row, where
