"""A matter in plain words: what a resident reads where staff read a state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.engines.cases import kinds
from linli.engines.cases.models import Case
from linli.engines.cases.queries.resident import MyCase, ResidentStep
from linli.engines.cases.verbs import VERBS
from linli.engines.cases.workflows import CLOCK, Stated
from linli.faces.web.shared import times
from linli.forms.words import in_words

# state → (tag, its colour, the sentence beneath)
STATES = {
    "filed": (pgettext_lazy("resident", "Received"), "mute",
              gettext_lazy("We have it and will pass it to whoever answers for it.")),
    "accepted": (pgettext_lazy("resident", "Accepted"), "info",
                 gettext_lazy("We have accepted it.")),
    "assigned": (pgettext_lazy("resident", "Assigned"), "info",
                 gettext_lazy("It has been given to %(owner)s.")),
    "in_hand": (pgettext_lazy("resident", "In hand"), "info",
                gettext_lazy("%(owner)s is on it.")),
    "waiting": (pgettext_lazy("resident", "Your answer, please"), "warn",
                gettext_lazy("We need one more word from you.")),
    "deferred": (pgettext_lazy("resident", "Not possible now"), "mute",
                 gettext_lazy("It cannot be solved now. We look at it again on %(review)s.")),
    "inspecting": (pgettext_lazy("resident", "Being checked"), "info",
                   gettext_lazy("It is done; somebody else is checking it.")),
    "resolved": (pgettext_lazy("resident", "Please confirm"), "warn",
                 gettext_lazy("It is done. Please have a look.")),
}  # fmt: skip
CLOSINGS = {
    "confirmed": (pgettext_lazy("resident", "Satisfied"), "good",
                  gettext_lazy("You said that it is solved. Thank you.")),
    "reviewed": (pgettext_lazy("resident", "Closed"), "good",
                 gettext_lazy("We asked you by telephone and closed it.")),
    "answered": (pgettext_lazy("resident", "Answered"), "good",
                 gettext_lazy("We have answered; you find it below.")),
    "silent": (pgettext_lazy("resident", "Closed"), "mute",
               gettext_lazy("We heard nothing more from you, so it was closed. "
                            "If it is not solved, say so below.")),
    "referred": (pgettext_lazy("resident", "Passed on"), "mute",
                 gettext_lazy("This is not the community's duty. Below you find who answers.")),
    "withdrawn": (pgettext_lazy("resident", "Withdrawn"), "mute",
                  gettext_lazy("You have withdrawn it.")),
    "merged": (pgettext_lazy("resident", "Joined"), "mute",
               gettext_lazy("Others raised the same; it goes on together with theirs.")),
}  # fmt: skip
# The same ends as strangers read them on the public page.
PUBLIC_CLOSINGS = {
    "confirmed": (gettext_lazy("Solved, its reporter says"), "good"),
    "reviewed": (gettext_lazy("Closed after a call-back"), "good"),
    "answered": (gettext_lazy("Answered"), "good"),
    "silent": (gettext_lazy("Closed, no answer"), "mute"),
    "referred": (gettext_lazy("Passed on, not our duty"), "mute"),
    "withdrawn": (gettext_lazy("Withdrawn by its reporter"), "mute"),
    "merged": (gettext_lazy("Joined with another"), "mute"),
}


def tag_of(row: MyCase | Case) -> tuple[str, str]:
    """Return the tag's word and colour for who raised it."""
    label, colour, _sentence = _entry(row)
    return str(label), colour


def sentence_of(row: MyCase | Case) -> str:
    """Return the sentence that says where the matter stands."""
    _label, _colour, sentence = _entry(row)
    owner = row.owner_label or _("the community")
    review = row.review_on
    return str(sentence) % {
        "owner": owner,
        "review": times.day(review, today=times.today()) if review else _("a later day"),
    }


def list_row(row: MyCase, *, now: datetime) -> dict[str, str]:
    """Prepare one of the household's matters for ``parts/row.html``."""
    tag, colour = tag_of(row)
    return {
        "href": reverse("my_case", args=[row.id]),
        "title": row.title,
        "soft": soft_line(row, now=now),
        "tag": tag,
        "colour": colour,
    }


def soft_line(row: MyCase, *, now: datetime) -> str:
    """Return who answers and by when, or when it was done."""
    if row.state == "resolved" and row.resolved_at:
        return _("Done %(time)s; please have a look") % {
            "time": times.near(row.resolved_at, now=now)
        }
    if row.state == "closed" and row.closed_at:
        return _("Closed %(time)s") % {"time": times.near(row.closed_at, now=now)}
    owner = row.owner_label or _("the community")
    if row.due_at and CLOCK.runs(row.state):
        if CLOCK.is_late(row, now=now):
            return _("%(owner)s · %(late)s") % {
                "owner": owner, "late": times.due(row.due_at, now=now),
            }  # fmt: skip
        return _("%(owner)s · by %(time)s") % {
            "owner": owner, "time": times.near(row.due_at, now=now),
        }  # fmt: skip
    return str(owner)


def public_tag(row: Stated, *, now: datetime) -> tuple[str, str]:
    """Return the tag's word and colour for strangers."""
    if row.state == "closed":
        label, colour = PUBLIC_CLOSINGS.get(row.closing, (_("Closed"), "mute"))
        return str(label), colour
    if row.state == "resolved":
        return _("Done, to be confirmed"), "warn"
    if CLOCK.is_late(row, now=now):
        return _("Overdue"), "bad"
    label, colour, _sentence = STATES[row.state]
    if row.state == "waiting":
        return _("Waiting for its reporter"), "mute"
    return str(label), colour


def step_row(step: ResidentStep, *, own_key: str, now: datetime) -> dict[str, Any]:
    """Prepare one step for the timeline: what happened, who, when, in which words."""
    verb = VERBS.get(step.verb)
    by_reporter = step.by == own_key or step.by.startswith(("follow:", "visitor"))
    facts = step.facts or {}
    return {
        "title": verb.done if verb else step.verb,
        "who": _("you") if by_reporter else step.by_label,
        "when": times.near(step.at, now=now),
        "words": step.words,
        "owner": facts.get("owner") or "",
        "destination": facts.get("destination") or "",
        "stars": "★" * int(facts.get("stars") or 0),
    }


def answers_of(kind: kinds.Kind | None, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the kind's own questions with what was answered, in words."""
    return in_words(kind.form, given) if kind else []


def _entry(row: Stated) -> tuple[Any, str, Any]:
    if row.state == "closed":
        return CLOSINGS.get(row.closing, CLOSINGS["silent"])
    return STATES[row.state]
