"""The sheets of a workbook, row by row, as XLSForm means them: nothing is judged yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.core.labels import Label
from linli.core.refusals import Invalid
from linli.core.sheets import Sheet, read_book
from linli.forms.xlsform import mending, vocabulary
from linli.forms.xlsform.findings import Findings

MOST_SURVEY_ROWS, MOST_CHOICES = 1500, 20_000
SHEETS = ("survey", "choices", "settings", "external_choices")
HEADS = {"survey": ("type",), "choices": ("list_name", "name"), "external_choices": ("list_name",)}


@dataclass(frozen=True)
class Row:
    """A filled row of a sheet; ``cells`` by (column, language), ``more`` as headers write them."""

    sheet: str
    number: int
    cells: dict[tuple[str, str], str]
    more: dict[str, str] = field(default_factory=dict)

    def get(self, column: str) -> str:
        """Return a cell in whatever language it is written first; "" if there is none."""
        cell = next((cell for (name, _lang), cell in self.cells.items() if name == column), "")
        return mending.logic(cell) if column in vocabulary.LOGIC else cell

    def raw(self, column: str) -> str:
        """Return a cell as it stands there."""
        return next((cell for (name, _lang), cell in self.cells.items() if name == column), "")

    def label(self, column: str, *, default_language: str = "") -> Label | None:
        """Return a cell's words in both languages; a language that the house has not is read
        where it is the form's own, and where nothing else is written."""
        by_language = {lang: cell for (name, lang), cell in self.cells.items() if name == column}
        words = {
            lang: mending.words(cell) for lang, cell in by_language.items() if mending.words(cell)
        }
        if not words:
            return None
        by_code: dict[str, str] = {}
        for language, cell in words.items():
            by_code.setdefault(vocabulary.language_of(language), cell)
        first = next(iter(words.values()))
        own = words.get(default_language) or words.get("") or by_code.get("zh") or first
        own = words.get(default_language, own)
        zh, en = by_code.get("zh"), by_code.get("en")
        return Label(zh or own, en or (zh and own) or own)

    @property
    def kind(self) -> tuple[str, str, str]:
        """The type in plain words, its list of choices, and what else is written beside it."""
        return vocabulary.kind_of(self.raw("type"))


@dataclass
class Book:
    """A workbook's sheets; ``default_language`` is the form's own."""

    survey: list[Row]
    choices: list[Row]
    settings: list[Row]
    external: list[Row]

    @property
    def default_language(self) -> str:
        return self.setting("default_language")

    def setting(self, name: str) -> str:
        """Return a setting of the form; "" if it is not made."""
        return next((row.get(name) for row in self.settings if row.get(name)), "")


def open_book(content: bytes, *, name: str, findings: Findings) -> Book:
    """Read a workbook's sheets. Raises ``Invalid`` for what is no XLSForm, ``TooLarge``."""
    sheets = {
        title.strip().lower(): sheet
        for title, sheet in read_book(content, name=name, hidden=True).items()
    }
    if "survey" not in sheets:
        raise Invalid(
            _("This is no XLSForm: it has no sheet “survey” with the columns type, name and label.")
        )
    others = [title for title in sheets if title and title not in SHEETS]
    for title in others:
        findings.pass_over(title, 1, _("Sheets that belong to no form are left out:"), what=title)
    book = Book(*(list(_rows(title, sheets.get(title))) for title in SHEETS))
    for sheet in (sheets[title] for title in SHEETS if title in sheets and sheets[title].is_hidden):
        findings.pass_over(
            "survey", 1, _("Hidden sheets are read, too:"), what=_title(sheets, sheet)
        )
    book.survey = _asked(book.survey, findings)
    if not book.survey or len(book.survey) > MOST_SURVEY_ROWS or len(book.choices) > MOST_CHOICES:
        raise Invalid(
            _("The form asks nothing, or too much: at most %(rows)s rows and %(choices)s choices.")
            % {"rows": MOST_SURVEY_ROWS, "choices": MOST_CHOICES}
        )
    return book


def _title(sheets: dict[str, Sheet], sheet: Sheet) -> str:
    return next(title for title, other in sheets.items() if other is sheet)


def _asked(rows: list[Row], findings: Findings) -> list[Row]:
    """Leave out rows that are switched off, and remarks: rows without a type."""
    asked = []
    for row in rows:
        if row.get("disabled").lower() in vocabulary.YES:
            findings.pass_over(row.sheet, row.number, _("Rows that are switched off are left out."))
        elif not row.raw("type"):
            findings.pass_over(row.sheet, row.number, _("Rows without a type are left out."))
        else:
            asked.append(row)
    return asked


def _rows(title: str, sheet: Sheet | None) -> Iterator[Row]:
    if sheet is None:
        return
    headers, body = _table(sheet, HEADS.get(title, ()))
    columns = [vocabulary.column_of(header) for header in headers]
    for number, cells in body:
        by_column: dict[tuple[str, str], str] = {}
        more: dict[str, str] = {}
        for header, column, cell in zip(headers, columns, cells, strict=False):
            if header and (plain := mending.cell(cell)):
                by_column.setdefault(column, plain)
                more.setdefault(header.strip(), plain)
        if by_column:
            yield Row(title, number, by_column, more)


def _table(sheet: Sheet, needed: tuple[str, ...]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return headers and numbered rows; the headers are the first row that has what is needed."""
    body = list(zip(sheet.numbers, sheet.rows, strict=True))
    grid = [*enumerate(sheet.above, start=1), (sheet.head_number, sheet.headers), *body]
    for at, (_number, cells) in enumerate(grid[: len(sheet.above) + 3]):
        columns = {vocabulary.column_of(cell)[0] for cell in cells}
        if needed and columns >= set(needed):
            return cells, grid[at + 1 :]
    return sheet.headers, body
