"""A form's conditions and answers in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from linli.core.labels import Option
from linli.forms.schema import CHOSEN, FILES, Condition, Form, Question, Tree

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
    return listed(f"{one:.15g}" if isinstance(one, float) else str(one) for one in values)


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
        return _literal(parts[0])
    if word in ("column", "pattern"):
        return str(parts[0])
    if word in ("lookup", "once"):
        return _said(form, parts[0])
    if word in ("=", "!=") and parts[1] == ["literal", ""]:
        word = "unanswered" if word == "=" else "answered"
    said = [_said(form, part) for part in parts]
    if len(parts) == 2:
        said[1] = _option(form, *parts)
    return _put_together(word, said)


def _put_together(word: str, said: list[str]) -> str:
    pattern = _patterns().get(word)
    if pattern is None:  # a function as its author wrote it
        return f"{word}({', '.join(said)})"
    if word in ("and", "or"):
        whole = said[0]
        for part in said[1:]:
            whole = pattern % {"this": whole, "that": part}
        return whole
    return pattern % dict(zip(("this", "that", "other"), said, strict=False))


def _literal(value: str | float | bool) -> str:
    """Say a fixed value; a whole number without a point."""
    if isinstance(value, bool):
        return pgettext("condition", "yes") if value else pgettext("condition", "no")
    return value if isinstance(value, str) else f"{value:.15g}"


def _patterns() -> dict[str, str]:
    """Return how each word of a condition is said, with the parts that it joins."""
    return {
        "=": _("%(this)s is %(that)s"),
        "!=": _("%(this)s is not %(that)s"),
        "<": _("%(this)s is less than %(that)s"),
        "<=": _("%(this)s is at most %(that)s"),
        ">": _("%(this)s is more than %(that)s"),
        ">=": _("%(this)s is at least %(that)s"),
        "answered": _("%(this)s is answered"),
        "unanswered": _("%(this)s is not answered"),
        "selected": _("%(this)s holds %(that)s"),
        "and": _("%(this)s, and %(that)s"),
        "or": _("%(this)s, or %(that)s"),
        "not": _("not: %(this)s"),
        "count-selected": _("the number of answers to %(this)s"),
        "count": _("the number of entries in %(this)s"),
        "string-length": _("the number of letters in %(this)s"),
        "regex": _("%(this)s is written as %(that)s"),
        "contains": _("%(this)s contains “%(that)s”"),
        "starts-with": _("%(this)s begins with “%(that)s”"),
        "ends-with": _("%(this)s ends with “%(that)s”"),
        "sum": _("the sum of %(this)s"),
        "position": _("the number of the entry"),
        "now": _("now"),
        "if": _("%(that)s if %(this)s, else %(other)s"),
        "coalesce": _("%(this)s, else %(that)s"),
        "self": _("this answer"),
        "today": _("today"),
        "number": "%(this)s",
        "negative": "−%(this)s",
        "+": "%(this)s + %(that)s",
        "-": "%(this)s − %(that)s",
        "*": "%(this)s × %(that)s",
        "div": "%(this)s ÷ %(that)s",
        "mod": _("the rest of %(this)s ÷ %(that)s"),
    }


def _option(form: Form, left: Tree, right: Tree) -> str:
    """Say the right side; a code of the left question's options by its label."""
    question = form.find(left[1]) if left[0] == "answer" else None
    if question and question.type in CHOSEN and right[0] == "literal":
        return words_of(question, right[1], form=form)
    return _said(form, right)
