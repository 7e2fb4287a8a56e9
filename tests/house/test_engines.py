"""The rooms that serve every engine know none of them by name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from linli.config.engines import ENGINES
from linli.engines.plug import ENGINES as PLUGGED

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"
ROOMS = ("core", "accounts", "registry", "outbox", "forms", "verbs", "programmes")
SHARED_PAGES = (
    "api/*.py",
    "api/data/api.py",
    "api/data/auth.py",
    "api/data/places.py",
    "field/auth.py",
    "field/offers.py",
    "field/phone_batch.py",
    "field/sync.py",
    "requests.py",
    "web/*.py",
    "web/account/*.py",
    "web/register/*.py",
    "web/resident/home.py",
    "web/settings/*.py",
    "web/shared/*.py",
)

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
    assert list(PLUGGED) == [plug.engine.rsplit(".", 1)[-1] for plug in ENGINES]


def test_no_shared_room_names_an_engine() -> None:
    assert {room: found for room in ROOMS if (found := naming(room, set(PLUGGED)))} == {}


def test_no_page_that_engines_share_imports_one() -> None:
    """A face gathers what engines tell of themselves; each engine's own pages are its own."""
    engines = re.compile(rf"linli\.engines\.({'|'.join(PLUGGED)})")
    shared = [path for place in SHARED_PAGES for path in sorted((SOURCE / "faces").glob(place))]
    assert len(shared) > len(SHARED_PAGES)
    naming_one = [path for path in shared if engines.search(path.read_text(encoding="utf-8"))]
    assert [str(path.relative_to(SOURCE)) for path in naming_one] == []


def test_a_seventh_engine_is_plugged_in_by_one_line() -> None:
    """Another process, since a house reads its settings once."""
    toy = Path(__file__).parent / "toy"
    shared = ("LINLI_TEST_HOME", "DATABASE_URL")
    own = {name: value for name, value in os.environ.items() if name not in shared}
    command = [sys.executable, "-m", "pytest", "-q", "--ds=tests.house.toy.settings"]
    ran = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-p", "no:xdist", str(toy / "walk.py")],
        cwd=toy.parents[2],
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
