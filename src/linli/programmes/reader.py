"""Reads single values of a programme's file, and gathers what is wrong: file, key, remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.labels import Label, Option
from linli.core.text import did_you_mean
from linli.engines.cases import kinds
from linli.programmes.keys import LABEL, Key

Table = dict[str, Any]
Says = str | Promise
MISSING: Any = object()
CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Fault:
    """One mistake. ``key`` is a path such as ``case[2].deadline``; "" is the whole file."""

    file: str
    key: str
    says: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.says} {self.remedy}"


@dataclass(frozen=True)
class Owner:
    """The programme that a kind belongs to."""

    code: str
    label: Label


@dataclass
class Reader:
    """Walks through one file and gathers its faults."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: str, says: Says, remedy: Says) -> Any:
        """Note a mistake and return MISSING, so that reading goes on."""
        self.faults.append(Fault(self.file, path, str(says), str(remedy)))
        return MISSING

    # -- tables -------------------------------------------------------------------------------

    def table(self, value: object, path: str, allowed: tuple[Key, ...]) -> Table | None:
        """Check a table's keys: none unknown, none missing that must be there."""
        if not isinstance(value, dict):
            self.fault(path, _("This must be a table."), _("Write key = value lines."))
            return None
        names = [key.name for key in allowed]
        for name in value:
            if name not in names:
                self._unknown(join(path, name), name, names)
        for key in allowed:
            if key.required and key.name not in value:
                self.fault(
                    join(path, key.name),
                    _("This key is missing."),
                    _("Add it, for example: %(example)s") % {"example": key.example},
                )
        return value

    def _unknown(self, path: str, name: str, names: Collection[str]) -> None:
        self.fault(path, _("This key is not known here."), did_you_mean(name, names))

    def get(self, table: Table, path: str, name: str, read: Callable[..., Any], **how: Any) -> Any:
        """Read one key of a table, if it is there; else the default that ``how`` names, or None."""
        default = how.pop("default", None)
        if name not in table:
            return default
        value = read(table[name], join(path, name), **how)
        return default if value is MISSING else value

    def each(self, table: Table, path: str, name: str, read: Callable[..., Any]) -> list[Any]:
        """Read a list of tables ([[name]]); what is faulty is left out."""
        value = table.get(name, [])
        if not isinstance(value, list):
            self.fault(
                join(path, name),
                _("This must be a list of tables."),
                _("Begin each one with [[%(name)s]].") % {"name": name},
            )
            return []
        found = [read(one, f"{join(path, name)}[{at}]") for at, one in enumerate(value, 1)]
        return [one for one in found if one is not MISSING]

    # -- single values ------------------------------------------------------------------------

    def text(self, value: object, path: str, *, most: int = 200) -> Any:
        if not isinstance(value, str) or not value.strip():
            return self.fault(path, _("This must be a text."), _('Write it in quotes: "…".'))
        if len(value) > most:
            return self.fault(
                path,
                _("This text is too long."),
                _("Shorten it to %(most)s characters.") % {"most": most},
            )
        return value.strip()

    def code(self, value: object, path: str, *, most: int = 60) -> Any:
        remedy = _(
            "Use small letters, digits and _, a letter first, at most %(most)s: lamp_broken."
        )
        if not isinstance(value, str) or len(value) > most or not CODE.fullmatch(value):
            return self.fault(path, _("This is not a code."), remedy % {"most": most})
        return value

    def label(self, value: object, path: str, *, most: int = 80) -> Any:
        table = self.table(value, path, LABEL)
        if table is None:
            return MISSING
        words = {
            name: self.text(table[name], join(path, name), most=most)
            for name in ("zh", "en")
            if name in table
        }
        if len(words) < 2 or MISSING in words.values():
            return MISSING
        return Label(**words)

    def flag(self, value: object, path: str) -> Any:
        if not isinstance(value, bool):
            return self.fault(path, _("This must be true or false."), _("Write true or false."))
        return value

    def whole(self, value: object, path: str, *, least: int, most: int) -> Any:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            return self.fault(
                path,
                _("This must be a whole number."),
                _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most},
            )
        return value

    def share(self, value: object, path: str) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            return self.fault(
                path, _("This must be a share of the time given."), _("Write 0.75, for example.")
            )
        return float(value)

    def options(self, value: object, path: str) -> tuple[Option, ...]:
        """Read { yes = { zh = "有", en = "Yes" } }; what is faulty is left out."""
        if not isinstance(value, dict) or not value:
            self.fault(
                path,
                _("This must be a table of answers."),
                _('Write { yes = { zh = "有", en = "Yes" } }.'),
            )
            return ()
        options = []
        for code, label in value.items():
            read = self.label(label, join(path, code))
            if self.code(code, join(path, code)) is not MISSING and read is not MISSING:
                options.append(Option(code, read))
        return tuple(options)

    def deadline(self, value: object, path: str) -> Any:
        try:
            return kinds.parse_deadline(str(value))
        except ValueError:
            return self.fault(
                path,
                _("This is not a time."),
                _('Write a number and one of: %(units)s. For example "3 working days".')
                % {"units": ", ".join(kinds.UNITS)},
            )

    def choice(self, value: object, path: str, *, of: Collection[str]) -> Any:
        if not isinstance(value, str) or value not in of:
            return self.fault(
                path,
                _("“%(value)s” is not one of the words possible here.") % {"value": value},
                did_you_mean(str(value), of),
            )
        return value

    def several(self, value: object, path: str, *, one: Callable[..., Any], **how: Any) -> Any:
        """Read a list; an entry that stands twice is a mistake too."""
        if not isinstance(value, list):
            return self.fault(
                path, _("This must be a list."), _('Write it in brackets: ["…", "…"].')
            )
        found = [one(entry, f"{path}[{at}]", **how) for at, entry in enumerate(value, 1)]
        kept = [entry for entry in found if entry is not MISSING]
        for twice in sorted({entry for entry in kept if kept.count(entry) > 1}):
            self.fault(
                path,
                _("“%(value)s” stands here twice.") % {"value": twice},
                _("Take one of them out."),
            )
        return tuple(dict.fromkeys(kept))


def join(path: str, name: str) -> str:
    """Return the path of a key inside a table."""
    return f"{path}.{name}" if path else name
