"""A form as data: questions, what they ask, when they are shown, and what follows from an answer.

A form travels as JSON (``to_json``/``from_json``): a campaign keeps it, and the phone reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from linli.core.labels import Label, Option

QUESTION_TYPES = (
    "text", "number", "range", "date", "time", "datetime", "select_one", "select_many", "rank",
    "photo", "signature", "audio", "barcode", "location", "geopoint", "note", "calculate", "group",
    "repeat",
)  # fmt: skip
# What every face can ask, on paper and over Open311, too: one page, nothing hangs on anything.
PLAIN_TYPES = ("text", "number", "date", "select_one", "select_many")
IN_WORDS = re.compile(r"\{([A-Za-z]\w*)\}", re.ASCII)  # an answer in the words of an effect
CHOSEN = ("select_one", "select_many", "rank")
HOLDERS = ("group", "repeat")  # hold questions of their own; a group's answers lie flat
FILES = ("photo", "signature", "audio")
MOST_OF = {  # unless ``most`` says less
    "text": 4000, "photo": 5, "signature": 1, "audio": 1, "barcode": 200, "repeat": 20,
}  # fmt: skip
COLUMN_SOURCES = (
    "door", "contact.name", "contact.phone", "visit.at", "visit.by", "visit.outcome",
)  # fmt: skip
Tree = list[Any]  # as the browser reads it, too: ["=", ["answer", "clutter"], ["literal", "some"]]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: as written (``${clutter} = 'some'``), and as a tree that both sides evaluate."""

    said: str
    tree: Tree


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``options_from`` names a select_many whose chosen answers are the choices;
    ``binds`` a fact of the register (registry.facts) that it is prefilled from and corrects.

    ``calculation`` is what a ``calculate`` reckons, or what a typed answer is at first;
    ``choice_filter`` looks at each option's ``row``; ``options_file`` is the CSV file that holds
    the options, and that somebody must still give; ``count`` says how many entries a repeat has.
    """

    code: str
    type: str
    label: Label
    help: Label | None = None
    required: bool = False
    required_if: Condition | None = None
    required_says: Label | None = None
    default: Any = None
    calculation: Condition | None = None
    options: tuple[Option, ...] = ()
    options_from: str = ""
    options_file: str = ""
    choice_filter: Condition | None = None
    show_if: Condition | None = None
    constraint: Condition | None = None
    constraint_says: Label | None = None
    binds: str = ""
    place_kind: str = ""  # of a location: only places of this kind
    most: int | None = None  # letters of a text, photos, rounds of a repeat
    count: Condition | None = None
    scale: tuple[float, float, float] | None = None  # of a range: from, to, step
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows from a visit: ``do`` is an effect's name (its engine's), ``with_`` its
    words, in which ``{code}`` stands for an answer; ``when`` None means always."""

    do: str
    with_: Mapping[str, Any] = field(default_factory=dict)
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list that a campaign hands out. ``source`` is one of COLUMN_SOURCES, or a
    question's code."""

    header: Label
    source: str


@dataclass(frozen=True, slots=True)
class Form:
    """All that is asked, and what follows. ``list_if``: whose answers go on the list that is
    handed out, because they agreed."""

    questions: tuple[Question, ...] = ()
    effects: tuple[Effect, ...] = ()
    columns: tuple[Column, ...] = ()
    list_if: Condition | None = None

    def every(self) -> Iterator[Question]:
        """Yield every question, those in groups and repeats too, in order."""
        return _walk(self.questions)

    def find(self, code: str) -> Question | None:
        return next((question for question in self.every() if question.code == code), None)

    @property
    def bound(self) -> tuple[str, ...]:
        """The facts of the register that the form needs, each once."""
        return tuple(dict.fromkeys(question.binds for question in self.every() if question.binds))


def _walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _walk(question.questions)


def to_json(form: Form) -> dict[str, Any]:
    """Return the form as JSON; what is empty is left out."""
    return {
        "questions": [_question_json(question) for question in form.questions],
        "effects": [
            _filled(
                {"do": effect.do, "with": dict(effect.with_), "when": _condition_json(effect.when)}
            )
            for effect in form.effects
        ],
        "columns": [
            {"header": _label_json(column.header), "source": column.source}
            for column in form.columns
        ],
        "list_if": _condition_json(form.list_if),
    }


def from_json(kept: Mapping[str, Any]) -> Form:
    """Read what ``to_json`` wrote."""
    return Form(
        questions=tuple(_question_of(part) for part in kept.get("questions", ())),
        effects=tuple(
            Effect(part["do"], part.get("with", {}), _condition_of(part.get("when")))
            for part in kept.get("effects", ())
        ),
        columns=tuple(
            Column(Label(**part["header"]), part["source"]) for part in kept.get("columns", ())
        ),
        list_if=_condition_of(kept.get("list_if")),
    )


def _question_json(question: Question) -> dict[str, Any]:
    return _filled(
        {
            "code": question.code,
            "type": question.type,
            "label": _label_json(question.label),
            "help": _label_json(question.help),
            "required": question.required,
            "required_if": _condition_json(question.required_if),
            "required_says": _label_json(question.required_says),
            "default": question.default,
            "calculation": _condition_json(question.calculation),
            "options": [_option_json(option) for option in question.options],
            "options_from": question.options_from,
            "options_file": question.options_file,
            "choice_filter": _condition_json(question.choice_filter),
            "show_if": _condition_json(question.show_if),
            "constraint": _condition_json(question.constraint),
            "constraint_says": _label_json(question.constraint_says),
            "binds": question.binds,
            "place_kind": question.place_kind,
            "most": question.most,
            "count": _condition_json(question.count),
            "scale": list(question.scale or ()),
            "questions": [_question_json(each) for each in question.questions],
        }
    )


def _question_of(kept: Mapping[str, Any]) -> Question:
    return Question(
        code=kept["code"],
        type=kept["type"],
        label=Label(**kept["label"]),
        help=_label_of(kept.get("help")),
        required=kept.get("required", False),
        required_if=_condition_of(kept.get("required_if")),
        required_says=_label_of(kept.get("required_says")),
        default=kept.get("default"),
        calculation=_condition_of(kept.get("calculation")),
        options=tuple(
            Option(option["code"], Label(**option["label"]), option.get("row", {}))
            for option in kept.get("options", ())
        ),
        options_from=kept.get("options_from", ""),
        options_file=kept.get("options_file", ""),
        choice_filter=_condition_of(kept.get("choice_filter")),
        show_if=_condition_of(kept.get("show_if")),
        constraint=_condition_of(kept.get("constraint")),
        constraint_says=_label_of(kept.get("constraint_says")),
        binds=kept.get("binds", ""),
        place_kind=kept.get("place_kind", ""),
        most=kept.get("most"),
        count=_condition_of(kept.get("count")),
        scale=tuple(kept["scale"]) if kept.get("scale") else None,
        questions=tuple(_question_of(each) for each in kept.get("questions", ())),
    )


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "", [], {}, False)}


def _option_json(option: Option) -> dict[str, Any]:
    return {"code": option.code, "label": _label_json(option.label)} | (
        {"row": dict(option.row)} if option.row else {}
    )


def _label_json(label: Label | None) -> dict[str, str] | None:
    return {"zh": label.zh, "en": label.en} if label else None


def _label_of(kept: Mapping[str, str] | None) -> Label | None:
    return Label(**kept) if kept else None


def _condition_json(condition: Condition | None) -> dict[str, Any] | None:
    return {"said": condition.said, "tree": condition.tree} if condition else None


def _condition_of(kept: Mapping[str, Any] | None) -> Condition | None:
    return Condition(kept["said"], kept["tree"]) if kept else None
