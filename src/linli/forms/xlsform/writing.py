"""From a form to an XLSForm workbook that pyxform, KoboToolbox and ODK take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from linli.core.labels import Label
from linli.core.sheets import Table, write_book
from linli.forms.lists import tables_in
from linli.forms.schema import CHOSEN, HOLDERS, Condition, Form, Question
from linli.forms.xlsform.vocabulary import CHINESE, ENGLISH, OWN, SIGNATURE

TYPES = {
    "text": "text", "number": "decimal", "date": "date", "photo": "image", "signature": "image",
    "location": "text", "note": "note", "select_one": "select_one",
    "select_many": "select_multiple", "rank": "rank", "range": "range", "time": "time",
    "datetime": "dateTime", "audio": "audio", "barcode": "barcode", "geopoint": "geopoint",
    "calculate": "calculate",
}  # fmt: skip
SURVEY = (
    "type", "name", f"label::{CHINESE}", f"label::{ENGLISH}", f"hint::{CHINESE}",
    f"hint::{ENGLISH}", "required", "relevant", "constraint", f"constraint_message::{CHINESE}",
    f"constraint_message::{ENGLISH}", f"required_message::{CHINESE}",
    f"required_message::{ENGLISH}", "calculation", "default", "appearance", "choice_filter",
    "parameters", "repeat_count", *OWN,
)  # fmt: skip
CHOICES = ("list_name", "name", f"label::{CHINESE}", f"label::{ENGLISH}")
SETTINGS = ("form_title", "form_id", "default_language")


NO_ANSWER = re.compile(r"\$\{(?!\s*[A-Za-z]\w*\s*\})", re.ASCII)


def write(form: Form, *, title: str) -> bytes:
    """Return a workbook of the form's questions; ``read`` gives them back as they were.

    What XLSForm has no word for (a place of the estate, a fact that is asked "still so?") stands in
    columns of our own, which others pass over.
    """
    return write_book(
        [
            Table("survey", SURVEY, [_cells(row) for row in _rows(form.questions)]),
            _choices(form),
            Table("settings", SETTINGS, [(title, "linli_form", CHINESE)]),
        ]
    )


def _cells(row: dict[str, Any]) -> list[Any]:
    return [row.get(header, "") for header in SURVEY]


def _rows(questions: tuple[Question, ...]) -> Iterator[dict[str, Any]]:
    for question in questions:
        holds = question.type in HOLDERS
        yield {
            "type": f"begin {question.type}" if holds else _type(question),
            "name": question.code,
            **_both("label", question.label),
            **_both("hint", question.help),
            "required": "yes" if question.required else _said(question.required_if),
            **_both("required_message", question.required_says),
            "calculation": _said(question.calculation),
            "parameters": _scale(question.scale),
            "repeat_count": _said(question.count),
            "relevant": _said(question.show_if),
            "constraint": _said(question.constraint),
            **_both("constraint_message", question.constraint_says),
            "default": _default(question.default),
            "appearance": SIGNATURE if question.type == "signature" else "",
            "choice_filter": f"selected(${{{question.options_from}}}, name)"
            if question.options_from
            else _said(question.choice_filter),
            "linli_type": question.type if question.type == "location" else "",
            "linli_binds": question.binds,
            "linli_place_kind": question.place_kind,
            "linli_most": str(question.most or ""),
        }
        if holds:
            yield from _rows(question.questions)
            yield {"type": f"end {question.type}"}


def _type(question: Question) -> str:
    if question.options_file:
        return f"{TYPES[question.type]}_from_file {question.options_file}"
    choices = f" {question.options_from or question.code}" if question.type in CHOSEN else ""
    return TYPES[question.type] + choices


def _choices(form: Form) -> Table:
    """The choices of every question as a list of its own, and the lists that are looked up in."""
    rows: list[dict[str, str]] = [
        {
            **option.row,
            "list_name": question.code,
            "name": option.code,
            f"label::{CHINESE}": _words(option.label.zh),
            f"label::{ENGLISH}": _words(option.label.en),
        }
        for question in form.every()
        if not question.options_file
        for option in question.options
    ]
    looked_up: dict[tuple[str, str], dict[str, str]] = {}
    for question in form.every():
        for table in tables_in(question):
            where = table[2]
            if "." in where.get("list", "."):  # a file, or the choices of a question
                continue
            for key, value in table[1].items():
                row = looked_up.setdefault((where["list"], key), {"name": key})
                row |= {where["key"]: key, where["column"]: value, "list_name": where["list"]}
    rows += looked_up.values()
    headers = list(dict.fromkeys([*CHOICES, *(column for row in rows for column in row)]))
    return Table("choices", headers, [[row.get(name, "") for name in headers] for row in rows])


def _scale(scale: tuple[float, float, float] | None) -> str:
    if scale is None:
        return ""
    return "start={:g} end={:g} step={:g}".format(*scale)


def _both(column: str, label: Label | None) -> dict[str, str]:
    if label is None:
        return {}
    return {
        f"{column}::{CHINESE}": _words(label.zh),
        f"{column}::{ENGLISH}": _words(label.en),
    }


def _words(typed: str) -> str:
    """Words in which nothing but ``${code}`` looks like an answer that is to be filled in."""
    return NO_ANSWER.sub("$ {", typed)


def _said(condition: Condition | None) -> str:
    """A condition as it was written; none begins as a formula does."""
    expression = condition.said if condition else ""
    return f"({expression})" if expression.startswith("-") else expression


def _default(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)
