"""From an XLSForm workbook to a form; what cannot be asked is refused where it stands, at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.forms import lists, trees
from linli.forms.lint import faults as faults_of
from linli.forms.schema import HOLDERS, Form, Question
from linli.forms.xlsform import mending, vocabulary
from linli.forms.xlsform.choices import Lists
from linli.forms.xlsform.findings import Finding, Findings
from linli.forms.xlsform.order import settled
from linli.forms.xlsform.questions import Maker
from linli.forms.xlsform.structure import Node, build
from linli.forms.xlsform.workbook import Book, Row, open_book

TITLE_LETTERS = 80
NOT_QUESTIONS = ("note", "calculate", *HOLDERS)


@dataclass(frozen=True)
class Intake:
    """What a workbook would become. ``is_taken``: nothing in it is refused; only then is ``form``
    whole. ``files``: what must still be given before it can be asked."""

    title: str
    form: Form
    passed_over: list[Finding]
    faults: list[Finding]

    @property
    def is_taken(self) -> bool:
        return not self.faults

    @property
    def files(self) -> list[str]:
        return lists.files_needed(self.form)

    @property
    def questions(self) -> list[Question]:
        """What somebody is asked."""
        return [question for question in self.form.every() if question.type not in NOT_QUESTIONS]

    def to_json(self) -> dict[str, Any]:
        """Return it as ``linli form check --json`` prints it."""
        return {
            "taken": self.is_taken,
            "title": self.title,
            "questions": [
                {"code": question.code, "type": question.type, "label": str(question.label)}
                for question in self.questions
            ],
            "files": self.files,
            "passed_over": [finding.to_json() for finding in self.passed_over],
            "faults": [finding.to_json() for finding in self.faults],
        }


def read(content: bytes, *, name: str) -> Intake:
    """Return what a workbook is taken in as. Raises ``Invalid`` with sheet, row and remedy.

    An XLSForm knows questions; effects and columns of a list are not in it.
    """
    intake = look(content, name=name)
    findings = Findings(intake.faults)
    findings.refuse()
    return intake


def look(content: bytes, *, name: str) -> Intake:
    """Return what a workbook would become, with all its faults. Raises ``Invalid`` for what is no
    XLSForm at all."""
    findings = Findings()
    book = open_book(content, name=name, findings=findings)
    root = build(book.survey, findings)
    choices = Lists(book, findings)
    _note_what_is_left_out(book, findings)
    maker = Maker(book, root, choices, findings)
    questions, asked_before = settled(maker.questions(root))
    for code, other in asked_before:
        findings.pass_over(
            "survey", _row_of(code, root),
            _("Asked before the questions that hang on it:"), what=f"{code} → {other}",
        )  # fmt: skip
    form = lists.with_own_tables(_with_lists(Form(questions), choices, root, findings))
    _check(form, root, findings)
    title = mending.words(book.setting("form_title")) or Path(name).stem
    return Intake(title[:TITLE_LETTERS], form, findings.passed_over, findings.faults)


def _with_lists(form: Form, choices: Lists, root: Node, findings: Findings) -> Form:
    """Fill in what the form looks up in its own lists; a file is asked for later."""
    rows: dict[str, dict[str, str]] = {}
    files = {lists.stem(file): file for file in lists.files_of(form)}
    known = {*choices.names(), *choices.names(external=True)}
    for question in form.every():
        for table in lists.tables_in(question):
            where = table[2]
            name = where.get("list") or _list_of(where.get("question", ""), root)
            if name in files:
                if where.get("list"):
                    where["list"] = files[name]
            elif name in known:
                rows[trees.key_of(table)] = dict(
                    choices.table(name, key=where["key"], column=where["column"])
                )
            elif name and "." not in name:
                row = _row_of(question.code, root)
                findings.fault(
                    "survey", row, _("There is no list “%(name)s”.") % {"name": name},
                    _("Write its rows on the sheet “choices”."),
                )  # fmt: skip
    return lists.with_rows(form, rows)


def _list_of(code: str, root: Node) -> str:
    """Return the list that a question chooses from; also of one that is hidden."""
    node = next((node for node in root.every() if node.code == code), None)
    return node.row.kind[1] if node else ""


def _check(form: Form, root: Node, findings: Findings) -> None:
    """Hold the form against the rules of every form; its faults stand at their rows."""
    for fault in faults_of(form):
        row = _row_of(fault.code, root)
        if fault.is_idle:
            findings.pass_over("survey", row, f"{fault.code}: {fault.says}")
        else:
            findings.fault("survey", row, f"{fault.code}: {fault.says}", fault.remedy)
    if not form.questions and not findings.faults:
        findings.fault("survey", 1, _("The form asks nothing."), _("Write a question."))


def _row_of(code: str, root: Node) -> int:
    """Return the row that a question came from; "…_note" and "…_other" are made of another's."""
    nodes = {node.code: node for node in root.every()}
    for ending in ("", "_note", "_other"):
        node = nodes.get(code.removesuffix(ending))
        if node is not None:
            return node.row.number
    return root.row.number


def _note_what_is_left_out(book: Book, findings: Findings) -> None:
    for row in book.survey:
        _note_row(row, findings)
    for name in (
        "style",
        "instance_name",
        "public_key",
        "submission_url",
        "auto_send",
        "auto_delete",
    ):
        for setting in book.settings:
            if setting.get(name):
                findings.pass_over(
                    "settings", setting.number, _("These settings are left out:"), what=name
                )


def _note_row(row: Row, findings: Findings) -> None:
    """Note what of a row has no meaning here: how it looks, media, attributes of a phone."""
    for look in row.get("appearance").split():
        if look.lower() not in (vocabulary.SIGNATURE, vocabulary.HIDDEN):
            findings.pass_over(
                "survey",
                row.number,
                _("Linli lays out questions its own way; left out:"),
                what=look,
            )
    for column in dict.fromkeys(name for name, _language in row.cells):
        if column in vocabulary.MEDIA:
            findings.pass_over(
                "survey", row.number, _("Pictures and sounds of questions are left out.")
            )
        elif column in vocabulary.PASSED_COLUMNS:
            findings.pass_over(
                "survey", row.number, _("Columns for other programs are left out:"), what=column
            )
    parameters = row.get("parameters")
    if parameters and row.kind[0] != "range":
        findings.pass_over("survey", row.number, _("Parameters are left out:"), what=parameters)
