"""What a campaign heard, as Excel: a sheet a group of questions, and the list it was made for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.core.refusals import NotFound
from linli.core.sheets import Table
from linli.core.text import mask_phone
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign, Visit
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.answered import Answered, answered, whole_form
from linli.engines.campaigns.queries.results import (
    Result,
    chosen_places,
    options_of,
    place_names,
    results,
)
from linli.forms import trees
from linli.forms.evaluate import holds
from linli.forms.schema import CHOSEN, FILES, Column, Form, Question
from linli.registry import exports, facts, redaction
from linli.registry.access import Actor

Contacts = Mapping[int, Mapping[str, Any]]
CONTACT = ("contact.name", "contact.phone")
HIDDEN = "＊＊＊"


@transaction.atomic
def answers_workbook(
    actor: Actor, campaign_id: int, *, reason: str, unmasked: bool = False
) -> bytes:
    """Return the answers within reach as .xlsx: what they add up to, then a sheet a group.

    Phones, and what free text says of people, stay masked unless ``unmasked`` and a post grants
    reading them. Raises ``NotAllowed`` without the right to take lists out, ``Invalid`` without a
    reason.
    """
    campaign = campaign_for(actor, campaign_id)
    why = exports.allow(actor, reason, community_id=campaign.community_id, unmasked=unmasked)
    form, _versions = whole_form(campaign)
    visits = answered(actor, campaign)
    saying = Saying(campaign, form, place_names(chosen_places(form, visits)), unmasked=unmasked)
    tables = [_sums(results(actor, campaign_id).results, saying), *_sheets(form, visits, saying)]
    return exports.export_workbook(
        actor, campaign.community, "answers", tables, len(visits), why, unmasked=unmasked
    )


@transaction.atomic
def list_for_recipient(
    actor: Actor, campaign_id: int, *, reason: str, unmasked: bool = False
) -> bytes:
    """Return the list that the campaign was made for (an insurer's), by its own columns.

    A row an answering door in reach, of those whom the form lets onto it (``list_if``). Raises
    ``NotFound`` when its form has no such list.
    """
    campaign = campaign_for(actor, campaign_id)
    why = exports.allow(actor, reason, community_id=campaign.community_id, unmasked=unmasked)
    form = form_of(campaign.pk, campaign.form_number)
    if not form.columns:
        raise NotFound(_("This campaign hands out no list of its own."))
    today = timezone.localdate()
    visits = [v for v in answered(actor, campaign) if holds(form.list_if, v.answers, today=today)]
    contacts = _contacts(form.columns, visits)
    saying = Saying(campaign, form, place_names(chosen_places(form, visits)), unmasked=unmasked)
    rows = [[_cell(column, visit, contacts, saying) for column in form.columns] for visit in visits]
    return exports.export_sheet(
        actor, campaign.community, "campaign_list", [str(c.header) for c in form.columns], rows,
        why, title=campaign.title, unmasked=unmasked,
    )  # fmt: skip


class Saying:
    """Says answers in words, and hides what only a good reason opens."""

    def __init__(
        self, campaign: Campaign, form: Form, places: Mapping[str, str], *, unmasked: bool
    ) -> None:
        self.register = redaction.of(campaign.community_id)
        self.form, self.places, self.unmasked = form, places, unmasked
        self._labels: dict[str, dict[str, str]] = {}

    def __call__(self, question: Question, answer: Any) -> Any:
        if answer in (None, "", []):
            return ""
        if question.type in CHOSEN:
            labels = self._labels.setdefault(question.code, options_of(self.form, question))
            codes = answer if isinstance(answer, list) else [answer]
            return _comma().join(str(labels.get(code, code)) for code in codes)
        if question.type == "location":
            return self.places.get(answer, answer)
        if question.type in FILES:
            return len(answer)
        if question.binds:
            return self.fact(question.binds, answer)
        if self.unmasked:
            return answer
        if question.type == "geopoint" and answer.startswith("@"):  # where a device was
            return HIDDEN
        if question.type == "calculate" and self._is_of_sensitive(question, set()):
            return HIDDEN
        is_free = question.type in ("text", "barcode", "calculate") and isinstance(answer, str)
        return self.covered(answer) if is_free else answer

    def _is_of_sensitive(self, question: Question, seen: set[str]) -> bool:
        """True for a calculation that reckons, however indirectly, with a sensitive fact."""
        seen.add(question.code)
        codes = trees.names(question.calculation.tree) if question.calculation else ()
        parts = [self.form.find(code) for code in codes if code not in seen]
        return any(
            bool(part.binds and facts.get(part.binds).is_sensitive)
            or self._is_of_sensitive(part, seen)
            for part in parts
            if part is not None
        )

    def covered(self, words: str) -> str:
        """Say free text as whoever gets the file may read it."""
        return words if self.unmasked else self.register.cover(words).text

    def fact(self, code: str, value: Any) -> Any:
        """Say a fact of the register; a phone is masked unless it was asked for in full."""
        if not value or self.unmasked or not facts.get(code).is_sensitive:
            return value
        return mask_phone(str(value)) if code == "contact.phone" else HIDDEN


def _comma() -> str:
    return "、" if (get_language() or "zh-hans").startswith("zh") else ", "


def _sums(results: Iterable[Result], saying: Saying) -> Table:
    """Return what the answers add up to, each count beside what it is a share of."""
    rows: list[list[Any]] = []
    for result in results:
        base = [result.group, result.label]
        given: list[tuple[str, float | None]] = [(row.label, row.count) for row in result.rows]
        given += [(saying.covered(words.text), words.count) for words in result.words]
        if result.spread:
            given += [
                (_("least"), result.spread.least),
                (_("most"), result.spread.most),
                (_("mean"), round(result.spread.mean, 2)),
                (_("middle"), result.spread.middle),
            ]
        rows += [
            [*base, label, count, result.answered, result.asked]
            for label, count in given or [("", None)]
        ]
    headers = [_("group"), _("question"), _("answer"), _("count"), _("answered"), _("asked")]
    return Table(_("In sum"), headers, rows)


def _sheets(form: Form, visits: Sequence[Answered], saying: Saying) -> list[Table]:
    """Return a sheet for the questions outside groups, one a group, and one a repeat."""
    tables = [_sheet(_("Answers"), form.questions, visits, saying, is_first=True)]
    for question in form.every():
        if question.type == "group":
            tables.append(_sheet(str(question.label), question.questions, visits, saying))
        elif question.type == "repeat":
            tables.append(_rounds(question, visits, saying))
    return tables


def _sheet(
    title: str,
    questions: Sequence[Question],
    visits: Sequence[Answered],
    saying: Saying,
    *,
    is_first: bool = False,
) -> Table:
    asked = [question for question in questions if question.type not in ("note", "group", "repeat")]
    headers = [_("door"), *(_about_headers() if is_first else ()), *(str(q.label) for q in asked)]
    rows = [
        [
            visit.door or _("whoever came by"),
            *(_about(visit) if is_first else ()),
            *(saying(question, visit.answers.get(question.code)) for question in asked),
        ]
        for visit in visits
    ]
    return Table(title, headers, rows)


def _rounds(repeat: Question, visits: Sequence[Answered], saying: Saying) -> Table:
    asked = [
        question
        for question in Form(repeat.questions).every()
        if question.type not in ("note", "group")
    ]
    rows = [
        [visit.door, number, *(saying(question, row.get(question.code)) for question in asked)]
        for visit in visits
        for number, row in enumerate(visit.answers.get(repeat.code) or (), start=1)
    ]
    return Table(str(repeat.label), [_("door"), _("number"), *(str(q.label) for q in asked)], rows)


def _about_headers() -> list[str]:
    return [_("village of origin"), _("outcome"), _("channel"), _("asked by"), _("time")]


def _about(visit: Answered) -> list[Any]:
    outcome = str(dict(Visit.Outcome.choices)[visit.outcome])
    channel = str(dict(Visit.Channel.choices)[visit.channel])
    return [visit.village, outcome, channel, visit.by, _local(visit.at)]


def _cell(column: Column, visit: Answered, contacts: Contacts, saying: Saying) -> Any:
    source = column.source
    if source == "door":
        return visit.door
    if source in CONTACT:
        return saying.fact(source, contacts.get(visit.household_id or 0, {}).get(source, ""))
    if source == "visit.at":
        return _local(visit.at)
    if source == "visit.by":
        return visit.by
    if source == "visit.outcome":
        return str(dict(Visit.Outcome.choices)[visit.outcome])
    question = saying.form.find(source)
    return saying(question, visit.answers.get(source)) if question else ""


def _contacts(columns: Sequence[Column], visits: Sequence[Answered]) -> Contacts:
    wanted = [column.source for column in columns if column.source in CONTACT]
    if not wanted:
        return {}
    return facts.read([v.household_id for v in visits if v.household_id], wanted)


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)


def has_list(campaign: Campaign) -> bool:
    """True when the campaign hands out a list of its own."""
    return bool(form_of(campaign.pk, campaign.form_number).columns)
