"""What the pages read of the outbox: inboxes, letters to print, what could not be sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linli.outbox import templates
from linli.outbox.events import EVENTS
from linli.outbox.models import Message
from linli.registry.access import Actor, require
from linli.registry.models import Household, Person, Place

INBOX_MOST = 100
Way, State = Message.Way, Message.State


@dataclass(frozen=True)
class InboxPage:
    """Messages, newest first, and the id after which the older ones begin (None at the end)."""

    rows: list[dict[str, Any]]
    older: int | None


def messages_of(actor: Actor) -> QuerySet[Message]:
    """Narrow the messages to the actor's own inbox: a user's, or a household's."""
    inbox = Message.objects.filter(way=Way.INBOX)
    if actor.household_id is not None:
        return inbox.filter(household_id=actor.household_id)
    if actor.user_id is not None:
        return inbox.filter(user_id=actor.user_id)
    return inbox.none()


def inbox(actor: Actor, *, after: int | None = None, limit: int = 30) -> InboxPage:
    """Return the actor's messages older than the id ``after``, newest first (1 query).

    Rows are dicts: id, event, title, body, link, about, made_at (aware), is_read.
    """
    limit = max(1, min(limit, INBOX_MOST))
    messages = messages_of(actor).order_by("-id")
    if after is not None:
        messages = messages.filter(id__lt=after)
    names = ("id", "event", "title", "body", "link", "about", "words", "made_at", "read_at")
    rows = list(messages.values(*names)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    for row in rows:
        row["is_read"] = row.pop("read_at") is not None
    return InboxPage(rows=templates.retold(rows), older=rows[-1]["id"] if more else None)


def unread_count(actor: Actor) -> int:
    """Return how many messages the actor has not read (1 query, none for a visitor)."""
    if actor.user_id is None and actor.household_id is None:
        return 0
    return messages_of(actor).filter(read_at=None).count()


def told_to(household: Household, *, limit: int = 20) -> list[dict[str, Any]]:
    """Return what a household was told, newest first, by its headings alone (1 query).

    Whoever asks has passed the household's own door. Rows: title, made_at, is_read.
    """
    messages = Message.objects.filter(way=Way.INBOX, household=household).order_by("-id")
    names = ("title", "words", "event", "made_at", "read_at", "body")
    rows: list[dict[str, Any]] = list(messages.values(*names)[:limit])
    return [
        {"title": row["title"], "made_at": row["made_at"], "is_read": row["read_at"] is not None}
        for row in templates.retold(rows)
    ]


def letters_waiting(actor: Actor, *, community: Place, limit: int = 200) -> list[dict[str, Any]]:
    """Return the letters to print, oldest first: id, to, title, body, link, made_at."""
    require(actor, "print_letters", path=community.path)
    messages = Message.objects.filter(community=community, way=Way.LETTER, state=State.WAITING)
    names = ("id", "address", "title", "body", "link", "about", "made_at")
    rows = list(messages.order_by("id").values(*names)[:limit])
    for row in rows:
        row["to"] = row.pop("address")
    return rows


def not_sent(actor: Actor, *, community: Place, limit: int = 100) -> list[dict[str, Any]]:
    """Return what was given up, newest first: id, event, way, title, about, tries, fault, made_at.

    The address stays out: who may change settings need not read telephone numbers.
    """
    require(actor, "manage_rules", path=community.path)
    messages = Message.objects.filter(community=community, state=State.FAILED)
    names = ("id", "event", "way", "title", "about", "tries", "fault", "made_at")
    rows = list(messages.order_by("-id").values(*names)[:limit])
    for row in rows:
        row["way_label"] = Way(row["way"]).label
        row["event_label"] = EVENTS[row["event"]].label if row["event"] in EVENTS else ""
    return rows


def reach_of_households(ids: Collection[int]) -> tuple[dict[int, str], dict[int, str]]:
    """Return household → telephone of whoever speaks for it, and the doors of those without one.

    2 queries at most.
    """
    people = Person.objects.filter(household__in=ids, erased_at=None).exclude(phone="")
    phones: dict[int, str] = {}
    for home, phone in people.order_by("-is_contact", "id").values_list("household_id", "phone"):
        phones.setdefault(home, phone)
    silent = [pk for pk in ids if pk not in phones]
    if not silent:
        return phones, {}
    doors = Household.objects.filter(pk__in=silent).values_list("id", "dwelling__label")
    return phones, dict(doors)


def sent_to_robot_since(address: str, since: datetime) -> int:
    """Return how many messages a robot has been given since then."""
    return Message.objects.filter(way=Way.WECOM, address=address, sent_at__gt=since).count()
