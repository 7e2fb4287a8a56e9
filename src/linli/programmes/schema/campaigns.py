"""What a [[campaign]] of a programme may say: a kind of rounds or standing visits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.labels import Label
from linli.core.text import did_you_mean
from linli.engines.campaigns import kinds
from linli.engines.campaigns.kinds import Kind
from linli.engines.cases.kinds import URGENCIES
from linli.forms.schema import Column, Effect, Form
from linli.forms.validation import faults
from linli.programmes.keys import CAMPAIGN, COLUMN, EFFECT, EFFECTS
from linli.programmes.reader import MISSING, Owner, Reader, Table, join
from linli.programmes.schema.questions import read_condition, read_questions
from linli.registry.models import CareNeed
from linli.registry.purposes import PURPOSES
from linli.registry.queries.places import PUBLIC_KINDS

LONGEST_DAYS = 3650


def read_campaigns(reader: Reader, table: Table, owner: Owner) -> list[Kind]:
    """Read the [[campaign]] tables of a file; the matters they open are looked up later."""

    def one(value: object, path: str) -> Any:
        return _read_campaign(reader, value, path, owner)

    return reader.each(table, "", "campaign", one)


def _read_campaign(reader: Reader, value: object, path: str, owner: Owner) -> Any:
    table = reader.table(value, path, CAMPAIGN)
    if table is None:
        return MISSING

    def get(name: str, read: Callable[..., Any], **how: Any) -> Any:
        return reader.get(table, path, name, read, **how)

    code, label = get("code", reader.code), get("label", reader.label)
    kind = Kind(
        code=code or "",
        label=label or Label("", ""),
        programme=owner.code,
        programme_label=owner.label,
        purpose=get("purpose", reader.choice, of=tuple(PURPOSES), default=""),
        targets=get("targets", reader.choice, of=kinds.TARGETS, default=""),
        about=get("about", reader.label, most=400),
        form=_read_form(reader, table, path),
        care=get("care", reader.several, one=reader.choice, of=CareNeed.Kind.values, default=()),
        place_kind=get("place_kind", reader.choice, of=PUBLIC_KINDS, default=""),
        most_visits=get("most_visits", reader.whole, least=1, most=20, default=3),
        every_days=get("every_days", _every_days, reader=reader, default={}),
        is_open=get("is_open", reader.flag, default=False),
    )
    _check_targets(reader, kind, path)
    return MISSING if None in (code, label) else kind


def _check_targets(reader: Reader, kind: Kind, path: str) -> None:
    if kind.care and kind.targets not in ("", "persons"):
        reader.fault(
            join(path, "care"),
            _("Only persons are chosen by their care needs."),
            _('Write targets = "persons", or take “care” out.'),
        )
    if kind.targets and bool(kind.place_kind) != (kind.targets == "places"):
        reader.fault(
            join(path, "place_kind"),
            _("The kind of place belongs to campaigns that visit places."),
            _('Write both targets = "places" and place_kind, or neither.'),
        )


def _every_days(value: object, path: str, *, reader: Reader) -> Any:
    if not isinstance(value, dict):
        return reader.fault(
            path, _("This must be a table."), _('Write { "" = 180, old_alone = 30 }.')
        )
    found = {}
    for care, days in value.items():
        here = join(path, care or '""')
        if care and care not in CareNeed.Kind.values:
            reader.fault(
                here, _("This key is not known here."), did_you_mean(care, CareNeed.Kind.values)
            )
        elif (whole := reader.whole(days, here, least=1, most=LONGEST_DAYS)) is not MISSING:
            found[care] = whole
    return found


def _read_form(reader: Reader, table: Table, path: str) -> Form:
    """Read questions, effects and columns; what they say of each other only if all are whole."""
    before = len(reader.faults)
    at: dict[str, str] = {}
    form = Form(
        questions=read_questions(reader, table, path, at),
        effects=tuple(reader.each(table, path, "effect", lambda v, p: _read_effect(reader, v, p))),
        columns=tuple(reader.each(table, path, "column", lambda v, p: _read_column(reader, v, p))),
        list_if=reader.get(table, path, "list_if", read_condition, reader=reader),
    )
    if len(reader.faults) == before:
        for fault in faults(form):
            reader.fault(at.get(fault.code, join(path, fault.code)), fault.says, fault.remedy)
        _check_care_needs(reader, form, path)
    return form


def _read_column(reader: Reader, value: object, path: str) -> Any:
    table = reader.table(value, path, COLUMN)
    if table is None:
        return MISSING
    header = reader.get(table, path, "header", reader.label)
    source = reader.get(table, path, "source", reader.text, most=60)
    return MISSING if None in (header, source) else Column(header, source)


def _read_effect(reader: Reader, value: object, path: str) -> Any:
    table = reader.table(value, path, EFFECT)
    if table is None:
        return MISSING
    named = [name for name in EFFECTS if name in table]
    if len(named) != 1:
        return reader.fault(
            path,
            _("An effect does one thing."),
            _("Name one of: %(names)s.") % {"names": ", ".join(EFFECTS)},
        )
    do = named[0]
    main, others = EFFECTS[do]
    for name in set(table) - {do, "when", *others} - {key for key in table if not _is_key(key)}:
        reader.fault(
            join(path, name),
            _("%(effect)s has no such word.") % {"effect": do},
            did_you_mean(name, others) if others else _("Take it out."),
        )
    words = {}
    if main:
        words[main] = reader.get(table, path, do, reader.text)
    elif table[do] is not True:
        reader.fault(join(path, do), _("This must be true or false."), _("Write true or false."))
    for name in others:
        read: Callable[..., Any] = {"urgency": _urgency, "fields": _fields}.get(name, _word)
        words[name] = reader.get(table, path, name, read, reader=reader)
    when = reader.get(table, path, "when", read_condition, reader=reader)
    return Effect(do, {name: said for name, said in words.items() if said is not None}, when)


def _is_key(name: str) -> bool:
    return any(key.name == name for key in EFFECT)


def _word(value: object, path: str, *, reader: Reader) -> Any:
    return reader.text(value, path, most=400)


def _urgency(value: object, path: str, *, reader: Reader) -> Any:
    said = reader.choice(value, path, of=URGENCIES)
    return MISSING if said is MISSING else URGENCIES.index(said)


def _fields(value: object, path: str, *, reader: Reader) -> Any:
    if not isinstance(value, dict):
        return reader.fault(path, _("This must be a table."), _('Write { things = "{things}" }.'))
    read = {name: reader.text(said, join(path, name)) for name, said in value.items()}
    return {name: said for name, said in read.items() if said is not MISSING}


def _check_care_needs(reader: Reader, form: Form, path: str) -> None:
    for number, effect in enumerate(form.effects, 1):
        if effect.do != "add_care_need":
            continue
        for code in possible(form, str(effect.with_.get("kind", ""))):
            if code not in CareNeed.Kind.values:
                reader.fault(
                    f"{path}.effect[{number}].add_care_need",
                    _("There is no care need “%(code)s”.") % {"code": code},
                    did_you_mean(code, CareNeed.Kind.values),
                )


def possible(form: Form, word: str) -> tuple[str, ...]:
    """Return which codes a word may become: itself, or the options of the answer it stands for."""
    question = form.find(word[1:-1]) if word.startswith("{") else None
    return tuple(option.code for option in question.options) if question else (word,)
