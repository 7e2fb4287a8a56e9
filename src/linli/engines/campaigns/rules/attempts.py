"""One door: what its visits add up to, and whether and when to come again. No Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SLOTS = ("morning", "afternoon", "evening", "weekend")
TRIED_IN_THIS_ORDER = ("evening", "weekend", "afternoon", "morning")  # most people are home
NOON, SUPPER = 12, 18
SATURDAY = 5
REACHED = frozenset({"met", "phone"})  # somebody answered
UNDONE = frozenset({"to_visit", "absent"})
DONE = frozenset({"met", "phone", "refused", "moved", "vacant"})
SAME_CLOCK = timedelta(minutes=2)  # less than this is the network, not a wrong clock


@dataclass(frozen=True, slots=True)
class Heard:
    """What a visit says of its door."""

    id: int
    at: datetime
    outcome: str
    has_answers: bool = False


def slot_of(local: datetime) -> str:
    """Return the part of the week in which a local time lies, one of ``SLOTS``."""
    if local.weekday() >= SATURDAY:
        return "weekend"
    if local.hour < NOON:
        return "morning"
    return "afternoon" if local.hour < SUPPER else "evening"


def next_slot(tried: Iterable[str]) -> str:
    """Return when to come again: the time of day at which nobody came yet, or came least."""
    times = Counter(tried)
    return min(TRIED_IN_THIS_ORDER, key=lambda s: (times[s], TRIED_IN_THIS_ORDER.index(s)))


def may_try_again(visits: int, most: int, refused: bool) -> bool:
    """True while a door may be knocked at: nobody refused, and it was not tried too often."""
    return not refused and visits < most


def state_after(visits: Sequence[Heard], *, is_standing: bool = False) -> str:
    """Return a door's state: what the newest visit says.

    In a round, "nobody home" undoes nothing that was heard before; in standing visits each time
    stands for itself, yet a refusal holds until somebody is met again.
    """
    if not visits:
        return "to_visit"
    newest_first = sorted(visits, key=_when, reverse=True)
    counting = [attempt.outcome for attempt in newest_first if attempt.outcome != "absent"]
    if not counting:
        return "absent"
    if is_standing and newest_first[0].outcome == "absent" and counting[0] != "refused":
        return "absent"
    return counting[0]


def is_refused(visits: Sequence[Heard]) -> bool:
    """True when the door refused and has not opened since."""
    return state_after(visits) == "refused"


def which_counts(visits: Sequence[Heard]) -> int | None:
    """Return the id of the visit whose answers count: the newest that has some."""
    answered = [visit for visit in visits if visit.outcome in REACHED and visit.has_answers]
    return max(answered, key=_when).id if answered else None


def set_right(
    at: datetime, *, sent_at: datetime | None, received_at: datetime, not_before: datetime
) -> datetime:
    """Return when it was by a clock set right: ``sent_at`` tells how wrong the phone's clock is.

    Never later than now, never before the campaign (a phone whose clock was reset meanwhile).
    """
    skew = received_at - sent_at if sent_at else timedelta(0)
    true = at + skew if abs(skew) >= SAME_CLOCK else at
    return max(min(true, received_at), min(not_before, received_at))


def _when(attempt: Heard) -> tuple[datetime, int]:
    return attempt.at, attempt.id
