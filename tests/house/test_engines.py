"""The rooms that serve every engine know none of them by name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from linli.config.engines import ENGINES
from linli.engines.plug import ENGINES as PLUGGED

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"
ROOMS = ("core", "accounts", "registry", "outbox", "forms", "verbs", "programmes")
# Whose own places these are: all else of faces, config and engines serves every engine alike, so
# that a new file is shared until it stands here.
OWN_PLACES = {
    "cases": (
        "config/cli/export_.py",
        "config/cli/import_.py",
        "faces/api/data/cases.py",
        "faces/api/data/programmes.py",
        "faces/api/open311/*",
        "faces/field/matters.py",
        "faces/web/campaigns/standing.py",  # whose open matters are a reason to go there
        "faces/web/desk/*",
        "faces/web/resident/*",
    ),
    "campaigns": (
        "faces/field/bundle.py",
        "faces/field/matters.py",  # a matter that was seen at the door of a round
        "faces/field/photos.py",
        "faces/field/posts.py",
        "faces/field/schemas.py",
        "faces/field/visits.py",
        "faces/web/campaigns/*",
    ),
}
LISTS = "config/engines.py"  # the one line of each

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


def strangers(engine: str) -> list[str]:
    """Return the files outside an engine's folder and its own places that import it."""
    imports = re.compile(rf"linli\.engines\.{engine}\b")
    own = (f"engines/{engine}/*", "demo/*", LISTS, *OWN_PLACES[engine])
    return [
        name
        for path in sorted(SOURCE.rglob("*.py"))
        if not any(fnmatch(name := path.relative_to(SOURCE).as_posix(), place) for place in own)
        and imports.search(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("engine", PLUGGED)
def test_nothing_that_engines_share_imports_one(engine: str) -> None:
    """A face gathers what engines tell of themselves; each engine's own pages are its own."""
    assert strangers(engine) == []


@pytest.mark.parametrize("engine", PLUGGED)
def test_an_engines_own_places_are_those_that_import_it(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place that needs no engine any more falls off the list, and the check finds what is not."""
    own = OWN_PLACES[engine]
    for place in own:
        monkeypatch.setitem(OWN_PLACES, engine, tuple(other for other in own if other != place))
        if strangers(engine) == []:
            pytest.fail(f"{place} imports no {engine}")


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
