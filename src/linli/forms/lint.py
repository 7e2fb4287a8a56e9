"""What is wrong with a form itself, before anybody is asked: every fault with its remedy."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.core.text import did_you_mean
from linli.forms.filling import named_in
from linli.forms.functions import MOST
from linli.forms.references import WITHOUT_ANSWER, Fault, References, Seat
from linli.forms.schema import (
    CHOSEN,
    COLUMN_SOURCES,
    HOLDERS,
    IN_WORDS,
    MOST_OF,
    QUESTION_TYPES,
    Form,
    Question,
)
from linli.forms.values import READ, SENTENCES, Wrong
from linli.registry import facts
from linli.registry.models import Place

MOST_QUESTIONS, MOST_DEPTH = 1000, 10
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
ONE_OPTION = re.compile(r"""[^\s'"$<>|](?:[^'"$<>|\x00-\x1f]{0,78}[^\s'"$<>|])?""")
OPTION = re.compile(r"""[^\s'"$<>|\x00-\x1f]{1,80}""")  # a blank parts codes in a list of them
WITH_DEFAULT = ("text", "number", "range", "date", "time", "datetime", "barcode", *CHOSEN)
NEVER_REQUIRED = (*WITHOUT_ANSWER, "photo", "audio", "geopoint", "calculate")


def faults(form: Form) -> list[Fault]:
    """Return every mistake in a form; none means that it can be asked and evaluated."""
    look = _Look(form)
    if len(look.seats) > MOST_QUESTIONS:
        look.fault(
            form.questions[0].code,
            _("The form has %(count)s questions.") % {"count": len(look.seats)},
            _("Ask at most %(most)s.") % {"most": MOST_QUESTIONS},
        )
        return look.found
    for seat in look.seats:
        look.at(seat)
    for number, effect in enumerate(form.effects, 1):
        here = f"effect[{number}]"
        look.condition(here, effect.when, before=len(look.seats))
        for value in effect.with_.values():
            for code in IN_WORDS.findall(value) if isinstance(value, str) else ():
                look.named(here, code, before=len(look.seats))
    for number, column in enumerate(form.columns, 1):
        if column.source not in COLUMN_SOURCES:
            look.named(f"column[{number}]", column.source, before=len(look.seats))
    look.condition("list_if", form.list_if, before=len(look.seats))
    return look.found


class _Look(References):
    """Goes through a form, question by question."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self.bound: set[str] = set()

    def at(self, seat: Seat) -> None:
        question = seat.question
        if question.type not in QUESTION_TYPES:
            self.fault(
                question.code,
                _("There is no question type “%(type)s”.") % {"type": question.type},
                did_you_mean(question.type, QUESTION_TYPES),
            )
            return
        self._code(seat)
        self._options(seat)
        self._holder(seat)
        self._limits(question)
        self._fields(question)
        self._default(question)
        self._bound(seat)
        self._conditions(seat)

    # -- one question ---------------------------------------------------------------------

    def _code(self, seat: Seat) -> None:
        question = seat.question
        if not CODE.fullmatch(question.code):
            self.fault(
                question.code,
                _("This is not a code."),
                _("Use letters, digits and _, a letter first, at most 60."),
            )
        if self.by_code[question.code] is not seat or question.code in COLUMN_SOURCES:
            self.fault(question.code, _("This code is taken."), _("Give one of them another code."))
        if not (question.label.zh.strip() and question.label.en.strip()):
            self.fault(question.code, _("The question has no words."), _("Write what is asked."))

    def _options(self, seat: Seat) -> None:
        question = seat.question
        if question.type not in CHOSEN:
            if question.options or question.options_from:
                self.fault(
                    question.code,
                    _("Only select_one and select_many have options."),
                    _("Take the options out, or change the type."),
                )
            return
        has_own = bool(question.options or question.options_file)
        if has_own == bool(question.options_from):
            self.fault(
                question.code,
                _("A question to choose from needs its answers."),
                _("Give it options, or options_from another question; one of the two."),
            )
        self._option_codes(question)
        if any(
            not (option.label.zh.strip() and option.label.en.strip()) for option in question.options
        ):
            self.fault(question.code, _("An option has no words."), _("Write what is chosen."))
        if question.options_from:
            source = self.named(
                question.code, question.options_from, before=seat.order, inside=seat.repeat
            )
            if source and source.type != "select_many":
                self.fault(
                    question.code,
                    _("“%(code)s” is no question of type select_many.") % {"code": source.code},
                    _("Only of several chosen answers one can choose again."),
                )

    def _option_codes(self, question: Question) -> None:
        """Each code once; where a filter looks at their rows, once a row."""
        seats = [
            (option.code, tuple(option.row.items()) if question.choice_filter else ())
            for option in question.options
        ]
        known = ONE_OPTION if question.type == "select_one" else OPTION
        twice = {code for (code, _row), count in Counter(seats).items() if count > 1}
        for code in sorted(twice | {code for code, _row in seats if not known.fullmatch(code)}):
            self.fault(
                question.code,
                _("The option “%(code)s” is no code, or stands here twice.") % {"code": code},
                _("Use letters, digits, - and _, and each code once."),
            )

    def _holder(self, seat: Seat) -> None:
        question = seat.question
        if bool(question.questions) != (question.type in HOLDERS):
            self.fault(
                question.code,
                _("A group or repeat holds questions, and nothing else does."),
                _("Move the questions in or out, or change the type."),
            )
        if question.type == "repeat" and seat.repeat:
            self.fault(
                question.code,
                _("A repeat cannot stand in a repeat."),
                _("Ask it outside, or without repeating."),
            )
        if seat.depth > MOST_DEPTH:
            self.fault(
                question.code, _("The groups are nested too deeply."), _("Dissolve one of them.")
            )

    def _limits(self, question: Question) -> None:
        if (question.required or question.required_if) and question.type in NEVER_REQUIRED:
            self.fault(
                question.code,
                _("This cannot be required."),
                _("Take it out: a note has no answer, and nobody must take a picture or speak."),
            )
        if question.most is not None and not 1 <= question.most <= MOST_OF.get(question.type, 0):
            self.fault(
                question.code,
                _("“most” does not fit this question."),
                _("Write at most %(most)s; of other types, take it out.")
                % {"most": ", ".join(f"{most} ({name})" for name, most in MOST_OF.items())},
            )
        if question.place_kind and (
            question.type != "location" or question.place_kind not in Place.Kind.values
        ):
            self.fault(
                question.code,
                _("There are no places of the kind “%(kind)s”.") % {"kind": question.place_kind},
                _("Name one of: %(names)s.") % {"names": ", ".join(Place.Kind.values)},
            )

    def _default(self, question: Question) -> None:
        if question.default in (None, ""):
            return
        try:
            if question.options_file:
                return  # what may be chosen is not known yet
            if question.type not in WITH_DEFAULT or question.options_from:
                raise Wrong("unknown")
            READ[question.type](question, question.default, {}, date.min)
        except Wrong as wrong:
            says = SENTENCES[wrong.name] % wrong.words if wrong.name != "unknown" else ""
            self.fault(
                question.code,
                _("The default is no answer to this question. %(says)s") % {"says": says},
                _("Give a default that could be chosen or typed, or none."),
            )

    def _bound(self, seat: Seat) -> None:
        question = seat.question
        if not question.binds:
            return
        try:
            fact = facts.get(question.binds)
        except Invalid as no:
            self.fault(question.code, str(no), _("Bind it to one of these, or to none."))
            return
        types = WITH_DEFAULT if question.binds.startswith(facts.KEPT) else (fact.type,)
        known = {option.code for option in fact.options}
        if question.type not in types or (
            known and not known >= {o.code for o in question.options}
        ):
            self.fault(
                question.code,
                _("“%(fact)s” is not answered like this question.") % {"fact": question.binds},
                _("It needs the type %(type)s, and of options only: %(options)s.")
                % {"type": " / ".join(types), "options": ", ".join(sorted(known)) or "–"},
            )
        if seat.repeat or question.binds in self.bound:
            self.fault(
                question.code,
                _("A fact of the register is asked once in a form, outside of any repeat."),
                _("Take “binds” out here."),
            )
        self.bound.add(question.binds)

    # -- what names other questions -------------------------------------------------------

    def _conditions(self, seat: Seat) -> None:
        question = seat.question
        for condition in (question.show_if, question.required_if, question.count):
            self.condition(question.code, condition, before=seat.order, inside=seat.repeat)
        self.condition(question.code, question.choice_filter, before=seat.order, inside=seat.repeat)
        for condition in (question.constraint, question.calculation):
            self.condition(
                question.code, condition, before=seat.order, inside=seat.repeat, of_itself=True
            )
        for label in (question.label, question.help):
            for code in named_in(label):
                self.named(question.code, code, before=len(self.seats), inside=seat.repeat)
        if question.constraint and question.type in WITHOUT_ANSWER:
            self.fault(
                question.code, _("There is no answer to hold against it."), _("Take it out.")
            )

    def _fields(self, question: Question) -> None:
        """Look at what only some types have."""
        is_reckoned = question.type == "calculate"
        if is_reckoned != bool(question.calculation) and question.type not in WITH_DEFAULT:
            self.fault(
                question.code,
                _("Only a calculation reckons, and it needs to be told what."),
                _("Give it a calculation, or ask it."),
            )
        least, most, step = question.scale or (0, 0, 0)
        is_scale = -MOST <= least <= most <= MOST and 0 <= step <= MOST  # nan is nowhere between
        if (question.type == "range") != bool(question.scale) or not is_scale:
            self.fault(
                question.code,
                _("A range needs its scale, and nothing else does."),
                _("Say from where to where, and in which steps."),
            )
        if question.count and question.type != "repeat":
            self.fault(question.code, _("Only a repeat has a count."), _("Take it out."))
