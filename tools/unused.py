"""Names the functions, methods, properties and classes of the house that nothing uses.

vulture reads the code; beside it, a name is used that a template or a dotted text (a setting)
names, and what a decorator takes in. Tests do not count: what only they call is not needed.
What remains and stays has its reason in tools/unused.toml, which may name nothing else.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "linli"
REASONS = ROOT / "tools" / "unused.toml"
READ = [SOURCE, ROOT / "tools", ROOT / "benchmarks", ROOT / "hatch_build.py"]
KINDS = {"function", "method", "property", "class"}
TAKEN_IN = [  # by a registry, which calls them
    "@register", "@register.*", "@jobs.job", "@effects.*", "@api.*", "@router.*",
    "@model_validator", "@field_validator", "@model_serializer", "@field_serializer",
]  # fmt: skip
HOOKS = re.compile(r"clean_\w+|\w+Config")  # Django finds them by their names
DOTTED = re.compile(r"[\w.]+\.(\w+)")


def unused() -> Iterator[tuple[str, str]]:
    """Yield name and place of what nothing uses."""
    vulture = Vulture(ignore_decorators=TAKEN_IN)
    vulture.scavenge([str(path) for path in READ], exclude=["*/migrations/*"])
    named = {*_named_in_templates(), *_named_in_texts()}
    for item in vulture.get_unused_code(min_confidence=60):
        if item.typ in KINDS and item.name not in named and not HOOKS.fullmatch(item.name):
            place = f"{Path(item.filename).relative_to(ROOT)}:{item.first_lineno}"
            yield item.name, f"{place}: {item.typ} {item.name}"


def _named_in_templates() -> Iterator[str]:
    for path in SOURCE.rglob("*.html"):
        for tag in re.findall(r"\{[{%].*?[}%]\}", path.read_text(encoding="utf-8"), re.S):
            yield from re.findall(r"\w+", tag)


def _named_in_texts() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and (dotted := DOTTED.fullmatch(text)):
                yield dotted[1]


def main() -> int:
    """Print what is unused, and reasons that are not needed any more; return 1 if there are any."""
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    rows = list(unused())
    faults = [place for name, place in rows if name not in reasons]
    faults += [
        f"{REASONS.relative_to(ROOT)}: {name} is used, or gone"
        for name in reasons.keys() - {name for name, _place in rows}
    ]
    print("\n".join(sorted(faults)) or "nothing is unused")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
