"""Checks that several verbs share: dates, phones, ID numbers, reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core import codes
from linli.core.refusals import Invalid
from linli.core.text import clean
from linli.registry import identity
from linli.registry.models import Household, Person
from linli.registry.models.people import ERASED
from linli.registry.queries.people import ID_PURPOSE

NAME_LETTERS = 60
OLDEST_YEARS = 120

ID_FAULTS: dict[str, Promise] = {
    "length": _("An ID number has 18 characters. Please count them again."),
    "letters": _("An ID number has 17 digits and then a digit or X. Please look again."),
    "date": _("The date of birth inside this ID number does not exist. Please look again."),
    "check": _(
        "The last character does not fit the rest of the ID number: a digit is mistyped. "
        "Please compare it with the card."
    ),
}
PHONE_FAULT = _(
    "This is not a phone number: a mobile has 11 digits, a landline its area code first."
)


def refuse(field: str, sentence: Any) -> Invalid:
    """Return the refusal of one field."""
    return Invalid(sentence, errors={field: [sentence]})


def person_name(typed: str) -> str:
    """Return the name, tidied. Raises ``Invalid`` when there is none."""
    name = clean(typed, most=NAME_LETTERS)
    if not name:
        raise refuse("name", _("Please give the person's name."))
    return name


def phone(typed: str) -> str:
    """Return the phone's digits, "" for none. Raises ``Invalid`` for what is no number."""
    number = identity.tidy_phone(typed)
    if number and not identity.phone_is_plausible(number):
        raise refuse("phone", PHONE_FAULT)
    return number


def id_number(typed: str) -> tuple[str, str, str]:
    """Return (number, cipher, index), all "" for none. Raises ``Invalid`` for a false one."""
    number = identity.tidy_id(typed)
    if not number:
        return "", "", ""
    fault = identity.id_fault(number, today=timezone.localdate())
    if fault:
        raise refuse("id_number", ID_FAULTS[fault])
    return number, codes.encrypt(number), codes.index(number, purpose=ID_PURPOSE)


def born(day: date | None) -> date | None:
    """Return the day of birth. Raises ``Invalid`` for one to come, or 120 years ago."""
    today = timezone.localdate()
    if day is not None and day > today:
        raise refuse("born", _("The date of birth lies in the future. Please correct the year."))
    if day is not None and identity.age(day, today=today) > OLDEST_YEARS:
        raise refuse("born", _("Nobody is that old. Please correct the year of birth."))
    return day


def not_erased(row: Person | Household) -> None:
    """Raise ``Invalid`` for whom the house has forgotten: nothing is written there again."""
    if row.erased_at is not None:
        raise Invalid(ERASED)


def lives_here(home: Household) -> None:
    """Raise ``Invalid`` for a household that has left: nobody is entered there any more."""
    not_erased(home)
    if home.moved_out_on is not None:
        raise Invalid(_("That household has moved out. Choose one that lives there."))


def reason(text: str) -> str:
    """Return the reason. Raises ``Invalid`` when none is given: each reading needs one."""
    given = clean(text, most=400)
    if len(given) < 2:
        raise refuse("reason", _("Please say in a few words what you need it for."))
    return given
