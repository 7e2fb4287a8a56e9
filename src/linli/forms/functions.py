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
        return " ".join(one for one in value if isinstance(one, str))
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


def _of_number(reckon: Callable[[float], float | str]) -> Callable[[Value], Value]:
    def by(one: Value) -> Value:
        value = number(one)
        return "" if value is None else reckon(value)

    return by


def _flat(values: list[Value]) -> list[Value]:
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _numbers(values: list[Value]) -> list[float]:
    """Return what among values is a number; what was not answered is left out."""
    found = (number(each) for each in _flat(values) if isinstance(each, str | bool | int | float))
    return [each for each in found if each is not None]


def _sum(values: list[Value]) -> Value:
    total = 0.0
    for each in _numbers(values):  # one after the other, as the browser adds: sum() is more exact
        total += each
    return fitting(total)


def _count(values: list[Value]) -> Value:
    if len(values) == 1 and not isinstance(values[0], list):
        return float(values[0] != "")
    return float(sum(len(each) if isinstance(each, list) else 1 for each in values))


def _round(one: Value, places: Value = 0.0) -> Value:
    value, digits = number(one), number(places)
    if value is None or digits is None or not 0 <= digits <= MOST_DIGITS:
        return ""
    by = 10.0 ** int(digits)
    return fitting(math.floor(value * by + 0.5) / by)


def _power(one: Value, exponent: Value) -> Value:
    """Raise to a whole power, or to a half: what both sides reckon alike to the last digit."""
    base, times = number(one), number(exponent)
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


def _part(one: Value, start: Value, end: Value | None = None) -> Value:
    first, last = _place(start), None if end is None else _place(end)
    return "" if first is None or (end is not None and last is None) else text(one)[first:last]


def _before(one: Value, sign: Value) -> Value:
    head, found, _tail = _parted(one, sign)
    return head if found else ""


def _parted(one: Value, sign: Value) -> tuple[str, str, str]:
    return text(one).partition(text(sign)) if text(sign) else ("", "", text(one))


def _translated(one: Value, these: Value, those: Value) -> Value:
    wanted, table = text(those), dict[str, str]()
    for at, sign in enumerate(text(these)):
        table.setdefault(sign, wanted[at : at + 1])
    return "".join(table.get(sign, sign) for sign in text(one))


def _chosen_at(many: Value, at: Value) -> Value:
    words, place = _words(many), _place(at)
    if place is None or not 0 <= place < len(words):
        return ""
    return words[place] if isinstance(words[place], str) else ""


def _day(one: Value) -> Value:
    value = None if isinstance(one, bool) else number(one)
    return "" if value is None else moments.day_of(value)


def _moment(one: Value) -> Value:
    value = None if isinstance(one, bool) else number(one)
    return "" if value is None else moments.moment_of(value)


def _written(one: Value, pattern: Value) -> Value:
    value = number(one)
    return "" if value is None else moments.written(value, text(pattern))


def _months(first: Value, last: Value) -> Value:
    begin, end = number(first), number(last)
    months = None if begin is None or end is None else moments.months_between(begin, end)
    return "" if months is None else months


def _added(one: Value, years: Value = 0.0, months: Value = 0.0, more: Value = 0.0) -> Value:
    start, *steps = number(one), number(years), number(months), number(more)
    if start is None:
        return ""
    return moments.added(start, *(step or 0.0 for step in steps))


MEANING: dict[str, Callable[..., Value]] = {
    "or": lambda *parts: any(truth(part) for part in parts),
    "and": lambda *parts: all(truth(part) for part in parts),
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
    "sum": _sum,
    "min": lambda values: min(_numbers(values), default=""),
    "max": lambda values: max(_numbers(values), default=""),
    "count": _count,
    "count-non-empty": lambda values: float(sum(each not in ("", []) for each in _flat(values))),
    "concat": lambda values: "".join(text(each) for each in values),
    "join": lambda values: text(values[0]).join(text(each) for each in values[1:]),
    "round": _round,
    "int": _of_number(lambda value: fitting(float(math.trunc(value)))),
    "floor": _of_number(lambda value: fitting(float(math.floor(value)))),
    "ceiling": _of_number(lambda value: fitting(float(math.ceil(value)))),
    "abs": _of_number(lambda value: fitting(abs(value))),
    "pow": _power,
    "selected": lambda many, one: text(one) in _words(many),
    "count-selected": lambda many: float(len(_words(many))),
    "selected-at": _chosen_at,
    "string-length": lambda one: float(len(text(one))),
    "number": _of_number(lambda value: value),
    "string": text,
    "boolean": truth,
    "boolean-from-string": lambda one: text(one) in ("true", "1"),
    "if": lambda when, then, otherwise: then if truth(when) else otherwise,
    "coalesce": lambda *parts: next((part for part in parts if part not in ("", [])), ""),
    "substr": _part,
    "contains": lambda one, sign: text(sign) in text(one),
    "starts-with": lambda one, sign: text(one).startswith(text(sign)),
    "ends-with": lambda one, sign: text(one).endswith(text(sign)),
    "substring-before": _before,
    "substring-after": lambda one, sign: _parted(one, sign)[2],
    "translate": _translated,
    "normalize-space": lambda one: BLANKS.sub(" ", text(one)).strip(" "),
    "date": _day,
    "date-time": _moment,
    "decimal-date-time": _of_number(fitting),
    "decimal-time": _of_number(lambda value: fitting(value - math.floor(value))),
    "format-date": _written,
    "format-date-time": _written,
    "difference-in-months": _months,
    "add-date": _added,
}
