"""What a [[campaign.question]] of a programme may say, and the conditions of a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.labels import Option
from linli.forms.conditions import ConditionFault, parse
from linli.forms.schema import MOST_OF, QUESTION_TYPES, Question
from linli.programmes.keys import QUESTION, WHEN
from linli.programmes.reader import MISSING, Reader, Table, join

Places = dict[str, str]  # a question's code → where in the file it stands
MOST_DEPTH = 4


def read_questions(
    reader: Reader, table: Table, path: str, at: Places, depth: int = 1
) -> tuple[Question, ...]:
    """Read the questions of a campaign, a group or a repeat; ``at`` takes down where each is."""

    def one(value: object, here: str) -> Any:
        found = reader.table(value, here, QUESTION)
        if found is None:
            return MISSING
        if depth > MOST_DEPTH:
            return reader.fault(
                here, _("The groups are nested too deeply."), _("Dissolve one of them.")
            )
        question = _read_question(reader, found, here, read_questions(
            reader, found, here, at, depth + 1
        ))  # fmt: skip
        if question is not MISSING:
            at.setdefault(question.code, here)
        return question

    return tuple(reader.each(table, path, "question", one))


def _read_question(reader: Reader, table: Table, path: str, inside: tuple[Question, ...]) -> Any:
    def get(name: str, read: Callable[..., Any], **how: Any) -> Any:
        return reader.get(table, path, name, read, **how)

    options: tuple[Option, ...] = get("options", reader.options, default=())
    code, type_ = get("code", reader.code), get("type", reader.choice, of=QUESTION_TYPES)
    label = get("label", reader.label, most=200)
    if None in (code, type_, label):
        return MISSING
    return Question(
        code=code,
        type=type_,
        label=label,
        help=get("help", reader.label, most=400),
        required=get("required", reader.flag, default=False),
        default=get("default", _default, reader=reader),
        options=options,
        options_from=get("options_from", reader.code, default=""),
        show_if=get("show_if", read_condition, reader=reader),
        constraint=get("constraint", read_condition, reader=reader),
        constraint_says=get("constraint_says", reader.label, most=200),
        binds=get("binds", reader.text, most=60, default=""),
        place_kind=get("place_kind", reader.code, default=""),
        most=get("most", reader.whole, least=1, most=max(MOST_OF.values())),
        questions=inside,
    )


def _default(value: object, path: str, *, reader: Reader) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    return reader.fault(
        path, _("This is no answer."), _("Write a text, a number, a day or a list of codes.")
    )


def read_condition(value: object, path: str, *, reader: Reader) -> Any:
    """Read a condition: words like ``${clutter} = 'some'``, or the short form as a table."""
    said = _in_words(reader, value, path) if isinstance(value, dict) else value
    if said is MISSING:
        return MISSING
    if not isinstance(said, str):
        return reader.fault(
            path,
            _("This is no condition."),
            _('Write { question = "clutter", is = "some" }, or a text: "${age} >= 60".'),
        )
    try:
        return parse(said)
    except ConditionFault as fault:
        return reader.fault(path, fault.says, fault.remedy)


def _in_words(reader: Reader, value: object, path: str) -> Any:
    table = reader.table(value, path, WHEN) or {}
    code = reader.get(table, path, "question", reader.code)
    word = next((name for name in ("is", "includes") if name in table), "")
    if code is None or not word or len(table) != 2:
        return reader.fault(
            path,
            _("This condition is not whole."),
            _('Write question and one of "is", "includes".'),
        )
    wanted = table[word]
    if word == "is" and isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return f"${{{code}}} = {wanted}"
    wanted = reader.code(wanted, join(path, word))
    if wanted is MISSING:
        return MISSING
    return f"${{{code}}} = '{wanted}'" if word == "is" else f"selected(${{{code}}}, '{wanted}')"
