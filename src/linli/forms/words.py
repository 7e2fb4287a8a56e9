"""Answers in the reader's words: options by their labels, places by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, pgettext

from linli.core.labels import Option
from linli.forms.filling import filled
from linli.forms.schema import CHOSEN, FILES, Form, Question

Places = Sequence[tuple[str, str, str]]  # (code, label, kind)


def options_of(form: Form, question: Question) -> tuple[Option, ...]:
    """Return a question's options; those of another question, if it takes its choices there."""
    source = form.find(question.options_from) if question.options_from else None
    return source.options if source else question.options


def in_words(
    form: Form, answers: Mapping[str, Any], *, places: Places = ()
) -> list[tuple[str, str]]:
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
        elif question.type not in ("note", "calculate", *FILES) and value not in (None, "", []):
            label = filled(str(question.label), answers, form)
            rows.append((label, words_of(question, value, places, form=form)))
    return rows


def words_of(
    question: Question, value: Any, places: Places = (), *, form: Form | None = None
) -> str:
    """Say one answer: options by their labels, a place by its name."""
    values = value if isinstance(value, list) else [value]
    if question.type in CHOSEN:
        options = options_of(form, question) if form else question.options
        labels = {option.code: str(option.label) for option in options}
        return listed(labels.get(str(code), str(code)) for code in values)
    if question.type == "geopoint":
        return pgettext("answer", "a point on the plan") if value else ""
    if question.type == "location":
        names = {code: label for code, label, _kind in places}
        return listed(names.get(code, str(code)) for code in values)
    return listed(f"{part:.15g}" if isinstance(part, float) else str(part) for part in values)


def listed(words: Iterable[str]) -> str:
    """Put words in a row, with the comma of the reader's language."""
    return ("、" if (get_language() or "zh-hans").startswith("zh") else ", ").join(words)
