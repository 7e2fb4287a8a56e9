"""What the pages read of the outbox: inboxes, letters to print, what could not be sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linli.outbox import templates
from linli.outbox.events import EVENTS
from linli.outbox.models import Message, Wording
from linli.registry.access import Actor, require
from linli.registry.models import Household, Person, Place

INBOX_MOST = 100
Way, State = Message.Way, Message.State


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """What somebody was told, in the language of who reads it."""

    id: int
    event: str
    title: str
    body: str
    link: str
    about: str
    made_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Messages, newest first, and the id after which the older ones begin (None at the end)."""

    rows: tuple[InboxMessage, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a household was told, by its heading alone."""

    title: str
    made_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that waits for the printer; the fields are its columns, in this order."""

    id: int
    to: str
    title: str
    body: str
    link: str
    about: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Unsent:
    """A message that was given up, without its address; from ``id`` on its columns, in this order.

    Who may change settings need not read telephone numbers.
    """

    way_label: str
    event_label: str
    id: int
    event: str
    way: str
    title: str
    about: str
    tries: int
    fault: str
    made_at: datetime


def messages_of(actor: Actor) -> QuerySet[Message]:
    """Narrow the messages to the actor's own inbox: a user's, or a household's."""
    inbox = Message.objects.filter(way=Way.INBOX)
    if actor.household_id is not None:
        return inbox.filter(household_id=actor.household_id)
    if actor.user_id is not None:
        return inbox.filter(user_id=actor.user_id)
    return inbox.none()


def inbox(actor: Actor, *, after: int | None = None, limit: int = 30) -> InboxPage:
    """Return the actor's messages older than the id ``after``, newest first (1 query)."""
    limit = max(1, min(limit, INBOX_MOST))
    messages = messages_of(actor).order_by("-id")
    if after is not None:
        messages = messages.filter(id__lt=after)
    names = ("id", "event", "title", "body", "link", "about", "made_at", "read_at", "words")
    rows = [_inbox_message(*row) for row in messages.values_list(*names)[: limit + 1]]
    more, rows = len(rows) > limit, rows[:limit]
    return InboxPage(rows=tuple(rows), older=rows[-1].id if more else None)


def _inbox_message(
    pk: int,
    event: str,
    title: str,
    body: str,
    link: str,
    about: str,
    made_at: datetime,
    read_at: datetime | None,
    words: Mapping[str, Any],
) -> InboxMessage:
    title, body = templates.retold(title, body, event=event, words=words)
    return InboxMessage(pk, event, title, body, link, about, made_at, is_read=read_at is not None)


def unread_count(actor: Actor) -> int:
    """Return how many messages the actor has not read (1 query, none for a visitor)."""
    if actor.user_id is None and actor.household_id is None:
        return 0
    return messages_of(actor).filter(read_at=None).count()


def told_to(household: Household, *, limit: int = 20) -> list[Told]:
    """Return what a household was told, newest first (1 query).

    Whoever asks has passed the household's own door.
    """
    messages = Message.objects.filter(way=Way.INBOX, household=household).order_by("-id")
    names = ("title", "body", "event", "words", "made_at", "read_at")
    return [
        Told(
            templates.retold(title, body, event=event, words=words)[0],
            made_at,
            is_read=read_at is not None,
        )
        for title, body, event, words, made_at, read_at in messages.values_list(*names)[:limit]
    ]


def letters_waiting(actor: Actor, *, community: Place, limit: int = 200) -> list[Letter]:
    """Return the letters to print, oldest first (1 query)."""
    require(actor, "print_letters", path=community.path)
    messages = Message.objects.filter(community=community, way=Way.LETTER, state=State.WAITING)
    names = ("id", "address", "title", "body", "link", "about", "made_at")
    return [Letter(*row) for row in messages.order_by("id").values_list(*names)[:limit]]


def not_sent(actor: Actor, *, community: Place, limit: int = 100) -> list[Unsent]:
    """Return what was given up, newest first (1 query)."""
    require(actor, "manage_rules", path=community.path)
    messages = Message.objects.filter(community=community, state=State.FAILED)
    names = ("id", "event", "way", "title", "about", "tries", "fault", "made_at")
    return [
        Unsent(
            str(Way(row[2]).label),
            str(EVENTS[row[1]].label) if row[1] in EVENTS else "",
            *row,
        )
        for row in messages.order_by("-id").values_list(*names)[:limit]
    ]


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


def own_wordings(community: Place) -> dict[str, list[str]]:
    """Return event → the ways for which a community has words of its own (1 query)."""
    ways: dict[str, list[str]] = {}
    rows = Wording.objects.filter(community=community).values_list("event", "way")
    for event, way in rows:
        ways.setdefault(event, []).append(way)
    return ways


def own_wording(community: Place, *, event: str, way: str) -> Wording | None:
    """Return a community's own words of an event, sent one way; None for the shipped ones."""
    return Wording.objects.filter(community=community, event=event, way=way).first()
