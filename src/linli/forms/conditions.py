"""Conditions of a form, in the words of XLSForm: read into a tree that both sides evaluate.

``${clutter} = 'some' and not(selected(${things}, 'waste'))`` becomes nested lists, each of them
``[word, *parts]``. What the words mean is in evaluate.py, and for the browser in
frontend/src/field/conditions.mjs; both are held against tests/forms/conditions.json.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple, NoReturn

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.core.text import did_you_mean
from linli.forms.evaluate import evaluate, fitting, holds
from linli.forms.schema import Condition, Tree

__all__ = ["ConditionFault", "compared", "evaluate", "holds", "names", "names_itself", "parse"]

MOST_LETTERS, MOST_DEPTH = 1000, 40
# How tightly an operator binds; all of them join from the left.
BINDS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5,
    "*": 6, "div": 6, "mod": 6,
}  # fmt: skip
PARTS = {  # functions, and how many parts each takes
    "not": 1, "selected": 2, "count-selected": 1, "string-length": 1, "number": 1, "if": 3,
    "coalesce": 2, "today": 0, "count": 1, "true": 0, "false": 0,
}  # fmt: skip
INSTEAD = {"==": "=", "&&": "and", "||": "or", "/": "div", "%": "mod", "<>": "!=", "!": "not()"}
TOKEN = re.compile(
    r"""\s*(?:
    (?P<answer>\$\{[^{}]*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d+)?|\.\d+)
    |(?P<word>[A-Za-z][\w:-]*)|(?P<mark><=|>=|!=|==|&&|\|\||<>|[-=<>+*(),.])|(?P<other>\S)|$)""",
    re.VERBOSE | re.ASCII,
)


class ConditionFault(Invalid):
    """A condition that cannot be read: what is wrong with it, and the remedy."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


class Token(NamedTuple):
    """A word of a condition. ``kind`` is the name of its group in ``TOKEN``; "" ends it."""

    kind: str
    said: str


def parse(said: str, *, codes: Collection[str] | None = None) -> Condition:
    """Read a condition. Raises ``ConditionFault``, also for a question that is not in ``codes``."""
    if len(said) > MOST_LETTERS:
        raise ConditionFault(
            _("This condition is too long."),
            _("Shorten it to %(most)s letters.") % {"most": MOST_LETTERS},
        )
    reader = _Reader(list(_tokens(said)), codes)
    tree = reader.expression()
    reader.expect("")
    if _depth(tree) > MOST_DEPTH:
        _too_deep()
    return Condition(said.strip(), tree)


def names(tree: Tree) -> Iterator[str]:
    """Yield the code of every question that a condition names."""
    if tree[0] == "answer":
        yield tree[1]
    elif tree[0] != "literal":
        for part in tree[1:]:
            yield from names(part)


def compared(tree: Tree) -> Iterator[tuple[str, str]]:
    """Yield every (question, text) that a condition holds against each other."""
    word, *parts = tree
    if word in ("literal", "answer"):
        return
    if word in ("=", "!=", "selected"):
        for one, other in (parts, parts[::-1]):
            if one[0] == "answer" and other[0] == "literal" and isinstance(other[1], str):
                yield one[1], other[1]
    for part in parts:
        yield from compared(part)


def names_itself(tree: Tree) -> bool:
    """True if the condition speaks of the very answer that it stands at (``.``)."""
    parts = () if tree[0] in ("literal", "answer") else tree[1:]
    return tree[0] == "self" or any(names_itself(part) for part in parts)


class _Reader:
    """Descends through the tokens: an expression is parts joined by operators."""

    def __init__(self, tokens: list[Token], codes: Collection[str] | None) -> None:
        self.tokens, self.at, self.codes, self.depth = tokens, 0, codes, 0

    def next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, said: str) -> None:
        token = self.next()
        if token.said != said or token.kind == "text":
            _stray(token)

    def expression(self, least: int = 1) -> Tree:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            _too_deep()
        left = self.part()
        while (binds := BINDS.get(self.tokens[self.at].said, 0)) >= least:
            operation = self.next()
            if operation.kind == "text":
                _stray(operation)
            left = [operation.said, left, self.expression(binds + 1)]
        self.depth -= 1
        return left

    def part(self) -> Tree:
        token = self.next()
        if token.kind == "text":
            return ["literal", token.said[1:-1]]
        if token.kind == "number" and (value := fitting(float(token.said))) != "":
            return ["literal", value]
        if token.kind == "answer":
            return self.answer(token.said[2:-1].strip())
        if token.kind == "word":
            return self.function(token.said)
        if token.said == ".":
            return ["self"]
        if token.said == "-":
            return ["negative", self.expression(max(BINDS.values()))]
        if token.said == "(":
            inside = self.expression()
            self.expect(")")
            return inside
        return _stray(token)

    def answer(self, code: str) -> Tree:
        if self.codes is not None and code not in self.codes:
            raise ConditionFault(
                _("There is no question “%(code)s”.") % {"code": code},
                did_you_mean(code, self.codes),
            )
        return ["answer", code]

    def function(self, word: str) -> Tree:
        if word not in PARTS:
            raise ConditionFault(
                _("“%(word)s” cannot be used in a condition here.") % {"word": word},
                _("Possible are %(functions)s; answers are written ${code}, texts in quotes.")
                % {"functions": ", ".join(f"{name}()" for name in PARTS)},
            )
        self.expect("(")
        parts: list[Tree] = []
        while self.tokens[self.at].said != ")" and len(parts) < PARTS[word]:
            if parts:
                self.expect(",")
            parts.append(self.expression())
        if self.next().said != ")" or len(parts) != PARTS[word]:
            raise ConditionFault(
                _("%(word)s() takes %(count)s parts.") % {"word": word, "count": PARTS[word]},
                _("Part them by commas and close the bracket."),
            )
        return ["literal", word == "true"] if word in ("true", "false") else [word, *parts]


def _tokens(said: str) -> Iterator[Token]:
    for match in TOKEN.finditer(said):
        if match.lastgroup:
            yield Token(match.lastgroup, match[match.lastgroup])
    yield Token("", "")


def _depth(tree: Tree) -> int:
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [part for one in level if one[0] not in ("literal", "answer") for part in one[1:]]
    return depth


def _stray(token: Token) -> NoReturn:
    if not token.kind:
        raise ConditionFault(
            _("The condition ends too early."), _("Add what is missing, or close the bracket.")
        )
    instead = INSTEAD.get(token.said)
    remedy = (
        _("Write %(instead)s instead.") % {"instead": instead}
        if instead
        else _("Use half-width signs: ( ) , = ' and ${code} for an answer.")
    )
    raise ConditionFault(_("“%(sign)s” does not belong here.") % {"sign": token.said}, remedy)


def _too_deep() -> NoReturn:
    raise ConditionFault(
        _("This condition is nested too deeply."), _("Part it over several questions.")
    )
