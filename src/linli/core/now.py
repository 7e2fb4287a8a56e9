"""The moment at which a verb happens: now, unless a file or the demo tells an older story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_at: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Return the present moment, or the one that ``acting_at`` set."""
    return _at.get() or timezone.now()


@contextmanager
def acting_at(moment: datetime) -> Iterator[None]:
    """Let every verb inside happen at ``moment`` (an aware datetime, in the past)."""
    token = _at.set(moment)
    try:
        yield
    finally:
        _at.reset(token)
