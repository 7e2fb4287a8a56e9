"""Verbs of the outbox: tell, read, print, try again, word it our way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core import record
from linli.core.refusals import Invalid, NotFound
from linli.outbox import delivery, rules, templates
from linli.outbox.events import EVENTS
from linli.outbox.models import Message, Wording
from linli.outbox.queries import messages_of, reach_of_households
from linli.outbox.receivers import Receiver, once_key, ways_to
from linli.outbox.transports import configured_ways
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
    at_once: bool = False,
) -> list[Message]:
    """Write what is to be told, in the caller's own transaction; the clock sends it later.

    ``once`` names the telling ("case:17:resolved:3"): told again, to the same receiver by the same
    way, it writes nothing. ``ways`` narrows the ways that are open; ``at`` puts the sending off;
    ``at_once`` does not wait for the clock. Returns the rows without their ids. 2 queries for any
    number of receivers (at most 4 if households are told by their ids only).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("tell() belongs in the transaction of what it tells")
    receivers = [to] if isinstance(to, Receiver) else list(to)
    routes = _routes(receivers, event=event, wanted=None if ways is None else tuple(ways))
    if not routes:
        return []
    own = templates.own_wordings(event, community_id=community_id)
    plain, now = templates.plain_words(words), at or timezone.now()
    same: dict[str, Any] = {
        "community_id": community_id,
        "link": link,
        "about": about,
        "made_at": now,
    }
    shared: dict[str, Any] = {"once": once, "words": plain, "own": own, "now": now}
    rows = [Message(**same, **_letter(event, way=way, to=to, **shared)) for to, way in routes]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    _hand_over(rows if at_once else ())
    return rows


def _hand_over(rows: Sequence[Message]) -> None:
    """Send what is due as soon as it is committed, beside this request."""
    waiting = [row.once for row in rows if row.next_try_at and row.next_try_at <= timezone.now()]
    if waiting:
        transaction.on_commit(partial(delivery.hand_over, waiting), robust=True)


def _routes(
    receivers: Sequence[Receiver], *, event: str, wanted: Sequence[str] | None
) -> list[tuple[Receiver, str]]:
    """Pair each receiver with the ways that lead there."""
    configured = configured_ways()
    return [
        (receiver, way)
        for receiver in _completed(receivers, event, configured)
        for way in ways_to(receiver, configured=configured, wanted=wanted)
    ]


def _completed(
    receivers: Sequence[Receiver], event: str, configured: frozenset[str]
) -> Iterable[Receiver]:
    """Look up in the register how households that are told by their ids only can be reached.

    A household without a telephone is written a letter, about what it must know.
    """
    by_letter = EVENTS[event].is_letter
    unknown = {
        to.household_id for to in receivers if to.household_id and not to.phone and not to.letter_to
    }
    if not unknown or ("sms" not in configured and not by_letter):
        return receivers
    phones, doors = reach_of_households(unknown)
    return [
        replace(
            to,
            phone=to.phone or phones.get(to.household_id or 0, ""),
            letter_to=to.letter_to
            or (doors.get(to.household_id or 0, "") if by_letter and not to.email else ""),
        )
        if to.household_id in unknown
        else to
        for to in receivers
    ]


def _letter(
    event: str,
    *,
    way: str,
    to: Receiver,
    once: str,
    words: Mapping[str, str],
    own: templates.Wordings,
    now: datetime,
) -> dict[str, Any]:
    """Return the columns of one message: its words, its receiver, and when it may leave.

    An inbox has it at once; a letter waits for a printer; the rest waits for the clock.
    """
    title, body = templates.compose(event, way=way, words=words, own=own)
    at_once, by_clock = way == Message.Way.INBOX, way not in (Message.Way.INBOX, Message.Way.LETTER)
    retold = not (at_once and way in own)
    return {
        "event": event,
        "way": way,
        "title": title,
        "body": body,
        "words": _known(event, words) if retold else {},
        "once": once_key(once, way=way, to=to),
        "user_id": to.user_id,
        "household_id": to.household_id,
        "address": to.address(way),
        "state": Message.State.SENT if at_once else Message.State.WAITING,
        "sent_at": now if at_once else None,
        "next_try_at": now if by_clock else None,
    }


def _known(event: str, words: Mapping[str, str]) -> dict[str, str]:
    """Keep the words that the event's templates can use."""
    return {name: words[name] for name in EVENTS[event].words if words.get(name)}


def read_all(*, by: Actor) -> int:
    """Mark everything in one's own inbox as read."""
    return messages_of(by).filter(read_at=None).update(read_at=timezone.now())


@transaction.atomic
def mark_printed(ids: Iterable[int], *, by: Actor, community: Place) -> int:
    """Take letters off the pile; returns how many. Printed by two people, they count once."""
    require(by, "print_letters", path=community.path)
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
    templates.forget_wordings()
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
        templates.forget_wordings()
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
