"""From the rows of a survey to questions: what each column means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.core.labels import Label, Option
from linli.core.text import did_you_mean
from linli.forms import trees
from linli.forms.conditions import parse
from linli.forms.schema import CHOSEN, Condition, Question
from linli.forms.xlsform import vocabulary
from linli.forms.xlsform.choices import Lists
from linli.forms.xlsform.findings import Findings
from linli.forms.xlsform.structure import ANSWER, Node
from linli.forms.xlsform.wording import Wording, of_itself
from linli.forms.xlsform.workbook import Book

CHOSEN_BEFORE = re.compile(r"\s*selected\(\s*\$\{\s*(\w+)\s*\}\s*,\s*name\s*\)\s*", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,4}")
FORMULA = re.compile(r"\$\{|^[\w:-]+\(.*\)$|^-?[\d.]+\s*[-+*]\s*[\d.]+$", re.DOTALL)
LAST_SAVED = re.compile(r"\$\{\s*last-saved#")
OTHER = Option("other", Label("其他", "Other"))
WHOLE = ". mod 1 = 0"
SCALE = {"start": 1, "end": 10, "step": 1}  # of a range, unless it says otherwise


class Maker(Wording):
    """Makes questions of a survey's rows, and gathers what is wrong with them."""

    def __init__(self, book: Book, root: Node, lists: Lists, findings: Findings) -> None:
        super().__init__(book, root, findings)
        self.lists = lists

    def questions(self, node: Node) -> tuple[Question, ...]:
        """Return what a group, a repeat or the survey asks."""
        return tuple(
            question for child in node.children if child.code for question in self._made(child)
        )

    def _made(self, node: Node) -> Iterator[Question]:
        if node.is_metadata:
            if node.name in self.named:
                reckoned = parse(vocabulary.METADATA[node.kind])
                yield Question(node.code, "calculate", Label(node.name, node.name),
                               calculation=reckoned)  # fmt: skip
            return
        looks = node.row.get("appearance").lower().split()
        is_hidden = node.is_hidden and node.type not in ("group", "repeat")
        if is_hidden and node.type == "note":
            return
        if node.type == "calculate" or is_hidden:
            yield self._calculate(node)
        elif node.type == "note" or (
            self._is_readonly(node) and node.type not in ("group", "repeat")
        ):
            yield from self._shown(node)
        else:
            yield from self._asked(node, looks)

    # -- what is only reckoned or read -----------------------------------------------------

    def _calculate(self, node: Node) -> Question:
        """What a calculation says; a hidden value is what it is at first, or nothing."""
        reckoned = self._reckoned(node) or self._first(node) or parse("''")
        return Question(
            node.code, "calculate", self.label(node) or Label(node.name, node.name),
            show_if=self.condition(node, "relevant"), calculation=reckoned,
        )  # fmt: skip

    def _shown(self, node: Node) -> Iterator[Question]:
        """A sentence to read; what it reckons, or holds as a fixed value, is kept beside it."""
        show_if, label = self.condition(node, "relevant"), self.label(node)
        reckoned = self._reckoned(node) or (self._first(node) if node.type != "note" else None)
        label = label or Label(node.name, node.name)
        code = node.code
        if reckoned is not None or (node.type != "note" and node.name in self.named):
            yield Question(code, "calculate", label, show_if=show_if,
                           calculation=reckoned or parse("''"))  # fmt: skip
            if node.type != "note" and reckoned is not None:
                label = Label(f"{label.zh}：${{{code}}}", f"{label.en}: ${{{code}}}")
            code = f"{code[:54]}_note"
        yield Question(code, "note", label, show_if=show_if)

    def _reckoned(self, node: Node) -> Condition | None:
        """Return the calculation of a row; with a trigger it says nothing before that is answered,
        and what changes by itself stays as it was then."""
        expression = node.row.get("calculation")
        trigger = ANSWER.findall(node.row.get("trigger"))
        if not expression:
            return None
        expression = of_itself(node, expression)
        reckoned = self.condition(node, "calculation", expression=expression)
        if reckoned is None or not trigger:
            return reckoned
        once = f"once({expression})" if trees.is_changing(reckoned.tree) else expression
        answered = " or ".join(f"${{{name}}} != ''" for name in trigger)
        return self.condition(node, "calculation", expression=f"if({answered}, {once}, '')")

    def _first(self, node: Node) -> Condition | None:
        """Return the default of what nobody types, as a calculation."""
        default = node.row.get("default")
        if not default or LAST_SAVED.search(default):
            return None
        if FORMULA.search(default):
            return self.condition(node, "default", expression=default)
        quote = '"' if "'" in default else "'"
        return parse(f"{quote}{default.replace(quote, '')}{quote}")

    def _is_readonly(self, node: Node) -> bool:
        cell = node.row.get("readonly").lower()
        if cell not in (*vocabulary.YES, *vocabulary.NO):
            self.findings.pass_over(
                "survey", node.row.number,
                _("Whether a question is only read is fixed here; this condition is left out:"),
                what=cell,
            )  # fmt: skip
        return cell in vocabulary.YES

    # -- what is asked -----------------------------------------------------------------------

    def _asked(self, node: Node, looks: list[str]) -> Iterator[Question]:
        kind, _choices, rest = node.row.kind
        type_ = "signature" if vocabulary.SIGNATURE in looks and node.type == "photo" else node.type
        type_ = node.row.get("linli_type") or type_
        choices = self._choices(node)
        first, reckoned = self._default(node, type_)
        first = self._offered(node, first, choices.get("options", ()))
        required, required_if = self._required(node, type_)
        yield Question(
            code=node.code,
            type=type_,
            label=self.label(node) or Label(node.name, node.name),
            help=self.help(node),
            required=required,
            required_if=required_if,
            required_says=self.words(node, "required_message"),
            default=first,
            calculation=reckoned,
            **choices,
            show_if=self.condition(node, "relevant"),
            constraint=self._constraint(node, type_, kind),
            constraint_says=self.words(node, "constraint_message"),
            binds=node.row.get("linli_binds"),
            place_kind=node.row.get("linli_place_kind"),
            most=self._most(node),
            count=self.condition(node, "repeat_count") if type_ == "repeat" else None,
            scale=self._scale(node) if type_ == "range" else None,
            questions=self.questions(node),
        )
        if rest == "or_other":
            yield self._other(node)

    def _other(self, node: Node) -> Question:
        """What "other" is, asked in words, as or_other means it."""
        expression = f"selected(${{{node.code}}}, '{OTHER.code}')"
        return Question(f"{node.code[:54]}_other", "text", OTHER.label, show_if=parse(expression))

    def _choices(self, node: Node) -> dict[str, Any]:
        kind, name, rest = node.row.kind
        if node.type not in CHOSEN:
            return {}
        if kind in vocabulary.ACKNOWLEDGED:
            return {"options": (Option("OK", Label("知道了", "OK")),)}
        if rest not in ("", "or_other"):
            self.fault(node, _("“%(said)s” is not understood.") % {"said": node.row.raw("type")},
                        _("Write the name of one list behind the type."))  # fmt: skip
        if name.startswith("$"):
            self.fault(
                node, _("Answers of a repeat cannot be choices here."),
                _("Write the choices on the sheet “choices”, or ask within the repeat."),
            )  # fmt: skip
            return {}
        if kind in vocabulary.FROM_FILE:
            return {"options_file": name, "choice_filter": self._filter(node, None)}
        external = kind.endswith("external")
        if name not in self.lists.names(external=external):
            self.fault(
                node, _("There is no list “%(name)s”.") % {"name": name},
                did_you_mean(name, self.lists.names(external=external)),
            )  # fmt: skip
            return {}
        return self._of_list(node, name, external=external, or_other=bool(rest))

    def _of_list(self, node: Node, name: str, *, external: bool, or_other: bool) -> dict[str, Any]:
        expression = node.row.get("choice_filter")
        before = CHOSEN_BEFORE.fullmatch(expression)
        source = self.scope.find(before[1], node) if before else None
        if source is not None and source.row.kind[1] == name and source.type == "select_many":
            return {"options_from": source.code}
        filter_ = self._filter(node, self.lists.columns(name, external=external))
        columns = (
            [part[1] for part in trees.every(filter_.tree) if part[0] == "column"]
            if filter_
            else []
        )
        options = self.lists.options(
            name, columns=columns, external=external, is_one=node.type == "select_one"
        )
        if not options:
            self.fault(node, _("The list “%(name)s” is empty.") % {"name": name},
                        _("Write its choices on the sheet “choices”."))  # fmt: skip
        has_other = any(option.code == OTHER.code for option in options)
        more = (OTHER,) if or_other and not has_other else ()
        return {"options": (*options, *more), "choice_filter": filter_}

    def _filter(self, node: Node, columns: set[str] | None) -> Condition | None:
        return self.condition(node, "choice_filter", columns=columns, is_filter=True)

    def _constraint(self, node: Node, type_: str, kind: str) -> Condition | None:
        expression = node.row.get("constraint") if type_ not in ("group", "note") else ""
        expression = of_itself(node, expression)
        if kind in vocabulary.WHOLE:
            expression = f"({expression}) and {WHOLE}" if expression else WHOLE
        return self.condition(node, "constraint", expression=expression)

    def _required(self, node: Node, type_: str) -> tuple[bool, Condition | None]:
        expression = node.row.get("required")
        if expression.lower() in vocabulary.NO or type_ in ("group", "note"):
            return False, None
        if type_ in vocabulary.NEVER_REQUIRED:
            self.findings.pass_over(
                "survey", node.row.number,
                _("A picture, a voice and a point are asked for, never required:"), what=node.name,
            )  # fmt: skip
            return False, None
        if expression.lower() in vocabulary.YES:
            return True, None
        return False, self.condition(node, "required", expression=expression)

    def _default(self, node: Node, type_: str) -> tuple[Any, Condition | None]:
        default, reckoned = node.row.get("default"), self._reckoned(node)
        can_have = type_ in (
            "text",
            "number",
            "range",
            "date",
            "time",
            "datetime",
            "barcode",
            *CHOSEN,
        )
        if LAST_SAVED.search(default) or (default and not can_have):
            self.findings.pass_over(
                "survey", node.row.number, _("This default is left out:"), what=default
            )
            default = ""
        if not can_have:
            return None, None
        if reckoned is not None or not default:
            return None, reckoned
        if FORMULA.search(default):
            return None, self.condition(node, "default", expression=default)
        return _fixed(node.row.raw("default"), type_), None

    def _offered(self, node: Node, first: Any, options: Sequence[Option]) -> Any:
        """Return a default if it can be chosen: as in ODK, nothing is chosen otherwise."""
        codes = {option.code for option in options}
        chosen = first if isinstance(first, list) else [first]
        if not codes or first is None or codes >= set(chosen):
            return first
        self.findings.pass_over(
            "survey", node.row.number, _("This default is left out:"), what=str(first)
        )
        return None

    def _most(self, node: Node) -> int | None:
        cell = node.row.get("linli_most")
        if cell and not NUMBER.fullmatch(cell):
            self.fault(node, _("“%(said)s” is no number.") % {"said": cell}, _("Write a number."))
            return None
        return int(cell) if cell else None

    def _scale(self, node: Node) -> tuple[float, float, float]:
        parameters = dict(re.findall(r"(\w+)\s*=\s*(-?[\d.]+)", node.row.get("parameters")))
        try:
            start, end, step = (float(parameters.get(name, usual)) for name, usual in SCALE.items())
        except ValueError:
            self.fault(node, _("The scale is not understood."), _("Write start=1 end=10 step=1."))
            return 1, 10, 1
        return min(start, end), max(start, end), abs(step)


def _fixed(cell: str, type_: str) -> Any:
    if type_ in ("select_many", "rank"):
        return cell.split()
    if type_ in ("number", "range"):
        try:
            number = float(cell)
        except ValueError:
            return cell  # and is refused as no number
        return int(number) if number.is_integer() else number
    return cell
