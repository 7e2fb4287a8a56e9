"""One answer, read by its question's type: as it is kept, or what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from linli.core import text
from linli.core.labels import Option
from linli.forms import moments
from linli.forms.evaluate import evaluate, holds
from linli.forms.functions import MOST, NUMERIC, number
from linli.forms.functions import text as spoken
from linli.forms.moments import DAY
from linli.forms.schema import MOST_OF, Question

Answers = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [])
MOST_RECKONED = 4000
DUST = 1e-9  # what floating point adds to a step of 0.1
YEARS = range(1900, 2201)
PLACE = re.compile(r"[0-9A-Za-z-]{1,12}")
# A point on the estate's plan, in the plan's own units: "120.5 80"; where a phone stood that was
# asked to say so: "@31.23042 121.4737", to a metre.
POINT = re.compile(
    r"[0-9]{1,5}(\.[0-9])? [0-9]{1,5}(\.[0-9])?|"
    r"@-?[0-9]{1,2}(\.[0-9]{1,5})? -?[0-9]{1,3}(\.[0-9]{1,5})?"
)
SENTENCES = {  # the phone says the same ones, by these names
    "unknown": gettext_lazy("The form does not ask this."),
    "required": gettext_lazy("Please answer this question."),
    "text": gettext_lazy("Please write a text."),
    "number": gettext_lazy("Please write a number, such as 3 or 2.5."),
    "time": gettext_lazy("Please write the time as hours:minutes, such as 08:30."),
    "datetime": gettext_lazy("Please write day and time, such as 2026-03-01T08:30."),
    "range": gettext_lazy("Please choose a number of the scale."),
    "rank": gettext_lazy("Please put all of them in order, each once."),
    "point": gettext_lazy("Please point at the place again."),
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


def options_open(question: Question, answers: Answers, *, today: date) -> list[str]:
    """Return the codes that may be chosen: with ``options_from``, those that were chosen there;
    with ``choice_filter``, those whose row is as it says."""
    if question.options_from:
        chosen = answers.get(question.options_from)
        return (
            [code for code in chosen if isinstance(code, str)] if isinstance(chosen, list) else []
        )
    wanted = question.choice_filter
    open_codes = (
        option.code
        for option in question.options
        if wanted is None or holds(wanted, answers, today=today, row=_row_of(option))
    )
    return list(dict.fromkeys(open_codes))


def _row_of(option: Option) -> dict[str, str]:
    return {**option.row, "name": option.code}


def _text(question: Question, sent: Any, answers: Answers, today: date) -> str:
    if not isinstance(sent, str):
        raise Wrong("text")
    tidy = text.clean(sent, most=max(len(sent) * 4, 1))  # composing may lengthen it
    at_most(len(tidy), question, "letters")
    return tidy


def _number(question: Question, sent: Any, answers: Answers, today: date) -> int | float:
    if isinstance(sent, str) and NUMERIC.fullmatch(sent):
        sent = float(sent)
    is_number = isinstance(sent, int | float) and not isinstance(sent, bool)
    if not is_number or not abs(sent) <= MOST:  # not-a-number is at most nothing
        raise Wrong("number")
    return int(sent) if sent == int(sent) else float(sent)


def _day(question: Question, sent: Any, answers: Answers, today: date) -> str:
    try:
        day = date.fromisoformat(sent) if DAY.fullmatch(sent) else None
    except (TypeError, ValueError):
        day = None
    if day is None or day.year not in YEARS:
        raise Wrong("date")
    return day.isoformat()


def _choice(question: Question, sent: Any, answers: Answers, today: date) -> str:
    if not isinstance(sent, str) or sent not in options_open(question, answers, today=today):
        raise Wrong("option")
    return sent


def _choices(question: Question, sent: Any, answers: Answers, today: date) -> list[str]:
    if not isinstance(sent, list):
        raise Wrong("option")
    return list(dict.fromkeys(_choice(question, each, answers, today) for each in sent))


def _order(question: Question, sent: Any, answers: Answers, today: date) -> list[str]:
    chosen = _choices(question, sent, answers, today)
    if len(chosen) != len(options_open(question, answers, today=today)):
        raise Wrong("rank")
    return chosen


def _of_scale(question: Question, sent: Any, answers: Answers, today: date) -> int | float:
    value = _number(question, sent, answers, today)
    least, most, step = question.scale or (0, MOST, 0)
    steps = (value - least) / step if step else 0.0
    if not least <= value <= most or abs(steps - math.floor(steps + 0.5)) > DUST:
        raise Wrong("range")
    return value


def _time(question: Question, sent: Any, answers: Answers, today: date) -> str:
    if not isinstance(sent, str) or not moments.TIME.fullmatch(sent) or moments.days(sent) is None:
        raise Wrong("time")
    return sent[:5]


def _moment(question: Question, sent: Any, answers: Answers, today: date) -> str:
    is_moment = isinstance(sent, str) and moments.MOMENT.fullmatch(sent)
    if not is_moment or moments.days(sent) is None or int(sent[:4]) not in YEARS:
        raise Wrong("datetime")
    return f"{sent[:10]}T{sent[11:16]}"


def _point(question: Question, sent: Any, answers: Answers, today: date) -> str:
    if not isinstance(sent, str) or not POINT.fullmatch(sent):
        raise Wrong("point")
    return sent


def _place(question: Question, sent: Any, answers: Answers, today: date) -> str:
    if not isinstance(sent, str) or not PLACE.fullmatch(sent):
        raise Wrong("place")
    return sent


def _nothing(question: Question, sent: Any, answers: Answers, today: date) -> None:
    return None


def reckoned(question: Question, sent: Any, answers: Answers, today: date) -> Any:
    """Return what a calculation says, as it is kept; ``sent`` is what it said before."""
    if question.calculation is None:
        return None
    before = sent if isinstance(sent, str | int | float) else None
    value = evaluate(question.calculation.tree, answers, value=before, today=today)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if value == int(value) else value
    return text.clean(spoken(value)[:MOST_RECKONED], most=MOST_RECKONED * 4)


def entries_of(question: Question, answers: Answers, today: date) -> int | None:
    """Return how many entries a repeat has, where the form says so; None where people do."""
    if question.count is None:
        return None
    count = number(evaluate(question.count.tree, answers, today=today)) or 0.0
    return max(0, min(math.trunc(count), question.most or MOST_OF["repeat"]))


def at_most(count: int, question: Question, name: str) -> None:
    """Raise ``Wrong`` beyond what the question, or the house, allows."""
    most = question.most or MOST_OF[question.type]
    if count > most:
        raise Wrong(name, most=most)


READ: dict[str, Callable[[Question, Any, Answers, date], Any]] = {
    "text": _text,
    "number": _number,
    "range": _of_scale,
    "date": _day,
    "time": _time,
    "datetime": _moment,
    "barcode": _text,
    "select_one": _choice,
    "select_many": _choices,
    "rank": _order,
    "geopoint": _point,
    "location": _place,
    "note": _nothing,
}
