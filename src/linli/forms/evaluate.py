"""What the words of a condition mean. Nothing here can fail: what cannot be known is ``""``.

frontend/src/field/conditions.mjs says the same for the browser, line by line.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from linli.forms.schema import Condition, Tree

Value = str | float | bool | list[Any]
LEAST, MOST = 1e-4, 1e15  # between them both sides hold and write numbers alike
NUMERIC = re.compile(r"[ \t\r\n]*-?[0-9]+(\.[0-9]+)?[ \t\r\n]*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAYS_BEFORE_1970 = date(1970, 1, 1).toordinal()


def holds(
    condition: Condition | None,
    answers: Mapping[str, Any],
    *,
    value: Any = None,
    today: date,
) -> bool:
    """True if the condition is met; one that is not there always is."""
    return condition is None or truth(evaluate(condition.tree, answers, value=value, today=today))


def evaluate(tree: Tree, answers: Mapping[str, Any], *, value: Any = None, today: date) -> Value:
    """Return what a tree says of these answers; ``value`` is the answer it stands at (``.``)."""
    word, *parts = tree
    if word == "literal":
        return parts[0]  # type: ignore[no-any-return]
    if word == "answer":
        return _said(answers.get(parts[0]))
    if word == "self":
        return _said(value)
    if word == "today":
        return today.isoformat()
    return MEANING[word](*(evaluate(p, answers, value=value, today=today) for p in parts))


def truth(value: Value) -> bool:
    """A value as yes or no: nothing, zero and no answer are no."""
    return bool(value)


def text(value: Value) -> str:
    """A value as text: codes of a select with blanks between, whole numbers without a point."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(one for one in value if isinstance(one, str))
    return str(int(value)) if value == int(value) else repr(value)


def number(value: Value) -> float | None:
    """A value as a number, a date as days since 1970; None if it is none."""
    if isinstance(value, list):
        return None
    if not isinstance(value, str):
        return float(value)
    if NUMERIC.fullmatch(value):
        fits = fitting(float(value))
        return None if fits == "" else float(fits)
    try:
        day = date.fromisoformat(value) if DATE.fullmatch(value) else None
    except ValueError:
        return None
    return float(day.toordinal() - DAYS_BEFORE_1970) if day else None


def fitting(said: float) -> float | str:
    """A number that both sides hold and write alike: dust is zero, too much is nothing."""
    if abs(said) < LEAST:
        return 0.0
    return float(said) if abs(said) <= MOST else ""


def equal(one: Value, other: Value) -> bool:
    """Compare as yes or no if one is, as numbers if one is, else as texts."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth(one) == truth(other)
    if isinstance(one, int | float) or isinstance(other, int | float):
        left, right = number(one), number(other)
        return left is not None and left == right
    return text(one) == text(other)


def _said(answer: Any) -> Value:
    if isinstance(answer, str | bool | list):
        return answer
    return fitting(answer) if isinstance(answer, int | float) else ""


def _compared(compare: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    def by(one: Value, other: Value) -> bool:
        left, right = number(one), number(other)
        return left is not None and right is not None and compare(left, right)

    return by


def _reckoned(reckon: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    def by(one: Value, other: Value) -> Value:
        left, right = number(one), number(other)
        if left is None or right is None:
            return ""
        try:
            return fitting(reckon(left, right))
        except (ZeroDivisionError, ValueError):  # math.fmod calls it a ValueError
            return ""

    return by


def _words(value: Value) -> list[Any]:
    return value if isinstance(value, list) else re.findall(r"[^ \t\r\n]+", text(value))


MEANING: dict[str, Callable[..., Value]] = {
    "or": lambda one, other: truth(one) or truth(other),
    "and": lambda one, other: truth(one) and truth(other),
    "not": lambda one: not truth(one),
    "=": equal,
    "!=": lambda one, other: not equal(one, other),
    "<": _compared(operator.lt),
    "<=": _compared(operator.le),
    ">": _compared(operator.gt),
    ">=": _compared(operator.ge),
    "+": _reckoned(operator.add),
    "-": _reckoned(operator.sub),
    "*": _reckoned(operator.mul),
    "div": _reckoned(operator.truediv),
    "mod": _reckoned(math.fmod),
    "negative": lambda one: MEANING["-"](0.0, one),
    "selected": lambda many, one: text(one) in _words(many),
    "count-selected": lambda many: float(len(_words(many))),
    "count": lambda many: float(len(many) if isinstance(many, list) else many != ""),
    "string-length": lambda one: float(len(text(one))),
    "number": lambda one: "" if (found := number(one)) is None else found,
    "if": lambda when, then, otherwise: then if truth(when) else otherwise,
    "coalesce": lambda first, second: second if first == "" or first == [] else first,
}
