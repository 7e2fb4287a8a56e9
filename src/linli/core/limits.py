"""How often somebody may do something; counted in the database, so every process agrees."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.core import codes, queries
from linli.core.models import Tally
from linli.core.refusals import TooMany

KEEP_HOURS = 48
TOO_OFTEN = _("That was too often in a short time. Please try again in %(wait)s.")


def hit(key: str, *, most: int, seconds: int, sentence: Any = None) -> None:
    """Count one try; raise ``TooMany`` beyond ``most`` tries within a window of ``seconds``.

    Call it *before* the action's transaction: a try that is rolled back would not count.
    ``key`` ("report:203.0.113.9") is kept as a keyed hash only. ``sentence`` may say %(wait)s.
    """
    now = int(timezone.now().timestamp())
    window = now - now % seconds
    if queries.tally_up(codes.opaque(f"{key}/{seconds}", purpose="tally"), window) > most:
        wait = window + seconds - now
        raise TooMany((sentence or TOO_OFTEN) % {"wait": spoken(wait)}, retry_after=wait)


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
