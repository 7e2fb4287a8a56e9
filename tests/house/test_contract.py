"""docs/architecture.md tells rooms and doors as they are: names that exist, arguments that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import Parameter, isclass, signature
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "src" / "linli"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ENGINES = {path.name for path in (HOUSE / "engines").iterdir() if path.is_dir()}
ROOMS = {path.name for path in HOUSE.iterdir() if path.is_dir()} - {"engines", "faces"}
VARIABLE = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
pytestmark = pytest.mark.once


def doors() -> Iterator[tuple[str, str | None]]:
    """Yield (whole name, arguments as written or None) of each door that a block names."""
    for heading, block in re.findall(r"### (\S+)[^#]*?```python\n(.*?)```", PAGE, re.S):
        plain = re.sub(r"(?m)(^|\s)#.*$", "", block)
        for name, said in re.findall(r"(?m)^([a-z]\w*(?:\.\w+)+)(?:\(([^()]*(?:\(\))?)\))?", plain):
            if whole := whole_name(heading, name):
                yield whole, said if f"{name}(" in plain else None


def whole_name(heading: str, name: str) -> str:
    first = name.partition(".")[0]
    if heading.startswith("faces/") and (HOUSE / heading).is_dir():
        inside = (HOUSE / heading / first).exists() or (HOUSE / heading / f"{first}.py").exists()
        return f"linli.{heading.replace('/', '.')}.{name}" if inside else f"linli.faces.{name}"
    if first in ENGINES:
        return f"linli.engines.{name}"
    return f"linli.{name}" if first in ROOMS else ""


def find(whole: str) -> Any:
    """Return what a dotted name stands for; modules are loaded on the way."""
    parts = whole.split(".")
    found: Any = import_module(parts[0])
    for number, part in enumerate(parts[1:], start=2):
        if not hasattr(found, part):
            import_module(".".join(parts[:number]))
        found = getattr(found, part)
    return found


DOORS = sorted({(name, said) for name, said in doors()}, key=str)


def test_the_page_has_doors_to_look_at() -> None:
    assert len(DOORS) > 120


@pytest.mark.parametrize(("name", "said"), DOORS, ids=lambda part: str(part)[:60])
def test_a_door_is_where_the_page_says_and_takes_what_it_says(name: str, said: str | None) -> None:
    found = find(name)
    if said is None or "…" in said or not callable(found) or isclass(found):
        return
    written = [re.split(r"[=:]", part)[0].strip().lstrip("*") for part in said.split(",")]
    written = [part for part in written if part]
    there = signature(found).parameters
    free = {one.name for one in there.values() if one.kind in VARIABLE}
    assert set(written) <= set(there), f"{name} takes {list(there)}"
    needed = {one.name for one in there.values() if one.default is Parameter.empty} - free
    assert needed <= set(written), f"{name} needs {sorted(needed - set(written))}, too"


def test_every_room_has_its_line() -> None:
    told = set(re.findall(r"^\| `([\w/]+)/` \|", PAGE, re.M))
    rooms = {path.parent for path in HOUSE.glob("*/__init__.py")}
    rooms |= {path.parent for path in HOUSE.glob("engines/*/__init__.py")}
    rooms |= {path.parent for path in HOUSE.glob("faces/*/__init__.py")}
    names = {str(path.relative_to(HOUSE)) for path in rooms} - {"engines", "faces"}
    assert names <= told, names - told
