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

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_RATIO = 200  # an honest table packs to a twentieth, a bomb to a thousandth
RATIO_MATTERS_FROM_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_SHEETS = 200

# Cells that hold something: formats that somebody drew down a whole sheet weigh nothing.
CELL_AT = re.compile(
    rb'<c [^>]{0,200}?\br="([A-Z]{1,8})(\d{1,10})"[^>]{0,200}(?<!/)>(?!</c>)(?=[\s\S]{4})'
)
CELL_WITHOUT_PLACE = re.compile(rb'<c(?:>| (?![^>]{0,200}\br=")[^>]{0,200}>)')
TAIL_BYTES = 600  # longer than any tag that is looked for, and what is looked at behind it
ROW_AT = re.compile(rb'<row [^>]{0,200}?\br="(\d{1,10})"')


def check_package(content: bytes, name: str) -> None:
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
                            raise too_large(name)
                        if is_sheet:
                            _check_cells(block, name)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError) as fault:
        raise unreadable(name) from fault


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield 1 MB blocks that overlap a little, so that no tag is cut in two."""
    tail = b""
    while block := stream.read(1_000_000):
        yield tail + block
        tail = block[-TAIL_BYTES:]


def _check_cells(block: bytes, name: str) -> None:
    """One cell in the far corner of a sheet would make the reader lay out the whole of it."""
    for letters, digits in CELL_AT.findall(block):
        if len(letters) > 2 or _column(letters) > MOST_COLUMNS * 2 or int(digits) > MOST_ROWS * 2:
            raise too_large(name)
    if not CELL_WITHOUT_PLACE.search(block):
        return  # each cell says itself where it stands: an empty row at the end is none
    if any(int(digits) > MOST_ROWS * 2 for digits in ROW_AT.findall(block)):
        raise too_large(name)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


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
