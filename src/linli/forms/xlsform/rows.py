"""The sheets of a workbook, row by row: what Linli cannot ask is refused where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.core.labels import Label
from linli.core.refusals import Invalid
from linli.core.sheets import Sheet, read_book
from linli.core.text import did_you_mean
from linli.forms.conditions import ConditionFault, parse
from linli.forms.lint import CODE
from linli.forms.xlsform import vocabulary

MOST_SURVEY_ROWS, MOST_CHOICES, MOST_FAULTS = 500, 3000, 40
Says = str | Promise
CHOSEN_BEFORE = re.compile(r"\s*selected\(\s*\$\{\s*(\w+)\s*\}\s*,\s*name\s*\)\s*", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,4}")
RECKONED = re.compile(r"\$\{|^[\w:-]+\(.*\)$")


@dataclass
class Faults:
    """Gathers what is wrong, each with sheet, row and remedy."""

    found: list[str] = field(default_factory=list)

    def add(self, sheet: str, row: int, says: Says, remedy: Says) -> None:
        """Note a mistake."""
        where = _("Sheet “%(sheet)s”, row %(row)s:") % {"sheet": sheet, "row": row}
        self.found.append(f"{where} {says} {remedy}")

    def refuse(self) -> None:
        """Raise ``Invalid`` if there is any."""
        if self.found:
            told = self.found[:MOST_FAULTS]
            if len(self.found) > len(told):
                told.append(_("… and %(count)s more.") % {"count": len(self.found) - len(told)})
            raise Invalid("\n".join(told), errors={"form": told})


@dataclass(frozen=True)
class Row:
    """A filled row of a sheet; ``cells`` by column, those of languages by (column, language)."""

    number: int
    cells: dict[tuple[str, str], str]

    def get(self, column: str) -> str:
        """Return a cell in whatever language it is written first; "" if there is none."""
        return next((said for (name, _lang), said in self.cells.items() if name == column), "")

    def label(self, column: str) -> Label | None:
        """Return a cell's words in both languages; one that is missing takes the other's."""
        told = {lang: said for (name, lang), said in self.cells.items() if name == column}
        if not told:
            return None
        by_code = {vocabulary.language_of(language): said for language, said in told.items()}
        zh, en = by_code.get("zh"), by_code.get("en")
        other = by_code.get("") or zh or en or ""
        return Label(zh or other, en or other)

    @property
    def kind(self) -> tuple[str, str, str]:
        """The type in plain words, its list of choices, and what else is written beside it."""
        return vocabulary.kind_of(self.get("type"))


@dataclass(frozen=True)
class Book:
    """A workbook's three sheets."""

    survey: list[Row]
    choices: list[Row]
    settings: list[Row]

    def row_of(self, code: str) -> Row | None:
        """Return the first row of the survey that asks ``code``."""
        asked = (row for row in self.survey if row.kind[0] in vocabulary.TYPES)
        return next((row for row in asked if row.get("name") == code), None)


def open_book(content: bytes, *, name: str) -> Book:
    """Read a workbook's sheets; nothing of it is checked yet. Raises ``Invalid``, ``TooLarge``."""
    sheets = {
        title.strip().lower(): sheet for title, sheet in read_book(content, name=name).items()
    }
    faults = Faults()
    for title in vocabulary.REFUSED_SHEETS:
        if title in sheets and sheets[title].rows:
            faults.add(
                title,
                sheets[title].numbers[0],
                _("This sheet cannot be used here."),
                _("Take it out."),
            )
    faults.refuse()
    if "survey" not in sheets:
        raise Invalid(
            _("This is no XLSForm: it has no sheet “survey” with the columns type, name and label.")
        )
    book = Book(*(list(_rows(sheets.get(title))) for title in ("survey", "choices", "settings")))
    if not book.survey or len(book.survey) > MOST_SURVEY_ROWS or len(book.choices) > MOST_CHOICES:
        raise Invalid(
            _("The form asks nothing, or too much: at most %(rows)s rows and %(choices)s choices.")
            % {"rows": MOST_SURVEY_ROWS, "choices": MOST_CHOICES}
        )
    return book


def _rows(sheet: Sheet | None) -> Iterator[Row]:
    if sheet is None:
        return
    columns = [vocabulary.column_of(header) for header in sheet.headers]
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        told = {column: said for column, said in zip(columns, cells, strict=True) if said}
        if told:
            yield Row(number, told)


def check(book: Book) -> Faults:
    """Look at each row for what Linli cannot ask; conditions are read on the way."""
    faults = Faults()
    lists = {row.get("list_name") for row in book.choices}
    for row in book.survey:
        if _check_type(row, lists, faults):
            _check_cells(row, faults)
            _check_conditions(row, faults)
    for row in book.choices:
        if row.get("list_name") and not row.get("name"):
            faults.add("choices", row.number, _("The choice has no name."), _("Give it a code."))
        if any(row.get(column) for column in ("image", "audio", "video", "big-image")):
            faults.add(
                "choices", row.number, _("A choice is shown in words only."), _("Take media out.")
            )
    return faults


def _check_type(row: Row, lists: set[str], faults: Faults) -> bool:
    """True if the row is a question, a group or a repeat that Linli can ask."""
    kind, choices, rest = row.kind
    if kind in vocabulary.KNOWN_ANYWAY or kind in vocabulary.ENDS:
        return False
    said = row.get("type")
    if kind not in vocabulary.TYPES:
        faults.add(
            "survey",
            row.number,
            _("The type “%(type)s” cannot be used here.") % {"type": said},
            vocabulary.REFUSED_TYPES.get(kind) or did_you_mean(kind, list(vocabulary.TYPES)),
        )
        return False
    if kind.startswith("select") and (rest or choices not in lists):
        faults.add(
            "survey",
            row.number,
            _("The type “%(type)s” cannot be used here.") % {"type": said},
            _("Write select_one or select_multiple and a list of the sheet “choices”; for “other”, "
              "add a choice and a text question.")
            if rest
            else did_you_mean(choices, sorted(lists)),
        )  # fmt: skip
    if not CODE.fullmatch(row.get("name")):
        faults.add(
            "survey",
            row.number,
            _("“%(name)s” is no name.") % {"name": row.get("name")},
            _("Use letters, digits and _, a letter first, at most 60."),
        )
    return True


def _check_cells(row: Row, faults: Faults) -> None:
    for column, instead in vocabulary.REFUSED_COLUMNS.items():
        if row.get(column):
            _add(faults, row, column, instead)
    for look in row.get("appearance").split():
        is_signature = look == vocabulary.SIGNATURE and vocabulary.TYPES[row.kind[0]] == "photo"
        if look not in vocabulary.HARMLESS and not is_signature:
            _add(faults, row, "appearance", _("Take it out, or choose another type."), said=look)
    for column, is_right, remedy in _expected(row):
        if row.get(column) and not is_right:
            _add(faults, row, column, remedy)
    for (column, _language), said in row.cells.items():
        if column in ("label", "hint", "constraint_message") and "${" in said:
            _add(faults, row, column, _("Answers cannot be put into words. Take ${…} out."))


def _expected(row: Row) -> Iterator[tuple[str, bool, Says]]:
    """Yield column by column whether what stands there can be used, and what would be."""
    required, readonly = row.get("required").lower(), row.get("readonly").lower()
    yield (
        "required",
        required in vocabulary.YES + vocabulary.NO,
        _("Write yes or no; a condition belongs into “relevant”."),
    )
    yield (
        "readonly",
        readonly in vocabulary.NO or row.kind[0] == "note",
        _("Take it out, or make it a note."),
    )
    yield "default", not RECKONED.search(row.get("default")), _("Write a fixed value, or none.")
    yield "parameters", row.get("parameters").startswith("max-pixels"), _("Take it out.")
    yield (
        "choice_filter",
        bool(CHOSEN_BEFORE.fullmatch(row.get("choice_filter"))),
        _("Possible is selected(${question}, name): only what was chosen there."),
    )
    yield "linli_type", row.get("linli_type") == "location", _("Write location, or nothing.")
    yield "linli_most", bool(NUMBER.fullmatch(row.get("linli_most"))), _("Write a number.")


def _check_conditions(row: Row, faults: Faults) -> None:
    for column in ("relevant", "constraint"):
        if said := row.get(column):
            try:
                parse(said)
            except ConditionFault as fault:
                says = _("“%(column)s”: %(says)s") % {"column": column, "says": fault.says}
                faults.add("survey", row.number, says, fault.remedy)


def _add(faults: Faults, row: Row, column: str, remedy: Says, *, said: str = "") -> None:
    says = _("“%(said)s” in the column %(column)s cannot be used here.") % {
        "said": said or row.get(column), "column": column,
    }  # fmt: skip
    faults.add("survey", row.number, says, remedy)
