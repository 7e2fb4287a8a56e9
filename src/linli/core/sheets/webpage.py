"""Tables of a web page: many a system's "Excel export" is one, called .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from linli.core.sheets.cells import plain
from linli.core.sheets.guards import too_large
from linli.core.sheets.used import MOST_COLUMNS, MOST_ROWS

_LOOKS = re.compile(
    rb"^\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|meta|table)\b", re.I | re.S
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{2,20})", re.I)


def is_webpage(content: bytes) -> bool:
    """True for a file that begins as a web page does."""
    return bool(_LOOKS.match(content[:2000].removeprefix(b"\xef\xbb\xbf")))


def charset(content: bytes) -> str:
    """Return the encoding that the page itself names, or ""."""
    named = _CHARSET.search(content[:4000])
    return named.group(1).decode("ascii").lower() if named else ""


def tables(text: str, name: str) -> Iterator[list[list[str]]]:
    """Yield each table of a page that holds something, cells that span several repeated down.

    Raises ``TooLarge`` for more rows or columns than a sheet may have.
    """
    page = _Page(name)
    page.feed(text)
    page.close()
    yield from (table for table in page.tables if any(any(row) for row in table))


class _Page(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.tables: list[list[list[str]]] = []
        self.words: list[str] | None = None  # of the cell that is open
        self.across = self.down = 1
        self.below: dict[int, tuple[int, str]] = {}  # column → rows still to fill, with what

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append([])
            self.below = {}
        elif tag == "tr" and self.tables:
            self._end_cell()
            if len(self.tables[-1]) > MOST_ROWS:
                raise too_large(self.name)
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self._end_cell()
            if not self.tables[-1]:
                self.tables[-1].append([])
            given = {key: value or "" for key, value in attrs}
            self.across, self.down = (_span(given.get(key, "")) for key in ("colspan", "rowspan"))
            self.words = []
        elif tag == "br" and self.words is not None:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "tr" and self.tables and self.tables[-1]:
            self._fill_from_above()

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(" ".join(data.split()) if data.strip() else "")

    def _end_cell(self) -> None:
        if self.words is None:
            return
        text, self.words = plain("".join(self.words)), None
        row = self.tables[-1][-1]
        self._fill_from_above()
        if self.down > 1:
            self.below[len(row)] = (self.down - 1, text)
        row += [text, *[""] * (self.across - 1)]
        if len(row) > MOST_COLUMNS * 2:
            raise too_large(self.name)

    def _fill_from_above(self) -> None:
        row = self.tables[-1][-1]
        while len(row) in self.below:
            rows, text = self.below.pop(len(row))
            if rows > 1:
                self.below[len(row)] = (rows - 1, text)
            row.append(text)


def _span(typed: str) -> int:
    return min(int(typed), MOST_ROWS) if re.fullmatch(r"[1-9]\d{0,5}", typed) else 1
