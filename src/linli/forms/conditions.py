"""Conditions of a form, in the words of XLSForm: read into a tree that both sides evaluate.

``${clutter} = 'some' and not(selected(${things}, 'waste'))`` becomes nested lists, each of them
``[word, *parts]``. What the words mean is in evaluate.py and functions.py, and for the browser in
frontend/src/field/conditions.mjs; both are held against tests/forms/conditions.json. What a tree
names is in trees.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NoReturn

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.core.text import did_you_mean
from linli.forms import patterns, trees
from linli.forms.functions import fitting
from linli.forms.grammar import BINDS, INSTEAD, PARTS, SAME, TOKEN, Token
from linli.forms.schema import Condition, Tree

MOST_LETTERS, MOST_DEPTH, MOST_NESTED = 8000, 150, 40
Resolve = Callable[[str], str | None]  # a path of XForms → the code of its question


class ConditionFault(Invalid):
    """A condition that cannot be read: what is wrong with it, and the remedy."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


def parse(
    text: str,
    *,
    codes: Collection[str] | None = None,
    columns: Collection[str] | None = None,
    resolve: Resolve | None = None,
) -> Condition:
    """Read a condition. Raises ``ConditionFault``, also for a question that is not in ``codes``.

    ``columns``: those of a list of choices, which a filter names without ``${}``.
    """
    if len(text) > MOST_LETTERS:
        raise ConditionFault(
            _("This condition is too long."),
            _("Shorten it to %(most)s letters.") % {"most": MOST_LETTERS},
        )
    reader = _Reader(list(_tokens(text)), codes, columns, resolve)
    tree = reader.expression()
    reader.expect("")
    if trees.depth(tree) > MOST_DEPTH:
        _too_deep()
    return Condition(text.strip(), tree)


class _Reader:
    """Descends through the tokens: an expression is parts joined by operators."""

    def __init__(
        self,
        tokens: list[Token],
        codes: Collection[str] | None,
        columns: Collection[str] | None,
        resolve: Resolve | None,
    ) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0
        self.codes, self.columns, self.resolve = codes, columns, resolve

    def next(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def expect(self, sign: str) -> None:
        token = self.next()
        if token.said != sign or token.kind == "text":
            _stray(token)

    def expression(self, least: int = 1) -> Tree:
        self.depth += 1
        if self.depth > MOST_NESTED:
            _too_deep()
        left = self.part()
        while (binds := BINDS.get(self.tokens[self.at].said, 0)) >= least:
            operation = self.next()
            if operation.kind == "text":
                _stray(operation)
            left = self.joined(operation.said, left, self.expression(binds + 1))
        self.depth -= 1
        return left

    def joined(self, operation: str, left: Tree, right: Tree) -> Tree:
        """Join two parts; a row of "or" or "and" stays flat, however long it is."""
        if operation in ("or", "and") and left[0] == operation:
            return [*left, right]
        return [operation, left, right]

    def part(self) -> Tree:
        token = self.next()
        if token.kind == "text":
            return ["literal", token.said[1:-1]]
        if token.kind == "number" and (value := fitting(float(token.said))) != "":
            return ["literal", value]
        if token.kind == "answer":
            return self.answer(token.said[2:-1].strip())
        if token.kind == "path":
            return self.answer_at(token)
        if token.kind == "word":
            return self.word(token)
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

    def answer_at(self, token: Token) -> Tree:
        """Read a path of XForms: ``../household/size``."""
        if self.resolve is None:
            _stray(token)
        code = self.resolve(token.said.removeprefix("current()/"))
        if code is None:
            raise ConditionFault(
                _("There is no question at “%(path)s”.") % {"path": token.said},
                _("Name the question: ${code}."),
            )
        return ["answer", code]

    def word(self, token: Token) -> Tree:
        word = SAME.get(token.said, token.said)
        is_function = self.tokens[self.at].said == "("
        if self.columns is not None and not is_function:
            if word not in self.columns:
                raise ConditionFault(
                    _("The choices have no column “%(column)s”.") % {"column": word},
                    did_you_mean(word, self.columns),
                )
            return ["column", word]
        if word not in PARTS:
            if word in INSTEAD:
                _stray(token)
            raise ConditionFault(
                _("“%(word)s” cannot be used in a condition here.") % {"word": token.said},
                _("Possible are %(functions)s; answers are written ${code}, texts in quotes.")
                % {"functions": ", ".join(f"{name}()" for name in PARTS)},
            )
        self.expect("(")
        if word == "position" and self.tokens[self.at].said == "..":
            self.at += 1
        return self.function(word, self.parts(word))

    def parts(self, word: str) -> list[Tree]:
        least, most = PARTS[word]
        parts: list[Tree] = []
        while self.tokens[self.at].said != ")" and len(parts) < most:
            if parts:
                self.expect(",")
            parts.append(self.expression())
        if self.next().said != ")" or not least <= len(parts) <= most:
            count = str(least) if least == most else f"{least}–{most}"
            raise ConditionFault(
                _("%(word)s() takes %(count)s parts.") % {"word": word, "count": count},
                _("Part them by commas and close the bracket."),
            )
        return parts

    def function(self, word: str, parts: list[Tree]) -> Tree:
        if word in ("true", "false"):
            return ["literal", word == "true"]
        if word == "regex":
            return ["regex", parts[0], self.pattern(parts[1])]
        if word == "jr:choice-name":
            code = self.answer(_fixed(word, parts[1]).removeprefix("${").removesuffix("}").strip())
            return ["lookup", parts[0], _table(question=code[1], key="name", column="label")]
        if word == "pulldata":
            file, column, key = (_fixed(word, part) for part in parts[:3])
            name = file if "." in file else f"{file}.csv"
            return ["lookup", parts[3], _table(list=name, key=key, column=column)]
        if word == "instance":
            return self.instance(_fixed(word, parts[0]))
        if word == "indexed-repeat" and [part[0] for part in parts[:2]] != ["answer", "answer"]:
            raise ConditionFault(
                _("indexed-repeat() names a question, its repeat, and a number."),
                _("Write indexed-repeat(${name}, ${people}, 1)."),
            )
        return [word, *parts]

    def pattern(self, part: Tree) -> Tree:
        expression = _fixed("regex", part)
        try:
            return ["pattern", expression, patterns.parse(expression)]
        except patterns.PatternFault as fault:
            raise ConditionFault(fault.says, fault.remedy) from fault

    def instance(self, name: str) -> Tree:
        """Read what is looked up in a list: ``instance('blocks')/root/item[name=${a}]/ward``."""
        outside, self.columns = self.columns, _Any()
        try:
            if self.next().said != "/root/item":
                raise _unknown_instance(name)
            self.expect("[")
            inside = self.expression()
            self.expect("]")
        finally:
            self.columns = outside
        column = self.next()
        if inside[0] != "=" or column.kind != "path":
            raise _unknown_instance(name)
        key, wanted = sorted(inside[1:], key=lambda side: bool(side[0] != "column"))
        if key[0] != "column":
            raise _unknown_instance(name)
        return ["lookup", wanted, _table(list=name, key=key[1], column=column.said[1:])]


class _Any(Collection[str]):
    """Holds every name: the columns of a list that is not known yet."""

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _table(**where: str) -> Tree:
    """Return an empty table: its rows are filled in once its list is known (forms.lists)."""
    return ["table", {}, where]


def _fixed(word: str, part: Tree) -> str:
    if part[0] != "literal" or not isinstance(part[1], str):
        raise ConditionFault(
            _("In %(word)s() a fixed text is needed here.") % {"word": word},
            _("Write it in quotes."),
        )
    return part[1]


def _unknown_instance(name: str) -> ConditionFault:
    return ConditionFault(
        _("“instance('%(name)s')” cannot be looked up in this way.") % {"name": name},
        _("Possible is instance('list')/root/item[name=${question}]/column."),
    )


def _tokens(text: str) -> Iterator[Token]:
    for match in TOKEN.finditer(text):
        if match.lastgroup:
            yield Token(match.lastgroup, match[match.lastgroup])
    yield Token("", "")


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
