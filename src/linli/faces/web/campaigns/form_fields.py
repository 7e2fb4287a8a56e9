"""A campaign's form on a page: drawn by the server, and read back as answers.

The desk, a household's own questionnaire and the keying-in of paper all draw the same fields:
``fields`` for the template ``web/campaigns/fields.html``, ``read`` for what the browser sent.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from linli.engines.campaigns.queries.bundle_types import Shape
from linli.faces.web.campaigns.field import Choice, Field
from linli.faces.web.campaigns.form_text import condition_in_words
from linli.forms import validation
from linli.forms.filling import filled
from linli.forms.schema import FILES, Condition, Form, Question
from linli.forms.words import Places, options_of, words_of

Answers = dict[str, Any]
PREFIX = "q-"  # of every field, so that no question is taken for a field of the page
MOST_ROWS = 20
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Page:
    """All that the fields of one page share."""

    form: Form
    answers: Mapping[str, Any] | None
    known: Mapping[str, Any]
    masked: Mapping[str, str]
    places: Places
    errors: Mapping[str, Sequence[Any]]
    told: Mapping[str, Any]  # with what is reckoned of the answers
    plan: Sequence[Shape] = ()


def fields(
    form: Form,
    answers: Mapping[str, Any] | None = None,
    *,
    known: Mapping[str, Any] | None = None,
    masked: Mapping[str, str] | None = None,
    places: Places = (),
    errors: Mapping[str, Sequence[Any]] | None = None,
    plan: Sequence[Shape] = (),
) -> list[Field]:
    """Return the form's questions as fields; before there are ``answers``, with what is known.

    ``known``: fact of the register → value; ``masked``: a fact that is only hinted at, and not
    filled in; ``places``: (code, label, kind) to choose from; ``plan``: what a point is shown on;
    ``errors``: question → sentences, as ``validation.clean`` raises them.
    """
    reckoned = validation.told(form.questions, answers or {}, today=timezone.localtime())
    page = Page(form, answers, known or {}, masked or {}, places, errors or {}, reckoned, plan)
    return [_field(page, question, answers or {}, PREFIX) for question in form.questions]


def _field(page: Page, question: Question, answers: Mapping[str, Any], under: str) -> Field:
    name = f"{under}{question.code}"
    known = page.known.get(question.binds) if question.binds not in page.masked else None
    first = known if known is not None else _at_first(page, question)
    value = answers.get(question.code, first if page.answers is None else None)
    around = {**page.told, **answers}
    made = Field(
        name=name,
        question=question,
        label=filled(str(question.label), around, page.form),
        help=filled(str(question.help or ""), around, page.form),
        value=value,
        was=_was(page, question, known),
        only_if=condition_in_words(page.form, question.show_if),
        tree=_tree(question.show_if),
        calculation=_tree(question.calculation if question.type == "calculate" else None),
        filter=_tree(question.choice_filter),
        fill=str(question.label) if "${" in str(question.label) else "",
        plan=page.plan if question.type == "geopoint" else (),
        errors=[
            str(sentence)
            for sentence in page.errors.get(name.removeprefix(PREFIX).replace("-", "."), ())
        ],
    )
    if question.type == "group":
        made.fields = [_field(page, each, answers, under) for each in question.questions]
    elif question.type == "repeat":
        rows = [*(value or []), {}][:MOST_ROWS]
        made.rows = [
            [_field(page, each, row, f"{name}-{at}-") for each in question.questions]
            for at, row in enumerate(rows)
        ]
    else:
        made.choices = _choices(page, question, value)
    return made


def _tree(condition: Condition | None) -> str:
    return json.dumps(condition.tree, ensure_ascii=False) if condition else ""


def _at_first(page: Page, question: Question) -> Any:
    """Return a default, or what the form reckons of what is known already."""
    if question.calculation is None or question.type == "calculate":
        return question.default
    value = validation.reckoned(question, None, page.told, timezone.localtime())
    if question.type in ("select_many", "rank") and isinstance(value, str):
        return value.split()
    return question.default if value in (None, "") else value


def _was(page: Page, question: Question, known: Any) -> str:
    """Say what the register holds; hint at it where it is masked."""
    if known in (None, "", []):
        return page.masked.get(question.binds, "")
    return words_of(question, known, page.places, form=page.form)


def _choices(page: Page, question: Question, value: Any) -> list[Choice]:
    chosen = set(value) if isinstance(value, (list, tuple)) else {value}
    if question.type == "location":
        wanted = question.place_kind
        return [
            Choice(code, label, code in chosen)
            for code, label, kind in page.places
            if not wanted or kind == wanted
        ]
    return [
        Choice(
            option.code, filled(str(option.label), page.told, page.form), option.code in chosen,
            json.dumps({**option.row, "name": option.code}, ensure_ascii=False)
            if question.choice_filter else "",
        )
        for option in options_of(page.form, question)
    ]  # fmt: skip


def read(form: Form, post: QueryDict, files: MultiValueDict[str, Any]) -> Answers:
    """Return the answers that a browser sent; what is empty is left out, nothing is checked."""
    names: dict[str, list[str]] = defaultdict(list)
    for picture, field_name, _file in _pictures(files):
        names[field_name].append(picture)
    return _read(form.questions, post, names, PREFIX)


def _read(
    questions: Iterable[Question], post: QueryDict, names: Mapping[str, list[str]], under: str
) -> Answers:
    sent: Answers = {}
    for question in questions:
        name = f"{under}{question.code}"
        if question.type == "calculate":
            continue
        if question.type == "group":
            sent |= _read(question.questions, post, names, under)
        elif question.type == "repeat":
            rows = (
                _read(question.questions, post, names, f"{name}-{n}-") for n in range(MOST_ROWS)
            )
            if kept := [row for row in rows if row]:
                sent[question.code] = kept
        elif (value := _value(question, name, post, names)) not in (None, "", []):
            sent[question.code] = value
    return sent


def _value(question: Question, name: str, post: QueryDict, names: Mapping[str, list[str]]) -> Any:
    if question.type in ("select_many", "rank"):
        return [code for code in post.getlist(name) if code]
    if question.type in FILES:
        return names.get(name, [])
    text = post.get(name, "").strip()
    return _number(text) if question.type in ("number", "range") else text


def _number(text: str) -> int | float | str:
    """Read a number as typed; what is none stays as it is, for the check to refuse."""
    if not NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)


def pictures(files: MultiValueDict[str, Any]) -> dict[str, Any]:
    """Return a form's files by the names under which its answers call them: door-0, door-1."""
    return {picture: file for picture, _name, file in _pictures(files)}


def with_pictures(
    answers: Answers, files: MultiValueDict[str, Any], asked: Iterable[Field]
) -> Answers:
    """Return the answers with the names of the pictures that came for these fields."""
    names = {field.name for field in asked}
    made = deepcopy(answers)
    for picture, field_name, _file in _pictures(files):
        if field_name in names:
            code, *entry = field_name.removeprefix(PREFIX).split("-")
            row = made[code][int(entry[0])] if entry else made
            row.setdefault(entry[-1] if entry else code, []).append(picture)
    return made


def _pictures(files: MultiValueDict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield (name of the picture, name of its field, file); numbers run on through a repeat."""
    count: Counter[str] = Counter()
    for name, sent in sorted(files.lists()):
        if name.startswith(PREFIX):
            code = name.rpartition("-")[2]
            for file in sent:
                yield f"{code}-{count[code]}", name, file
                count[code] += 1
