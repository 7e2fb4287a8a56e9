"""The shipped lists: words of danger, numbers to call, and who is told again."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from linli.core.labels import Label
from linli.engines.cases.danger.rules import Danger, Lists
from linli.engines.cases.kinds import Deadline, parse_deadline

FILE = Path(__file__).with_name("danger.toml")


@dataclass(frozen=True)
class Number:
    """A telephone number to call in danger."""

    code: str
    label: Label | str
    phone: str = ""
    first_for: tuple[str, ...] = ()
    only_then: bool = False


@dataclass(frozen=True)
class About:
    """What a danger is called, which kind of matter it is, and how long it may take."""

    code: str
    label: Label
    kind: str
    within: Deadline


@dataclass(frozen=True)
class Shipped:
    """The whole file."""

    lists: Lists
    dangers: dict[str, About]
    numbers: tuple[Number, ...]
    call_again_minutes: int
    call_again: tuple[str, ...]
    hours: int


@cache
def shipped() -> Shipped:
    """Return the shipped lists, read once."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    dangers, about = [], {}
    for row in table["danger"]:
        dangers.append(
            Danger(
                code=row["code"],
                words=tuple(row["words"]),
                always=row.get("always", False),
                **{name: tuple(row.get(name, ())) for name in ("at", "hints", "words_there")},
            )
        )
        about[row["code"]] = About(
            row["code"], Label(**row["label"]), row.get("kind", ""), parse_deadline(row["within"])
        )
    return Shipped(
        lists=Lists(
            dangers=tuple(dangers),
            variants={pair[0]: pair[1] for pair in table["variants"].split()},
            **{name: tuple(table[name]) for name in ("harmless", "denials", "fillers", "asking")},
        ),
        dangers=about,
        numbers=tuple(_number(row) for row in table["number"]),
        call_again_minutes=table["call_again_minutes"],
        call_again=tuple(table["call_again"]),
        hours=table["hours"],
    )


def _number(row: dict[str, Any]) -> Number:
    return Number(
        code=row["code"],
        label=Label(**row["label"]),
        phone=row["phone"],
        first_for=tuple(row.get("first_for", ())),
        only_then=row.get("only_then", False),
    )
