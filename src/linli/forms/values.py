"""One answer, read by its question's type: as it is kept, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from linli.core import text
from linli.forms.functions import MOST, NUMERIC
from linli.forms.moments import DAY
from linli.forms.schema import MOST_OF, Question

Answers = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [])
YEARS = range(1900, 2201)
PLACE = re.compile(r"[0-9A-Za-z-]{1,12}")
SENTENCES = {  # the phone says the same ones, by these names
    "unknown": gettext_lazy("The form does not ask this."),
    "required": gettext_lazy("Please answer this question."),
    "text": gettext_lazy("Please write a text."),
    "number": gettext_lazy("Please write a number, such as 3 or 2.5."),
    "date": gettext_lazy("Please write the day as year-month-day, such as 2026-03-01."),
    "option": gettext_lazy("Please choose one of the answers given."),
    "place": gettext_lazy("Please choose a place from the list."),
    "files": gettext_lazy("Please add the pictures again."),
    "rounds": gettext_lazy("Please enter one after the other."),
    "letters": gettext_lazy("Please shorten this to %(most)s letters."),
    "pictures": gettext_lazy("At most %(most)s pictures can be added here."),
    "entries": gettext_lazy("At most %(most)s can be entered here."),
    "constraint": gettext_lazy("This cannot be right. Please look at it again."),
}


class Wrong(Exception):
    """What is wrong with one answer, by its name in ``SENTENCES``."""

    def __init__(self, name: str, **words: int) -> None:
        super().__init__(name)
        self.name, self.words = name, words


def options_open(question: Question, answers: Answers) -> list[str]:
    """Return the codes that may be chosen; with ``options_from``, those that were chosen there."""
    if not question.options_from:
        return [option.code for option in question.options]
    chosen = answers.get(question.options_from)
    return [code for code in chosen if isinstance(code, str)] if isinstance(chosen, list) else []


def _text(question: Question, said: Any, told: Answers) -> str:
    if not isinstance(said, str):
        raise Wrong("text")
    tidy = text.clean(said, most=max(len(said) * 4, 1))  # composing may lengthen it
    at_most(len(tidy), question, "letters")
    return tidy


def _number(one: Question, said: Any, told: Answers) -> int | float:
    if isinstance(said, str) and NUMERIC.fullmatch(said):
        said = float(said)
    is_number = isinstance(said, int | float) and not isinstance(said, bool)
    if not is_number or not abs(said) <= MOST:  # not-a-number is at most nothing
        raise Wrong("number")
    return int(said) if said == int(said) else float(said)


def _day(one: Question, said: Any, told: Answers) -> str:
    try:
        day = date.fromisoformat(said) if DAY.fullmatch(said) else None
    except (TypeError, ValueError):
        day = None
    if day is None or day.year not in YEARS:
        raise Wrong("date")
    return day.isoformat()


def _choice(question: Question, said: Any, told: Answers) -> str:
    if not isinstance(said, str) or said not in options_open(question, told):
        raise Wrong("option")
    return said


def _choices(question: Question, said: Any, told: Answers) -> list[str]:
    if not isinstance(said, list):
        raise Wrong("option")
    return list(dict.fromkeys(_choice(question, each, told) for each in said))


def _place(one: Question, said: Any, told: Answers) -> str:
    if not isinstance(said, str) or not PLACE.fullmatch(said):
        raise Wrong("place")
    return said


def _nothing(one: Question, said: Any, told: Answers) -> None:
    return None


def at_most(count: int, question: Question, name: str) -> None:
    """Raise ``Wrong`` beyond what the question, or the house, allows."""
    most = question.most or MOST_OF[question.type]
    if count > most:
        raise Wrong(name, most=most)


READ: dict[str, Callable[[Question, Any, Answers], Any]] = {
    "text": _text,
    "number": _number,
    "date": _day,
    "select_one": _choice,
    "select_many": _choices,
    "location": _place,
    "note": _nothing,
}
