"""The values of a file: how each is written, and the sentence when it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Annotated, Any, TypeVar

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, BeforeValidator, PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from linli.core.labels import Label, Option
from linli.core.text import did_you_mean
from linli.core.toml.faults import Fault, amiss, below, faults_in, wrong
from linli.core.toml.tables import TomlTable, key, read

CODE = re.compile(r"[a-z][a-z0-9_]*")
LINE_LETTERS, CODE_LETTERS = 200, 60
V = TypeVar("V")


def read_line(value: object, *, most: int = LINE_LETTERS) -> str:
    """Return a text that is not empty and has at most so many letters."""
    if not isinstance(value, str) or not value.strip():
        raise wrong(_("This must be a text."), _('Write it in quotes: "…".'))
    if len(value) > most:
        remedy = _("Shorten it to %(most)s characters.") % {"most": most}
        raise wrong(_("This text is too long."), remedy)
    return value.strip()


def as_text(most: int) -> PlainValidator:
    """Mark a text of at most so many letters."""
    return PlainValidator(lambda value: read_line(value, most=most))


def read_code(value: object) -> str:
    """Return a name for machines."""
    if not isinstance(value, str) or len(value) > CODE_LETTERS or not CODE.fullmatch(value):
        remedy = _(
            "Use small letters, digits and _, a letter first, at most %(most)s: lamp_broken."
        )
        raise wrong(_("This is not a code."), remedy % {"most": CODE_LETTERS})
    return value


def read_flag(value: object) -> bool:
    """Return true or false, and nothing that only looks like it."""
    if not isinstance(value, bool):
        raise wrong(_("This must be true or false."), _("Write true or false."))
    return value


Line = Annotated[str, PlainValidator(read_line)]
Code = Annotated[str, PlainValidator(read_code)]
Flag = Annotated[bool, PlainValidator(read_flag)]


class LabelTable(TomlTable):
    """A name in both languages."""

    zh: Line = key('zh = "路灯"')
    en: Line = key('en = "Lamp"')


def read_label(value: object, *, most: int = 80) -> Label:
    """Return words in both languages, of at most so many letters each."""
    table, faults = read(LabelTable, value, file="")
    if table is None:
        raise amiss(faults)
    for name, words in (("zh", table.zh), ("en", table.en)):
        if len(words) > most:
            remedy = _("Shorten it to %(most)s characters.") % {"most": most}
            faults.append(Fault("", name, str(_("This text is too long.")), str(remedy)))
    if faults:
        raise amiss(faults)
    return Label(table.zh, table.en)


def as_label(most: int = 80) -> PlainValidator:
    """Mark words in both languages, of at most so many letters each."""
    return PlainValidator(lambda value: read_label(value, most=most))


def read_whole(value: object, *, least: int, most: int) -> int:
    """Return a whole number in these bounds."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        remedy = _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
        raise wrong(_("This must be a whole number."), remedy)
    return value


def as_whole(least: int, most: int) -> PlainValidator:
    """Mark a whole number in these bounds."""
    return PlainValidator(lambda value: read_whole(value, least=least, most=most))


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise wrong(_("This must be a share of the time given."), _("Write 0.75, for example."))
    return float(value)


as_share = PlainValidator(_share)


def read_choice(value: object, among: Collection[str]) -> str:
    """Return one of these words."""
    if not isinstance(value, str) or value not in among:
        raise wrong(
            _("“%(value)s” is not one of the words possible here.") % {"value": value},
            did_you_mean(str(value), list(among)),
        )
    return value


def as_choice(among: Collection[str]) -> PlainValidator:
    """Mark one of these words. A registry may still grow: it is asked when the value is read."""
    return PlainValidator(lambda value: read_choice(value, among))


def read_several(values: dict[str, Any], read_value: Callable[[str, Any], V]) -> dict[str, V]:
    """Read each key and value with ``read_value``; the faults of all are told together."""
    faults: list[Fault] = []
    kept: dict[str, V] = {}
    for name, value in values.items():
        try:
            kept[name] = read_value(name, value)
        except PydanticCustomError as error:
            faults += below(name or '""', faults_in(error))
    if faults:
        raise amiss(faults)
    return kept


def read_at(name: str, value: object, read_value: Callable[[Any], V]) -> V:
    """Return what ``read_value`` makes of a value; what is wrong with it is told at its name."""
    return read_several({name: value}, lambda _name, value: read_value(value))[name]


def _read_options(value: object) -> tuple[Option, ...]:
    if not isinstance(value, dict) or not value:
        raise wrong(
            _("This must be a table of answers."),
            _('Write { yes = { zh = "有", en = "Yes" } }.'),
        )
    return tuple(read_several(value, _option).values())


def _option(code: str, words: object) -> Option:
    return Option(read_code(code), read_label(words))


Options = Annotated[tuple[Option, ...], PlainValidator(_read_options)]


def _is_list(value: object) -> object:
    if not isinstance(value, list):
        raise wrong(_("This must be a list."), _('Write it in brackets: ["…", "…"].'))
    return value


def _is_list_of_tables(value: object, about: ValidationInfo) -> object:
    if not isinstance(value, list):
        remedy = _("Begin each one with [[%(name)s]].") % {"name": about.field_name}
        raise wrong(_("This must be a list of tables."), remedy)
    return value


def _each_once(values: list[V]) -> list[V]:
    if twice := sorted({str(value) for value in values if values.count(value) > 1}):
        remedy = str(_("Take one of them out."))
        raise amiss(
            Fault("", "", str(_("“%(value)s” stands here twice.") % {"value": value}), remedy)
            for value in twice
        )
    return values


Several = Annotated[list[V], BeforeValidator(_is_list), AfterValidator(_each_once)]
Tables = Annotated[list[V], BeforeValidator(_is_list_of_tables)]
