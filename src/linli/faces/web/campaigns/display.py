"""A campaign's rows as its pages tell them: the way back, a door's facts, its visits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext, pgettext_lazy

from linli.core.files import is_sound
from linli.core.text import mask_phone
from linli.engines.campaigns.actions import Recorded
from linli.engines.campaigns.models import Campaign, Conflict, Door, VisitPhoto
from linli.engines.campaigns.queries.bundle import spots_for
from linli.engines.campaigns.queries.door_page import DoorPage, VisitThere
from linli.faces.web.campaigns import states
from linli.faces.web.shared import times
from linli.forms.schema import Form
from linli.forms.words import Places, in_words
from linli.registry import facts

SLOTS = {
    "morning": pgettext_lazy("time of day", "in the morning"),
    "afternoon": pgettext_lazy("time of day", "in the afternoon"),
    "evening": pgettext_lazy("time of day", "in the evening"),
    "weekend": pgettext_lazy("time of day", "at the weekend"),
}


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit as a line of the door's history; ``missing``: why pictures are lost."""

    word: str
    colour: str
    when: str
    by: str
    channel: str
    campaign: str
    is_late: bool
    answers: Sequence[tuple[str, str]]
    photos: Sequence[str]
    sounds: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A fact in dispute in words."""

    id: int
    property: str
    standing: str
    said: str
    started_from: str


def crumbs(campaign: Campaign | None = None) -> list[dict[str, str]]:
    """Return the way back: to the list, and to the campaign."""
    way = [{"href": reverse("campaigns"), "label": _("Rounds")}]
    if campaign is not None:
        way.append({"href": reverse("campaign", args=[campaign.pk]), "label": campaign.title})
    return way


def door_crumbs(door: Door) -> list[dict[str, str]]:
    """Return the way back from a door: list, campaign, building."""
    way = crumbs(door.campaign)
    if door.building is not None:
        href = reverse("campaign_building", args=[door.campaign_id, door.building_id])
        way.append({"href": href, "label": door.building.name})
    return way


def span(campaign: Campaign, *, today: date) -> str:
    """Say from when to when, and which round it is."""
    first = times.day(campaign.starts_on, today=today)
    last = times.day(campaign.ends_on, today=today) if campaign.ends_on else _("without end")
    words = f"{first} – {last}"
    if campaign.round > 1:
        words += " · " + _("round %(number)s") % {"number": campaign.round}
    return words


def doors_in_words(count: int, targets: str) -> str:
    """Say how many there are of what a campaign visits: households, entrances, people, places."""
    words = {
        "entrances": npgettext("door unit", "%(count)s entrance", "%(count)s entrances", count),
        "persons": npgettext("door unit", "%(count)s person", "%(count)s people", count),
        "places": npgettext("door unit", "%(count)s place", "%(count)s places", count),
    }
    homes = npgettext("door unit", "%(count)s household", "%(count)s households", count)
    return words.get(targets, homes) % {"count": count}


def after(recorded: Recorded) -> list[str]:
    """Say what followed from a visit."""
    if not recorded.is_new:
        return [_("This was kept already.")]
    sentences = [_("Kept.")]
    if count := len(recorded.conflicts):
        sentences.append(
            ngettext(
                "%(count)s fact was changed meanwhile. Please settle it.",
                "%(count)s facts were changed meanwhile. Please settle them.",
                count,
            )
            % {"count": count}
        )
    return sentences


def places_for(form: Form, community_id: int) -> list[tuple[str, str, str]]:
    """Return the places that the form's questions may be answered with: (code, label, kind)."""
    return [(spot.code, spot.label, spot.kind) for spot in spots_for({community_id}, [form])]


def known_and_masked(page: DoorPage) -> tuple[facts.Values, dict[str, str]]:
    """Part the facts into those filled in, and the sensitive ones that are only hinted at."""
    known, masked = {}, {}
    for code, value in page.known.items():
        if not facts.get(code).is_sensitive:
            known[code] = value
        elif value not in (None, ""):
            masked[code] = mask_phone(str(value)) if code == "contact.phone" else _("kept, hidden")
        else:
            masked[code] = ""
    return known, masked


def door(page: DoorPage, *, places: Places) -> dict[str, Any]:
    """Return a door as its page shows it."""
    door, now = page.door, timezone.now()
    return {
        "door": door,
        "campaign": door.campaign,
        "letter": states.LETTERS[door.state],
        "colour": states.COLOURS.get(door.state, "mute"),
        "history": [visit(row, now=now, places=places) for row in page.history],
        "facts": list(page.versions.items()),
        "conflicts": [conflict(row) for row in page.conflicts],
        "walkers": [w for w in page.walkers if w.is_active and w.pk != door.walker_id],
        "next": page.next,
        "may": page.may,
    }


def visit(row: VisitThere, *, now: datetime, places: Places) -> VisitLine:
    """Return a visit as a line of the door's history, with its answers in words."""
    visit = row.visit
    return VisitLine(
        word=visit.get_outcome_display(),
        colour=states.COLOURS.get(visit.outcome, "mute"),
        when=times.near(visit.at, now=now),
        by=visit.by_label,
        channel=visit.get_channel_display(),
        campaign=row.campaign.title if row.campaign else "",
        is_late=visit.is_late,
        answers=in_words(row.form, visit.answers, places=places),
        photos=_addresses(photo for photo in row.photos if not is_sound(photo.file)),
        sounds=_addresses(photo for photo in row.photos if is_sound(photo.file)),
        missing=[photo.get_why_display() for photo in row.missing],
    )


def conflict(row: Conflict) -> Dispute:
    """Return a fact in dispute in words: what the register says, what was said at the door."""
    fact = facts.get(row.property)
    return Dispute(
        id=row.pk,
        property=str(fact.label),
        standing=fact_in_words(fact, row.standing),
        said=fact_in_words(fact, row.said),
        started_from=fact_in_words(fact, row.started_from),
    )


def fact_in_words(fact: facts.Property, value: Any) -> str:
    """Say a fact's value; phones are masked."""
    if value in (None, "", []):
        return pgettext("fact", "nothing")
    if fact.code == "contact.phone":
        return mask_phone(str(value))
    labels = {option.code: str(option.label) for option in fact.options}
    return labels.get(str(value), str(value))


def _addresses(photos: Iterable[VisitPhoto]) -> list[str]:
    """Return where a visit's pictures or recordings are sent from."""
    return [reverse("campaign_photo", args=[photo.pk]) for photo in photos]
