"""Writes docs/signatures.md from the code: what each door of docs/architecture.md takes and gives.

``--check`` writes nothing and says whether the file is as the code is.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import is_dataclass
from importlib import import_module
from inspect import Parameter, getdoc, isclass, signature
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
DOCUMENT = ROOT / "docs" / "signatures.md"
BEGIN = "## Doors between the rooms"
WIDTH = 100
HEAD = """# What the doors between the rooms take and give

Made by `python tools/signatures.py` from the code of each door that
[architecture.md](architecture.md) names; a test keeps it so. Do not write into it. `= …` stands for
a default that is made anew each time.
"""


def doors(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each module that the page of the architecture names, with the names of its doors."""
    engines = {path.name for path in (ROOT / "src/linli/engines").iterdir() if path.is_dir()}
    block = page.partition(BEGIN)[2].split("```")[1]
    for line in filter(None, map(str.strip, block.splitlines())):
        room, *names = line.split()
        inside = "linli.engines." if room.partition(".")[0] in engines else "linli."
        yield inside + room, names


def document() -> str:
    """Return the document as the code is now."""
    sections = [HEAD]
    for module, names in doors(ARCHITECTURE.read_text(encoding="utf-8")):
        text = "".join(_entry(name, getattr(import_module(module), name)) for name in names)
        sections.append(f"\n## {module.removeprefix('linli.')}\n\n```python\n{text}```\n")
    return "".join(sections)


def _entry(name: str, door: Any) -> str:
    """Return a door's signature and the first sentence of what it says of itself."""
    purpose = "" if not callable(door) else (getdoc(door) or "").partition("\n\n")[0]
    words = textwrap.wrap(purpose, WIDTH - 6, initial_indent="    # ", subsequent_indent="    # ")
    return "".join(f"{line}\n" for line in (*_call(name, door), *words))


def _call(name: str, door: Any) -> list[str]:
    """Return what is written to call a door; on a line a parameter where one line is too short."""
    if not callable(door):
        return [f"{name}: {type(door).__name__}"]
    if isclass(door) and not is_dataclass(
        door
    ):  # how Django's rows and fields are made is Django's
        return [f"class {name}"]
    taken = signature(door)
    parameters = list(_parameters(taken.parameters.values()))
    lead = f"class {name}" if isclass(door) else name
    gives = "" if isclass(door) else f" -> {taken.return_annotation}"
    if len(line := f"{lead}({', '.join(parameters)}){gives}") <= WIDTH:
        return [line]
    return [f"{lead}(", *(f"    {parameter}," for parameter in parameters), f"){gives}"]


def _parameters(parameters: Any) -> Iterator[str]:
    stars = {Parameter.VAR_POSITIONAL: "*", Parameter.VAR_KEYWORD: "**"}
    by_name = False
    for parameter in parameters:
        if parameter.kind is Parameter.KEYWORD_ONLY and not by_name:
            yield "*"
        by_name |= parameter.kind in (Parameter.KEYWORD_ONLY, Parameter.VAR_POSITIONAL)
        typed = f"{stars.get(parameter.kind, '')}{parameter.name}: {parameter.annotation}"
        yield typed if parameter.default is Parameter.empty else f"{typed} = {_default(parameter)}"


def _default(parameter: Parameter) -> str:
    """Return a default as it is written; what Python would tell by an address is left out."""
    default = parameter.default
    if isinstance(default, str):  # a choice of a column says its value
        return repr(str(default))
    if default is None or isinstance(default, bool | int | float | tuple):
        return repr(default)
    return default.__name__ if isclass(default) else "…"


def main() -> int:
    """Write the document, or with ``--check`` say whether it is as it should be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings_test")
    import django

    django.setup()
    if "--check" in sys.argv:
        return int(document() != DOCUMENT.read_text(encoding="utf-8"))
    DOCUMENT.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
