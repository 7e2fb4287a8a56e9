"""A form made by hand: a question put in, changed, moved or taken out; versions put together.
Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from linli.forms.schema import HOLDERS, Form, Question

Questions = tuple[Question, ...]


def with_question(form: Form, question: Question, *, into: str = "") -> Form:
    """Put a question last in the form, or last in the group or repeat ``into``; one with its code
    is replaced where it stands, and keeps the questions that it holds."""
    known = form.find(question.code)
    if known is not None:
        if question.type in HOLDERS and known.type in HOLDERS and not question.questions:
            question = replace(question, questions=known.questions)
        return _each(form, lambda level: tuple(
            question if each.code == question.code else each for each in level
        ))  # fmt: skip
    if not into:
        return replace(form, questions=(*form.questions, question))
    return _each(form, lambda level: tuple(
        replace(each, questions=(*each.questions, question)) if each.code == into else each
        for each in level
    ))  # fmt: skip


def without(form: Form, code: str) -> Form:
    """Take a question out, with all that it holds."""
    return _each(form, lambda level: tuple(question for question in level if question.code != code))


def moved(form: Form, code: str, *, by: int) -> Form:
    """Move a question one place up (-1) or down (1) among its neighbours; at the end it stays."""

    def shift(level: Questions) -> Questions:
        at = next((n for n, question in enumerate(level) if question.code == code), None)
        if at is None or not 0 <= at + by < len(level):
            return level
        rows = list(level)
        rows[at], rows[at + by] = rows[at + by], rows[at]
        return tuple(rows)

    return _each(form, shift)


def with_older(form: Form, older: Iterable[Form]) -> Form:
    """Add to a form what older ones asked and offered, the newest first: questions that were taken
    out come last, options behind those that are offered now."""
    for before in older:
        for question in before.every():
            known = form.find(question.code)
            offered = {option.code for option in known.options} if known else set()
            gone = tuple(option for option in question.options if option.code not in offered)
            if known is not None and known.options and gone:
                form = with_question(form, replace(known, options=(*known.options, *gone)))
        gone_questions = tuple(
            each for each in leaves(before.questions) if not form.find(each.code)
        )
        form = replace(form, questions=(*form.questions, *gone_questions))
    return form


def leaves(questions: Questions) -> Iterator[Question]:
    """Yield what has answers of its own, a repeat as a whole."""
    for question in questions:
        yield from leaves(question.questions) if question.type == "group" else (question,)


def new_code(forms: Collection[Form]) -> str:
    """Return a code that no question of these forms has: q1, q2 … All versions of a form belong
    here, or answers to a question that was taken out would count for a new one."""
    taken = {question.code for form in forms for question in form.every()}
    number = len(taken) + 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"


def _each(form: Form, change: Callable[[Questions], Questions]) -> Form:
    """Apply a change to every level of the form, the outer one first."""

    def deep(level: Questions) -> Questions:
        return tuple(
            replace(question, questions=deep(question.questions))
            if question.questions
            else question
            for question in change(level)
        )

    return replace(form, questions=deep(form.questions))
