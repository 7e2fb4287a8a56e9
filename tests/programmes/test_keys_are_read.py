"""Whatever a programme can say changes something: no key is read into a kind and then forgotten."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from linli.core.labels import Label
from linli.engines.campaigns import kinds as campaigns
from linli.engines.cases import kinds as cases
from linli.forms.schema import Question

SOURCE = Path(__file__).resolve().parents[2] / "src" / "linli"
KINDS = (cases.Kind, cases.Deadline, cases.Step, campaigns.Kind, Question)

pytestmark = pytest.mark.once


def attributes_read() -> set[str]:
    """Return every name that is read as an attribute, in code or a template, where kinds are used,
    not where they are made out of a file: ``kind.places`` counts, ``table.places`` does not."""
    drawn = {
        name
        for path in SOURCE.rglob("*.html")
        for name in re.findall(r"\.([a-z_]+)", path.read_text(encoding="utf-8"))
    }
    return drawn | {
        node.attr
        for path in SOURCE.rglob("*.py")
        if path.name not in ("section.py", "toml.py") and "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


def test_every_value_that_a_kind_holds_is_used() -> None:
    read = attributes_read()
    unread = {
        f"{kind.__module__}.{kind.__name__}.{field.name}"
        for kind in KINDS
        for field in fields(kind)
        if field.name not in read
    }
    assert unread == set()


def test_the_search_would_find_a_key_that_nobody_reads() -> None:
    assert "review_after_weeks" not in attributes_read()
    assert Label.__dataclass_fields__.keys() <= attributes_read()
