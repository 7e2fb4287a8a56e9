"""A cell as text, as people see it: without the signs that programs put around it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.core.sheets.writing import FORMULA

# Zero-width signs and turns of direction that a copy from a web page or a chat brings along: two
# cells that look alike would be two. Joiners stay where a script or a picture needs them.
INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<=[\x00-\x7f\u4e00-\u9fff])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\x7f\u4e00-\u9fff]|$)"
)
GUARDED = re.compile(r'="((?:[^"]|"")*)"')  # what keeps Excel from reading a CSV's digits


def plain(text: str) -> str:
    """Return a cell's text without invisible signs, guards (="…", ') and outer blanks."""
    if not text.isascii():
        text = INVISIBLE.sub("", text).replace("\u00a0", " ")
    text = text.strip()
    if guarded := GUARDED.fullmatch(text):
        return guarded.group(1).replace('""', '"').strip()
    if text.startswith("'") and (text.count("'") == 1 or FORMULA.match(text[1:])):
        return text[1:].strip()
    return text


def shown(cell: Any) -> str:
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
    return plain(str(cell))


def digits_are_lost(text: str) -> bool:
    """True for a long number that Excel has rounded: it keeps 15 digits, 2.02611E+19."""
    return bool(re.fullmatch(r"\d(?:\.\d+)?[eE]\+?\d{1,3}|\d{16,}\.0", text))
