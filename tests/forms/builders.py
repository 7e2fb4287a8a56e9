"""Forms in few words, for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from linli.core.labels import Label, Option
from linli.forms.conditions import parse
from linli.forms.schema import Form, Question


def question(code: str, type: str = "text", **said: Any) -> Question:
    """Make a question; its label is its code, conditions are written as people write them."""
    for name in ("show_if", "constraint", "required_if", "calculation", "count"):
        said[name] = parse(said[name]) if said.get(name) else None
    if said.get("choice_filter"):
        said["choice_filter"] = parse(said["choice_filter"], columns=("name", "ward"))
    said["options"] = tuple(Option(one, Label(one, one)) for one in said.get("options", ()))
    said["questions"] = tuple(question(**one) for one in said.get("questions", ()))
    said.setdefault("label", Label(f"{code}？", code))
    return Question(code, type, **said)


def form(questions: Iterable[dict[str, Any]], **more: Any) -> Form:
    """Make a form of questions as a table has them."""
    return Form(tuple(question(**one) for one in questions), **more)
