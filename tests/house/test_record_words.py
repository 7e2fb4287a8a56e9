"""Every verb that goes into the record is said in words on the pages that show it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from linli.core.record.words import spoken

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"

pytestmark = pytest.mark.once


def _verbs() -> set[str]:
    """Return the verbs that calls of ``note`` name; one put together is known by its words."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "note":
                first = call.args[0] if call.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_verb_of_the_record_has_its_words() -> None:
    verbs = {verb for verb in _verbs() if re.fullmatch(r"[a-z_]+\.[a-z_]+", verb)}
    assert len(verbs) > 40
    lists = {f"list.{what}_taken_out" for what in ("households", "people", "care", "posts", "keys")}
    assert {verb for verb in verbs | lists if spoken(verb) == verb} == set()
