"""Groups and repeats of a survey, put together; each row gets a code that is its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.core.text import did_you_mean
from linli.forms.conditions import ConditionFault
from linli.forms.lint import CODE
from linli.forms.xlsform import vocabulary
from linli.forms.xlsform.findings import Findings
from linli.forms.xlsform.workbook import Row

MOST_LETTERS = 60
NAME = re.compile(r"[A-Za-z_:][\w:.-]*", re.ASCII)
ANSWER = re.compile(r"\$\{\s*([^{}]*?)\s*\}")


@dataclass(eq=False)
class Node:
    """A row of the survey with what it holds. ``kind`` is its type in plain words."""

    row: Row
    kind: str
    name: str
    above: Node | None = None
    code: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def type(self) -> str:
        return vocabulary.TYPES.get(self.kind, "calculate")

    @property
    def is_metadata(self) -> bool:
        return self.kind in vocabulary.METADATA

    @property
    def is_hidden(self) -> bool:
        """True if nobody is to see it, nor what it holds."""
        looks = self.row.get("appearance").lower().split()
        return vocabulary.HIDDEN in looks or bool(self.above and self.above.is_hidden)

    @property
    def path(self) -> list[str]:
        """Its names from the outermost group down."""
        return [*(self.above.path if self.above else []), self.name] if self.name else []

    def every(self) -> Iterator[Node]:
        for child in self.children:
            yield child
            yield from child.every()


def build(rows: list[Row], findings: Findings) -> Node:
    """Return the survey as a tree; its root is nameless."""
    root = here = Node(Row("survey", 1, {}), "root", "")
    for row in rows:
        kind, _choices, _rest = row.kind
        if kind in vocabulary.ENDS:
            here = _close(here, vocabulary.ENDS[kind], row, findings)
            continue
        if kind not in vocabulary.TYPES and kind not in vocabulary.METADATA:
            if kind not in vocabulary.FILE_TYPES:
                _refuse_type(row, kind, findings)
            continue
        node = Node(row, kind, row.get("name"), here)
        here.children.append(node)
        if node.type == "note":
            node.name = node.name or f"note_{row.number}"
        if node.type in ("group", "repeat"):
            node.name = node.name or f"group_{row.number}"
            here = node
        elif node.is_metadata:
            node.name = node.name or kind
            findings.pass_over(
                row.sheet, row.number,
                _("A visit keeps by itself who asked and when; nothing else is noted:"), what=kind,
            )  # fmt: skip
    while here is not root:
        findings.fault(
            "survey", here.row.number, _("“%(name)s” has no end.") % {"name": here.name},
            _("Write a row %(row)s after its last question.") % {"row": f"end {here.type}"},
        )  # fmt: skip
        here = here.above or root
    _give_codes(root, findings)
    return root


def _close(here: Node, type_: str, row: Row, findings: Findings) -> Node:
    if here.above is not None and here.type == type_:
        return here.above
    findings.fault(
        "survey", row.number, _("“end %(type)s” ends nothing here.") % {"type": type_},
        _("Write “begin %(type)s” before it, or take it out.") % {"type": type_},
    )  # fmt: skip
    return here


def _refuse_type(row: Row, kind: str, findings: Findings) -> None:
    refused = vocabulary.REFUSED_TYPES.items()
    findings.fault(
        "survey",
        row.number,
        _("The type “%(type)s” cannot be used here.") % {"type": row.raw("type")},
        next((says for name, says in refused if f"{kind} ".startswith(f"{name} ")), None)
        or did_you_mean(kind, [name for name in vocabulary.TYPES if name.isascii()]),
    )


def _give_codes(root: Node, findings: Findings) -> None:
    """Give each row a code of letters, digits and _; a name that is taken gets its group's."""
    taken: set[str] = set()
    places: set[tuple[str, ...]] = set()
    for node in root.every():
        if not NAME.fullmatch(node.name):
            findings.fault(
                "survey",
                node.row.number,
                _("“%(name)s” is no name.") % {"name": node.name},
                _("Use letters, digits and _, a letter first, at most 60."),
            )
            continue
        if tuple(node.path) in places and not node.is_metadata:
            findings.pass_over(
                "survey", node.row.number, _("Names that were taken are numbered:"), what=node.name
            )
        places.add(tuple(node.path))
        node.code = _free(node, taken)
        taken.add(node.code)


def _free(node: Node, taken: set[str]) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", node.name).lstrip("_0123456789") or "q"
    plain = plain[:MOST_LETTERS]
    above = re.sub(r"[^A-Za-z0-9_]", "_", node.above.name if node.above else "").lstrip("_")
    tries = [plain, f"{above}_{plain}"[:MOST_LETTERS]]
    tries += [f"{plain[: MOST_LETTERS - 4]}_{number}" for number in range(2, 999)]
    return next(code for code in tries if code not in taken and CODE.fullmatch(code))


class Scope:
    """Says which question a name means, seen from a row."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.by_name: dict[str, list[Node]] = {}
        for node in root.every():
            if node.code:
                self.by_name.setdefault(node.name, []).append(node)

    def find(self, name: str, seen_from: Node) -> Node | None:
        """Return the row of a name; of several the one that lies nearest. None if there is none."""
        known = self.by_name.get(name, [])
        nearest = max(known, key=lambda node: _shared(node.path, seen_from.path), default=None)
        if nearest is not None and sum(node.path == nearest.path for node in known) > 1:
            raise ConditionFault(
                _("Several questions are called “%(name)s”.") % {"name": name},
                _("Give each of them a name of its own."),
            )
        return nearest

    def rewritten(self, expression: str, seen_from: Node) -> str:
        """Return words or a condition with the codes of questions instead of their names.

        Raises ``ConditionFault`` for a question that is not there.
        """

        def code(match: re.Match[str]) -> str:
            name = match[1].rpartition("/")[2]
            node = self.find(name, seen_from)
            if node is None:
                known = [name for name, nodes in self.by_name.items() if nodes[0].type != "note"]
                raise ConditionFault(
                    _("There is no question “%(code)s”.") % {"code": match[1]},
                    did_you_mean(name, known),
                )
            return f"${{{node.code}}}"

        return ANSWER.sub(code, expression)

    def at(self, path: str, seen_from: Node) -> str | None:
        """Return the code at a path of XForms (``../size``, ``/form/people/size``)."""
        steps = [step for step in path.split("/") if step not in ("", ".")]
        if path.startswith("/"):
            node = self._down(self.root, steps[1:]) or self._down(self.root, steps)
            return node.code if node else None
        here: Node | None = seen_from
        while steps and steps[0] == ".." and here is not None:
            here, steps = here.above, steps[1:]
        node = self._down(here, steps) if here is not None else None
        if node is None and ".." not in steps and steps:
            node = self.find(steps[-1], seen_from) if len(steps) == 1 else None
        return node.code if node else None

    def _down(self, here: Node, steps: list[str]) -> Node | None:
        for step in steps:
            below = next((child for child in here.children if child.name == step), None)
            if below is None:
                return None
            here = below
        return here if here is not self.root else None


def _shared(path: list[str], other: list[str]) -> int:
    count = 0
    for mine, yours in zip(path, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count
