"""From an XLSForm workbook to a form: pyxform reads its structure, our own checks say the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.core.labels import Label, Option
from linli.forms.conditions import parse
from linli.forms.lint import faults as faults_of
from linli.forms.schema import Condition, Form, Question
from linli.forms.xlsform import vocabulary
from linli.forms.xlsform.rows import CHOSEN_BEFORE, Book, Faults, Row, check, open_book

Node = Mapping[str, Any]
ROW = re.compile(r"\[row : (\d+)\]\s*")
TITLE_LETTERS = 80


def read(content: bytes, *, name: str) -> tuple[str, Form]:
    """Return title and form of a workbook. Raises ``Invalid`` with sheet, row and remedy.

    An XLSForm knows questions; effects and columns of a list are not in it.
    """
    book = open_book(content, name=name)
    faults = check(book)
    faults.refuse()
    found = _structure(book, faults)
    faults.refuse()
    form = Form(tuple(_questions(found["children"], book)))
    for fault in faults_of(form):
        row = book.row_of(fault.code)
        faults.add("survey", row.number if row else 1, f"{fault.code}: {fault.says}", fault.remedy)
    faults.refuse()
    title = next((row.get("form_title") for row in book.settings), "") or Path(name).stem
    return title[:TITLE_LETTERS], form


def _structure(book: Book, faults: Faults) -> Node:
    """Let pyxform put the rows together. It is loaded only here: it takes a second or two."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    sheets = {
        "survey": _plain(row for row in book.survey if row.kind[0] not in vocabulary.KNOWN_ANYWAY),
        "choices": _plain(book.choices),
        "settings": [{"form_title": "form", "form_id": "form"}],
    }
    numbers = [row.number for row in book.survey if row.kind[0] not in vocabulary.KNOWN_ANYWAY]
    try:
        found: Node = convert(sheets, warnings=[], validate=False)._pyxform
    except PyXFormError as error:
        said = str(error)
        at = ROW.search(said)
        row = numbers[min(int(at[1]) - 2, len(numbers) - 1)] if at else numbers[0]
        faults.add("survey", row, ROW.sub("", said), _("Please mend this row."))
        return {}
    return found


def _plain(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Return rows as pyxform takes them, without remarks and the columns that are ours."""
    return [
        {
            f"{column}::{language}" if language else column: said
            for (column, language), said in row.cells.items()
            if column in vocabulary.STRUCTURE
        }
        | ({"type": _type(row)} if row.get("type") else {})
        for row in rows
    ]


def _type(row: Row) -> str:
    kind, choices, _rest = row.kind
    return f"{kind.replace(' ', '_')} {choices}" if choices else kind


def _questions(children: Iterable[Node], book: Book) -> Iterable[Question]:
    for node in children:
        row = book.row_of(node["name"])
        if row is not None:  # else it is pyxform's own: the instance's number
            yield _question(node, row, book)


def _question(node: Node, row: Row, book: Book) -> Question:
    kind, choices, _rest = row.kind
    type_ = vocabulary.TYPES[kind]
    if vocabulary.SIGNATURE in row.get("appearance").split():
        type_ = "signature"
    chosen_before = CHOSEN_BEFORE.fullmatch(row.get("choice_filter"))
    said = _whole(row.get("constraint")) if kind in vocabulary.WHOLE else row.get("constraint")
    return Question(
        code=node["name"],
        type=row.get("linli_type") or type_,
        label=row.label("label") or Label(node["name"], node["name"]),
        help=row.label("hint"),
        required=row.get("required").lower() in vocabulary.YES,
        default=_default(row.get("default"), type_),
        options=() if chosen_before or not choices else _options(book, choices),
        options_from=chosen_before[1] if chosen_before else "",
        show_if=_condition(row.get("relevant")),
        constraint=_condition(said),
        constraint_says=row.label("constraint_message"),
        binds=row.get("linli_binds"),
        place_kind=row.get("linli_place_kind"),
        most=int(row.get("linli_most")) if row.get("linli_most") else None,
        questions=tuple(_questions(node.get("children", ()), book)),
    )


def _whole(constraint: str) -> str:
    """An integer is a number without a rest."""
    whole = ". mod 1 = 0"
    return f"({constraint}) and {whole}" if constraint else whole


def _condition(said: str) -> Condition | None:
    return parse(said) if said else None


def _options(book: Book, choices: str) -> tuple[Option, ...]:
    rows = [row for row in book.choices if row.get("list_name") == choices]
    return tuple(
        Option(code, row.label("label") or Label(code, code))
        for row in rows
        if (code := row.get("name"))
    )


def _default(said: str, type_: str) -> Any:
    if not said:
        return None
    if type_ == "select_many":
        return said.split()
    if type_ == "number":
        try:
            number = float(said)
        except ValueError:
            return said  # and is refused as no number
        return int(number) if number.is_integer() else number
    return said
