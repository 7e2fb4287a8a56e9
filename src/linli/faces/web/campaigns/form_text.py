"""A form's conditions in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.forms.schema import CHOSEN, Condition, Form, Tree
from linli.forms.words import words_of


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
    words = [_said(form, part) for part in parts]
    if len(parts) == 2:
        words[1] = _option(form, *parts)
    return _put_together(word, words)


def _put_together(word: str, words: list[str]) -> str:
    pattern = _patterns().get(word)
    if pattern is None:  # a function as its author wrote it
        return f"{word}({', '.join(words)})"
    if word in ("and", "or"):
        whole = words[0]
        for part in words[1:]:
            whole = pattern % {"this": whole, "that": part}
        return whole
    return pattern % dict(zip(("this", "that", "other"), words, strict=False))


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
