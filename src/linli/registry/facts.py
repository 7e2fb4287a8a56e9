"""Facts of a household that a form asks "still so?": which there are, read, and stated anew.

What has a column in the register is written through to it; every statement is kept as a row of
its own, with its source and its time.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.labels import Label, Option
from linli.core.refusals import Invalid
from linli.core.rows import save
from linli.registry import identity, rows
from linli.registry.access import Actor
from linli.registry.actions import checks, households, people
from linli.registry.models import Fact, Household, Person

Values = dict[str, Any]
KEPT = "kept."
KEPT_LETTERS, VERSION_LETTERS = 2000, 8
COLUMNS = {
    "household.residence": "residence",
    "household.tenure": "tenure",
    "household.village": "village",
    "household.floor_area": "floor_area",
    "household.remark": "remark",
}


@dataclass(frozen=True, slots=True)
class Property:
    """One fact that a question may be bound to. ``type`` is a question type of the forms;
    ``is_sensitive`` asks for care: it is sent to a phone only when the form's purpose needs it."""

    code: str
    label: Label
    type: str = "text"
    options: tuple[Option, ...] = ()
    is_sensitive: bool = False


def _options(**labels: tuple[str, str]) -> tuple[Option, ...]:
    return tuple(Option(code, Label(*words)) for code, words in labels.items())


PROPERTIES: dict[str, Property] = {
    fact.code: fact
    for fact in (
        Property(
            "household.residence",
            Label("居住情况", "residence"),
            "select_one",
            _options(
                resident=("常住", "resident"),
                floating=("流动", "floating"),
                vacant=("空置", "vacant"),
            ),
        ),
        Property(
            "household.tenure",
            Label("房屋性质", "tenure"),
            "select_one",
            _options(owner=("自有", "owner"), tenant=("租住", "tenant"), other=("其他", "other")),
        ),
        Property("household.village", Label("原村", "village of origin")),
        Property("household.floor_area", Label("面积（㎡）", "floor area (m²)"), "number"),
        Property("household.remark", Label("备注", "remark"), is_sensitive=True),
        Property("household.members", Label("家庭人数", "how many live here"), "number"),
        Property("contact.name", Label("联系人", "who speaks for the household")),
        Property("contact.phone", Label("联系电话", "phone"), is_sensitive=True),
    )
}


def get(code: str) -> Property:
    """Return a property; ``kept.<word>`` is always one. Raises ``Invalid`` for another."""
    if code in PROPERTIES:
        return PROPERTIES[code]
    if re.fullmatch(r"kept\.[a-z][a-z0-9_]{0,40}", code):
        word = code.removeprefix(KEPT)
        return Property(code, Label(word, word))
    raise Invalid(
        _("There is no fact “%(code)s”. There are: %(there)s, and kept.<word>.")
        % {"code": code, "there": ", ".join(PROPERTIES)}
    )


def read(household_ids: Collection[int], codes: Iterable[str]) -> dict[int, Values]:
    """Return household → fact → value as the register has it now (3 queries at most).

    A value that is not known is None; numbers are numbers, an empty text is None.
    """
    asked = [get(code).code for code in codes]
    known: dict[int, Values] = {pk: dict.fromkeys(asked) for pk in household_ids}
    if not asked or not known:
        return known
    if columns := [code for code in asked if code in COLUMNS]:
        _read_columns(known, columns)
    if any(code.startswith("contact.") or code == "household.members" for code in asked):
        _read_people(known, asked)
    _read_kept(known, asked)
    return known


def read_locked(household: Household, codes: Iterable[str]) -> Values:
    """Return a household's facts, and let nobody else state any until the transaction ends."""
    checks.not_erased(rows.household(household.pk))
    return read([household.pk], codes)[household.pk]


def version_of(value: Any) -> str:
    """Return 8 letters that differ when the value differs; nothing and "" are one. Keyed: it must
    not tell a masked phone's hidden digits to whoever tries all."""
    spelt = json.dumps(plain(value), sort_keys=True)
    return codes.opaque(spelt, purpose="fact.version")[:VERSION_LETTERS]


def plain(value: Any) -> Any:
    """Return a value as it is compared and kept: 89.0 as 89, a text composed, "" as None."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip() or None
    if isinstance(value, list | tuple):
        return [plain(item) for item in value] or None
    return value


def tidied(code: str, value: Any) -> Any:
    """Return what was said of a property as it is compared: a phone without its dashes."""
    if code == "contact.phone" and isinstance(value, str):
        return identity.tidy_phone(value) or None
    return plain(value)


def state(
    household: Household, code: str, value: Any, *, source: str, at: datetime, by: Actor
) -> Fact:
    """Write what is so now: through to its column, and as a row with its source and time.

    It belongs inside an action, which checks who may and writes the line. Raises ``Invalid`` for
    what the register cannot hold; then nothing is written.
    """
    known = read_locked(household, [code])
    stated, refused = state_all(household, {code: value}, known=known, source=source, at=at, by=by)
    if refused:
        raise refused[code]
    return stated[0]


def state_all(
    household: Household,
    stated: Mapping[str, Any],
    *,
    known: Values,
    source: str,
    at: datetime,
    by: Actor,
) -> tuple[list[Fact], dict[str, Invalid]]:
    """State several facts, given what ``read`` just told of them; return the new rows, and for
    each that the register cannot hold the refusal (2 queries, and 1 or 2 for each column)."""
    assert connection.in_atomic_block, "a fact is stated inside an action"  # noqa: S101  a mistake of ours, never of input
    made: list[Fact] = []
    refused: dict[str, Invalid] = {}
    for code, value in stated.items():
        try:
            kept = _write_through(household, code, plain(value))
        except Invalid as no:
            refused[code] = no
            continue
        made.append(
            Fact(
                household=household, property=code, value=kept, stood=known.get(code),
                source=source, at=at, by=by.key,
            )
        )  # fmt: skip
    codes = [row.property for row in made]
    before = Fact.objects.filter(household=household, property__in=codes, is_current=True)
    if codes:
        before.update(is_current=False)
    return Fact.objects.bulk_create(made), refused


def _read_columns(known: Mapping[int, Values], codes: list[str]) -> None:
    rows = Household.objects.filter(pk__in=known).order_by()
    for pk, *values in rows.values_list("pk", *(COLUMNS[code] for code in codes)):
        known[pk].update(zip(codes, map(plain, values), strict=True))


def _read_people(known: Mapping[int, Values], codes: list[str]) -> None:
    """Fill in who speaks for the household, and how many live there."""
    living: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Person.objects.filter(household__in=known, erased_at=None)
    for pk, name, phone in rows.order_by("-is_contact", "id").values_list(
        "household_id", "name", "phone"
    ):
        living[pk].append((name, phone))
    for pk, members in living.items():
        name, phone = members[0]
        contact = {"contact.name": name, "contact.phone": phone, "household.members": len(members)}
        known[pk].update((code, plain(contact[code])) for code in codes if code in contact)


def _read_kept(known: Mapping[int, Values], codes: list[str]) -> None:
    """Fill in what lives in facts alone, and what was said where the register has nothing.

    A number of members that was said counts until the register's own number changes.
    """
    asked = [code for code in codes if code not in COLUMNS]
    if not asked:
        return
    rows = Fact.objects.filter(household__in=known, property__in=asked, is_current=True)
    for pk, code, value, stood in rows.values_list("household_id", "property", "value", "stood"):
        if known[pk][code] is None or (code == "household.members" and known[pk][code] == stood):
            known[pk][code] = value


def _write_through(household: Household, code: str, value: Any) -> Any:
    """Check the value, write it to its column, and return it as kept."""
    if code in COLUMNS:
        column = COLUMNS[code]
        given = households.checked({column: _fitting(column, value)})
        stated = Household.objects.filter(pk=household.pk)
        stated.update(**given, version=F("version") + 1)
        return plain(given[column])
    if code == "household.members":
        return _count(value)
    if code == "contact.name":
        return _set_contact(household, name=_said(value))
    if code == "contact.phone":
        return _set_phone(household, phone=_said(value))
    if len(json.dumps(value, ensure_ascii=False)) > KEPT_LETTERS:
        raise Invalid(_("This is too long to be kept as a fact."))
    return value


def _fitting(column: str, value: Any) -> Any:
    if column != "floor_area":
        return _said(value)
    try:
        return round(Decimal(str(value)), 2) if value is not None else None
    except InvalidOperation:
        raise Invalid(_("The floor area is a number of m² between 1 and 9999.")) from None


def _said(value: Any) -> str:
    if not isinstance(value, str | None):
        raise Invalid(_("This fact is a text."))
    return value or ""


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 99:
        raise Invalid(_("How many live here is a number from 0 to 99."))
    return value


def _contact(household: Household) -> Person | None:
    members = Person.objects.filter(household=household, erased_at=None)
    return members.order_by("-is_contact", "id").first()


def _set_contact(household: Household, *, name: str) -> str:
    """Let the member of this name speak for the household; who is new is entered."""
    name = checks.person_name(name)
    members = Person.objects.filter(household=household, erased_at=None)
    person = members.filter(name=name).order_by("id").first()
    if person is None:
        person = Person(household=household, community_id=household.community_id)
        people.fill(person, {"name": name})
    person.is_contact, person.version = True, person.version + 1
    people.one_contact(person)
    person.save()
    return person.name


def _set_phone(household: Household, *, phone: str) -> str | None:
    """Give who speaks for the household the number; without anybody it is kept as said."""
    person = _contact(household)
    number = checks.phone(phone)
    if person is not None:
        person.phone = number
        save(person, "phone")
    return number or None
