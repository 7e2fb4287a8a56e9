"""What a table may be at most, and how a file that is more is told apart before it is read."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, TooLarge
from linli.core.sheets.used import MOST_COLUMNS, MOST_ROWS, BrokenSheet, Used, column_of, parsed

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_RATIO = 200  # an honest table packs to a twentieth, a bomb to a thousandth
RATIO_MATTERS_FROM_BYTES = 20_000_000
MOST_SHEETS = 200

# A cell as nearly every program writes it; those that hold something (formats that somebody drew
# down a whole sheet weigh nothing); and whatever else may be a cell.
PLAIN = rb' r="([A-Z]{1,8})(\d{1,10})"(?: (?!r=)[a-z]{1,9}="[^"<>]{0,49}"){0,6}'
FILLED_CELL = re.compile(b"<c" + PLAIN + rb">(?=[\s\S]{4})(?!</c>)")
ODD_CELL = re.compile(rb"[<:]c(?=[\s/>])(?!" + PLAIN + rb" ?/?>)")
TAIL_BYTES = 600  # longer than any tag that is looked for, and what is looked at behind it
OTHER_BOOKS = {"content.xml", "xl/workbook.bin"}  # .ods and .xlsb: nothing here weighs them


def check_package(content: bytes, name: str) -> None:
    """Unpack every part once, counting: a reader would fill the memory before it noticed."""
    budget = MOST_UNPACKED_BYTES
    if len(content) * MOST_RATIO < budget:
        budget = max(len(content) * MOST_RATIO, RATIO_MATTERS_FROM_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if any(_path(part) in OTHER_BOOKS for part in package.infolist()):
                raise unreadable(name)
            for part in package.infolist():
                budget = _check_part(package, part, name, budget)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, BrokenSheet) as fault:
        raise unreadable(name) from fault


def _path(part: zipfile.ZipInfo) -> str:
    return part.filename.replace("\\", "/").lower()


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, budget: int) -> int:
    """Unpack one part, whatever it is called: which of them are sheets, the package says itself.
    Returns what is left of the budget."""
    used, is_sheet, is_odd = Used(), False, False
    with package.open(part) as stream:
        for block in blocks(stream):
            budget -= len(block)
            if budget < 0:
                raise too_large(name)
            is_sheet = is_sheet or b"sheetData" in block
            is_odd = is_odd or _is_odd(block)
            if cells := FILLED_CELL.findall(block):
                columns, rows = {cell[0] for cell in cells}, {cell[1] for cell in cells}
                used.reach(max(map(column_of, columns)), max(map(int, rows)))
    if is_sheet and is_odd:
        with package.open(part) as stream:
            used = parsed(stream)
    if is_sheet and used.is_too_much():
        raise too_large(name)
    return budget


def _is_odd(block: bytes) -> bool:
    """True if there may be cells that are written in another way: a parser looks at them."""
    odd = ODD_CELL.search(block)
    if odd is None:
        return False
    is_cut = odd.start() > len(block) - TAIL_BYTES and b">" not in block[odd.start() :]
    return not is_cut  # else the next block holds the whole of it


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield 1 MB blocks that overlap a little, so that no tag is cut in two."""
    tail = b""
    while block := stream.read(1_000_000):
        yield tail + block
        tail = block[-TAIL_BYTES:]


def too_large(name: str) -> TooLarge:
    return TooLarge(
        _(
            "%(name)s holds more than can be read in one go: at most %(rows)s rows and "
            "%(columns)s columns. Please split it into several files."
        )
        % {"name": name, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
    )


def unreadable(name: str) -> Invalid:
    return Invalid(
        _("%(name)s is not a table that can be read. Please save it as .xlsx, .xls or .csv.")
        % {"name": name}
    )
