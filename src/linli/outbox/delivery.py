"""Sending what waits: claim one row, send it outside any transaction, write down what became of it.

A row is claimed before it is sent ("being sent"), so two processes never hold the same one. If the
process dies in between, or the line breaks after the message was handed over, nobody can know
whether it arrived: it is then given up, not sent twice, unless the other side drops repetitions.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.outbox import rules
from linli.outbox.models import Message
from linli.outbox.queries import sent_to_robot_since
from linli.outbox.transports import (
    NotSent,
    Outgoing,
    Rejected,
    TimedOut,
    Transport,
    Unsure,
    transport_for,
)

State = Message.State
MINUTE = timedelta(minutes=1)
MOST_COURIERS = 4  # threads at a time; whatever finds none free waits for the clock
log = logging.getLogger("linli.outbox")
_couriers = threading.BoundedSemaphore(MOST_COURIERS)


def hand_over(once: Sequence[str]) -> threading.Thread | None:
    """Send these messages now, beside the request that told them; return the thread, if any.

    Nobody waits for it, and nothing is lost with it: the rows wait in the table as all others do,
    and what the thread has not claimed when the process dies the clock sends.
    """
    if not _couriers.acquire(blocking=False):
        return None
    courier = threading.Thread(target=_carry, args=(tuple(once),), name="courier", daemon=True)
    courier.start()
    return courier


def _carry(once: Sequence[str]) -> None:
    try:
        deliver_due(now=timezone.now(), limit=len(once), only=once)
    except DatabaseError as fault:
        log.warning("A courier could not use the database: %s", fault)
    finally:
        connections.close_all()
        _couriers.release()


def deliver_due(*, now: datetime, limit: int = 100, only: Sequence[str] = ()) -> int:
    """Send what is due at ``now``, at most ``limit`` messages. Return how many left the house.

    ``only`` names the tellings (``once``) that are sent; without it, all.

    Call it outside any transaction: each row's outcome is committed before the next is touched.
    """
    sent = 0
    with translation.override(settings.LANGUAGE_CODE):
        _give_up_the_lost(now)
        began, resting = monotonic(), set[str]()
        for _number in range(limit):
            # Its own time: a lease counted from the run's start ends while others are being sent.
            message = _claim(now + timedelta(seconds=int(monotonic() - began)), only, resting)
            if message is None:
                break
            sent += _send(message, now, resting)
    return sent


def _claim(
    now: datetime, only: Sequence[str] = (), resting: Collection[str] = ()
) -> Message | None:
    """Take the oldest due message that nobody else holds, and mark it as being sent."""
    with transaction.atomic():
        # Two processes deliver at once: what the other one holds is passed over, not waited for.
        waiting = Message.objects.select_for_update(skip_locked=True).filter(
            state=State.WAITING, next_try_at__lte=now
        )
        if resting:
            waiting = waiting.exclude(way__in=resting)
        if only:
            waiting = waiting.filter(once__in=only)
        message = waiting.order_by("next_try_at", "id").first()
        if message is None:
            return None
        message.state, message.leased_until = State.SENDING, now + rules.LEASE
        message.tries += 1
        message.save(update_fields=["state", "leased_until", "tries"])
        return message


def _send(message: Message, now: datetime, resting: set[str]) -> bool:
    """Hand the message over and keep the outcome. True when it left.

    A way that hung is added to ``resting``: what else waits for it would hang as long.
    """
    way = transport_for(message.way)
    if way is None:
        return _give_up(message, _("This way of telling is not configured any more."))
    if _robot_is_busy(message, now):
        return _put_off(message, now + MINUTE)
    try:
        way.send(_parcel(message))
    except NotSent as fault:
        return (
            _put_off(message, now + MINUTE) if fault.too_fast else _try_later(message, now, fault)
        )
    except Rejected as fault:
        return _give_up(message, str(fault))
    except Unsure as fault:
        if isinstance(fault, TimedOut):
            resting.add(message.way)
        return _unsure(message, way, now, fault)
    message.state, message.sent_at, message.fault = State.SENT, now, ""
    _keep(message)
    return True


def _parcel(message: Message) -> Outgoing:
    link = message.link
    return Outgoing(
        address=message.address,
        title=message.title,
        body=message.body,
        link=f"{settings.BASE_URL.rstrip('/')}{link}" if link.startswith("/") else link,
        event=message.event,
        token=f"linli-{message.pk}-{message.once[-24:]}".replace(":", "-"),
        words=message.words,
    )


def _robot_is_busy(message: Message, now: datetime) -> bool:
    if message.way != Message.Way.WECOM:
        return False
    return sent_to_robot_since(message.address, now - MINUTE) >= rules.ROBOT_MOST_A_MINUTE


def _put_off(message: Message, until: datetime) -> bool:
    """Wait without counting the try: the other side only asked us to slow down."""
    message.state, message.next_try_at = State.WAITING, until
    message.tries -= 1
    return _keep(message)


def _try_later(message: Message, now: datetime, fault: Exception) -> bool:
    """Wait longer each time; after the last try it is given up."""
    wait = rules.wait_after(message.tries)
    if wait is None:
        return _give_up(message, str(fault))
    message.state, message.next_try_at, message.fault = State.WAITING, now + wait, str(fault)[:300]
    return _keep(message)


def _unsure(message: Message, way: Transport, now: datetime, fault: Exception) -> bool:
    if way.repeats_safely:
        return _try_later(message, now, fault)
    return _give_up(message, str(fault))


def _give_up(message: Message, fault: str) -> bool:
    message.state, message.fault = State.FAILED, fault[:300]
    return _keep(message)


def _keep(message: Message) -> bool:
    """Write the outcome, unless the lease ran out and somebody else has the row. False always."""
    Message.objects.filter(
        pk=message.pk, state=State.SENDING, leased_until=message.leased_until
    ).update(
        state=message.state,
        tries=message.tries,
        next_try_at=message.next_try_at,
        sent_at=message.sent_at,
        fault=message.fault,
        leased_until=None,
    )
    return False


def _give_up_the_lost(now: datetime) -> None:
    """Settle the messages whose sender died while it held them."""
    lost = Message.objects.filter(state=State.SENDING, leased_until__lte=now)
    sms = transport_for("sms")
    again = bool(sms and sms.repeats_safely)
    repeatable = Q(way="sms", tries__lte=len(rules.BACK_OFF)) if again else Q(pk=None)
    lost.filter(repeatable).update(state=State.WAITING, next_try_at=now, leased_until=None)
    lost.exclude(repeatable).update(
        state=State.FAILED,
        leased_until=None,
        fault=_("The house stopped while it was sending this; it may have arrived."),
    )
