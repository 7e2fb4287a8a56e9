"""The words and conditions of a survey's rows, with codes of questions instead of names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from linli.core.labels import Label
from linli.forms.conditions import ConditionFault, parse
from linli.forms.schema import Condition
from linli.forms.xlsform.findings import Findings
from linli.forms.xlsform.structure import ANSWER, Node, Scope
from linli.forms.xlsform.workbook import Book


class Wording:
    """Reads cells of a row; what is wrong with them is gathered."""

    def __init__(self, book: Book, root: Node, findings: Findings) -> None:
        self.language, self.findings = book.default_language, findings
        self.scope = Scope(root)
        self.codes = {node.code for node in root.every() if node.code and node.type != "group"}
        cells = " ".join(cell for node in root.every() for cell in node.row.cells.values())
        self.named = {match[1].rpartition("/")[2] for match in ANSWER.finditer(cells)}

    def label(self, node: Node) -> Label | None:
        """Return what is asked."""
        return self.words(node, "label")

    def help(self, node: Node) -> Label | None:
        """Return the hint beneath it."""
        hint, more = self.words(node, "hint"), self.words(node, "guidance_hint")
        if hint is None or more is None:
            return hint or more
        return Label(f"{hint.zh}\n{more.zh}", f"{hint.en}\n{more.en}")

    def words(self, node: Node, column: str) -> Label | None:
        """Return a column's words."""
        label = node.row.label(column, default_language=self.language)
        if label is None or "${" not in f"{label.zh}{label.en}":
            return label
        try:
            return Label(self.scope.rewritten(label.zh, node), self.scope.rewritten(label.en, node))
        except ConditionFault as fault:
            self._told(node, column, fault)
            return label

    def condition(
        self, node: Node, column: str, *, expression: str | None = None,
        columns: set[str] | None = None, is_filter: bool = False,
    ) -> Condition | None:  # fmt: skip
        """Return a column's condition, or another one; None if there is none, or it is faulty."""
        expression = node.row.get(column) if expression is None else expression
        if not expression:
            return None
        try:
            return parse(
                self.scope.rewritten(expression, node),
                codes=self.codes,
                columns=_Columns(columns) if is_filter else None,
                resolve=lambda path: self.scope.at(path, node),
            )
        except ConditionFault as fault:
            self._told(node, column, fault)
            return None

    def _told(self, node: Node, column: str, fault: ConditionFault) -> None:
        says = _("“%(column)s”: %(says)s") % {"column": column, "says": fault.says}
        self.fault(node, says, fault.remedy)

    def fault(self, node: Node, says: str, remedy: str) -> None:
        """Note what is wrong with a row."""
        self.findings.fault("survey", node.row.number, says, remedy)


class _Columns(set[str]):
    """The columns that a filter may name; of a file that nobody gave yet, all."""

    def __init__(self, columns: set[str] | None) -> None:
        super().__init__(columns or ())
        self.is_open = columns is None

    def __contains__(self, name: object) -> bool:
        return self.is_open or super().__contains__(name)


def of_itself(node: Node, expression: str) -> str:
    """Write "." where a question names itself."""
    return ANSWER.sub(lambda match: "." if match[1] == node.name else match[0], expression)
