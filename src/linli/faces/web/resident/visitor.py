"""Who visits a resident's page: a household by its key, a bearer of follow codes, or anybody."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest

from linli.core import limits
from linli.engines.cases.models import Case
from linli.engines.cases.queries.household import is_of_household
from linli.engines.cases.queries.resident import followers_actor
from linli.faces.web.account.sessions import visitor_session
from linli.registry import keys
from linli.registry.access import SYSTEM, VISITOR, Actor
from linli.registry.models import Household, HouseholdKey, Place
from linli.registry.queries import communities_of, household_for

KEY = "household_key"  # in the session: the slip that was scanned in this browser
FOLLOWED = "followed"  # in the session: ids of the matters whose codes were opened here
CHOSEN = "visited"  # in the session: the community that a visitor chose
MOST_FOLLOWED = 50
BROWSER = "browser"  # in the session: letters that tell this browser apart, and nothing else
HOUSEHOLD_STAYS_SECONDS = 180 * 24 * 3600
CROWD_AN_HOUR = 600  # from one address: 300 households behind one connection, twice each


def address(request: HttpRequest) -> str:
    """Return where the request comes from, as limits count it: of an IPv6 address the /64.

    config's WSGI door has read the proxy's word.
    """
    return limits.source(str(request.META.get("REMOTE_ADDR", "")))


def browser_of(request: HttpRequest) -> str:
    """Return letters that tell this browser apart while it keeps its session."""
    session = visitor_session(request)
    if BROWSER not in session:
        session[BROWSER] = secrets.token_hex(8)
    return str(session[BROWSER])


def count_try(
    request: HttpRequest, what: str, *, actor: Actor, most: int, sentence: Any = None
) -> None:
    """Count an honest try before anything is kept; at most ``most`` an hour. Raises ``TooMany``.

    A household is counted by its key. Anybody else by browser, and by address as a crowd: a whole
    estate may share one. What a browser is refused is not taken from its neighbours' share.
    """
    who = actor.key if actor.household_id else browser_of(request)
    limits.hit(f"{what}:{who}", most=most, seconds=3600, sentence=sentence)
    if actor.household_id is None:
        limits.hit(
            f"{what}:{address(request)}", most=CROWD_AN_HOUR, seconds=3600, sentence=sentence
        )


def actor_of(request: HttpRequest) -> Actor:
    """Return the household that the browser's slip stands for, else a visitor (0 or 1 query)."""
    kept = getattr(request, "_visiting_actor", None)
    if kept is None:
        key_id = visitor_session(request).get(KEY)
        kept = (keys.actor_of_key(key_id) if key_id else None) or VISITOR
        request._visiting_actor = kept  # type: ignore[attr-defined]
    return kept


def household_of(request: HttpRequest) -> Household | None:
    """Return the household that visits, with its door and community; None for a visitor."""
    actor = actor_of(request)
    if actor.household_id is None:
        return None
    kept: Household | None = getattr(request, "_visiting_household", None)
    if kept is None:
        kept = household_for(actor, actor.household_id)
        request._visiting_household = kept  # type: ignore[attr-defined]
    return kept


def enter(request: HttpRequest, key: HouseholdKey) -> None:
    """Let this browser act for the household of a slip, for half a year from its last scan."""
    keys.use_key(key)
    session = visitor_session(request)
    session.cycle_key()
    session[KEY] = key.pk
    session.set_expiry(HOUSEHOLD_STAYS_SECONDS)


def leave(request: HttpRequest) -> None:
    """Let this browser act for nobody any more, and forget the matters it followed.

    A log-in in the same browser stays.
    """
    visitor_session(request).flush()


def follow(request: HttpRequest, case: Case) -> None:
    """Remember a matter whose code was opened in this browser."""
    ids = [pk for pk in followed_ids(request) if pk != case.pk]
    visitor_session(request)[FOLLOWED] = [case.pk, *ids][:MOST_FOLLOWED]


def followed_ids(request: HttpRequest) -> list[int]:
    """Return the ids of matters that this browser may open, the last opened first."""
    kept: Any = visitor_session(request).get(FOLLOWED, [])
    return [pk for pk in kept if isinstance(pk, int)]


def actor_for(request: HttpRequest, case_id: int) -> Actor:
    """Return who acts on a matter: the household, or the bearer of the matter's code."""
    actor = actor_of(request)
    if case_id in followed_ids(request):
        own = actor.household_id and is_of_household(case_id, actor.household_id)
        if not own:
            return followers_actor(Case(pk=case_id))
    return actor


def community_of(request: HttpRequest) -> Place | None:
    """Return the visitor's community: the household's, the chosen one, or the only one."""
    household = household_of(request)
    if household is not None:
        return household.community
    rows = communities_of(SYSTEM)
    chosen = visitor_session(request).get(CHOSEN)
    for place in rows:
        if place.pk == chosen:
            return place
    return rows[0] if len(rows) == 1 else None


def choose(request: HttpRequest, community: Place) -> None:
    """Remember a visitor's community, as a scanned label or a click tells it."""
    session = visitor_session(request)
    if session.get(CHOSEN) != community.pk:
        session[CHOSEN] = community.pk
