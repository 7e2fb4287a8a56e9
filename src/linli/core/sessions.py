"""How long a log-in still holds."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

UNKEPT_SECONDS = 86_400  # of a session that lies in no table


def seconds_left(session: SessionBase) -> int:
    """Return for how many seconds a session is still known (1 query).

    ``get_expiry_age`` would count from now: it does not know when the session was last kept.
    """
    rows = Session.objects.filter(pk=session.session_key or "")
    ends = rows.values_list("expire_date", flat=True).first()
    return max(0, int((ends - timezone.now()).total_seconds())) if ends else UNKEPT_SECONDS
