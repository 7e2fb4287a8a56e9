"""What a programme's file may say. Reads TOML and names every mistake: file, key, remedy."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import kinds
from linli.engines.cases.kinds import Category, Deadline, Field, Kind, Label, Option, Step
from linli.engines.cases.workflows import WORKFLOWS
from linli.programmes.keys import CASE, CATEGORY, ESCALATION, FIELD, LABEL, PROGRAMME, Key
from linli.registry.roles import GRANTS

Table = dict[str, Any]
Says = str | Promise
MISSING: Any = object()


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
class Programme:
    """A file that could be read. Its kinds' categories are looked up when all are known."""

    code: str
    label: Label
    about: Label | None
    file: str
    text: str
    categories: tuple[Category, ...] = ()
    kinds: tuple[Kind, ...] = ()


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
                self._unknown(_join(path, name), name, names)
        for key in allowed:
            if key.required and key.name not in value:
                self.fault(
                    _join(path, key.name),
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
        value = read(table[name], _join(path, name), **how)
        return default if value is MISSING else value

    def each(self, table: Table, path: str, name: str, read: Callable[..., Any]) -> list[Any]:
        """Read a list of tables ([[name]]); what is faulty is left out."""
        value = table.get(name, [])
        if not isinstance(value, list):
            self.fault(
                _join(path, name),
                _("This must be a list of tables."),
                _("Begin each one with [[%(name)s]].") % {"name": name},
            )
            return []
        found = [read(one, f"{_join(path, name)}[{at}]") for at, one in enumerate(value, 1)]
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
        good = isinstance(value, str) and value.isascii() and value.isidentifier()
        if not good or value != str(value).lower() or str(value)[0] == "_" or len(value) > most:  # type: ignore[arg-type]
            return self.fault(path, _("This is not a code."), remedy % {"most": most})
        return value

    def label(self, value: object, path: str, *, most: int = 80) -> Any:
        table = self.table(value, path, LABEL)
        if table is None:
            return MISSING
        words = {
            name: self.text(table[name], _join(path, name), most=most)
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


def did_you_mean(typed: str, names: Collection[str]) -> str:
    """Return a remedy that names the nearest word, or else all of them."""
    near = get_close_matches(typed, list(names), n=1, cutoff=0.6)
    if near:
        return str(_("Did you mean “%(near)s”?") % {"near": near[0]})
    return str(_("Possible are: %(names)s.") % {"names": ", ".join(names)})


def read_programme(text: str, *, file: str) -> tuple[Programme | None, list[Fault]]:
    """Read a programme's file. None when a fault leaves nothing to go by."""
    reader = Reader(file)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reader.fault("", _("This is not TOML: %(error)s.") % {"error": error}, _("Mend that line."))
        return None, reader.faults
    table = reader.table(raw, "", PROGRAMME) or {}
    code = reader.get(table, "", "code", reader.code)
    label = reader.get(table, "", "label", reader.label)
    if code is None or label is None:
        _read_cases(reader, table, code="", label=Label("", ""))
        return None, reader.faults
    programme = Programme(
        code=code,
        label=label,
        about=reader.get(table, "", "about", reader.label, most=400),
        file=file,
        text=text,
        categories=tuple(read_categories(reader, table)),
        kinds=tuple(_read_cases(reader, table, code=code, label=label)),
    )
    return programme, reader.faults


def read_categories(reader: Reader, table: Table) -> list[Category]:
    """Read the [[category]] tables of a file; parents are checked when all are known."""

    def one(value: object, path: str) -> Any:
        found = reader.table(value, path, CATEGORY)
        if found is None:
            return MISSING
        code = reader.get(found, path, "code", reader.code)
        label = reader.get(found, path, "label", reader.label)
        parent = reader.get(found, path, "parent", reader.code, default="")
        return MISSING if code is None or label is None else Category(code, label, parent)

    return reader.each(table, "", "category", one)


def _read_cases(reader: Reader, table: Table, *, code: str, label: Label) -> list[Kind]:
    def one(value: object, path: str) -> Any:
        return _read_case(reader, value, path, programme=code, programme_label=label)

    return reader.each(table, "", "case", one)


def _read_case(
    reader: Reader, value: object, path: str, *, programme: str, programme_label: Label
) -> Any:
    table = reader.table(value, path, CASE)
    if table is None:
        return MISSING

    def get(name: str, read: Callable[..., Any], **how: Any) -> Any:
        return reader.get(table, path, name, read, **how)

    roles, several = tuple(GRANTS), reader.several
    code, label = get("code", reader.code), get("label", reader.label)
    category = get("category", reader.code)
    kind = Kind(
        code=code or "",
        label=label or Label("", ""),
        programme=programme,
        programme_label=programme_label,
        category=Category(category or "", Label("", "")),
        workflow=get("workflow", reader.choice, of=tuple(WORKFLOWS), default="standard"),
        deadline=get("deadline", reader.deadline),
        deadlines=_read_deadlines(reader, table, path),
        answer_within=get("answer_within", reader.deadline),
        warn_at=get("warn_at", reader.share, default=0.75),
        answered_by=get("answered_by", several, one=reader.choice, of=roles, default=()),
        organisation=get("organisation", reader.choice, of=kinds.ORGANISATION_KINDS, default=""),
        escalation=tuple(_read_escalation(reader, table, path)),
        fields=tuple(_read_fields(reader, table, path)),
        photos=get("photos", several, one=reader.choice, of=kinds.PHOTO_ROLES, default=()),
        is_public=get("is_public", reader.flag, default=False),
        silent_after_days=get("silent_after_days", reader.whole, least=1, most=365, default=7),
        review_after_days=get("review_after_days", reader.whole, least=1, most=365, default=30),
        call_first=get("call_first", reader.choice, of=("110", "119", "120", "122"), default=""),
        help=get("help", reader.label, most=400),
        words=get("words", several, one=reader.text, most=40, default=()),
        open311_keywords=get("open311_keywords", several, one=reader.text, most=40, default=()),
    )
    return MISSING if None in (code, label, category) else kind


def _read_deadlines(reader: Reader, table: Table, path: str) -> dict[str, Deadline]:
    value, here = table.get("deadlines", {}), _join(path, "deadlines")
    if not isinstance(value, dict):
        reader.fault(
            here,
            _("This must be a table."),
            _('Write { urgent = "24 hours", emergency = "2 hours" }.'),
        )
        return {}
    urgencies = kinds.URGENCIES[1:]
    found = {}
    for name, said in value.items():
        if name not in urgencies:
            reader.fault(
                _join(here, name), _("This key is not known here."), did_you_mean(name, urgencies)
            )
            continue
        time = reader.deadline(said, _join(here, name))
        if time is not MISSING:
            found[name] = time
    return found


def _read_escalation(reader: Reader, table: Table, path: str) -> list[Step]:
    def one(value: object, here: str) -> Any:
        found = reader.table(value, here, ESCALATION)
        if found is None:
            return MISSING
        role = reader.get(found, here, "role", reader.choice, of=tuple(GRANTS))
        after = reader.get(found, here, "after_working_days", reader.whole, least=0, most=60)
        return MISSING if role is None or after is None else Step(role, after)

    return reader.each(table, path, "escalation", one)


def _read_fields(reader: Reader, table: Table, path: str) -> list[Field]:
    def one(value: object, here: str) -> Any:
        found = reader.table(value, here, FIELD)
        if found is None:
            return MISSING
        type_ = reader.get(found, here, "type", reader.choice, of=kinds.FIELD_TYPES)
        options = _read_options(reader, found, here, type_=type_)
        code = reader.get(found, here, "code", reader.code)
        label = reader.get(found, here, "label", reader.label)
        if None in (type_, code, label):
            return MISSING
        return Field(
            code=code,
            type=type_,
            label=label,
            required=reader.get(found, here, "required", reader.flag, default=False),
            help=reader.get(found, here, "help", reader.label, most=400),
            options=options,
        )

    found = reader.each(table, path, "field", one)
    codes = [each.code for each in found]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        reader.fault(
            _join(path, "field"),
            _("The code “%(code)s” stands here twice.") % {"code": code},
            _("Give one of them another code."),
        )
    return found


def _read_options(
    reader: Reader, table: Table, path: str, *, type_: str | None
) -> tuple[Option, ...]:
    value, here = table.get("options"), _join(path, "options")
    chosen = type_ in ("select_one", "select_many")
    if value is None:
        if chosen:
            reader.fault(
                here,
                _("A question to choose from needs its answers."),
                _('Add options = { yes = { zh = "有", en = "Yes" } }.'),
            )
        return ()
    if not chosen and type_ is not None:
        reader.fault(
            here,
            _("Only select_one and select_many have options."),
            _("Take the options out, or change the type."),
        )
    if not isinstance(value, dict) or not value:
        reader.fault(
            here,
            _("This must be a table of answers."),
            _('Write { yes = { zh = "有", en = "Yes" } }.'),
        )
        return ()
    found = []
    for code, label in value.items():
        read = reader.label(label, _join(here, code))
        if reader.code(code, _join(here, code)) is not MISSING and read is not MISSING:
            found.append(Option(code, read))
    return tuple(found)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
