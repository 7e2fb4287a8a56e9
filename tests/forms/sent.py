"""What a phone is sent of the tables' forms: conditions as trees, questions as JSON.

The phone's own tests (frontend/tests) read it from ``sent.json``. When the tables or what a phone
is sent have changed, write that anew: ``PYTHONPATH=src .venv/bin/python -m tests.forms.sent``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from linli.forms.conditions import parse
from linli.forms.schema import to_json
from tests.forms.browser_side import table
from tests.forms.builders import form

FILE = Path(__file__).with_name("sent.json")
MORE = ("missing", "constructor", "name", "rooms")  # are named, and have no answer of their own


def sent() -> dict[str, Any]:
    """Return what a phone is sent, as JSON has it."""
    conditions = table("conditions.json")
    return {
        "trees": {
            said: parse(
                said, codes=[*conditions["answers"], "missing", "constructor", "name", "rooms"]
            ).tree
            for said, *_rest in conditions["gives"]
        },
        "questions": to_json(form(table("validation.json")["form"]))["questions"],
    }


def written() -> str:
    """Return the file's text."""
    lines = (
        f"  {json.dumps(said, ensure_ascii=False)}: {json.dumps(tree, ensure_ascii=False)}"
        for said, tree in sent()["trees"].items()
    )
    questions = ",\n".join(
        f"  {json.dumps(question, ensure_ascii=False)}" for question in sent()["questions"]
    )
    trees = ",\n".join(lines)
    return f'{{\n"trees": {{\n{trees}\n}},\n"questions": [\n{questions}\n]\n}}\n'


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
