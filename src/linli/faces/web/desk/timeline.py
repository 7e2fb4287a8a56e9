"""What a matter's page tells: the story, photos, who raised it, departments, matters beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from linli.core.text import mask_name, mask_phone
from linli.engines.cases import kinds
from linli.engines.cases.models import Case
from linli.engines.cases.models.timeline import Facts
from linli.engines.cases.queries.desk_case import BesideCase, CalledIn, CasePage, StoryStep
from linli.engines.cases.queries.photos import CasePhoto
from linli.engines.cases.series import SERIES
from linli.engines.cases.verbs import VERBS
from linli.engines.cases.workflows import CLOCK
from linli.faces.web.desk import case_rows
from linli.faces.web.shared import actors, times
from linli.faces.web.shared.lines import ListLine
from linli.faces.web.shared.staff import StaffRequest
from linli.forms.schema import Form
from linli.forms.words import in_words, listed
from linli.registry.models import Post
from linli.registry.queries import door_of

HOW = {
    "merged_here": lambda: _("joined with this one"),
    "goes_on_as": lambda: _("this one goes on there"),
    "split_off": lambda: _("split off from this one"),
    "split_from": lambda: _("this one was split off from it"),
    "alike": lambda: _("nearly the same"),
}

LOOKED = {
    "shown": _lazy("looked at: strangers read the words"),
    "reworded": _lazy("looked at: strangers read other words"),
    "withheld": _lazy("looked at: the words are kept back"),
}


@dataclass(frozen=True, slots=True)
class DueLine:
    """Until when, in ``words`` and as the ``colour`` of its traffic light."""

    words: str
    exact: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What one of the kind's questions was answered with."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A likely kind, and how sure that is, in per cent."""

    code: str
    label: str
    sure: str


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo and its caption."""

    href: str
    words: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step or a note in words; ``is_answer``: also read by who said "this is about me"."""

    done: str
    who: str
    when: str
    words: str
    is_public: bool
    is_answer: bool
    is_note: bool
    facts: str


@dataclass(frozen=True, slots=True)
class ReporterLine:
    """Who raised it; ``household_href`` for those alone who may see people."""

    name: str
    phone: str
    email: str
    household: str
    household_href: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A department that was called in."""

    name: str
    asked: str
    due: str
    is_answered: bool
    answer: str


def due_line(case: Case, *, now: datetime) -> DueLine:
    """Say until when; a missed deadline says how late it is, and exactly when it was."""
    words = case_rows.due_words(case, now=now)
    if not case.due_at or not CLOCK.runs(case.state):
        return DueLine(words)
    exact = times.exact(case.due_at, now=now)
    if CLOCK.is_late(case, now=now):
        return DueLine(words, exact=exact, colour="late")
    return DueLine(exact, colour=case_rows.near(case, now))


def answers(case: Case) -> list[AnswerLine]:
    """Return the answers to the kind's own questions, in words."""
    kind = kinds.find_in(case.community_id, case.kind)
    form = kind.form if kind else Form()
    lines = [AnswerLine(*line) for line in in_words(form, case.fields)]
    return lines + [
        AnswerLine(code, listed(map(str, value)) if isinstance(value, list) else str(value))
        for code, value in case.fields.items()
        if form.find(code) is None  # asked once, and no more
    ]


def guesses(page: CasePage) -> list[KindGuess]:
    """Return the likely kinds while nobody has chosen one, the present first; a press confirms."""
    case = page.case
    if case.kind_confirmed or "change_kind" not in page.verbs:
        return []
    sure = {code: f"{round(share * 100)}%" for code, share in case.suggestion if kinds.find(code)}
    codes = dict.fromkeys([case.kind, *sure])
    return [KindGuess(code, kinds.label_of(code), sure.get(code, "")) for code in codes]


def photo_line(photo: CasePhoto, *, now: datetime) -> PhotoLine:
    """Add the photo's address and what it shows, in words."""
    return PhotoLine(
        href=reverse("desk_photo", args=[photo.id]),
        words=f"{photo.words} · {times.near(photo.at, now=now)}",
        width=photo.width,
        height=photo.height,
    )


def step_line(step: StoryStep, *, now: datetime) -> StepLine:
    """Say a step as an old secretary would."""
    return StepLine(
        done=_done(step),
        who=actors.spoken(step.by, step.who),
        when=times.exact(step.at, now=now),
        words=step.words,
        is_public=step.is_public,
        is_answer=step.verb == "look",
        is_note=step.is_note,
        facts=_facts(step.facts, now=now),
    )


def _done(step: StoryStep) -> str:
    """Return the step's verb as what was done."""
    code = step.verb
    if code == "merge" and not step.is_public:
        return _("another matter joined with this one")
    if code == "set_public":
        is_public = step.facts.get("is_public")
        return _("shown on the public page") if is_public else _("hidden from the public page")
    if code == "look":
        return str(LOOKED.get(step.facts.get("look", ""), VERBS[code].done))
    return str(VERBS[code].done) if code in VERBS else str(code)


def _facts(facts: Facts, *, now: datetime) -> str:
    """Say owner, deadline, destination …: what the step is about."""
    words = [kinds.label_of(facts["kind"])] if facts.get("kind") else []
    for name in ("owner", "destination", "phone", "department", "other", "organisation", "from"):
        if facts.get(name):
            words.append(str(facts[name]))
    if facts.get("role"):
        words.append(str(dict(Post.Role.choices).get(facts["role"], facts["role"])))
    if facts.get("parts"):
        words.append("、".join(str(part) for part in facts["parts"]))
    if facts.get("stars"):
        words.append("★" * int(facts["stars"]))
    for name in ("due", "review_on"):
        if facts.get(name):
            words.append(_("by %(day)s") % {"day": _spoken(str(facts[name]), now=now)})
    return " · ".join(words)


def _spoken(kept: str, *, now: datetime) -> str:
    """Say a day or a moment that a step keeps as text."""
    today = timezone.localdate(now)
    if len(kept) == len("2026-11-26"):
        return times.day(date.fromisoformat(kept), today=today)
    return times.exact(datetime.fromisoformat(kept), now=now)


def reporter(request: StaffRequest, case: Case) -> ReporterLine:
    """Return who raised it, masked."""
    home = _home(case)
    sees = request.actor.may("see_people", path=case.community.path)
    return ReporterLine(
        name=case.reporter_name if sees else mask_name(case.reporter_name),
        phone=mask_phone(case.reporter_phone),
        email=case.reporter_email if sees else "",
        household=home,
        household_href=reverse("register-household", args=[case.household_id])
        if home and sees
        else "",
    )


def _home(case: Case) -> str:
    """Return the household's door (1 query, none without a household)."""
    return door_of(case.household_id) if case.household_id else ""


def call_line(call: CalledIn, *, now: datetime) -> CallLine:
    """Say which department was asked, and what it answered."""
    return CallLine(
        name=call.organisation,
        asked=times.near(call.asked_at, now=now),
        due=times.due(call.due_at, now=now) if call.due_at else "",
        is_answered=bool(call.answered_at),
        answer=call.answer,
    )


def beside_line(other: BesideCase) -> ListLine:
    """Say how another matter belongs to this one."""
    word, colour = case_rows.state_tag(other.state, other.closing)
    soft = (SERIES.reference(other.number), other.place_label, HOW[other.how]())
    return ListLine(
        href=reverse("desk_case", args=[other.id]),
        title=other.title,
        soft=" · ".join(filter(None, soft)),
        tag=word,
        colour=colour,
    )
