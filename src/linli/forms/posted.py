"""Plain answers as a page or another program posts them: lists of texts, by the question's code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linli.forms.schema import Form


def read(form: Form, posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return what was answered to the form's own questions, as ``validation.clean`` takes it.

    Of several answers where one is asked for, the last counts. What the form does not ask is left
    out: a page may still show the questions of another kind.
    """
    answers: dict[str, Any] = {}
    for question in form.questions:
        texts = [text.strip() for text in posted.get(question.code, ()) if text.strip()]
        if texts:
            answers[question.code] = texts if question.type == "select_many" else texts[-1]
    return answers
