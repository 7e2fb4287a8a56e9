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
    asked: list[Question] = []
    kept: dict[str, Any] = {}
    for question in _asked(questions, kept, today):
        asked.append(question)
        value = answers.get(question.code)
        if question.type == "calculate":
            value = reckoned(question, value, kept, today)
        if value not in EMPTY:
            kept[question.code] = value
    return asked, kept


def _asked(questions: Sequence[Question], answers: Answers, today: date) -> Iterator[Question]:
    """Yield what is asked, lazily: ``answers`` grows while the questions are answered."""
    for question in questions:
        if not holds(question.show_if, answers, today=today):
            continue
        if _has_nothing_to_choose(question, answers, today):
            continue
        if question.count and not entries_of(question, answers, today):
            continue
        if question.type == "group":
            yield from _asked(question.questions, answers, today)
        else:
            yield question


def _has_nothing_to_choose(question: Question, answers: Answers, today: date) -> bool:
    is_narrowed = question.options_from or question.choice_filter
    return bool(is_narrowed) and not options_open(question, answers, today=today)


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
        self, questions: Sequence[Question], sent_answers: Answers, around: Answers, at: str = ""
    ) -> dict[str, Any]:
        """Check the answers to these questions; ``around`` are those outside of a repeat."""
        known = {leaf.code for leaf in _leaves(questions) if leaf.type != "note"}
        for code in sent_answers:
            if code not in known:
                self.problems[at + str(code)[:60]] = Wrong("unknown")
        kept: dict[str, Any] = {}
        answers: MutableMapping[str, Any] = ChainMap(kept, dict(around))
        for question in _asked(questions, answers, self.today):
            sent = sent_answers.get(question.code)
            if question.type == "calculate":
                value = reckoned(question, sent, answers, self.today)
            else:
                value = self.value(question, sent, answers, at)
            if value not in EMPTY:
                kept[question.code] = value
        return kept

    def value(self, question: Question, sent: Any, answers: Answers, at: str) -> Any:
        """Return one answer as it is kept; None when there is none, or something is wrong."""
        if (count := entries_of(question, answers, self.today)) is not None:
            sent = _padded(sent, count)
        try:
            value = None if sent in EMPTY else self.read(question, sent, answers, at)
            if value in EMPTY:
                if question.required or _is_required(question, answers, self.today):
                    raise Wrong("required")
                return None
            if not holds(question.constraint, answers, value=value, today=self.today):
                raise Wrong("constraint")
        except Wrong as wrong:
            self.problems[at + question.code] = wrong
            return None
        return value

    def read(self, question: Question, sent: Any, answers: Answers, at: str) -> Any:
        if question.type == "repeat":
            return self.rounds(question, sent, answers, at)
        if question.type in FILES:
            return self.files(question, sent)
        return READ[question.type](question, sent, answers, self.today)

    def rounds(
        self, question: Question, sent: Any, answers: Answers, at: str
    ) -> list[dict[str, Any]]:
        if not isinstance(sent, list) or not all(isinstance(row, dict) for row in sent):
            raise Wrong("rounds")
        at_most(len(sent), question, "entries")
        rows = [
            self.level(
                question.questions,
                row,
                {**answers, POSITION: number + 1},
                f"{at}{question.code}.{number}.",
            )
            for number, row in enumerate(sent)
        ]
        return [row for row in rows if row]

    def files(self, question: Question, sent: Any) -> list[str]:
        name = re.compile(
            rf"([A-Za-z]\w*-\d{{1,3}}-)?{re.escape(question.code)}-\d{{1,3}}", re.ASCII
        )
        if not isinstance(sent, list) or not all(
            isinstance(each, str) and name.fullmatch(each) for each in sent
        ):
            raise Wrong("files")
        if len({*sent}) < len(sent) or self.pictures & {*sent}:
            raise Wrong("files")
        at_most(len(sent), question, "pictures")
        self.pictures |= {*sent}
        return sent


def _is_required(question: Question, answers: Answers, today: date) -> bool:
    return question.required_if is not None and holds(question.required_if, answers, today=today)


def _padded(sent: Any, count: int) -> Any:
    """Return as many entries as the form says; what was told beyond them is not asked any more."""
    if sent in EMPTY:
        sent = []
    return (
        [*sent, *({} for _entry in range(count - len(sent)))][:count]
        if isinstance(sent, list)
        else sent
    )


def clean_one(form: Form, question: Question, sent: Any, answers: Answers, *, today: date) -> Any:
    """Return one answer as it is kept, beside those told so far; where one question is a page.

    Raises ``Invalid`` as ``clean`` does.
    """
    check = Check(today)
    value = check.value(question, sent, answers, "")
    if check.problems:
        raise Invalid(
            _("Some answers cannot be kept. Please look at them again."),
            errors={at: [_sentence(form, at, wrong)] for at, wrong in check.problems.items()},
        )
    return value
