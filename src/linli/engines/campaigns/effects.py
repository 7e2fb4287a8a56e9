"""What follows from an answer, by name. A programme says which effect; the rooms above hook up
what it does. A name that nobody has hooked yet waits, and is run once somebody has."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from linli.core import files
from linli.core.files import KeptPhoto
from linli.core.now import now
from linli.core.refusals import Refusal
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign, Door, EffectRun, Visit
from linli.forms.evaluate import holds
from linli.forms.schema import Form, Question
from linli.registry.access import SYSTEM, Actor, actor_of_household, actor_of_user
from linli.registry.models import Household, Place

IN_WORDS = re.compile(r"\{([A-Za-z_]\w*)\}")
SAYS_LETTERS = 200
State = EffectRun.State
Label = Any


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
    def once(self) -> str:
        """The same each time that this effect of this visit is tried."""
        return f"{self.visit.uid}:{self.number}"

    @property
    def words(self) -> dict[str, Any]:
        """The programme's words; one that is nothing but ``{code}`` is that answer as given."""
        asked = self.form.effects[self.number].with_
        return {name: fill(said, self.form, self.visit.answers) for name, said in asked.items()}

    def text(self, name: str) -> str:
        """Return a word as people say it: an option by its label, a place by its name."""
        said = self.form.effects[self.number].with_.get(name, "")
        return str(fill(said, self.form, self.visit.answers, as_said=True))


Run = Callable[[EffectCall], str]
TakePhotos = Callable[[str, Sequence[KeptPhoto], Actor], None]


@dataclass(frozen=True, slots=True)
class Hook:
    """What an effect does. ``stays_waiting``: it only prepares; an engine to come does the rest."""

    label: Label
    run: Run
    stays_waiting: bool = False


_HOOKS: dict[str, Hook] = {}
_PHOTOS: dict[str, TakePhotos] = {}


def hook(name: str, label: Label, *, stays_waiting: bool = False) -> Callable[[Run], Run]:
    """Say what an effect does: a function of the call that returns what came of it, as
    "app.model:id", or raises a ``Refusal``. Hooked again, the last one counts."""

    def register(run: Run) -> Run:
        _HOOKS[name] = Hook(label, run, stays_waiting)
        return run

    return register


def takes_photos(name: str) -> Callable[[TakePhotos], TakePhotos]:
    """Say who takes the pictures of a visit whose effect was done, as they arrive."""

    def register(take: TakePhotos) -> TakePhotos:
        _PHOTOS[name] = take
        return take

    return register


def names() -> dict[str, Label]:
    """Return the effects that are hooked, with their labels."""
    return {name: hook.label for name, hook in _HOOKS.items()}


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
    """Run what waited for its engine, once it is hooked; returns how many. By the clock."""
    ready = [name for name, hook in _HOOKS.items() if not hook.stays_waiting]
    waiting = EffectRun.objects.filter(state=State.WAITING, do__in=ready).order_by("pk")
    return sum(run_again(pk) for pk in waiting.values_list("pk", flat=True)[:limit])


@transaction.atomic
def run_again(run_id: int, *, by: Actor | None = None) -> bool:
    """Run an effect that waits or was refused, as ``by`` or as who visited; True if it went on."""
    run = (
        EffectRun.objects.select_for_update(of=("self",), no_key=True)
        .select_related("visit__campaign", "visit__door__place", "visit__user")
        .get(pk=run_id)
    )
    if run.state == State.DONE:
        return False
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
    for run in EffectRun.objects.filter(visit=visit, state=State.DONE, do__in=_PHOTOS):
        with suppress(Refusal), files.keeping():
            _PHOTOS[run.do](run.result, wanted, by)


def fill(said: Any, form: Form, answers: Mapping[str, Any], *, as_said: bool = False) -> Any:
    """Put answers into a word; alone in it, an answer stays what it is unless ``as_said``."""
    if isinstance(said, Mapping):
        return {name: fill(one, form, answers, as_said=as_said) for name, one in said.items()}
    if not isinstance(said, str):
        return said
    alone = IN_WORDS.fullmatch(said)
    if alone and not as_said:
        return answers.get(alone[1])
    return IN_WORDS.sub(lambda match: spoken(form.find(match[1]), answers.get(match[1])), said)


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
        return "、".join(labels.get(str(one), str(one)) for one in many)


def _run(call: EffectCall, run: EffectRun) -> EffectRun:
    """Run one effect behind a savepoint, and keep what came of it."""
    run.do = call.form.effects[run.number].do
    run.with_words, run.at, run.says = call.words, now(), ""
    hooked = _HOOKS.get(run.do)
    run.state = State.WAITING
    if (earlier := _done_before(call, run)) is not None:
        run.state, run.result = State.DONE, earlier
    elif hooked is not None:
        try:
            with files.keeping():
                run.result = hooked.run(call)
            run.state = State.WAITING if hooked.stays_waiting else State.DONE
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
    same = (one.result for one in done if one.with_words == run.with_words)
    return next(same, None)
