"""Answers in the words of a question: ``How old is ${name}?``"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from linli.core.labels import Label
from linli.forms.evaluate import said
from linli.forms.functions import text
from linli.forms.schema import CHOSEN, Form, Question

IN_LABEL = re.compile(r"\$\{\s*([A-Za-z]\w*)\s*\}", re.ASCII)
UNANSWERED = "…"


def named_in(label: Label | None) -> list[str]:
    """Return the codes of the answers that a label speaks of."""
    return list(dict.fromkeys(IN_LABEL.findall(f"{label.zh} {label.en}"))) if label else []


def filled(words: str, answers: Mapping[str, Any], form: Form) -> str:
    """Return words with answers in them: a choice by its label, what is not answered as dots."""
    if "${" not in words:
        return words
    return IN_LABEL.sub(
        lambda match: _spoken(form.find(match[1]), answers.get(match[1])) or UNANSWERED, words
    )


def _spoken(question: Question | None, answer: Any) -> str:
    if question is not None and question.type in CHOSEN:
        source = form_options(question)
        codes = answer if isinstance(answer, list) else [answer]
        return ", ".join(source.get(str(code), str(code)) for code in codes if code)
    return text(said(answer))


def form_options(question: Question) -> dict[str, str]:
    """Return a question's options, code → label in the reader's language."""
    return {option.code: str(option.label) for option in question.options}
