"""What a programme's file may say, table by table: docs/programmes.md says it to people."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.labels import Label
from linli.engines.campaigns import kinds as campaigns
from linli.engines.cases.kinds import Category, Kind
from linli.programmes.keys import CATEGORY, PROGRAMME
from linli.programmes.reader import MISSING, Fault, Owner, Reader, Table
from linli.programmes.schema.campaigns import read_campaigns
from linli.programmes.schema.cases import read_cases


@dataclass(frozen=True)
class Programme:
    """A file that could be read. Its kinds' categories are looked up when all are known."""

    code: str
    label: Label
    about: Label | None
    file: str
    text: str
    categories: tuple[Category, ...] = ()
    kinds: tuple[Kind, ...] = ()
    campaigns: tuple[campaigns.Kind, ...] = ()


def read_programme(text: str, *, file: str) -> tuple[Programme | None, list[Fault]]:
    """Read a programme's file. None when a fault leaves nothing to go by."""
    reader = Reader(file)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reader.fault("", _("This is not TOML: %(error)s.") % {"error": error}, _("Mend that line."))
        return None, reader.faults
    table = reader.table(raw, "", PROGRAMME) or {}
    code = reader.get(table, "", "code", reader.code)
    label = reader.get(table, "", "label", reader.label)
    if "case" not in table and "campaign" not in table:
        reader.fault(
            "", _("The programme does nothing yet."), _("Add a [[case]] or a [[campaign]].")
        )
    owner = Owner(code or "", label or Label("", ""))
    kinds, asked = read_cases(reader, table, owner), read_campaigns(reader, table, owner)
    if code is None or label is None:
        return None, reader.faults
    programme = Programme(
        code=code,
        label=label,
        about=reader.get(table, "", "about", reader.label, most=400),
        file=file,
        text=text,
        categories=tuple(read_categories(reader, table)),
        kinds=tuple(kinds),
        campaigns=tuple(asked),
    )
    return programme, reader.faults


def read_categories(reader: Reader, table: Table) -> list[Category]:
    """Read the [[category]] tables of a file; parents are checked when all are known."""

    def one(value: object, path: str) -> Any:
        found = reader.table(value, path, CATEGORY)
        if found is None:
            return MISSING
        code = reader.get(found, path, "code", reader.code)
        label = reader.get(found, path, "label", reader.label)
        parent = reader.get(found, path, "parent", reader.code, default="")
        return MISSING if code is None or label is None else Category(code, label, parent)

    return reader.each(table, "", "category", one)
