"""Answers, held against their form: what is asked, what is kept, and what cannot be right.

frontend/src/field/checking.mjs says the same for the phone, line by line; both are held against
tests/forms/validation.json. Questions are taken in their order, and one that is not asked has
no answer for those that follow.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, MutableMapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.forms.evaluate import POSITION, holds
from linli.forms.lint import faults
from linli.forms.references import Fault
from linli.forms.schema import FILES, Form, Question
from linli.forms.values import (
    EMPTY,
    READ,
    SENTENCES,
    Answers,
    Wrong,
    at_most,
    entries_of,
    options_open,
    reckoned,
)

__all__ = [
    "SENTENCES", "Fault", "clean", "faults", "options_open", "reckoned", "shown", "told",
]  # fmt: skip


def clean(form: Form, answers: Answers, *, today: date) -> dict[str, Any]:
    """Return the answers as they are kept: tidied, in the form's order, without what is not asked.

    Raises ``Invalid`` with sentences by question; in a repeat by "code.0.code".
    """
    check = Check(today)
    kept = check.level(form.questions, answers, {})
    if check.problems:
        raise Invalid(
            _("Some answers cannot be kept. Please look at them again."),
            errors={at: [_sentence(form, at, wrong)] for at, wrong in check.problems.items()},
        )
    return kept


def shown(questions: Sequence[Question], answers: Answers, *, today: date) -> list[Question]:
    """Return what is asked or reckoned, given these answers, in order; groups are dissolved."""
    return _walked(questions, answers, today=today)[0]


def told(questions: Sequence[Question], answers: Answers, *, today: date) -> dict[str, Any]:
    """Return the answers to what is asked, with what is reckoned of them."""
    return _walked(questions, answers, today=today)[1]


def _walked(
    questions: Sequence[Question], answers: Answers, *, today: date
) -> tuple[list[Question], dict[str, Any]]:
    found: list[Question] = []
    kept: dict[str, Any] = {}
    for question in _asked(questions, kept, today):
        found.append(question)
        value = answers.get(question.code)
        if question.type == "calculate":
            value = reckoned(question, value, kept, today)
        if value not in EMPTY:
            kept[question.code] = value
    return found, kept


def _asked(questions: Sequence[Question], told: Answers, today: date) -> Iterator[Question]:
    """Yield what is asked, lazily: ``told`` grows while the questions are answered."""
    for question in questions:
        if not holds(question.show_if, told, today=today):
            continue
        if _has_nothing_to_choose(question, told, today):
            continue
        if question.count and not entries_of(question, told, today):
            continue
        if question.type == "group":
            yield from _asked(question.questions, told, today)
        else:
            yield question


def _has_nothing_to_choose(question: Question, told: Answers, today: date) -> bool:
    is_narrowed = question.options_from or question.choice_filter
    return bool(is_narrowed) and not options_open(question, told, today=today)


def _leaves(questions: Sequence[Question]) -> Iterator[Question]:
    for question in questions:
        yield from _leaves(question.questions) if question.type == "group" else (question,)


def _sentence(form: Form, at: str, wrong: Wrong) -> str:
    question = form.find(at.rsplit(".", 1)[-1])
    if question is not None:
        own = {"constraint": question.constraint_says, "required": question.required_says}
        if words := own.get(wrong.name):
            return str(words)
    return str(SENTENCES[wrong.name]) % wrong.words


class Check:
    """Walks through the answers once; ``problems`` says where something is wrong, and what."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.problems: dict[str, Wrong] = {}
        self.pictures: set[str] = set()

    def level(
        self, questions: Sequence[Question], answers: Answers, around: Answers, at: str = ""
    ) -> dict[str, Any]:
        """Check the answers to these questions; ``around`` are those outside of a repeat."""
        known = {one.code for one in _leaves(questions) if one.type != "note"}
        for code in answers:
            if code not in known:
                self.problems[at + str(code)[:60]] = Wrong("unknown")
        kept: dict[str, Any] = {}
        told: MutableMapping[str, Any] = ChainMap(kept, dict(around))
        for question in _asked(questions, told, self.today):
            sent = answers.get(question.code)
            if question.type == "calculate":
                value = reckoned(question, sent, told, self.today)
            else:
                value = self.value(question, sent, told, at)
            if value not in EMPTY:
                kept[question.code] = value
        return kept

    def value(self, question: Question, said: Any, told: Answers, at: str) -> Any:
        """Return one answer as it is kept; None when there is none, or something is wrong."""
        if (count := entries_of(question, told, self.today)) is not None:
            said = _padded(said, count)
        try:
            value = None if said in EMPTY else self.read(question, said, told, at)
            if value in EMPTY:
                if question.required or _is_required(question, told, self.today):
                    raise Wrong("required")
                return None
            if not holds(question.constraint, told, value=value, today=self.today):
                raise Wrong("constraint")
        except Wrong as wrong:
            self.problems[at + question.code] = wrong
            return None
        return value

    def read(self, one: Question, said: Any, told: Answers, at: str) -> Any:
        if one.type == "repeat":
            return self.rounds(one, said, told, at)
        if one.type in FILES:
            return self.files(one, said)
        return READ[one.type](one, said, told, self.today)

    def rounds(self, question: Question, said: Any, told: Answers, at: str) -> list[dict[str, Any]]:
        if not isinstance(said, list) or not all(isinstance(row, dict) for row in said):
            raise Wrong("rounds")
        at_most(len(said), question, "entries")
        rows = [
            self.level(
                question.questions,
                row,
                {**told, POSITION: number + 1},
                f"{at}{question.code}.{number}.",
            )
            for number, row in enumerate(said)
        ]
        return [row for row in rows if row]

    def files(self, question: Question, said: Any) -> list[str]:
        name = re.compile(
            rf"([A-Za-z]\w*-\d{{1,3}}-)?{re.escape(question.code)}-\d{{1,3}}", re.ASCII
        )
        if not isinstance(said, list) or not all(
            isinstance(each, str) and name.fullmatch(each) for each in said
        ):
            raise Wrong("files")
        if len({*said}) < len(said) or self.pictures & {*said}:
            raise Wrong("files")
        at_most(len(said), question, "pictures")
        self.pictures |= {*said}
        return said


def _is_required(question: Question, told: Answers, today: date) -> bool:
    return question.required_if is not None and holds(question.required_if, told, today=today)


def _padded(said: Any, count: int) -> Any:
    """Return as many entries as the form says; what was told beyond them is not asked any more."""
    if said in EMPTY:
        said = []
    return (
        [*said, *({} for _entry in range(count - len(said)))][:count]
        if isinstance(said, list)
        else said
    )


def clean_one(form: Form, one: Question, said: Any, told: Answers, *, today: date) -> Any:
    """Return one answer as it is kept, beside those told so far; where one question is a page.

    Raises ``Invalid`` as ``clean`` does.
    """
    check = Check(today)
    value = check.value(one, said, told, "")
    if check.problems:
        raise Invalid(
            _("Some answers cannot be kept. Please look at them again."),
            errors={at: [_sentence(form, at, wrong)] for at, wrong in check.problems.items()},
        )
    return value
