"""A questionnaire as far as it is filled in: what was answered so far travels with the page."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from linli.engines.campaigns.forms import checking
from linli.engines.campaigns.forms.shape import FILES, Form, Question
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.versions import form_of
from linli.registry import facts
from linli.registry.access import Actor

MOST_KEPT_LETTERS = 60_000


@dataclass(slots=True)
class Sheet:
    """A questionnaire as far as it is filled in."""

    campaign: Campaign
    form: Form
    actor: Actor
    today: date
    number: int
    uid: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    started_from: dict[str, str] = field(default_factory=dict)

    @property
    def steps(self) -> list[Question]:
        """The questions asked so far and to come, one a page; pictures come last, all at once."""
        asked = checking.shown(self.form.questions, self.answers, today=self.today)
        return [one for one in asked if one.type != "note" and one.type not in FILES]

    @property
    def pictures(self) -> tuple[Question, ...]:
        asked = checking.shown(self.form.questions, self.answers, today=self.today)
        return tuple(one for one in asked if one.type in FILES)

    def kept(self) -> str:
        """Return what travels with the page."""
        return json.dumps(
            {
                "uid": self.uid, "number": self.number,
                "answers": self.answers, "from": self.started_from,
            },
            ensure_ascii=False,
        )  # fmt: skip


def sheet_of(request: HttpRequest, campaign: Campaign, actor: Actor) -> Sheet:
    """Return the sheet as the page brought it; what cannot be read begins anew."""
    try:
        kept = json.loads(request.POST.get("kept", "")[:MOST_KEPT_LETTERS] or "{}")
    except ValueError:
        kept = {}
    kept = kept if isinstance(kept, dict) else {}
    number = kept.get("number")
    if not isinstance(number, int) or not 0 < number <= campaign.form_number:
        number = campaign.form_number
    made = Sheet(campaign, form_of(campaign.pk, number), actor, timezone.localdate(), number)
    answers, versions = kept.get("answers"), kept.get("from")
    made.answers = answers if isinstance(answers, dict) else {}
    made.uid = str(kept.get("uid") or uuid.uuid4())
    made.started_from = versions if isinstance(versions, dict) else {}
    if not kept and actor.household_id is not None and made.form.bound:
        known = facts.read([actor.household_id], made.form.bound)[actor.household_id]
        made.started_from = {fact: facts.version_of(value) for fact, value in known.items()}
    return made


def known(sheet: Sheet) -> dict[str, Any]:
    """Return what the register holds of the household that fills it in."""
    home = sheet.actor.household_id
    if home is None or not sheet.form.bound:
        return {}
    return dict(facts.read([home], sheet.form.bound)[home])
