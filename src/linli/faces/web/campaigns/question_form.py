"""One question of a form made by hand: what is asked of its author, and the question it makes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.labels import Label, Option
from linli.forms.conditions import ConditionFault, parse
from linli.forms.schema import CHOSEN, HOLDERS, Condition, Form, Question
from linli.registry import facts
from linli.registry.models import Place
from linli.registry.queries.places import PUBLIC_KINDS

IS = re.compile(r"\$\{(\w+)\} = '([\w-]+)'|selected\(\$\{(\w+)\}, '([\w-]+)'\)", re.ASCII)
BETWEEN = re.compile(
    r"(?:\. >= (-?\d+(?:\.\d+)?))?(?: and )?(?:\. <= (-?\d+(?:\.\d+)?))?", re.ASCII
)
WITHOUT_HELP = ("note", "calculate")
NEVER_REQUIRED = ("note", "calculate", "photo", "audio", "geopoint", *HOLDERS)
WITH_MOST = {"text": gettext_lazy("letters at most"), "photo": gettext_lazy("photos at most"),
             "repeat": gettext_lazy("entries at most")}  # fmt: skip


class QuestionForm(forms.Form):
    """Asks only what a question of this type needs."""

    label = forms.CharField(
        label=gettext_lazy("What is asked"), max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    label_en = forms.CharField(label=gettext_lazy("in English"), max_length=400, required=False)
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from, one a line"),
        help_text=gettext_lazy("English after a bar, if you like: 有 | Yes"),
        widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=6000,
    )  # fmt: skip
    options_from = forms.ChoiceField(
        label=gettext_lazy("Or choose among the answers given to"), required=False
    )
    least = forms.FloatField(label=gettext_lazy("not less than"), required=False)
    greatest = forms.FloatField(label=gettext_lazy("not more than"), required=False)
    most = forms.IntegerField(min_value=1, max_value=4000, required=False)
    place_kind = forms.ChoiceField(label=gettext_lazy("Which places"), required=False)
    binds = forms.ChoiceField(
        label=gettext_lazy("Fact of the register"), required=False,
        help_text=gettext_lazy("It is filled in, and only asked: still so?"),
    )  # fmt: skip
    help = forms.CharField(label=gettext_lazy("A hint beneath"), max_length=400, required=False)
    required = forms.BooleanField(label=gettext_lazy("must be answered"), required=False)
    shown = forms.ChoiceField(label=gettext_lazy("Asked"), required=False)
    condition = forms.CharField(
        label=gettext_lazy("or on a condition of your own"), max_length=400, required=False,
        help_text=gettext_lazy("As in XLSForm: ${people} > 3 and ${pets} = 'yes'"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, form: Form, type_: str, code: str, versions: Collection[Form],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """``versions``: all that the form ever was; a code of theirs never means something else."""
        super().__init__(*args, **kwargs)
        self.whole, self.type, self.code = form, type_, code
        asked = (version.find(code) for version in versions)
        self.taken = {option.code for question in asked if question for option in question.options}
        self.before = form.find(code) or Question(code, type_, Label("", ""))
        earlier = _earlier(form, code)
        self._choose("shown", [("", _("always")), *_pairs(earlier)])
        sources = [(q.code, str(q.label)) for q in earlier if q.type == "select_many"]
        self._choose("options_from", [("", _("nothing else")), *sources])
        kinds = [(kind, Place.Kind(kind).label) for kind in PUBLIC_KINDS]
        self._choose("place_kind", [("", _("every public place")), *kinds])
        known = [(p.code, str(p.label)) for p in facts.PROPERTIES.values() if p.type == type_]
        if (bound := self.before.binds) and bound not in facts.PROPERTIES:
            known.append((bound, str(facts.get(bound).label)))
        self._choose("binds", [("", _("none")), *known])
        self.fields["most"].label = WITH_MOST.get(type_, "")
        self.fields["options"].required = not sources
        for name in self._unneeded(bool(sources), bool(known), bool(earlier)):
            del self.fields[name]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _unneeded(self, sources: bool, known: bool, earlier: bool) -> set[str]:
        # Choices of a filtered list, or of a file, are changed in the workbook they came from.
        is_of_list = bool(self.before.choice_filter or self.before.options_file)
        bounded = self.type == "number" and _bounds(self.before.constraint) is not None
        needed = {
            "options": self.type in CHOSEN and not is_of_list,
            "options_from": self.type in CHOSEN and sources and not is_of_list,
            "least": bounded,
            "greatest": bounded,
            "most": self.type in WITH_MOST,
            "place_kind": self.type == "location",
            "binds": known,
            "help": self.type not in WITHOUT_HELP,
            "required": self.type not in NEVER_REQUIRED,
            "shown": earlier,
            "condition": earlier,
        }
        return {name for name, is_needed in needed.items() if not is_needed}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        codes = [question.code for question in _earlier(self.whole, self.code)]
        if typed := given.get("condition"):
            try:
                given["parsed"] = parse(typed, codes=codes)
            except ConditionFault as fault:
                self.add_error("condition", str(fault.sentence))
        if "options" in self.fields and not self.errors:
            self._either(_lines(given.get("options", "")), given.get("options_from", ""))
        least, greatest = given.get("least"), given.get("greatest")
        if least is not None and greatest is not None and least > greatest:
            self.add_error("greatest", _("This is less than the number above."))
        return given

    def _either(self, lines: list[str], options_from: str) -> None:
        """Answers of its own, or those given to another question; one of the two."""
        if not lines and not options_from:
            self.add_error("options", _("Write at least one answer, one a line."))
        if lines and options_from:
            self.add_error("options_from", _("Take these, or write answers of your own; not both."))

    def question(self) -> Question:
        """Return the question as it was asked for; only after ``is_valid``."""
        given, before = self.cleaned_data, self.before
        constraint = before.constraint
        if "least" in self.fields:
            constraint = _between(given["least"], given["greatest"])
        return replace(
            before,
            label=_label(given["label"], given["label_en"]),
            help=_help(given.get("help", ""), before.help),
            required=bool(given.get("required")),
            options=_options(given["options"], before.options, taken=self.taken)
            if "options" in self.fields
            else before.options,
            options_from=given.get("options_from", ""),
            show_if=given.get("parsed") or _is(self.whole, given.get("shown", "")),
            constraint=constraint,
            binds=given.get("binds", before.binds),
            place_kind=given.get("place_kind", ""),
            most=given.get("most"),
        )


def filled(question: Question) -> dict[str, Any]:
    """Return what the form shows of a question that is there already."""
    written = question.show_if.said if question.show_if else ""
    simple = IS.fullmatch(written)
    least, greatest = _bounds(question.constraint) or (None, None)
    return {
        "label": question.label.zh,
        "label_en": question.label.en if question.label.en != question.label.zh else "",
        "help": question.help.zh if question.help else "",
        "required": question.required,
        "options": "\n".join(_line(option) for option in question.options),
        "options_from": question.options_from,
        "shown": "=".join(part for part in simple.groups() if part) if simple else "",
        "condition": "" if simple else written,
        "least": least,
        "greatest": greatest,
        "binds": question.binds,
        "place_kind": question.place_kind,
        "most": question.most,
    }


def _earlier(form: Form, code: str) -> list[Question]:
    """Return the questions before this one: only their answers are known when it is asked."""
    questions = []
    for question in form.every():
        if question.code == code:
            break
        if question.type not in ("note", "calculate", *HOLDERS):
            questions.append(question)
    return questions


def _pairs(earlier: list[Question]) -> list[Any]:
    """Return, a question a group, the answers on which this one can hang."""
    return [
        (str(question.label), [
            (f"{question.code}={option.code}", _("only if: %(answer)s") % {"answer": option.label})
            for option in question.options
        ])
        for question in earlier if question.options
    ]  # fmt: skip


def _is(form: Form, pair: str) -> Condition | None:
    code, _sign, option = pair.partition("=")
    question = form.find(code) if option else None
    if question is None:
        return None
    many = question.type == "select_many"
    written = f"selected(${{{code}}}, '{option}')" if many else f"${{{code}}} = '{option}'"
    return parse(written, codes=[code])


def _between(least: float | None, greatest: float | None) -> Condition | None:
    parts = [f". >= {least:.15g}"] if least is not None else []
    parts += [f". <= {greatest:.15g}"] if greatest is not None else []
    return parse(" and ".join(parts), codes=[]) if parts else None


def _bounds(constraint: Condition | None) -> tuple[str | None, str | None] | None:
    """Return the least and greatest number that a constraint lets by; None if it says more."""
    match = BETWEEN.fullmatch(constraint.said if constraint else "")
    return (match[1], match[2]) if match else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _line(option: Option) -> str:
    label = option.label
    return label.zh if label.en == label.zh else f"{label.zh} | {label.en}"


def _options(
    text: str, before: tuple[Option, ...], *, taken: Collection[str]
) -> tuple[Option, ...]:
    """Return the answers; one that stood there keeps its code, so that counts and conditions go on:
    one in the same words, or one whose words were only mended where it stood."""
    lines = [_label(*_halves(line)) for line in dict.fromkeys(_lines(text))]
    same = {option.label.zh: option.code for option in before}
    codes = [same.get(label.zh, "") for label in lines]
    if len(lines) == len(before):
        for at, option in enumerate(before):
            is_mended = set(option.label.zh) & set(lines[at].zh)
            if not codes[at] and option.code not in codes and is_mended:
                codes[at] = option.code
    new = (name for n in range(1, 500) if (name := f"a{n}") not in taken)
    rows = {option.code: option.row for option in before}
    return tuple(
        Option(code or next(new), label, rows.get(code, {}))
        for code, label in zip(codes, lines, strict=True)
    )


def _halves(line: str) -> tuple[str, str]:
    zh, _bar, en = line.replace("｜", "|").partition("|")
    return zh, en


def _help(text: str, before: Label | None) -> Label | None:
    """Return a hint; one that was not touched keeps its English."""
    if before is not None and text == before.zh:
        return before
    return _label(text, "") if text else None


def _label(zh: str, en: str) -> Label:
    return Label(zh.strip(), en.strip() or zh.strip())
