"""docs/architecture.md tells rooms and doors as they are: each of them exists, and is small."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools import signatures

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "linli"
PAGE = signatures.ARCHITECTURE.read_text(encoding="utf-8")
MOST_LINES = 95
pytestmark = pytest.mark.once


DOORS = sorted((module, name) for module, names in signatures.doors(PAGE) for name in names)


def test_the_page_is_short_and_has_doors_to_look_at() -> None:
    assert len(PAGE.splitlines()) <= MOST_LINES
    assert len(DOORS) > 120
    assert len({*DOORS}) == len(DOORS)


@pytest.mark.parametrize(("module", "name"), DOORS)
def test_a_door_is_where_the_page_says_and_says_what_it_does(module: str, name: str) -> None:
    door: Any = getattr(import_module(module), name)
    assert not isinstance(door, ModuleType)
    assert not callable(door) or getdoc(door)


def test_the_signatures_are_those_of_the_code() -> None:
    written = signatures.DOCUMENT.read_text(encoding="utf-8")
    assert signatures.document() == written, "python tools/signatures.py"


def test_a_changed_door_changes_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name, an order, a type, a default: nothing of a signature changes unseen."""
    written = signatures.document()
    assert (
        "take(counter: type[LastNumber], community_id: int, *, count: int = 1) -> int\n" in written
    )

    def take(counter: type[object], community_id: int, *, count: int = 2) -> int:
        """Return another number."""
        return community_id + count

    monkeypatch.setattr("linli.verbs.numbering.take", take)
    assert "take(counter: type[object], community_id: int, *, count: int = 2) -> int\n" in (
        signatures.document()
    )


def test_every_room_has_its_line() -> None:
    in_table = set(re.findall(r"^\| `([\w/]+)/` \|", PAGE, re.M))
    rooms = {path.parent for path in HOUSE.glob("*/__init__.py")}
    rooms |= {path.parent for path in HOUSE.glob("engines/*/__init__.py")}
    rooms |= {path.parent for path in HOUSE.glob("faces/*/__init__.py")}
    names = {str(path.relative_to(HOUSE)) for path in rooms} - {"engines", "faces"}
    assert names <= in_table, names - in_table
