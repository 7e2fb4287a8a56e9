"""How often somebody may do something, or get it wrong; counted in the database, so every
process agrees. A resident's work is counted by ``hit``, wrong codes and passwords by ``Guesses``:
whoever gets it right is never counted, however many share one address."""

from __future__ import annotations

import ipaddress
import logging
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.core import codes, queries
from linli.core.models import Tally
from linli.core.refusals import TooMany

log = logging.getLogger(__name__)
KEEP_HOURS = 48
IPV6_PREFIX = 64  # what one connection is given: in it a guesser has 2^64 addresses
DAY_SECONDS = 86_400
TOO_OFTEN = _("That was too often in a short time. Please try again in %(wait)s.")


def source(address: str) -> str:
    """Return what counts as one address: an IPv4 address, the /64 network of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, IPV6_PREFIX), strict=False))


@dataclass(frozen=True)
class Limit:
    """At most ``most`` a window of ``seconds``; ``key`` ("key:203.0.113.9") is kept as a keyed
    hash only. ``sentence`` may say %(wait)s."""

    key: str
    most: int
    seconds: int
    sentence: Any = None

    def count(self) -> int:
        """Count one more (1 statement; two at once are both counted). Returns the count.

        What cannot be written, on a full disk, is not counted: better a guess too many than a
        house that says "too often" to everybody.
        """
        try:
            return queries.tally_up(self.row, self.window())
        except OperationalError as fault:
            if connection.in_atomic_block:
                raise
            log.warning("A limit was not counted, and lets everybody in: %s", fault)
            return 0

    def window(self) -> int:
        """Return when the present window began, in epoch seconds."""
        now = int(timezone.now().timestamp())
        return now - now % self.seconds

    @property
    def row(self) -> str:
        return codes.opaque(f"{self.key}/{self.seconds}", purpose="tally")

    def refusal(self) -> TooMany:
        """Return the no, with the time that is left of the window."""
        wait = self.window() + self.seconds - int(timezone.now().timestamp())
        return TooMany((self.sentence or TOO_OFTEN) % {"wait": spoken(wait)}, retry_after=wait)


def hit(key: str, *, most: int, seconds: int, sentence: Any = None) -> None:
    """Count one try; raise ``TooMany`` beyond ``most`` tries within a window of ``seconds``.

    Call it *before* the action's transaction: a try that is rolled back would not count.
    """
    limit = Limit(key, most, seconds, sentence)
    if limit.count() > most:
        raise limit.refusal()


def check(*limits: Limit) -> None:
    """Raise ``TooMany`` where a limit is used up; counts nothing (1 query)."""
    held = _counts(limits)
    for limit, count in zip(limits, held, strict=True):
        if count >= limit.most:
            raise limit.refusal()


def count_failure(*limits: Limit) -> None:
    """Count what went wrong. Call it outside the transaction that is rolled back for it."""
    for limit in limits:
        limit.count()


def _counts(limits: Iterable[Limit]) -> list[int]:
    wanted = [(limit.row, limit.window()) for limit in limits]
    rows = Tally.objects.filter(
        key__in=[row for row, _window in wanted], window__in=[window for _row, window in wanted]
    )
    held = {(row.key, row.window): row.count for row in rows}
    return [held.get(pair, 0) for pair in wanted]


@dataclass(frozen=True)
class Guesses:
    """How many guesses at a secret may be wrong: from one source, and from all together.

    While too many were wrong in all, a source that was wrong itself waits for the window to end;
    who gets it right at once comes in, whatever others do. Requests that are under way at the
    same moment may overshoot by as many as the server works on at once; each is counted.
    """

    name: str
    most: int
    seconds: int
    most_in_all: int
    seconds_in_all: int

    def check(self, who: str, *, among: str = "", is_usual: bool = False) -> None:
        """Raise ``TooMany`` before a guess of ``who`` is looked at (1 query).

        ``among`` names what is guessed at, where all together are counted for each by itself;
        ``is_usual`` spares who has been right from there before the limit over all.
        """
        own, in_all, own_share = self._limits(who, among)
        held, held_in_all, own_held = _counts((own, in_all, own_share))
        if held >= own.most:
            raise own.refusal()
        if held_in_all >= in_all.most and own_held and not is_usual:
            raise in_all.refusal()

    def count_failure(self, who: str, *, among: str = "") -> None:
        """Count a wrong guess (3 statements), outside any transaction that it rolls back."""
        count_failure(*self._limits(who, among))

    def _limits(self, who: str, among: str) -> tuple[Limit, Limit, Limit]:
        return (
            Limit(f"{self.name}:{who}", self.most, self.seconds),
            Limit(f"{self.name}:all:{among}", self.most_in_all, self.seconds_in_all),
            Limit(f"{self.name}:share:{who}", self.most_in_all, self.seconds_in_all),
        )


def remember(key: str, *, days: int) -> None:
    """Keep for ``days`` that this happened, as a keyed hash only (1 statement)."""
    today = int(timezone.now().timestamp()) // DAY_SECONDS
    queries.tally_up(codes.opaque(key, purpose="remembered"), (today + days) * DAY_SECONDS)


def remembers(key: str) -> bool:
    """True while ``remember`` keeps it (1 query)."""
    row = codes.opaque(key, purpose="remembered")
    now = int(timezone.now().timestamp())
    return Tally.objects.filter(key=row, window__gte=now).exists()


def spoken(seconds: int) -> str:
    """Say a waiting time in the largest unit that fits, rounded up."""
    if seconds < 90:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = math.ceil(seconds / 60)
    if minutes < 90:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def sweep() -> int:
    """Forget windows that began two days ago or earlier. Returns how many."""
    before = int((timezone.now() - timedelta(hours=KEEP_HOURS)).timestamp())
    return Tally.objects.filter(window__lt=before).delete()[0]
