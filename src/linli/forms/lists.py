"""Lists that a form looks things up in: its own choices, and files that somebody gives later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from linli.core.labels import Label, Option
from linli.core.refusals import Invalid
from linli.core.sheets import Sheet
from linli.forms import trees
from linli.forms.schema import Condition, Form, Question, Tree

MOST_ROWS = 3000
NAMES, LABELS = ("name", "value", "id", "code"), ("label", "title")
CONDITIONS = (
    "show_if", "required_if", "calculation", "constraint", "choice_filter", "count",
)  # fmt: skip
Rows = dict[str, dict[str, str]]  # by trees.key_of


def files_needed(form: Form) -> list[str]:
    """Return the files that the form still waits for: it cannot be asked without them."""
    files = [question.options_file for question in form.every() if not question.options]
    for table in _tables(form):
        if not table[1] and "." in table[2].get("list", ""):
            files.append(table[2]["list"])
    return [file for file in dict.fromkeys(files) if file]


def files_of(form: Form) -> list[str]:
    """Return all files of a form, also those that were given."""
    files = [question.options_file for question in form.every()]
    files += [name for table in _tables(form) if "." in (name := table[2].get("list", ""))]
    return [file for file in dict.fromkeys(files) if file]


def with_own_tables(form: Form) -> Form:
    """Return the form with the words of its choices in its look-ups (``jr:choice-name``)."""
    rows: Rows = {}
    for question in form.every():
        source = form.find(question.options_from) if question.options_from else question
        words = {option.code: option.label.zh for option in source.options} if source else {}
        rows[f"${{}}{question.code}|name|label"] = words
    return with_rows(form, rows)


def with_file(form: Form, file: str, sheet: Sheet) -> Form:
    """Return the form with a file's rows as choices and in look-ups. Raises ``Invalid``."""
    records = [dict(zip(sheet.headers, row, strict=True)) for row in sheet.rows]
    if not records or len(records) > MOST_ROWS:
        raise Invalid(
            _("%(file)s has no rows, or more than %(most)s.") % {"file": file, "most": MOST_ROWS}
        )
    rows: Rows = {}
    for table in _tables(form):
        where = table[2]
        if where.get("list") == file:
            _check_columns(file, sheet, where["key"], where["column"])
            rows[trees.key_of(table)] = {
                record[where["key"]]: record[where["column"]] for record in reversed(records)
            }

    def filled(question: Question) -> Question:
        if question.options_file != file:
            return question
        return replace(question, options=_options(question, file, sheet, records))

    return with_own_tables(with_rows(_each(form, filled), rows))


def _options(
    question: Question, file: str, sheet: Sheet, records: list[dict[str, str]]
) -> tuple[Option, ...]:
    name = next((column for column in NAMES if column in sheet.headers), None)
    if name is None:
        _check_columns(file, sheet, NAMES[0])
    label = next((column for column in LABELS if column in sheet.headers), name)
    wanted = question.choice_filter
    columns = (
        [part[1] for part in trees.every(wanted.tree) if part[0] == "column"] if wanted else []
    )
    _check_columns(file, sheet, *columns)
    return tuple(
        Option(
            record[str(name)],
            Label(record[str(label)], record[str(label)]),
            {column: record[column] for column in columns if column != "name"},
        )
        for record in records
        if record[str(name)]
    )


def _check_columns(file: str, sheet: Sheet, *columns: str) -> None:
    missing = [column for column in columns if column not in sheet.headers]
    if missing:
        raise Invalid(
            _("%(file)s has no column “%(column)s”. It has: %(columns)s.")
            % {"file": file, "column": missing[0], "columns": ", ".join(sheet.headers[:20])}
        )


def tables_in(question: Question) -> Iterator[Tree]:
    """Yield the tables in which a question's conditions look something up."""
    for name in CONDITIONS:
        condition: Condition | None = getattr(question, name)
        if condition is not None:
            yield from trees.tables(condition.tree)


def _tables(form: Form) -> Iterator[Tree]:
    for question in form.every():
        yield from tables_in(question)


def with_rows(form: Form, rows: Rows) -> Form:
    """Return the form with these rows in its look-ups, by ``trees.key_of``."""

    def filled(question: Question) -> Question:
        changed: dict[str, Any] = {
            name: Condition(condition.said, trees.with_tables(condition.tree, rows))
            for name in CONDITIONS
            if (condition := getattr(question, name)) is not None
            and any(trees.key_of(table) in rows for table in trees.tables(condition.tree))
        }
        return replace(question, **changed) if changed else question

    return _each(form, filled)


def _each(form: Form, change: Callable[[Question], Question]) -> Form:
    def deep(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        return tuple(
            replace(changed, questions=deep(changed.questions)) if changed.questions else changed
            for changed in map(change, questions)
        )

    return replace(form, questions=deep(form.questions))


def stem(file: str) -> str:
    """Return a file's name without its ending, as instance() calls it."""
    return PurePath(file).stem
