"""How far the filled cells of a sheet reach: a reader lays out the whole of it, empty or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, Any, NoReturn
from xml.parsers import expat

MOST_ROWS = 100_000
MOST_COLUMNS = 200
PLACE = re.compile(r"([A-Za-z]{1,8})([0-9]{1,10})")
ROW = re.compile(r"[0-9]{1,10}")


class BrokenSheet(Exception):
    """What a strict parser does not read as a sheet."""


@dataclass(slots=True)
class Used:
    """The last column and the last row in which something stands."""

    column: int = 0
    row: int = 0

    def reach(self, column: int, row: int) -> None:
        """Take in a filled cell."""
        if column > self.column:
            self.column = column
        if row > self.row:
            self.row = row

    def is_too_much(self) -> bool:
        """True for more than can be laid out, with room for what is left out afterwards."""
        return (
            self.column > MOST_COLUMNS * 2
            or self.row > MOST_ROWS * 2
            or self.column * self.row > MOST_COLUMNS * MOST_ROWS
        )


def column_of(letters: bytes) -> int:
    """Return the number of a column: A is 1, in capitals or not."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def parsed(stream: IO[bytes]) -> Used:
    """Read a sheet's XML, however it writes its cells. Raises ``BrokenSheet``."""
    cells = _Cells()
    parser = expat.ParserCreate()
    parser.StartElementHandler = cells.start
    parser.EndElementHandler = cells.end
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as fault:
        raise BrokenSheet from fault
    return cells.used


class _Cells:
    """Walks over rows and cells; a cell that does not say where it stands follows the last one."""

    def __init__(self) -> None:
        self.used = Used()
        self.row = self.column = 0
        self.is_in_cell = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "row":
            self.row, self.column = self.row + 1, 0
            if "r" in attributes:
                self.row = int(_fitting(ROW, attributes["r"])[0])
        elif local == "c":
            self.is_in_cell = True
            self.column += 1
            if "r" in attributes:
                place = _fitting(PLACE, attributes["r"])
                self.column, self.row = column_of(place[1].encode()), int(place[2])
        elif self.is_in_cell:
            self.used.reach(self.column, self.row)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "c":
            self.is_in_cell = False


def _fitting(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    match = pattern.fullmatch(text)
    if match is None:
        raise BrokenSheet
    return match


def _refuse_entity(*_declared: Any) -> NoReturn:
    raise BrokenSheet
