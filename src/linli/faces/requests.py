"""How a request is read: query, form, path and JSON become typed values here and nowhere else.

What does not parse is 404 for an id in an address, None for a filter or a field (the page or the
form has the sentence), page 1 for a page number; a number beyond the last page shows the last one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import parsing
from linli.core.refusals import Invalid, NotFound

LARGEST_ID = parsing.LARGEST
MOST_PAGE = 1_000_000
MOST_DEEP = 20  # objects and lists in one another; a form's answers need four
_PARTS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_UNKEEPABLE = '"\\u0000"'
_UNKEPT = re.compile("[\0\ud800-\udfff]")
_SIGNED = re.compile(r"(-?)([0-9]{1,4})")


class Id:
    """``<id:…>`` in an address: a number that a database can hold; everything else is 404."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = parsing.whole(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: Any) -> str:
        return str(value)


class DayField(forms.DateField):
    """A day of a form, in a year in which local time can be told."""

    widget: type[forms.Widget] | forms.Widget = forms.DateInput(
        attrs={"type": "date"}, format="%Y-%m-%d"
    )

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not parsing.is_known_year(day):
            raise forms.ValidationError(
                _("Check the year: it must lie between %(first)s and %(last)s.")
                % {"first": parsing.FIRST_YEAR, "last": parsing.LAST_YEAR - 1}
            )
        return day


class IdField(forms.IntegerField):
    """An id that a form carries along."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LARGEST_ID, **kwargs)


def number(source: Mapping[str, str], name: str, *, most: int = LARGEST_ID) -> int | None:
    """Return a whole number from 0 to ``most``, as ids and counts are; None for anything else."""
    return parsing.whole(source.get(name), most=most)


def numbers(texts: Iterable[str]) -> list[int]:
    """Return the whole numbers among what was ticked."""
    return [value for text in texts if (value := parsing.whole(text)) is not None]


def id_of(text: str | None) -> int:
    """Return a text as an id. Raises ``NotFound``."""
    value = parsing.whole(text)
    if value is None:
        raise NotFound(_("There is nothing here"))
    return value


def page(source: Mapping[str, str], name: str = "page") -> int:
    """Return a page number from 1; the queries show the last page for one beyond."""
    return max(1, parsing.whole(source.get(name), most=MOST_PAGE) or 1)


def level(source: Mapping[str, str], name: str) -> int:
    """Return a floor: 12, -1; the ground floor for what is none."""
    match = _SIGNED.fullmatch(source.get(name, "").strip())
    return int(match[0]) if match else 0


def day(source: Mapping[str, str], name: str) -> date | None:
    """Return a day as a browser's date field sends it; None for anything else."""
    return parsing.day(source.get(name, "").strip())


def local_moment(source: Mapping[str, str], name: str) -> datetime | None:
    """Return the local day and time of a browser's own field; None for anything else."""
    at = parsing.moment(source.get(name))
    return timezone.make_aware(at.replace(tzinfo=None)) if at else None


def decimal(source: Mapping[str, str], name: str) -> float | None:
    """Return a decimal number such as degrees; None for anything else."""
    return parsing.decimal(source.get(name))


def choice(source: Mapping[str, str], name: str, among: Iterable[str], default: str = "") -> str:
    """Return one of the given words; ``default`` for any other."""
    value = source.get(name, "")
    return value if value in set(among) else default


# ---------- text ----------


def is_keepable(text: str) -> bool:
    """True for text that a database keeps: no NUL, no half of a surrogate pair."""
    return not _UNKEPT.search(text)


def keepable(text: str) -> str:
    """Return text without what no database keeps, as ``core.text.clean`` drops other controls."""
    return _UNKEPT.sub("", text)


def check_path(request: HttpRequest) -> None:
    """Raise ``NotFound`` for a path that no address of ours has."""
    if not is_keepable(request.path):
        raise NotFound(_("This address holds a sign that no page has."))


def tidy_query(request: HttpRequest) -> None:
    """Leave in the query what a database can look for."""
    if (query := _tidy(request.GET)) is not None:
        request.GET = query  # type: ignore[assignment]


def tidy_form(request: HttpRequest) -> None:
    """Leave in the form what a database can keep. Reads the body: not for machines' addresses."""
    if (form := _tidy(request.POST)) is not None:
        request.POST = form  # type: ignore[assignment]


def _tidy(source: QueryDict) -> QueryDict | None:
    """Return a copy without unkeepable signs; None where there are none."""
    pairs = list(source.lists())
    if all(is_keepable(name) and all(map(is_keepable, values)) for name, values in pairs):
        return None
    tidy = QueryDict(mutable=True)
    for name, values in pairs:
        tidy.setlist(keepable(name), [keepable(value) for value in values])
    tidy._mutable = False
    return tidy


def drop_unkeepable_cookies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware before the session: a cookie no database can look for was never one of ours."""

    def read(request: HttpRequest) -> HttpResponse:
        for name in [n for n, v in request.COOKIES.items() if not is_keepable(n + v)]:
            del request.COOKIES[name]
        return get_response(request)

    return read


# ---------- JSON ----------


def json_of(content: bytes | str) -> Any:
    """Return what JSON says. Raises ``ValueError`` for what is none.

    A number that no database keeps (1e999, NaN, forty digits) stays one that ``check_json``
    refuses, and so does what lies too deep, so that one bad answer does not spoil its neighbours.
    """
    text = content if isinstance(content, str) else content.decode()
    try:
        return json.loads(text, parse_int=_whole)
    except RecursionError:
        return json.loads(_without_the_depths(text), parse_int=_whole)


def check_json(value: Any, *, deep: int = MOST_DEEP) -> None:
    """Raise ``Invalid`` for a number or a text that cannot be kept, or what lies too deep."""
    if deep < 0:
        raise Invalid(_("This holds lists in lists in lists: more than can be kept."))
    if isinstance(value, str):
        if not is_keepable(value):
            raise Invalid(_("A text holds a sign that cannot be kept. Please type it again."))
    elif isinstance(value, float):
        if not -1e300 < value < 1e300:  # NaN, too, is not between
            raise Invalid(_("A number is too large to be kept. Please check it."))
    elif isinstance(value, dict | list):
        for part in (*value, *value.values()) if isinstance(value, dict) else value:
            check_json(part, deep=deep - 1)


def _whole(text: str) -> int | float:
    number = int(text) if len(text) <= 20 else LARGEST_ID + 1
    return number if -LARGEST_ID <= number <= LARGEST_ID else float("inf")


def _without_the_depths(text: str) -> str:
    """Put a sign that ``check_json`` refuses where objects and lists lie too deep."""
    kept, at, deep = [], 0, 0
    for part in _PARTS.finditer(text):
        sign = part[0]
        if sign in "[{":
            deep += 1
            if deep == MOST_DEEP + 5:
                kept += [text[at : part.start()], _UNKEEPABLE]
        elif sign in "]}":
            if deep == MOST_DEEP + 5:
                at = part.end()
            deep -= 1
    return "".join((*kept, text[at:])) if deep == 0 else text[:0]
