"""The lists of a workbook: choices, and what is looked up in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from linli.core.labels import Label, Option
from linli.forms.lint import ONE_OPTION, OPTION
from linli.forms.xlsform import vocabulary
from linli.forms.xlsform.findings import Findings
from linli.forms.xlsform.workbook import Book, Row


class Lists:
    """The choices by the name of their list; ``used`` are those that a question asks."""

    def __init__(self, book: Book, findings: Findings) -> None:
        self.language, self.findings = book.default_language, findings
        self.may_repeat = book.setting("allow_choice_duplicates").lower() in vocabulary.YES
        self.choices = _by_list(book.choices)
        self.external = _by_list(book.external)
        self._told: set[tuple[str, int]] = set()

    def names(self, *, external: bool = False) -> list[str]:
        return sorted(self.external if external else self.choices)

    def columns(self, name: str, *, external: bool = False) -> set[str]:
        """Return the columns of a list's sheet, as a filter may name them."""
        lists = self.external if external else self.choices
        return {column for rows in lists.values() for row in rows for column in row.more} | {"name"}

    def options(
        self,
        name: str,
        *,
        columns: Iterable[str] = (),
        external: bool = False,
        is_one: bool = True,
    ) -> tuple[Option, ...]:
        """Return the choices of a list, with the columns that a filter looks at. ``is_one``: only
        one is chosen, so that its code may have blanks."""
        options: dict[tuple[str, tuple[str, ...]], Option] = {}
        wanted = [column for column in columns if column != "name"]
        for row in self._rows(name, external):
            code = row.get("name")
            if not self._is_code(row, code, ONE_OPTION if is_one else OPTION):
                continue
            kept = {column: row.more[column] for column in wanted if column in row.more}
            option = Option(code, self._label(row, code), kept)
            key = code, tuple(kept.values())
            before = options.setdefault(key, option)
            if before is not option and before.label != option.label and not self.may_repeat:
                self._once(
                    row,
                    _("The name “%(name)s” stands twice in the list “%(list)s”.")
                    % {"name": code, "list": name},
                    _("Give one of them another name."),
                )
        return tuple(options.values())

    def table(self, name: str, *, key: str, column: str) -> Mapping[str, str]:
        """Return key → column of a list, for look-ups; the first row of a key counts."""
        table: dict[str, str] = {}
        for row in self._rows(name, external=False) or self._rows(name, external=True):
            value = self._label(row, "").zh if column == "label" else row.more.get(column, "")
            table.setdefault(row.more.get(key, ""), value)
        return table

    def _rows(self, name: str, external: bool) -> list[Row]:
        return (self.external if external else self.choices).get(name, [])

    def _label(self, row: Row, code: str) -> Label:
        label = row.label("label", default_language=self.language)
        if any(row.raw(column) for column in vocabulary.MEDIA) and label is None:
            self._once(
                row, _("The choice is a picture without words."), _("Write what is chosen."),
            )  # fmt: skip
        elif any(row.raw(column) for column in vocabulary.MEDIA):
            self.findings.pass_over(
                row.sheet, row.number, _("Pictures and sounds of choices are left out.")
            )
        return label or Label(code, code)

    def _is_code(self, row: Row, code: str, known: re.Pattern[str]) -> bool:
        if not code:
            self._once(row, _("The choice has no name."), _("Give it a code."))
        elif not known.fullmatch(code):
            self._once(
                row,
                _("“%(name)s” cannot be the name of a choice.") % {"name": code},
                _("Write it without blanks and quotes; the label may have them."),
            )
        return bool(code) and known.fullmatch(code) is not None

    def _once(self, row: Row, says: str, remedy: str) -> None:
        if (row.sheet, row.number) not in self._told:
            self._told.add((row.sheet, row.number))
            self.findings.fault(row.sheet, row.number, says, remedy)


def _by_list(rows: list[Row]) -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = {}
    for row in rows:
        if row.get("disabled").lower() not in vocabulary.YES and row.get("list_name"):
            lists.setdefault(row.get("list_name"), []).append(row)
    return lists
