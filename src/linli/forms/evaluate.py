"""What the words of a condition mean. Nothing here can fail: what cannot be known is ``""``.

frontend/src/field/conditions.mjs says the same for the browser, line by line; what the functions
of XLSForm mean is in functions.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from linli.forms import patterns
from linli.forms.functions import GATHERING, MEANING, Value, fitting, text, truth
from linli.forms.schema import Condition, Tree

POSITION = ".."  # among the answers of a repeat's entry: which one it is, from 1


def holds(
    condition: Condition | None,
    answers: Mapping[str, Any],
    *,
    value: Any = None,
    today: date,
    row: Mapping[str, str] | None = None,
) -> bool:
    """True if the condition is met; one that is not there always is."""
    return condition is None or truth(
        evaluate(condition.tree, answers, value=value, today=today, row=row)
    )


def evaluate(
    tree: Tree,
    answers: Mapping[str, Any],
    *,
    value: Any = None,
    today: date,
    row: Mapping[str, str] | None = None,
) -> Value:
    """Return what a tree says of these answers.

    ``value`` is the answer it stands at (``.``), ``row`` the choice that a filter looks at;
    ``today`` may be a moment, which ``now()`` gives.
    """
    return _Here(answers, value, today, row or {}).said(tree)


def said(answer: Any) -> Value:
    """Return an answer as a value to reckon with; ``""`` for none."""
    if isinstance(answer, str | bool | list):
        return answer
    return fitting(answer) if isinstance(answer, int | float) else ""


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a tree is looked at: among which answers, at which of them, when, at which choice."""

    answers: Mapping[str, Any]
    value: Any
    today: date
    row: Mapping[str, str]

    def said(self, tree: Tree) -> Value:
        word, *parts = tree
        if (leaf := LEAVES.get(word)) is not None:
            return leaf(self, parts)
        if word == "once":
            own = said(self.value)
            return self.said(parts[0]) if own in ("", []) else own
        if word == "indexed-repeat":
            return self.indexed(*parts)
        if word == "lookup":
            return str(parts[1][1].get(text(self.said(parts[0])), ""))
        if word == "regex":
            return patterns.matches(parts[1][2], text(self.said(parts[0])))
        if word == "count" and self.is_asked_of_all(parts[0]):
            return float(sum(1 for _entry in self.entries(parts[0][1])))
        if word in GATHERING:
            return MEANING[word]([value for part in parts for value in self.gathered(part)])
        return MEANING[word](*(self.said(part) for part in parts))

    def gathered(self, part: Tree) -> list[Value]:
        """Return a part's values: of a question in a repeat, that of each entry."""
        if not self.is_asked_of_all(part):
            return [self.said(part)]
        return [said(row.get(part[1])) for row in self.entries(part[1])]

    def is_asked_of_all(self, part: Tree) -> bool:
        """True for a question that is asked in a repeat, seen from outside."""
        return part[0] == "answer" and self.answers.get(part[1]) is None

    def entries(self, code: str) -> Iterator[Mapping[str, Any]]:
        """Yield the entries of the repeat in which ``code`` is asked."""
        for answer in self.answers.values():
            if not isinstance(answer, list):
                continue
            rows = [row for row in answer if isinstance(row, dict)]
            if any(code in row for row in rows):
                yield from rows

    def indexed(self, asked: Tree, repeat: Tree, which: Tree) -> Value:
        rows = self.said(repeat)
        at = MEANING["int"](self.said(which))
        if not isinstance(rows, list) or not isinstance(at, float) or not 1 <= at <= len(rows):
            return ""
        row = rows[int(at) - 1]
        return said(row.get(asked[1])) if isinstance(row, dict) else ""

    def now(self) -> str:
        if isinstance(self.today, datetime):
            return self.today.strftime("%Y-%m-%dT%H:%M:%S")
        return f"{self.today.isoformat()}T00:00:00"


LEAVES: Mapping[str, Callable[[_Here, list[Any]], Value]] = {
    "literal": lambda here, parts: said(parts[0]),
    "answer": lambda here, parts: said(here.answers.get(parts[0])),
    "self": lambda here, parts: said(here.value),
    "column": lambda here, parts: str(here.row.get(parts[0], "")),
    "today": lambda here, parts: here.now()[:10],
    "now": lambda here, parts: here.now(),
    "position": lambda here, parts: said(here.answers.get(POSITION)),
    "random": lambda here, parts: random.random(),  # noqa: S311 - draws a sample, keeps no secret
    "uuid": lambda here, parts: str(uuid4()),
}
