"""How a form is written in a programme: questions, effects, columns, and their conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Self

from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from linli.core.labels import Label
from linli.core.text import did_you_mean
from linli.core.toml import (
    Code,
    Fault,
    Flag,
    Options,
    Tables,
    TomlTable,
    amiss,
    as_choice,
    as_label,
    as_text,
    as_whole,
    join,
    key,
    read,
    wrong,
)
from linli.core.toml.faults import faults_in
from linli.core.toml.values import read_at, read_code, read_line
from linli.forms.conditions import ConditionFault, parse
from linli.forms.effects import EFFECTS, EffectKind
from linli.forms.lint import MOST_DEPTH, faults
from linli.forms.schema import (
    MOST_OF,
    PLAIN_TYPES,
    QUESTION_TYPES,
    Column,
    Condition,
    Effect,
    Form,
    Question,
)

BOTH = '{ zh = "…", en = "…" }'


class WhenTable(TomlTable):
    """The short form of a condition."""

    question: Code = key('question = "clutter"')
    is_: Any = key('is = "some"', None, alias="is")
    includes: Any = key('includes = "old_alone"', None)


def _read_condition(value: object) -> Condition:
    """Read a condition: words like ``${clutter} = 'some'``, or the short form as a table."""
    words = _in_words(value) if isinstance(value, dict) else value
    if not isinstance(words, str):
        raise wrong(
            _("This is no condition."),
            _('Write { question = "clutter", is = "some" }, or a text: "${age} >= 60".'),
        )
    try:
        return parse(words)
    except ConditionFault as fault:
        raise wrong(fault.says, fault.remedy) from None


def _in_words(value: dict[str, Any]) -> str:
    when, mistakes = read(WhenTable, value, file="")
    if when is None:
        raise amiss(mistakes)
    if (when.is_ is None) == (when.includes is None):
        raise wrong(
            _("This condition is not whole."), _('Write question and one of "is", "includes".')
        )
    if isinstance(when.is_, int | float) and not isinstance(when.is_, bool):
        return f"${{{when.question}}} = {when.is_}"
    if when.is_ is not None:
        return f"${{{when.question}}} = '{read_at('is', when.is_, read_code)}'"
    chosen = read_at("includes", when.includes, read_code)
    return f"selected(${{{when.question}}}, '{chosen}')"


Asked = Annotated[Condition | None, PlainValidator(_read_condition)]


def _read_default(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, list) and all(isinstance(code, str) for code in value):
        return value
    raise wrong(_("This is no answer."), _("Write a text, a number, a day or a list of codes."))


def _read_scale(value: object) -> tuple[float, ...]:
    numbers = value if isinstance(value, list) else []
    if len(numbers) != 3 or not all(type(number) in (int, float) for number in numbers):
        raise wrong(_("This is no scale."), _("Write from, to and step: [1, 5, 1]."))
    return tuple(numbers)


class PlainQuestionTable(TomlTable):
    """One question that every face can ask, whatever was answered before."""

    code: Code = key('code = "clutter"')
    type: Annotated[str, as_choice(PLAIN_TYPES)] = key('type = "select_one"')
    label: Annotated[Label, as_label(200)] = key(f"label = {BOTH}")
    help: Annotated[Label | None, as_label(400)] = key(f"help = {BOTH}", None)
    required: Flag = key("required = true", False)
    options: Options = key(f"options = {{ none = {BOTH} }}", ())
    constraint: Asked = key('constraint = ". >= 0"', None)
    constraint_says: Annotated[Label | None, as_label(200)] = key(f"constraint_says = {BOTH}", None)

    def to_question(self) -> Question:
        """Return the question as data."""
        return Question(**{name: getattr(self, name) for name in type(self).model_fields})


class QuestionTable(PlainQuestionTable):
    """One question, with those that a group or a repeat holds."""

    type: Annotated[str, as_choice(QUESTION_TYPES)] = key('type = "select_one"')
    default: Annotated[Any, PlainValidator(_read_default)] = key('default = "none"', None)
    calculation: Asked = key('calculation = "${people} * 2"', None)
    required_if: Asked = key('required_if = { question = "clutter", is = "some" }', None)
    scale: Annotated[Any, PlainValidator(_read_scale)] = key("scale = [1, 5, 1]", None)
    options_from: Code = key('options_from = "wishes"', "")
    show_if: Asked = key('show_if = { question = "clutter", is = "some" }', None)
    binds: Annotated[str, as_text(60)] = key('binds = "contact.phone"', "")
    place_kind: Code = key('place_kind = "building"', "")
    most: Annotated[int | None, as_whole(1, max(MOST_OF.values()))] = key("most = 3", None)
    question: Tables[QuestionTable] = key("[[….question.question]]", [])

    def to_question(self) -> Question:
        """Return the question as data."""
        plain = {name: getattr(self, name) for name in type(self).model_fields}
        inside = tuple(table.to_question() for table in plain.pop("question"))
        return Question(**plain, questions=inside)


class ColumnTable(TomlTable):
    """A column of the list that is handed out."""

    header: Annotated[Label, as_label()] = key(f"header = {BOTH}")
    source: Annotated[str, as_text(60)] = key('source = "contact.name"')


def _read_effect(value: object) -> Effect:
    """Read an effect: its name with the main word, the words beside it, and when it is due."""
    if not isinstance(value, dict):
        raise wrong(_("This must be a table."), _("Write key = value lines."))
    known = effect_keys()
    mistakes = [
        Fault("", name, str(_("This key is not known here.")), did_you_mean(name, known))
        for name in value
        if name not in known
    ]
    named = [name for name in EFFECTS if name in value]
    if len(named) != 1:
        says, remedy = _("An effect does one thing."), _("Name one of: %(names)s.")
        mistakes.append(Fault("", "", str(says), str(remedy % {"names": ", ".join(EFFECTS)})))
        raise amiss(mistakes)
    kind = EFFECTS[named[0]]
    own = kind.words.known_keys()
    mistakes += [
        _no_such_word(kind, name)
        for name in value
        if name in known and name not in {kind.name, "when", *own}
    ]
    parts: dict[str, Any] = {}
    for part in (_read_main, _read_words, _read_when):
        try:
            parts |= part(kind, value)
        except PydanticCustomError as error:
            mistakes += faults_in(error)
    if mistakes:
        raise amiss(mistakes)
    when = parts.pop("when")
    return Effect(kind.name, parts, when)


def _read_main(kind: EffectKind, table: dict[str, Any]) -> dict[str, Any]:
    value = table[kind.name]
    if kind.words.MAIN:
        return {kind.words.MAIN: read_at(kind.name, value, read_line)}
    if value is not True:
        raise wrong(_("This must be true or false."), _("Write true or false."), key=kind.name)
    return {}


def _read_words(kind: EffectKind, table: dict[str, Any]) -> dict[str, Any]:
    own = kind.words.known_keys()
    given = {name: value for name, value in table.items() if name in own}
    words, mistakes = read(kind.words, given, file="")
    if words is None:
        raise amiss(mistakes)
    return {name: value for name, value in words if value is not None}


def _read_when(_kind: EffectKind, table: dict[str, Any]) -> dict[str, Any]:
    return {"when": read_at("when", table["when"], _read_condition) if "when" in table else None}


def _no_such_word(kind: EffectKind, name: str) -> Fault:
    others = list(kind.words.known_keys())
    says = str(_("%(effect)s has no such word.") % {"effect": kind.name})
    remedy = did_you_mean(name, others) if others else str(_("Take it out."))
    return Fault("", name, says, remedy)


def effect_keys() -> tuple[str, ...]:
    """Return every key that an effect's table may have."""
    words = [name for kind in EFFECTS.values() for name in kind.words.known_keys()]
    return tuple(dict.fromkeys(["when", *EFFECTS, *words]))


def _not_too_deep(value: object) -> object:
    """Say no to questions nested too deeply, before anything goes down that far."""
    if path := next(_too_deep(value, "", 1), None):
        raise wrong(_("The groups are nested too deeply."), _("Dissolve one of them."), key=path)
    return value


def _too_deep(value: object, path: str, depth: int) -> Iterator[str]:
    for number, table in enumerate(value if isinstance(value, list) else (), 1):
        here = f"{path}[{number}]"
        if depth > MOST_DEPTH:
            yield here
        elif isinstance(table, dict):
            yield from _too_deep(table.get("question"), f"{here}.question", depth + 1)


class PlainFormTable(TomlTable):
    """What is asked beside a text, on one page."""

    question: Tables[PlainQuestionTable] = key("[[….question]]", [])

    def to_form(self) -> Form:
        """Return the form as data."""
        return Form(questions=tuple(table.to_question() for table in self.question))

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        _hold(self.to_form())
        return self


class FormTable(TomlTable):
    """All that is asked, and what follows: the same keys in every table that holds a form."""

    question: Annotated[Tables[QuestionTable], BeforeValidator(_not_too_deep)] = key(
        "[[….question]]"
    )
    effect: Tables[Annotated[Effect, PlainValidator(_read_effect)]] = key("[[….effect]]", [])
    column: Tables[ColumnTable] = key("[[….column]]", [])
    list_if: Asked = key('list_if = { question = "agrees", is = "yes" }', None)

    def to_form(self) -> Form:
        """Return the form as data."""
        return Form(
            questions=tuple(table.to_question() for table in self.question),
            effects=tuple(self.effect),
            columns=tuple(Column(table.header, table.source) for table in self.column),
            list_if=self.list_if,
        )

    @model_validator(mode="after")
    def _speaks_of_what_is_there(self) -> Self:
        """Hold what questions, effects and columns say of each other, once each is whole."""
        _hold(self.to_form())
        return self


def _hold(form: Form) -> None:
    where = dict(reversed(list(_places(form.questions))))
    if wrong := faults(form):
        raise amiss(
            Fault("", where.get(fault.code, fault.code), fault.says, fault.remedy)
            for fault in wrong
        )


def _places(questions: Sequence[Question], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each question's code with where it stands; of two alike the first one counts."""
    for number, question in enumerate(questions, 1):
        here = f"{join(path, 'question')}[{number}]"
        yield question.code, here
        yield from _places(question.questions, here)
