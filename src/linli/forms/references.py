"""What the questions of a form name of each other: it must be there, be known by then, and not
lead round in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.core.text import did_you_mean
from linli.forms.schema import Condition, Form, Question
from linli.forms.trees import compared, gathered, names, names_itself

Says = str | Promise
WITHOUT_ANSWER = ("note", "group")


class Fault(NamedTuple):
    """One mistake: at which question (or ``effect[1]``, ``column[1]``), what, and the remedy.

    ``is_idle``: the form can be asked all the same, but a part of a condition never comes true.
    """

    code: str
    says: str
    remedy: str
    is_idle: bool = False


@dataclass
class Seat:
    """Where a question stands: how many came before it, in which repeat, and what it hangs on."""

    question: Question
    order: int
    repeat: str = ""
    depth: int = 0
    hangs_on: set[str] = field(default_factory=set)


class References:
    """The questions of a form by their codes, and the faults that were found among them."""

    def __init__(self, form: Form) -> None:
        self.found: list[Fault] = []
        self.seats = list(_seats(form.questions))
        self.by_code: dict[str, Seat] = {}
        for seat in self.seats:
            self.by_code.setdefault(seat.question.code, seat)

    def fault(self, code: str, says: Says, remedy: Says, *, is_idle: bool = False) -> None:
        """Note a mistake."""
        self.found.append(Fault(code, str(says), str(remedy), is_idle))

    def condition(
        self,
        here: str,
        condition: Condition | None,
        *,
        before: int,
        inside: str = "",
        of_itself: bool = False,
    ) -> None:
        """Check what a condition names; ``before`` that many questions, ``inside`` a repeat."""
        if condition is None:
            return
        if names_itself(condition.tree) and not of_itself:
            self.fault(
                here,
                _("“.” means the answer itself, which only a constraint has."),
                _("Name the question: ${code}."),
            )
        of_all = gathered(condition.tree)
        for code in dict.fromkeys(names(condition.tree)):
            if of_itself and code == here:
                self.fault(
                    here, _("A constraint speaks of its own answer as “.”."), _("Write “.”.")
                )
            else:
                self.named(here, code, before=before, inside=inside, of_all=code in of_all)
        for code, option in compared(condition.tree):
            self._offered(here, code, option)

    def _offered(self, here: str, code: str, option: str) -> None:
        """Check that an option, which a condition compares with, can be chosen."""
        asked = self.by_code.get(code)
        source = self.by_code.get(asked.question.options_from) if asked else None
        offering = (source or asked).question.options if asked else ()
        codes = [question.code for question in offering]
        if codes and option and option not in codes:
            self.fault(
                here,
                _("“%(code)s” has no answer “%(option)s”.") % {"code": code, "option": option},
                did_you_mean(option, codes),
                is_idle=True,
            )

    def named(
        self, here: str, code: str, *, before: int, inside: str = "", of_all: bool = False
    ) -> Question | None:
        """Return a question that ``here`` names, if its answer can be known there; ``of_all``
        entries of a repeat, by a function that takes them."""
        seat = self.by_code.get(code)
        if seat is None or seat.question.type in WITHOUT_ANSWER:
            known = [c for c, s in self.by_code.items() if s.question.type not in WITHOUT_ANSWER]
            self.fault(
                here,
                _("There is no question “%(code)s”.") % {"code": code},
                did_you_mean(code, [code_there for code_there in known if code_there != here]),
            )
        elif seat.repeat not in ("", inside) and not of_all:
            self.fault(
                here,
                _("“%(code)s” has many answers: it stands in a repeat.") % {"code": code},
                _("Name it within the same repeat, or in sum(), join() or count(${%(repeat)s}).")
                % {"repeat": seat.repeat},
            )
        elif (loop := self._loop(here, code)) is not None:
            self.fault(
                here,
                _("These conditions go round in a circle: %(loop)s.") % {"loop": " → ".join(loop)},
                _("Ask one of these questions without a condition."),
            )
        elif seat.order >= before:
            self.fault(
                here,
                _("“%(code)s” is asked only later.") % {"code": code},
                _("Move that question up, before this one."),
            )
        else:
            return seat.question
        return None

    def _loop(self, here: str, code: str) -> list[str] | None:
        """Return the way from a question over what it hangs on back to itself, if there is one."""
        ways, seen = [[here, code]], {code}
        while ways:
            way = ways.pop()
            if way[-1] == here:
                return way
            seat = self.by_code.get(way[-1])
            for further in sorted(seat.hangs_on) if seat else ():
                if further == here or further not in seen:
                    seen.add(further)
                    ways.append([*way, further])
        return None


def _seats(
    questions: Sequence[Question], above: Seat | None = None, order: int = 0
) -> Iterator[Seat]:
    for question in questions:
        seat = Seat(question, order)
        seat.hangs_on = set(names(question.show_if.tree)) if question.show_if else set()
        seat.hangs_on |= {question.options_from} if question.options_from else set()
        if above:
            seat.repeat = above.question.code if above.question.type == "repeat" else above.repeat
            seat.depth = above.depth + 1
            seat.hangs_on.add(above.question.code)
        yield seat
        inside = list(_seats(question.questions, seat, order + 1))
        yield from inside
        order += 1 + len(inside)
