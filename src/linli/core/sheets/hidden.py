"""Rows and columns that a file's author hid: the reader of tables does not tell them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import IO

from linli.core.sheets.guards import blocks
from linli.core.sheets.used import MOST_COLUMNS, MOST_ROWS

_ROW = re.compile(rb'<row\b(?=[^>]{0,400}\bhidden="(?:1|true)")[^>]{0,400}?\br="(\d{1,7})"')
_COLUMN = re.compile(rb'<col\b(?=[^>]{0,400}\bhidden="(?:1|true)")([^>]{0,400})>')
_END = re.compile(rb'\b(min|max)="(\d{1,5})"')
_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]{0,600}?\bname="([^"]*)"[^>]{0,600}?\b\w+:id="([^"]*)"')
_TARGET = re.compile(r"<(?:\w+:)?Relationship\b([^>]{0,2000})>")
_ATTRIBUTE = re.compile(r'\b(Id|Target)="([^"]*)"')


@dataclass
class Hidden:
    """What people do not see of a sheet: rows from 1, columns from 0."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_parts(content: bytes) -> dict[str, Hidden]:
    """Return what an .xlsx hides, by the name of its sheet; nothing for other files.

    ``content`` has passed ``check_package``.
    """
    if not content.startswith(b"PK\x03\x04"):
        return {}
    hidden: dict[str, Hidden] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = set(package.namelist())
        for title, part in _sheets(package, parts).items():
            if part in parts:
                with package.open(part) as stream:
                    hidden[title] = _of_sheet(stream)
    return hidden


def _sheets(package: zipfile.ZipFile, parts: set[str]) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts:
        return {}
    targets = {}
    for relation in _TARGET.findall(_text(package, "xl/_rels/workbook.xml.rels")):
        given = dict(_ATTRIBUTE.findall(relation))
        if "Id" in given and "Target" in given:
            targets[given["Id"]] = posixpath.join("/xl", unescape(given["Target"])).lstrip("/")
    named = _SHEET.findall(_text(package, "xl/workbook.xml"))
    return {unescape(title): targets[key] for title, key in named if key in targets}


def _text(package: zipfile.ZipFile, part: str) -> str:
    return package.read(part).decode("utf-8", "replace")


def _of_sheet(stream: IO[bytes]) -> Hidden:
    hidden = Hidden()
    for block in blocks(stream):
        if b"hidden=" not in block:
            continue
        hidden.rows |= {n for n in map(int, _ROW.findall(block)) if n <= MOST_ROWS * 2}
        for column in _COLUMN.findall(block):
            ends = {name: int(number) for name, number in _END.findall(column)}
            first, last = ends.get(b"min", 0), ends.get(b"max", 0)
            hidden.columns |= set(range(first - 1, min(last, MOST_COLUMNS * 2)))
    return hidden
