"""What the functions and operators of a condition mean, value by value.

Nothing here can fail: what cannot be known is ``""``. frontend/src/field/functions.mjs says the
same, line by line.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any

from linli.forms import moments

Value = str | float | bool | list[Any]
LEAST, MOST = 1e-4, 1e15  # between them both sides hold and write numbers alike
NUMERIC = re.compile(r"[ \t\r\n]*-?[0-9]+(\.[0-9]+)?[ \t\r\n]*")
BLANKS = re.compile(r"[ \t\r\n]+")
MOST_POWER, MOST_DIGITS = 64, 10
# They take what a repeat's entries say, all at once: one list of values.
GATHERING = ("sum", "min", "max", "count", "count-non-empty", "concat", "join")


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
        return " ".join(code for code in value if isinstance(code, str))
    return str(int(value)) if value == int(value) else repr(value)


def number(value: Value) -> float | None:
    """A value as a number, a day or a moment as days since 1970; None if it is none."""
    if isinstance(value, list):
        return None
    if not isinstance(value, str):
        return float(value)
    if NUMERIC.fullmatch(value):
        fits = fitting(float(value))
        return None if fits == "" else float(fits)
    return moments.days(value)


def fitting(value: float) -> float | str:
    """A number that both sides hold and write alike: dust is zero, too much is nothing."""
    if abs(value) < LEAST:
        return 0.0
    return float(value) if abs(value) <= MOST else ""


def equal(operand: Value, other: Value) -> bool:
    """Compare as yes or no if one is, as numbers if one is, else as texts."""
    if isinstance(operand, bool) or isinstance(other, bool):
        return truth(operand) == truth(other)
    if isinstance(operand, int | float) or isinstance(other, int | float):
        left, right = number(operand), number(other)
        return left is not None and left == right
    return text(operand) == text(other)


def _compared(compare: Callable[[float, float], bool]) -> Callable[[Value, Value], bool]:
    def by(operand: Value, other: Value) -> bool:
        left, right = number(operand), number(other)
        return left is not None and right is not None and compare(left, right)

    return by


def _reckoned(reckon: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    def by(operand: Value, other: Value) -> Value:
        left, right = number(operand), number(other)
        if left is None or right is None:
            return ""
        try:
            return fitting(reckon(left, right))
        except (ZeroDivisionError, ValueError):  # math.fmod calls it a ValueError
            return ""

    return by


def _words(value: Value) -> list[Any]:
    return value if isinstance(value, list) else re.findall(r"[^ \t\r\n]+", text(value))


def _of_number(reckon: Callable[[float], float | str]) -> Callable[[Value], Value]:
    def by(operand: Value) -> Value:
        value = number(operand)
        return "" if value is None else reckon(value)

    return by


def _flat(values: list[Value]) -> list[Value]:
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _numbers(values: list[Value]) -> list[float]:
    """Return what among values is a number; what was not answered is left out."""
    numbers = (number(each) for each in _flat(values) if isinstance(each, str | bool | int | float))
    return [each for each in numbers if each is not None]


def _sum(values: list[Value]) -> Value:
    total = 0.0
    for each in _numbers(values):  # one after the other, as the browser adds: sum() is more exact
        total += each
    return fitting(total)


def _count(values: list[Value]) -> Value:
    if len(values) == 1 and not isinstance(values[0], list):
        return float(values[0] != "")
    return float(sum(len(each) if isinstance(each, list) else 1 for each in values))


def _round(operand: Value, places: Value = 0.0) -> Value:
    value, digits = number(operand), number(places)
    if value is None or digits is None or not 0 <= digits <= MOST_DIGITS:
        return ""
    by = 10.0 ** int(digits)
    return fitting(math.floor(value * by + 0.5) / by)


def _power(operand: Value, exponent: Value) -> Value:
    """Raise to a whole power, or to a half: what both sides reckon alike to the last digit."""
    base, times = number(operand), number(exponent)
    if base is None or times is None:
        return ""
    if times == 0.5:
        return fitting(math.sqrt(base)) if base >= 0 else ""
    if times != int(times) or abs(times) > MOST_POWER:
        return ""
    result = 1.0
    for _time in range(int(abs(times))):
        result *= base
        if not abs(result) <= MOST:
            return ""
    if times < 0:
        return fitting(1 / result) if result else ""
    return fitting(result)


def _place(value: Value) -> int | None:
    at = number(value)
    return None if at is None else math.trunc(at)


def _part(operand: Value, start: Value, end: Value | None = None) -> Value:
    first, last = _place(start), None if end is None else _place(end)
    return "" if first is None or (end is not None and last is None) else text(operand)[first:last]


def _before(operand: Value, sign: Value) -> Value:
    head, mark, _tail = _parted(operand, sign)
    return head if mark else ""


def _parted(operand: Value, sign: Value) -> tuple[str, str, str]:
    return text(operand).partition(text(sign)) if text(sign) else ("", "", text(operand))


def _translated(operand: Value, these: Value, those: Value) -> Value:
    wanted, table = text(those), dict[str, str]()
    for at, sign in enumerate(text(these)):
        table.setdefault(sign, wanted[at : at + 1])
    return "".join(table.get(sign, sign) for sign in text(operand))


def _chosen_at(many: Value, at: Value) -> Value:
    words, place = _words(many), _place(at)
    if place is None or not 0 <= place < len(words):
        return ""
    return words[place] if isinstance(words[place], str) else ""


def _day(operand: Value) -> Value:
    value = None if isinstance(operand, bool) else number(operand)
    return "" if value is None else moments.day_of(value)


def _moment(operand: Value) -> Value:
    value = None if isinstance(operand, bool) else number(operand)
    return "" if value is None else moments.moment_of(value)


def _written(operand: Value, pattern: Value) -> Value:
    value = number(operand)
    return "" if value is None else moments.written(value, text(pattern))


def _months(first: Value, last: Value) -> Value:
    begin, end = number(first), number(last)
    months = None if begin is None or end is None else moments.months_between(begin, end)
    return "" if months is None else months


def _added(operand: Value, years: Value = 0.0, months: Value = 0.0, more: Value = 0.0) -> Value:
    start, *steps = number(operand), number(years), number(months), number(more)
    if start is None:
        return ""
    return moments.added(start, *(step or 0.0 for step in steps))


MEANING: dict[str, Callable[..., Value]] = {
    "or": lambda *parts: any(truth(part) for part in parts),
    "and": lambda *parts: all(truth(part) for part in parts),
    "not": lambda operand: not truth(operand),
    "=": equal,
    "!=": lambda operand, other: not equal(operand, other),
    "<": _compared(operator.lt),
    "<=": _compared(operator.le),
    ">": _compared(operator.gt),
    ">=": _compared(operator.ge),
    "+": _reckoned(operator.add),
    "-": _reckoned(operator.sub),
    "*": _reckoned(operator.mul),
    "div": _reckoned(operator.truediv),
    "mod": _reckoned(math.fmod),
    "negative": lambda operand: MEANING["-"](0.0, operand),
    "sum": _sum,
    "min": lambda values: min(_numbers(values), default=""),
    "max": lambda values: max(_numbers(values), default=""),
    "count": _count,
    "count-non-empty": lambda values: float(sum(each not in ("", []) for each in _flat(values))),
    "concat": lambda values: "".join(text(each) for each in values),
    "join": lambda values: (
        text(values[0]).join(text(each) for each in values[1:]) if values else ""
    ),
    "round": _round,
    "int": _of_number(lambda value: fitting(float(math.trunc(value)))),
    "floor": _of_number(lambda value: fitting(float(math.floor(value)))),
    "ceiling": _of_number(lambda value: fitting(float(math.ceil(value)))),
    "abs": _of_number(lambda value: fitting(abs(value))),
    "pow": _power,
    "selected": lambda many, operand: text(operand) in _words(many),
    "count-selected": lambda many: float(len(_words(many))),
    "selected-at": _chosen_at,
    "string-length": lambda operand: float(len(text(operand))),
    "number": _of_number(lambda value: value),
    "string": text,
    "boolean": truth,
    "boolean-from-string": lambda operand: text(operand) in ("true", "1"),
    "if": lambda when, then, otherwise: then if truth(when) else otherwise,
    "coalesce": lambda *parts: next((part for part in parts if part not in ("", [])), ""),
    "substr": _part,
    "contains": lambda operand, sign: text(sign) in text(operand),
    "starts-with": lambda operand, sign: text(operand).startswith(text(sign)),
    "ends-with": lambda operand, sign: text(operand).endswith(text(sign)),
    "substring-before": _before,
    "substring-after": lambda operand, sign: _parted(operand, sign)[2],
    "translate": _translated,
    "normalize-space": lambda operand: BLANKS.sub(" ", text(operand)).strip(" "),
    "date": _day,
    "date-time": _moment,
    "decimal-date-time": _of_number(fitting),
    "decimal-time": _of_number(lambda value: fitting(value - math.floor(value))),
    "format-date": _written,
    "format-date-time": _written,
    "difference-in-months": _months,
    "add-date": _added,
}
