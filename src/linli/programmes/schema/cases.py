"""What a [[case]] of a programme may say: a kind of matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.labels import Label, Option
from linli.core.text import did_you_mean
from linli.engines.cases import kinds
from linli.engines.cases.kinds import Category, Deadline, Field, Kind, Step
from linli.engines.cases.workflows import WORKFLOWS
from linli.programmes.keys import CASE, ESCALATION, FIELD
from linli.programmes.reader import MISSING, Owner, Reader, Table, join
from linli.registry.queries.places import PUBLIC_KINDS
from linli.registry.roles import GRANTS


def read_cases(reader: Reader, table: Table, owner: Owner) -> list[Kind]:
    """Read the [[case]] tables of a file; their categories are looked up when all are known."""

    def one(value: object, path: str) -> Any:
        return _read_case(reader, value, path, owner)

    return reader.each(table, "", "case", one)


def _read_case(reader: Reader, value: object, path: str, owner: Owner) -> Any:
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
        programme=owner.code,
        programme_label=owner.label,
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
        about_people=get("about_people", reader.flag, default=False),
        silent_after_days=get("silent_after_days", reader.whole, least=1, most=365, default=7),
        review_after_days=get("review_after_days", reader.whole, least=1, most=365, default=30),
        places=get("places", several, one=reader.choice, of=PUBLIC_KINDS, default=()),
        call_first=get("call_first", reader.choice, of=("110", "119", "120", "122"), default=""),
        help=get("help", reader.label, most=400),
        words=get("words", several, one=reader.text, most=40, default=()),
        open311_keywords=get("open311_keywords", several, one=reader.text, most=40, default=()),
    )
    return MISSING if None in (code, label, category) else kind


def _read_deadlines(reader: Reader, table: Table, path: str) -> dict[str, Deadline]:
    value, here = table.get("deadlines", {}), join(path, "deadlines")
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
                join(here, name), _("This key is not known here."), did_you_mean(name, urgencies)
            )
            continue
        time = reader.deadline(said, join(here, name))
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
            join(path, "field"),
            _("The code “%(code)s” stands here twice.") % {"code": code},
            _("Give one of them another code."),
        )
    return found


def _read_options(
    reader: Reader, table: Table, path: str, *, type_: str | None
) -> tuple[Option, ...]:
    value, here = table.get("options"), join(path, "options")
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
    return reader.options(value, here)
