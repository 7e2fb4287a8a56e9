"""docs/architecture.md tells rooms and doors as they are: each of them exists, and is small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "linli"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ENGINES = {path.name for path in (HOUSE / "engines").iterdir() if path.is_dir()}
MOST_LINES = 110
pytestmark = pytest.mark.once


def doors() -> Iterator[tuple[str, str]]:
    """Yield module and name of each door that the page names."""
    block = PAGE.partition("## Doors between the rooms")[2].split("```")[1]
    for line in filter(None, map(str.strip, block.splitlines())):
        room, *names = line.split()
        whole = f"engines.{room}" if room.partition(".")[0] in ENGINES else room
        yield from ((f"linli.{whole}", name) for name in names)


DOORS = sorted(doors())


def test_the_page_is_short_and_has_doors_to_look_at() -> None:
    assert len(PAGE.splitlines()) <= MOST_LINES
    assert len(DOORS) > 120
    assert len({*DOORS}) == len(DOORS)


@pytest.mark.parametrize(("module", "name"), DOORS)
def test_a_door_is_where_the_page_says_and_says_what_it_does(module: str, name: str) -> None:
    door: Any = getattr(import_module(module), name)
    assert not isinstance(door, ModuleType)
    assert not callable(door) or getdoc(door)


def test_every_room_has_its_line() -> None:
    in_table = set(re.findall(r"^\| `([\w/]+)/` \|", PAGE, re.M))
    rooms = {path.parent for path in HOUSE.glob("*/__init__.py")}
    rooms |= {path.parent for path in HOUSE.glob("engines/*/__init__.py")}
    rooms |= {path.parent for path in HOUSE.glob("faces/*/__init__.py")}
    names = {str(path.relative_to(HOUSE)) for path in rooms} - {"engines", "faces"}
    assert names <= in_table, names - in_table
