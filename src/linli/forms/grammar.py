"""The words of a condition: operators, functions, and what is written instead by mistake."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_PARTS = 100
# How tightly an operator binds; all of them join from the left.
BINDS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
PARTS = {  # functions, and how many parts each takes at least and at most
    "not": (1, 1), "selected": (2, 2), "count-selected": (1, 1), "selected-at": (2, 2),
    "string-length": (1, 1), "number": (1, 1), "string": (1, 1), "boolean": (1, 1),
    "boolean-from-string": (1, 1), "if": (3, 3), "coalesce": (2, MOST_PARTS), "once": (1, 1),
    "today": (0, 0), "now": (0, 0), "true": (0, 0), "false": (0, 0), "regex": (2, 2),
    "sum": (1, MOST_PARTS), "min": (1, MOST_PARTS), "max": (1, MOST_PARTS), "count": (1, 1),
    "count-non-empty": (1, 1), "round": (1, 2), "int": (1, 1), "floor": (1, 1),
    "ceiling": (1, 1), "abs": (1, 1), "pow": (2, 2), "concat": (1, MOST_PARTS),
    "join": (2, MOST_PARTS), "substr": (2, 3), "contains": (2, 2), "starts-with": (2, 2),
    "ends-with": (2, 2), "substring-before": (2, 2), "substring-after": (2, 2),
    "translate": (3, 3), "normalize-space": (1, 1), "date": (1, 1), "date-time": (1, 1),
    "decimal-date-time": (1, 1), "decimal-time": (1, 1), "format-date": (2, 2),
    "format-date-time": (2, 2), "difference-in-months": (2, 2), "add-date": (2, 4),
    "indexed-repeat": (3, 3), "position": (0, 0), "jr:choice-name": (2, 2), "pulldata": (4, 4),
    "instance": (1, 1), "random": (0, 0), "uuid": (0, 0),
}  # fmt: skip
SAME = {  # other spellings of the field
    "parse-timestamp-to-date": "date-time", "cht:difference-in-months": "difference-in-months",
}  # fmt: skip
INSTEAD = {
    "==": "=", "&&": "and", "||": "or", "/": "div", "%": "mod", "<>": "!=", "!": "not()",
    "AND": "and", "OR": "or", "And": "and", "Or": "or",
}  # fmt: skip
TOKEN = re.compile(
    r"""\s*(?:
    (?P<answer>\$\{[^{}]*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
    |(?P<path>(?:current\(\)/)?(?:\.{1,2}/)+[^\W\d][\w./-]*|/[^\W\d][\w/:-]*)
    |(?P<word>[^\W\d][\w:-]*)
    |(?P<mark><=|>=|!=|==|&&|\|\||<>|\.\.|[][=<>+*(),.-])|(?P<other>\S)|$)""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A word of a condition. ``kind`` is the name of its group in ``TOKEN``; "" ends it."""

    kind: str
    said: str
