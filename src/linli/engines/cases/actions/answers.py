"""The answers to a kind's own questions, checked against the kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from linli.core.parsing import day
from linli.core.refusals import Invalid
from linli.core.text import clean
from linli.engines.cases.kinds import Field, Kind

ANSWER_MOST = 400


def checked_fields(
    kind: Kind, answers: Mapping[str, Any], *, is_guess: bool = False
) -> dict[str, Any]:
    """Return the answers that the kind asks for, as they are kept; others are left out.

    Numbers become int or float, dates stay "2026-11-24", choices are option codes. A kind that is
    a guess insists on no answer: nobody was asked. Raises ``Invalid`` with one sentence a field.
    """
    kept: dict[str, Any] = {}
    errors: dict[str, list[Any]] = {}
    for field in kind.fields:
        try:
            value = _checked(field, answers.get(field.code))
        except ValueError as fault:
            errors[field.code] = [str(fault)]
            continue
        if value not in ("", None, []):
            kept[field.code] = value
        elif field.required and not is_guess:
            errors[field.code] = [_("Please answer: %(label)s") % {"label": field.label}]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)
    return kept


def _checked(field: Field, value: Any) -> Any:
    """Return one answer in its kept form. Raises ``ValueError`` with a sentence."""
    if value is None:
        return None
    if field.type == "select_many":
        chosen = value if isinstance(value, list | tuple) else [value]
        return [_option(field, one) for one in chosen if one not in ("", None)]
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    if isinstance(value, dict):
        raise ValueError(_("This answer cannot be read."))
    typed = _text(value)
    if not typed:
        return ""
    return _READ[field.type](field, typed)


def _text(value: Any) -> str:
    try:
        return clean(str(value), most=ANSWER_MOST)
    except Invalid as fault:
        raise ValueError(str(fault)) from None


def _option(field: Field, value: Any) -> str:
    typed = str(value).strip()
    if typed not in {option.code for option in field.options}:
        raise ValueError(_("Please choose from the list: %(label)s") % {"label": field.label})
    return typed


def _number(field: Field, typed: str) -> int | float:
    try:
        number = float(typed)
    except ValueError:
        raise ValueError(_("Please give a number: %(label)s") % {"label": field.label}) from None
    if not -1e12 < number < 1e12:
        raise ValueError(_("Please give a number: %(label)s") % {"label": field.label})
    return int(number) if number.is_integer() else number


def _date(field: Field, typed: str) -> str:
    found = day(typed)
    if found is None:
        raise ValueError(_("Please give a date: %(label)s") % {"label": field.label})
    return found.isoformat()


def _phone(field: Field, typed: str) -> str:
    digits = "".join(c for c in typed if c in "0123456789+-")
    if not 3 <= len(digits) <= 20:
        raise ValueError(_("Please give a telephone number: %(label)s") % {"label": field.label})
    return digits


_READ = {
    "text": lambda field, typed: typed,
    "number": _number,
    "select_one": _option,
    "date": _date,
    "phone": _phone,
}
