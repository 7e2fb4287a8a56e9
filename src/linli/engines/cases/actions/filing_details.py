"""What somebody gives when they raise a matter, made tidy and checked before it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from linli.core.files import Sent
from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import kinds
from linli.engines.cases.actions.finish import tidy
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case
from linli.registry.access import Actor, require
from linli.registry.models import Household, Place

TEXT_MOST = 4000
TITLE_MOST = 80
TITLE_FROM_TEXT = 30
HALF_NUMBER = re.compile(r"[\d \-.()+]*\d[\d \-.()+]*$")  # half of it would not be known again
OLDEST_YEARS = 20


@dataclass(frozen=True)
class Reporter:
    """Who raises a matter, as far as they say. All of it may stay empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    household_id: int | None = None


class Details(TypedDict, total=False):
    """What may be said beside the words. ``where`` names a place that is none of ours."""

    place: Place | int | None
    where: str
    title: str
    fields: Mapping[str, Any] | None
    photos: Sequence[Sent]
    reporter: Reporter | None
    opened_at: datetime | None
    external_id: str
    external: Mapping[str, Any] | None
    urgency: int
    latitude: float | None
    longitude: float | None
    suggestion: Sequence[Any] | None
    kind_confirmed: bool


def whereabouts(community_id: int, place: Place | int | None) -> tuple[Place, Place | None]:
    """Return community and place with what is needed of them (1 or 2 queries)."""
    spot: Place | None = place if isinstance(place, Place) else None
    if isinstance(place, int):
        spot = Place.objects.select_related("community").filter(pk=place).first()
    if place is not None and (spot is None or not spot.is_active):
        raise NotFound(_("This place is not in our register. Please choose another one."))
    if spot is not None and (spot.pk != community_id and spot.community_id != community_id):
        raise NotFound(_("This place belongs to another community."))
    if spot is not None and spot.pk == community_id:
        return spot, None
    community = spot.community if spot else None
    if community is None:
        community = Place.objects.filter(pk=community_id, kind="community").first()
    if community is None:
        raise NotFound(_("There is no such community."))
    return community, spot


def kind_on(code: str | Kind, community_id: int) -> Kind:
    """Return the kind as this community runs it (1 query, none for one that is known already)."""
    if isinstance(code, Kind):
        return code
    kind = kinds.get(code)
    for here in kinds.on_in(community_id):
        if here.code == code:
            return here
    raise NotFound(
        _("%(kind)s is not taken in here. Please choose another kind.") % {"kind": kind.label}
    )


def text_of(text: str, *, photos: Sequence[Sent]) -> str:
    """Return the words; a picture may stand for them."""
    tidied = tidy(text, field="text", most=TEXT_MOST)
    if not tidied and not photos:
        sentence = _("Please write what it is about, or add a photo.")
        raise Invalid(sentence, errors={"text": [sentence]})
    return tidied


def title_of(title: str, *, case: Case, kind: Kind) -> str:
    """Return the title given, else the beginning of the text, else the kind."""
    given = tidy(title, field="title", most=TEXT_MOST).replace("\n", " ")
    if given:
        return given[:TITLE_MOST]
    first = case.text.split("\n")[0].strip()
    for mark in "。!?！？;；":
        first = first.split(mark)[0]
    if len(first) > TITLE_FROM_TEXT:
        cut = first[: TITLE_FROM_TEXT - 1]
        first = (HALF_NUMBER.sub("", cut) or cut).rstrip() + "…"
    return first or kind.label.zh


def reporter_of(reporter: Reporter | None, *, by: Actor, community_id: int) -> Reporter:
    """Clean what the reporter says; the bearer of a household's key reports for that household."""
    reporter = reporter or Reporter()
    household_id = reporter.household_id or by.household_id
    if household_id and household_id != by.household_id and not by.is_staff and by.key != "system":
        household_id = None
    if household_id != by.household_id:
        check_household(household_id, community_id=community_id, by=by)
    email = tidy(reporter.email, field="email", most=254)
    if email and ("@" not in email.strip("@") or " " in email):
        sentence = _("This is no e-mail address. Please correct it, or leave it out.")
        raise Invalid(sentence, errors={"email": [sentence]})
    return replace(
        reporter,
        name=tidy(reporter.name, field="name", most=60),
        phone=_phone(reporter.phone),
        email=email,
        household_id=household_id,
    )


def _phone(phone: str) -> str:
    typed = tidy(phone, field="phone", most=40)
    digits = "".join(c for c in typed if c in "0123456789+-")
    if typed and not 3 <= len(digits) <= 20:
        sentence = _("This is no telephone number. Please correct it, or leave it out.")
        raise Invalid(sentence, errors={"phone": [sentence]})
    return digits


def opened(opened_at: datetime | None, *, now: datetime) -> datetime:
    """Return when it was raised: now, or the past moment that an old file tells."""
    if opened_at is None:
        return now
    if opened_at > now + timedelta(minutes=5):
        sentence = _("This date lies in the future. Please correct it.")
        raise Invalid(sentence, errors={"opened_at": [sentence]})
    if opened_at.date() < date(now.year - OLDEST_YEARS, 1, 1):
        sentence = _("This date lies too far back. Please correct it.")
        raise Invalid(sentence, errors={"opened_at": [sentence]})
    return opened_at


def urgency_of(urgency: int) -> int:
    """Return one of the three urgencies."""
    if urgency not in Case.Urgency.values:
        sentence = _("Please choose how urgent it is from the list.")
        raise Invalid(sentence, errors={"urgency": [sentence]})
    return urgency


def channel_of(channel: str) -> str:
    """Return the way in. A name that is none of ours is a bug, never a visitor's mistake."""
    if channel not in Case.Channel.values:
        raise ValueError(f"no such channel: {channel}")
    return channel


def check_household(household_id: int | None, *, community_id: int, by: Actor) -> None:
    """Raise ``Invalid`` for a household of another community, ``NotAllowed`` for one that the
    actor's post does not reach (1 query)."""
    if household_id is None:
        return
    here = Household.objects.filter(pk=household_id, community=community_id)
    path = here.values_list("dwelling__path", flat=True).first()
    if path is None:
        sentence = _("This household is not in this community.")
        raise Invalid(sentence, errors={"household": [sentence]})
    if by.posts:
        require(by, "enter_cases", path=path)


def check_reach(by: Actor, place: Place) -> None:
    """Raise ``NotAllowed`` for staff who enter a matter where their posts do not reach."""
    if by.posts:
        require(by, "enter_cases", path=place.path)
