"""The rooms below the engines know none of them by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linli.config.engines import ENGINES
from linli.engines.plug import ENGINES as PLUGGED

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"
ROOMS = ("core", "registry", "outbox", "forms")

pytestmark = pytest.mark.once


def naming(room: str, names: set[str]) -> list[str]:
    """Return the files of a room, by line, that name an engine: code, comments and words."""
    word = re.compile(rf"(?<![a-z])({'|'.join(sorted(names))})(?![a-z])")
    return [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in sorted((SOURCE / room).rglob("*.py"))
        if "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if word.search(line)
    ]


def test_every_listed_engine_is_plugged_in() -> None:
    assert list(PLUGGED) == [path.rsplit(".", 1)[-1] for path in ENGINES]


def test_no_lower_room_names_an_engine() -> None:
    assert {room: found for room in ROOMS if (found := naming(room, set(PLUGGED)))} == {}
