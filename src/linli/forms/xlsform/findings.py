"""What was met in a workbook: faults that refuse it, and what is passed over with a note."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid

Says = str | Promise
MOST_FAULTS, MOST_ROWS_NAMED = 200, 12


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about a row of a sheet; row 1 when it is about the sheet, none about the file."""

    sheet: str
    row: int
    says: str

    def __str__(self) -> str:
        if not self.sheet:
            return self.says
        where = _("Sheet “%(sheet)s”, row %(row)s:") % {"sheet": self.sheet, "row": self.row}
        return f"{where} {self.says}"

    def to_json(self) -> dict[str, Any]:
        """Return it as ``linli form check --json`` prints it."""
        return {"sheet": self.sheet, "row": self.row, "says": self.says}


@dataclass
class Findings:
    """Gathers faults and notes. A note is said once, with the rows that it is about."""

    faults: list[Finding] = field(default_factory=list)
    notes: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)

    def fault(self, sheet: str, row: int, says: Says, remedy: Says) -> None:
        """Note a mistake, and what to write instead."""
        finding = Finding(sheet, row, f"{says} {remedy}".strip())
        if finding not in self.faults:
            self.faults.append(finding)

    def pass_over(self, sheet: str, row: int, says: Says, *, what: str = "") -> None:
        """Note that something is left out; ``what``: the word that stands there."""
        self.notes.setdefault((sheet, str(says)), []).append((row, what))

    @property
    def passed_over(self) -> list[Finding]:
        """What is left out, a finding each kind, with its rows."""
        return [
            Finding(sheet, places[0][0], self._said(says, places))
            for (sheet, says), places in self.notes.items()
        ]

    def _said(self, says: str, places: list[tuple[int, str]]) -> str:
        words = list(dict.fromkeys(what for _row, what in places if what))
        rows = list(dict.fromkeys(row for row, _what in places))
        sentence = says + (f" {_named(words)}" if words else "")
        if len(rows) > 1:
            sentence += " " + _("(rows %(rows)s)") % {"rows": _named([str(row) for row in rows])}
        return sentence

    def refuse(self) -> None:
        """Raise ``Invalid`` with every fault, if there is any."""
        if not self.faults:
            return
        sentences = [str(fault) for fault in self.faults[:MOST_FAULTS]]
        if len(self.faults) > len(sentences):
            sentences.append(
                _("… and %(count)s more.") % {"count": len(self.faults) - len(sentences)}
            )
        raise Invalid("\n".join(sentences), errors={"form": sentences})


def _named(words: list[str]) -> str:
    shown = ", ".join(words[:MOST_ROWS_NAMED])
    return shown + (" …" if len(words) > MOST_ROWS_NAMED else "")
