"""Verbs of the outbox: tell, read, print, try again, word it our way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import record
from linli.core.refusals import Invalid, NotFound
from linli.outbox import rules, templates
from linli.outbox.events import EVENTS, LETTER_EVENTS
from linli.outbox.models import Message, Wording
from linli.outbox.queries import messages_of, reach_of_household
from linli.outbox.receivers import Receiver, once_key, ways_to
from linli.outbox.ways import configured_ways
from linli.registry.access import Actor, require
from linli.registry.models import Place


def tell(
    event: str,
    *,
    community_id: int,
    to: Receiver | Iterable[Receiver],
    about: str,
    link: str,
    words: Mapping[str, Any],
    once: str,
    ways: Iterable[str] | None = None,
    at: datetime | None = None,
) -> list[Message]:
    """Write what is to be told, in the caller's own transaction; the clock sends it later.

    ``once`` names the telling ("case:17:resolved:3"): told again, to the same receiver by the same
    way, it writes nothing. ``ways`` narrows the ways that are open; ``at`` puts the sending off.
    Returns the rows without their ids. At most 3 queries, whatever the number of receivers (two
    more for a household that is told by its id only).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("tell() belongs in the transaction of what it tells")
    receivers = [to] if isinstance(to, Receiver) else list(to)
    configured = configured_ways()
    routes = [
        (reached, way)
        for reached in (_completed(receiver, event, configured) for receiver in receivers)
        for way in ways_to(reached, configured=configured, wanted=ways)
    ]
    if not routes:
        return []
    own = templates.own_wordings(event, community_id=community_id)
    plain = templates.plain_words(words)
    now = at or timezone.now()
    rows = []
    for receiver, way in routes:
        title, body = templates.compose(event, way=way, words=plain, own=own)
        row = Message(
            community_id=community_id,
            event=event,
            way=way,
            title=title,
            body=body,
            link=link,
            about=about,
            once=once_key(once, way=way, to=receiver),
            user_id=receiver.user_id,
            household_id=receiver.household_id,
            address=receiver.address(way),
            made_at=now,
            words={} if way in own and way == Message.Way.INBOX else _known(event, plain),
        )
        _stamp(row, now)
        rows.append(row)
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


def _stamp(row: Message, now: datetime) -> None:
    """An inbox has it at once; a letter waits for a printer; the rest waits for the clock."""
    if row.way == Message.Way.INBOX:
        row.state, row.sent_at = Message.State.SENT, now
    elif row.way != Message.Way.LETTER:
        row.next_try_at = now


def _known(event: str, words: Mapping[str, str]) -> dict[str, str]:
    """Keep the words that the event's templates can use."""
    return {name: words[name] for name in EVENTS[event].words if words.get(name)}


def _completed(to: Receiver, event: str, configured: frozenset[str]) -> Receiver:
    """Look up in the register how a household that is told by its id only can be reached.

    A household without a telephone is written a letter, about what it must know.
    """
    if to.household_id is None or to.phone or to.letter_to:
        return to
    if "sms" not in configured and event not in LETTER_EVENTS:
        return to
    phone, door = reach_of_household(to.household_id)
    by_letter = event in LETTER_EVENTS and not phone and not to.email
    return replace(to, phone=phone, letter_to=door if by_letter else "")


def read_messages(ids: Iterable[int], *, by: Actor) -> int:
    """Mark messages of one's own inbox as read; returns how many were new.

    No line in the record: what somebody reads is theirs.
    """
    return messages_of(by).filter(pk__in=list(ids), read_at=None).update(read_at=timezone.now())


def read_all(*, by: Actor) -> int:
    """Mark everything in one's own inbox as read."""
    return messages_of(by).filter(read_at=None).update(read_at=timezone.now())


@transaction.atomic
def mark_printed(ids: Iterable[int], *, by: Actor, community: Place) -> int:
    """Take letters off the pile; returns how many. Printed by two people, they count once."""
    require(by, "review_cases", path=community.path)
    letters = Message.objects.filter(
        community=community, way=Message.Way.LETTER, state=Message.State.WAITING, pk__in=list(ids)
    )
    count = letters.update(state=Message.State.SENT, sent_at=timezone.now())
    if count:
        subject = ("outbox.message", "letters")
        record.note(
            "letters.printed", subject, by=by, community_id=community.pk, change={"count": count}
        )
    return count


@transaction.atomic
def send_again(message_id: int, *, by: Actor, community: Place) -> None:
    """Give a message that was given up another round of tries. A person decides that."""
    require(by, "manage_rules", path=community.path)
    given_up = Message.objects.filter(
        pk=message_id, community=community, state=Message.State.FAILED
    )
    again = given_up.update(
        state=Message.State.WAITING, tries=0, next_try_at=timezone.now(), fault=""
    )
    if not again:
        raise NotFound(_("This message is not waiting for another try any more."))
    subject = ("outbox.message", message_id)
    record.note("message.sent_again", subject, by=by, community_id=community.pk)


@transaction.atomic
def set_wording(
    event: str, *, way: str, title: str, body: str, by: Actor, community: Place
) -> Wording:
    """Put the community's own words in place of the shipped template. Placeholders are checked."""
    require(by, "manage_rules", path=community.path)
    if event not in EVENTS or way not in Message.Way.values:
        raise NotFound(_("There is no such message."))
    _check_wording(event, title=title, body=body)
    row, _made = Wording.objects.update_or_create(
        community=community, event=event, way=way, defaults={"title": title, "body": body}
    )
    record.note(
        "wording.changed",
        row,
        by=by,
        community_id=community.pk,
        change={"event": event, "way": way},
    )
    return row


@transaction.atomic
def drop_wording(event: str, *, way: str, by: Actor, community: Place) -> None:
    """Go back to the shipped template."""
    require(by, "manage_rules", path=community.path)
    gone, _kinds = Wording.objects.filter(community=community, event=event, way=way).delete()
    if gone:
        record.note(
            "wording.dropped",
            ("outbox.wording", event),
            by=by,
            community_id=community.pk,
            change={"event": event, "way": way},
        )


def _check_wording(event: str, *, title: str, body: str) -> None:
    """Raise ``Invalid`` for a placeholder that no word fills, an empty text, or one too long."""
    errors: dict[str, list[Any]] = {}
    most = {"title": templates.TITLE_MOST, "body": 2000}
    for name, text in (("title", title), ("body", body)):
        wrong = rules.unknown_names(text, EVENTS[event].words)
        if wrong:
            known = " ".join(f"{{{word}}}" for word in EVENTS[event].words)
            errors[name] = [
                _("%(wrong)s is not filled here. You can use: %(known)s")
                % {"wrong": " ".join(wrong), "known": known}
            ]
        elif not text.strip() or len(text) > most[name]:
            errors[name] = [_("Please write 1 to %(most)s characters.") % {"most": most[name]}]
    if errors:
        raise Invalid(_("The wording cannot be used yet."), errors=errors)
