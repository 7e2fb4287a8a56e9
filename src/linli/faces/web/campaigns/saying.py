"""A form's conditions and answers in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.core.labels import Option
from linli.engines.campaigns.forms.shape import CHOSEN, FILES, Condition, Form, Question, Tree

Places = Sequence[tuple[str, str, str]]  # (code, label, kind)


def options_of(form: Form, question: Question) -> tuple[Option, ...]:
    """Return a question's options; those of another question, if it takes its choices there."""
    source = form.find(question.options_from) if question.options_from else None
    return source.options if source else question.options


def said(form: Form, answers: Mapping[str, Any], *, places: Places = ()) -> list[tuple[str, str]]:
    """Return given answers as (question, answer), in the form's order; pictures are left out."""
    return _rows(form, form.questions, answers, places)


def _rows(
    form: Form, questions: Iterable[Question], answers: Mapping[str, Any], places: Places
) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for question in questions:
        value = answers.get(question.code)
        if question.type == "group":
            rows += _rows(form, question.questions, answers, places)
        elif question.type == "repeat":
            for row in value or ():
                rows += _rows(form, question.questions, row, places)
        elif question.type not in ("note", *FILES) and value not in (None, "", []):
            rows.append((str(question.label), words_of(question, value, places, form=form)))
    return rows


def words_of(
    question: Question, value: Any, places: Places = (), *, form: Form | None = None
) -> str:
    """Say one answer: options by their labels, a place by its name."""
    values = value if isinstance(value, list) else [value]
    if question.type in CHOSEN:
        options = options_of(form, question) if form else question.options
        labels = {option.code: str(option.label) for option in options}
        return listed(labels.get(str(one), str(one)) for one in values)
    if question.type == "location":
        names = {code: label for code, label, _kind in places}
        return listed(names.get(one, str(one)) for one in values)
    return listed(str(one) for one in values)


def listed(words: Iterable[str]) -> str:
    """Put words in a row, with the comma of the reader's language."""
    return ("、" if (get_language() or "zh-hans").startswith("zh") else ", ").join(words)


def condition_in_words(form: Form, condition: Condition | None) -> str:
    """Say when a question is asked: "Any clutter? is Some". Nothing, if it always is."""
    return _said(form, condition.tree) if condition else ""


def _said(form: Form, tree: Tree) -> str:
    word, *parts = tree
    if word == "answer":
        question = form.find(parts[0])
        return str(question.label) if question else parts[0]
    if word == "literal":
        return str(parts[0])
    if word == "not":
        return _("not: %(this)s") % {"this": _said(form, parts[0])}
    if len(parts) == 2:
        pattern = _joined().get(word, f"%(this)s {word} %(that)s")
        return pattern % {"this": _said(form, parts[0]), "that": _option(form, *parts)}
    return " ".join((word, *(_said(form, part) for part in parts)))


def _joined() -> dict[str, str]:
    return {
        "=": _("%(this)s is %(that)s"),
        "!=": _("%(this)s is not %(that)s"),
        "selected": _("%(this)s holds %(that)s"),
        "and": _("%(this)s, and %(that)s"),
        "or": _("%(this)s, or %(that)s"),
    }


def _option(form: Form, left: Tree, right: Tree) -> str:
    """Say the right side; a code of the left question's options by its label."""
    question = form.find(left[1]) if left[0] == "answer" else None
    if question and right[0] == "literal":
        return words_of(question, right[1], form=form)
    return _said(form, right)
