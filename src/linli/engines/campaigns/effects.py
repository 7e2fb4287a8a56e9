"""What follows from a visit: the effects that its form names are run, whoever does them. A name
that nobody does yet waits, and is run once somebody does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.core import files
from linli.core.files import KeptPhoto
from linli.core.now import now
from linli.core.refusals import Invalid, OutOfDate, Refusal
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign, Door, EffectRun, Visit
from linli.engines.campaigns.subjects import EFFECT_RUNS
from linli.forms.effects import EFFECTS
from linli.forms.evaluate import holds
from linli.forms.schema import Form, Question
from linli.registry.access import SYSTEM, Actor, actor_of_household, actor_of_user
from linli.registry.models import Household, Person, Place

IN_WORDS = re.compile(r"\{([A-Za-z_]\w*)\}")
SAYS_LETTERS = 200
State = EffectRun.State


@dataclass(frozen=True, slots=True)
class EffectCall:
    """An effect that is due: the ``number``-th of the form, of which visit and door, by whom."""

    visit: Visit
    campaign: Campaign
    door: Door | None
    form: Form
    number: int
    by: Actor

    @property
    def household(self) -> Household | None:
        return self.visit.household

    @property
    def person(self) -> Person | None:
        return self.door.person if self.door else None

    @property
    def place(self) -> Place | None:
        return self.door.place if self.door else None

    @property
    def community_id(self) -> int:
        return self.campaign.community_id

    @property
    def at(self) -> datetime:
        return self.visit.at

    @property
    def day(self) -> date:
        return self.visit.day

    @property
    def channel(self) -> str:
        return self.visit.channel

    @property
    def source(self) -> str:
        return f"visit:{self.visit.uid}"

    def require_household(self) -> Household:
        """Return the household that said this. Raises ``Invalid`` when none is known to have."""
        if self.household is None or self.visit.is_gone:
            raise Invalid(_("No household of the register is known to have said this."))
        return self.household

    @property
    def once(self) -> str:
        """The same each time that this effect of this visit is tried."""
        return f"{self.visit.uid}:{self.number}"

    @property
    def words(self) -> dict[str, Any]:
        """The programme's words; one that is nothing but ``{code}`` is that answer as given."""
        asked = self.form.effects[self.number].with_
        return {
            name: fill(template, self.form, self.visit.answers) for name, template in asked.items()
        }

    def text(self, name: str) -> str:
        """Return a word as people say it: an option by its label, a place by its name."""
        template = self.form.effects[self.number].with_.get(name, "")
        return str(fill(template, self.form, self.visit.answers, as_said=True))


def run_for(visit: Visit, form: Form, *, door: Door | None, by: Actor) -> list[EffectRun]:
    """Run what follows from a visit, in its own transaction; a refusal never loses the visit."""
    return [
        _run(
            EffectCall(visit, visit.campaign, door, form, number, by),
            EffectRun(visit=visit, number=number),
        )
        for number, effect in enumerate(form.effects)
        if holds(effect.when, visit.answers, today=visit.day)
    ]


def run_waiting(limit: int = 200) -> int:
    """Run what waited for its engine, once it is there; returns how many. By the clock."""
    ready = [name for name, kind in EFFECTS.items() if kind.is_done]
    waiting = EffectRun.objects.filter(state=State.WAITING, do__in=ready).order_by("pk")
    return sum(_run_waiting(pk) for pk in waiting.values_list("pk", flat=True)[:limit])


@transaction.atomic
def _run_waiting(run_id: int) -> bool:
    try:
        run = EFFECT_RUNS.begin(run_id, "run", by=SYSTEM).row
    except OutOfDate:  # somebody was quicker
        return False
    return run_again(run)


def run_again(run: EffectRun, *, by: Actor | None = None) -> bool:
    """Run an effect that waits or was refused, as ``by`` or as who visited; True if it went on.

    Its row is locked by the caller: ``subjects.EFFECT_RUNS.begin``.
    """
    visit = run.visit
    form = form_of(visit.campaign_id, visit.form_number)
    actor = by or who_visited(visit)
    _run(EffectCall(visit, visit.campaign, visit.door, form, run.number, actor), run)
    return run.state != State.WAITING


def who_visited(visit: Visit) -> Actor:
    """Return who acts for a visit later on: the visitor, the household, else the house."""
    if visit.user is not None:
        return actor_of_user(visit.user)
    if visit.household is not None and visit.by == f"household:{visit.household_id}":
        return actor_of_household(visit.household)
    return SYSTEM


def give_photos(visit: Visit, photos: Mapping[str, KeptPhoto], *, by: Actor) -> None:
    """Hand pictures on to what the visit's effects made; a signature is no photo. What takes them
    may say no, for the matter may be closed by now: the visit has its own."""
    form = form_of(visit.campaign_id, visit.form_number)
    asked = {question.code for question in form.every() if question.type == "photo"}
    wanted = [photo for name, photo in photos.items() if name.split("-")[-2] in asked]
    if not wanted:
        return
    taking = {name: kind.take_photos for name, kind in EFFECTS.items() if kind.take_photos}
    for run in EffectRun.objects.filter(visit=visit, state=State.DONE, do__in=taking):
        with suppress(Refusal), files.keeping():
            taking[run.do](run.result, wanted, by)


def fill(template: Any, form: Form, answers: Mapping[str, Any], *, as_said: bool = False) -> Any:
    """Put answers into a word; alone in it, an answer stays what it is unless ``as_said``."""
    if isinstance(template, Mapping):
        return {name: fill(part, form, answers, as_said=as_said) for name, part in template.items()}
    if not isinstance(template, str):
        return template
    alone = IN_WORDS.fullmatch(template)
    if alone and not as_said:
        return answers.get(alone[1])
    return IN_WORDS.sub(lambda match: spoken(form.find(match[1]), answers.get(match[1])), template)


def spoken(question: Question | None, value: Any) -> str:
    """Say an answer in the house's language."""
    if value is None or question is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        if question.type == "location":
            place = Place.objects.filter(code=value).first()
            return str(place) if place else str(value)
        labels = {option.code: str(option.label) for option in question.options}
        many = value if isinstance(value, list) else [value]
        return "、".join(labels.get(str(code), str(code)) for code in many)


def _run(call: EffectCall, run: EffectRun) -> EffectRun:
    """Run one effect behind a savepoint, and keep what came of it."""
    run.do = call.form.effects[run.number].do
    run.with_words, run.at, run.says = call.words, now(), ""
    kind = EFFECTS.get(run.do)
    run.state = State.WAITING
    if (earlier := _done_before(call, run)) is not None:
        run.state, run.result = State.DONE, earlier
    elif kind is not None and kind.run is not None:
        try:
            with files.keeping():
                run.result = kind.run(call)
            run.state = State.WAITING if kind.stays_waiting else State.DONE
        except Refusal as no:
            run.state, run.says = State.REFUSED, str(no)[:SAYS_LETTERS]
    run.save()
    return run


def _done_before(call: EffectCall, run: EffectRun) -> str | None:
    """Return what the same effect with the same words made of another visit to this door.

    Two people at one door found one broken lamp. Standing visits come again: theirs are new.
    """
    if call.door is None or call.campaign.is_standing:
        return None
    done = EffectRun.objects.filter(
        visit__door=call.door, number=run.number, do=run.do, state=State.DONE
    ).exclude(visit=call.visit)
    same = (earlier.result for earlier in done if earlier.with_words == run.with_words)
    return next(same, None)
