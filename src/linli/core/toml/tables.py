"""The tables of a file: which keys each may have and must have."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any, Self, TypeVar

from django.utils.translation import gettext_lazy as _
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticUndefined

from linli.core.text import did_you_mean
from linli.core.toml.faults import Fault, amiss, told, wrong


class Inline:
    """Marks a field of a table as no key of its own: the keys of its model stand in the table."""


class TomlTable(BaseModel):
    """A table of a file: its fields are the keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @classmethod
    def inlined(cls) -> dict[str, type[TomlTable]]:
        """Return the fields whose models share the table with this one."""
        return {
            name: field.annotation
            for name, field in cls.model_fields.items()
            if any(mark is Inline for mark in field.metadata)
            and isinstance(field.annotation, type)
            and issubclass(field.annotation, TomlTable)
        }

    @classmethod
    def known_keys(cls) -> dict[str, Any]:
        """Return the keys that the table may have, each with pydantic's description of it."""
        inlined = cls.inlined()
        own = {
            field.alias or name: field
            for name, field in cls.model_fields.items()
            if name not in inlined
        }
        for model in inlined.values():
            own |= model.known_keys()
        return own

    @model_validator(mode="wrap")
    @classmethod
    def _in_sentences(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Tell unknown and missing keys, and what is wrong with the others, all at once."""
        if not isinstance(value, dict):
            raise wrong(_("This must be a table."), _("Write key = value lines."))
        known = cls.known_keys()
        inlined = cls.inlined()
        faults = [_unknown(name, known) for name in value if name not in known]
        table = {name: content for name, content in value.items() if name in known}
        for name, model in inlined.items():
            table[name] = {part: table.pop(part) for part in model.known_keys() if part in table}
        own = {field.alias or name: field for name, field in cls.model_fields.items()}
        missing = [name for name, field in own.items() if field.is_required() and name not in table]
        faults += [_missing(name, own[name]) for name in missing]
        try:
            whole = handler(table)
        except ValidationError as error:
            rest = [line for line in told(error, without=inlined) if line.key not in missing]
            raise amiss(faults + rest) from None
        if faults:
            raise amiss(faults)
        return whole


def key(example: str, default: Any = PydanticUndefined, **more: Any) -> Any:
    """Describe a key by how it is written. Without a default it must be there."""
    return Field(default, examples=[example], **more)


T = TypeVar("T", bound=TomlTable)


def read(model: type[T], table: Any, *, file: str) -> tuple[T | None, list[Fault]]:
    """Read a table; None with all its faults when there are any."""
    try:
        return model.model_validate(table), []
    except ValidationError as error:
        return None, [replace(fault, file=file) for fault in told(error)]


def read_text(model: type[T], text: str, *, file: str) -> tuple[T | None, list[Fault]]:
    """Read a file's text as ``read`` does; text that is no TOML is one fault."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        says = str(_("This is not TOML: %(error)s.") % {"error": error})
        return None, [Fault(file, "", says, str(_("Mend that line.")))]
    return read(model, table, file=file)


def _unknown(name: str, known: dict[str, Any]) -> Fault:
    return Fault("", name, str(_("This key is not known here.")), did_you_mean(name, list(known)))


def _missing(name: str, field: Any) -> Fault:
    example = (field.examples or [name])[0]
    remedy = _("Add it, for example: %(example)s") % {"example": example}
    return Fault("", name, str(_("This key is missing.")), str(remedy))
