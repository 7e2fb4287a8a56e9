"""From a form to an XLSForm workbook that pyxform, KoboToolbox and ODK take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from linli.core.labels import Label
from linli.core.sheets import Table, write_book
from linli.forms.schema import CHOSEN, HOLDERS, Condition, Form, Question
from linli.forms.xlsform.vocabulary import CHINESE, ENGLISH, OWN, SIGNATURE

TYPES = {
    "text": "text", "number": "decimal", "date": "date", "photo": "image", "signature": "image",
    "location": "text", "note": "note", "select_one": "select_one",
    "select_many": "select_multiple",
}  # fmt: skip
SURVEY = (
    "type", "name", f"label::{CHINESE}", f"label::{ENGLISH}", f"hint::{CHINESE}",
    f"hint::{ENGLISH}", "required", "relevant", "constraint", f"constraint_message::{CHINESE}",
    f"constraint_message::{ENGLISH}", "default", "appearance", "choice_filter", *OWN,
)  # fmt: skip
CHOICES = ("list_name", "name", f"label::{CHINESE}", f"label::{ENGLISH}")
SETTINGS = ("form_title", "form_id", "default_language")


def write(form: Form, *, title: str) -> bytes:
    """Return a workbook of the form's questions; ``read`` gives them back as they were.

    What XLSForm has no word for (a place of the estate, a fact that is asked "still so?") stands in
    columns of our own, which others pass over.
    """
    return write_book(
        [
            Table("survey", SURVEY, [_cells(row) for row in _rows(form.questions)]),
            Table("choices", CHOICES, _choices(form)),
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
            "required": "yes" if question.required else "",
            "relevant": _said(question.show_if),
            "constraint": _said(question.constraint),
            **_both("constraint_message", question.constraint_says),
            "default": _default(question.default),
            "appearance": SIGNATURE if question.type == "signature" else "",
            "choice_filter": f"selected(${{{question.options_from}}}, name)"
            if question.options_from
            else "",
            "linli_type": question.type if question.type == "location" else "",
            "linli_binds": question.binds,
            "linli_place_kind": question.place_kind,
            "linli_most": str(question.most or ""),
        }
        if holds:
            yield from _rows(question.questions)
            yield {"type": f"end {question.type}"}


def _type(question: Question) -> str:
    choices = f" {question.options_from or question.code}" if question.type in CHOSEN else ""
    return TYPES[question.type] + choices


def _choices(form: Form) -> list[tuple[str, ...]]:
    return [
        (question.code, option.code, _words(option.label.zh), _words(option.label.en))
        for question in form.every()
        for option in question.options
    ]


def _both(column: str, label: Label | None) -> dict[str, str]:
    if label is None:
        return {}
    return {
        f"{column}::{CHINESE}": _words(label.zh),
        f"{column}::{ENGLISH}": _words(label.en),
    }


def _words(said: str) -> str:
    """Words in which nothing looks like an answer that is to be filled in."""
    return said.replace("${", "$ {")


def _said(condition: Condition | None) -> str:
    """A condition as it was written; none begins as a formula does."""
    said = condition.said if condition else ""
    return f"({said})" if said.startswith("-") else said


def _default(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)
