"""A questionnaire as far as it is filled in: what was answered so far travels with the page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from linli.core.refusals import Invalid
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign
from linli.faces import requests
from linli.faces.web.campaigns.field import Field
from linli.faces.web.campaigns.form_fields import MOST_ROWS, PREFIX
from linli.forms import validation
from linli.forms.editing import leaves
from linli.forms.filling import filled
from linli.forms.schema import FILES, Form, Question
from linli.registry import facts
from linli.registry.access import Actor

MOST_KEPT_LETTERS = 400_000
GREATEST = 1e15


@dataclass(slots=True)
class Sheet:
    """A questionnaire as far as it is filled in."""

    campaign: Campaign
    form: Form
    actor: Actor
    today: date  # the moment, too, for now()
    number: int
    uid: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    started_from: dict[str, str] = field(default_factory=dict)

    @property
    def steps(self) -> list[Question]:
        """The questions asked so far and to come, one a page; pictures come last, all at once."""
        asked = validation.shown(self.form.questions, self.answers, today=self.today)
        return [question for question in asked if _has_page(question)]

    @property
    def told(self) -> dict[str, Any]:
        """The answers so far to what is asked, with what is reckoned of them."""
        return validation.told(self.form.questions, self.answers, today=self.today)

    def place_of(self, question: Question) -> tuple[int, int]:
        """Return which question this is, and how many there are at most: what comes after it hangs
        on the answers."""
        asked = [each.code for each in self.steps]
        every = [each.code for each in leaves(self.form.questions) if _has_page(each)]
        step = asked.index(question.code) + 1 if question.code in asked else 1
        return step, step + len(every) - every.index(question.code) - 1

    @property
    def asking(self) -> Form:
        """The form as its pages ask it: a repeat without its pictures, which come last."""
        return replace(self.form, questions=without_pictures(self.form.questions))

    def pictures(self) -> list[Field]:
        """Return a field for every picture that is asked for, those of a repeat an entry each."""
        fields: list[Field] = []
        for question in validation.shown(self.form.questions, self.answers, today=self.today):
            if question.type in FILES:
                fields.append(
                    Field(
                        PREFIX + question.code,
                        question,
                        str(question.label),
                        str(question.help or ""),
                    )
                )
            for at, row in (
                enumerate(self.answers.get(question.code, ())) if question.questions else ()
            ):
                answers = {**self.answers, **row}
                fields += [
                    Field(
                        f"{PREFIX}{question.code}-{at}-{each.code}", each,
                        f"{question.label} {at + 1} · {each.label}", str(each.help or ""),
                    )
                    for each in validation.shown(question.questions, answers, today=self.today)
                    if each.type in FILES
                ]  # fmt: skip
        return fields

    def kept(self) -> str:
        """Return what travels with the page."""
        return json.dumps(
            {
                "uid": self.uid, "number": self.number,
                "answers": self.answers, "from": self.started_from,
            },
            ensure_ascii=False,
        )  # fmt: skip


def _has_page(question: Question) -> bool:
    return question.type not in ("note", "calculate") and question.type not in FILES


def without_pictures(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions, those of repeats without the ones that are answered by a picture."""
    return tuple(
        replace(question, questions=_without_files(question.questions))
        if question.type == "repeat"
        else replace(question, questions=without_pictures(question.questions))
        for question in questions
    )


def _without_files(questions: Sequence[Question]) -> tuple[Question, ...]:
    return tuple(
        replace(question, questions=_without_files(question.questions))
        for question in questions
        if question.type not in FILES
    )


def sheet_of(request: HttpRequest, campaign: Campaign, actor: Actor) -> Sheet:
    """Return the sheet as the page brought it; what cannot be read begins anew."""
    kept = _kept(request)
    number = kept.get("number")
    if not isinstance(number, int) or not 0 < number <= campaign.form_number:
        number = campaign.form_number
    made = Sheet(campaign, form_of(campaign.pk, number), actor, timezone.localtime(), number)
    answers, versions = kept.get("answers"), kept.get("from")
    made.answers = _shaped(made.form.questions, answers if isinstance(answers, dict) else {})
    made.uid = _uid(kept.get("uid"))
    if isinstance(versions, dict):
        made.started_from = {str(fact): str(version) for fact, version in versions.items()}
    elif actor.household_id is not None and made.form.bound:
        known = facts.read([actor.household_id], made.form.bound)[actor.household_id]
        made.started_from = {fact: facts.version_of(value) for fact, value in known.items()}
    return made


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Return what travelled with the page."""
    sent = request.POST.get("kept", "")
    try:
        kept = requests.json_of(sent) if sent and len(sent) <= MOST_KEPT_LETTERS else {}
        requests.check_json(kept)
    except (ValueError, Invalid):
        return {}
    return kept if isinstance(kept, dict) else {}


def _uid(typed: Any) -> str:
    try:
        return str(uuid.UUID(typed))
    except (ValueError, AttributeError, TypeError):
        return str(uuid.uuid4())


def _shaped(questions: Sequence[Question], answers: dict[str, Any]) -> dict[str, Any]:
    """Return what has the shape of an answer to these questions; its words are checked later."""
    shaped: dict[str, Any] = {}
    for question in questions:
        if question.type == "group":
            shaped |= _shaped(question.questions, answers)
        elif (value := _answer(question, answers.get(question.code))) not in (None, "", []):
            shaped[question.code] = value
    return shaped


def _answer(question: Question, value: Any) -> Any:
    if question.type == "repeat":
        rows = value if isinstance(value, list) else []
        return [
            _shaped(question.questions, row) for row in rows[:MOST_ROWS] if isinstance(row, dict)
        ]
    if question.type in ("select_many", "rank"):
        return [code for code in value if isinstance(code, str)] if isinstance(value, list) else []
    if question.type in ("number", "range", "calculate") and isinstance(value, int | float):
        return value if abs(value) <= GREATEST else None
    return value if isinstance(value, str) and question.type not in FILES else None


def known(sheet: Sheet) -> dict[str, Any]:
    """Return what the register holds of the household that fills it in."""
    home = sheet.actor.household_id
    if home is None or not sheet.form.bound:
        return {}
    return dict(facts.read([home], sheet.form.bound)[home])


def narrowed(sheet: Sheet, field: Field) -> Field:
    """Leave the choices that are open after what was answered."""
    if field.question.choice_filter or field.question.options_from:
        open_codes = validation.options_open(field.question, sheet.told, today=sheet.today)
        field.choices = [choice for choice in field.choices if choice.code in open_codes]
        field.filter = ""
    return field


def notes_before(sheet: Sheet, question: Question) -> list[str]:
    """Return the notes that stand right before a question."""
    notes: list[str] = []
    for each in validation.shown(sheet.form.questions, sheet.answers, today=sheet.today):
        if each.code == question.code:
            return notes
        if each.type == "note":
            notes = [*notes, filled(str(each.label), sheet.told, sheet.form)]
        elif each.type != "calculate":
            notes = []
    return []
