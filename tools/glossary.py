"""Writes each engine's words behind those of the whole house in docs/glossary.md.

``--check`` writes nothing and says whether the file is as the engines say.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linli.engines.plug import Engine

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
DOCUMENT = ROOT / "docs" / "glossary.md"
BEGIN = "\n## Words of each engine\n"
HEAD = f"""{BEGIN}
Made by `python tools/glossary.py` from each engine's `glossary.py`; a test keeps it so.
"""


def document(written: str) -> str:
    """Return the document: what is written by hand, then the engines' words as they are now."""
    from linli.engines.plug import ENGINES

    by_hand = written.partition(BEGIN)[0]
    return by_hand + HEAD + "".join(_table(app, engine) for app, engine in ENGINES.items())


def _table(app: str, engine: Engine) -> str:
    rows = "".join(f"| {' | '.join(term)} |\n" for term in engine.glossary)
    return f"\n### {app}\n\n| Chinese | in code | what it is |\n|---|---|---|\n{rows}"


def faults(written: str, sources: dict[str, str]) -> Iterator[str]:
    """Yield each word that no code of its engine uses, or that means two things.

    ``sources`` is the text of each engine's folder.
    """
    from linli.engines.plug import ENGINES

    known = dict(_by_hand(written))
    for app, engine in ENGINES.items():
        for term in engine.glossary:
            word = _first_word(term.english)
            if word not in sources[app].lower():
                yield f"{app}: no code says “{word}” ({term.chinese})"
            if known.setdefault(term.english, term.chinese) != term.chinese:
                yield f"{app}: “{term.english}” is {known[term.english]} elsewhere"


def sources() -> dict[str, str]:
    """Return names and text of each engine's modules, but for those that say the words."""
    from django.apps import apps

    from linli.engines.plug import ENGINES

    return {
        app: "".join(
            f"{path.stem}\n{path.read_text(encoding='utf-8')}"
            for path in sorted(Path(apps.get_app_config(app).path).rglob("*.py"))
            if path.name not in ("glossary.py", "engine.py")
        )
        for app in ENGINES
    }


def _by_hand(written: str) -> Iterator[tuple[str, str]]:
    for line in written.partition(BEGIN)[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3:
            yield cells[1], cells[0]


def _first_word(english: str) -> str:
    return english.split(",")[0].split("(")[0].split(":")[0].strip().replace(" ", "_").lower()


def main() -> int:
    """Write the document, or with ``--check`` say whether it is as it should be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings_test")
    import django

    django.setup()
    written = DOCUMENT.read_text(encoding="utf-8")
    wanted = document(written)
    if "--check" in sys.argv:
        return int(wanted != written)
    DOCUMENT.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
