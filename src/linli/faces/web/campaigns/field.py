"""One question as the template draws it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy

from linli.engines.campaigns.queries.bundle_types import Shape
from linli.forms.schema import FILES, Question

MOST_RADIOS = 8  # more choices than these become a list to open
MOST_LETTERS = 2000
SHORT_LETTERS = 60
MARGIN = 6  # around the plan
INPUTS = {"date": "date", "time": "time", "datetime": "datetime-local", "range": "number"}
RECORDER = {
    "record": gettext_lazy("Record a voice, a minute at most"),
    "stop": gettext_lazy("Stop"),
    "again": gettext_lazy("Record again"),
    "listen": gettext_lazy("Listen"),
    "no_microphone": gettext_lazy(
        "The microphone is not open to this page. Choose a file instead."
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a select, chosen or not."""

    code: str
    label: str
    is_chosen: bool
    row: str = ""  # further columns of its list in JSON, by which a filter leaves it or not


@dataclass(slots=True)
class Field:
    """One question as the template draws it. ``was`` is what the register says, as words;
    ``only_if`` the condition as words, ``tree`` the same for the browser."""

    name: str
    question: Question
    label: str
    help: str = ""
    value: Any = None
    was: str = ""
    only_if: str = ""
    tree: str = ""
    calculation: str = ""  # trees, for the browser
    filter: str = ""
    fill: str = ""  # the label with ${code} in it, to be filled in as answers are given
    choices: list[Choice] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    plan: Sequence[Shape] = ()  # what a point is shown on
    fields: list[Field] = field(default_factory=list)  # of a group
    rows: list[list[Field]] = field(default_factory=list)  # of a repeat

    @property
    def type(self) -> str:
        return self.question.type

    @property
    def is_list(self) -> bool:
        """True for choices to open; several may be chosen only among boxes that stand there."""
        return self.type == "location" or (
            self.type == "select_one" and len(self.choices) > MOST_RADIOS
        )

    @property
    def places(self) -> list[list[Choice]]:
        """The choices once more for each place of an order, the one chosen for it marked."""
        chosen = [*(self.value or ()), *[""] * len(self.choices)]
        return [
            [
                Choice(each.code, each.label, each.code == chosen[at], each.row)
                for each in self.choices
            ]
            for at in range(len(self.choices))
        ]

    @property
    def input_type(self) -> str:
        """What the browser's own field is called."""
        return INPUTS.get(self.type, "text")

    @property
    def is_choice(self) -> bool:
        return self.type in ("select_one", "select_many") and not self.is_list

    @property
    def is_file(self) -> bool:
        return self.type in FILES

    @property
    def record_words(self) -> str:
        """What the recorder on the page says, in JSON."""
        return json.dumps({name: str(word) for name, word in RECORDER.items()}, ensure_ascii=False)

    @property
    def is_short(self) -> bool:
        """True for a text of one line: a name, a phone number."""
        return bool(self.question.binds) or self.most <= SHORT_LETTERS

    @property
    def most(self) -> int:
        return self.question.most or MOST_LETTERS

    @property
    def text(self) -> str:
        """The value as an input holds it; a number without its empty decimals."""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return "" if self.value is None else str(self.value)

    @property
    def plan_box(self) -> str:
        """The plan's own units, as an SVG says them."""
        right = max((shape.x + shape.w for shape in self.plan), default=300)
        bottom = max((shape.y + shape.h for shape in self.plan), default=220)
        return f"0 0 {right + MARGIN:g} {bottom + MARGIN:g}"
