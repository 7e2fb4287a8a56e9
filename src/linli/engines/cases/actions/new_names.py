"""Covering anew what is out already, when a register has got new names."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from linli.core.redaction.letters import HAN
from linli.engines.cases.actions.publishing import cover_again
from linli.engines.cases.models import Case, NamesCovered
from linli.registry import redaction

MARGIN = timedelta(minutes=5)  # a name counts from its transaction's beginning, not from its end
MOST_NAMES = 50  # beyond (a list was taken in) every text is read
BATCH = 500
EVER = datetime(1970, 1, 1, tzinfo=UTC)
NOT_HAN = re.compile(rf"[^{HAN}]")


def cover_community(community_id: int, *, now: datetime) -> int:
    """Cover the names that are new since the last time; returns in how many matters.

    1 query when there are none; else only matters are read that hold the letters of one.
    """
    last = redaction.last_named(community_id)
    done = NamesCovered.objects.filter(pk=community_id).first()
    since = done.up_to if done else EVER
    if last is None or last <= since:
        return 0
    names = redaction.named_since(community_id, since)
    covered = [pk for pk in _holding(community_id, names) if cover_again(pk) is not None]
    NamesCovered.objects.update_or_create(
        community_id=community_id, defaults={"up_to": max(min(last, now - MARGIN), since)}
    )
    return len(covered)


def _holding(community_id: int, names: list[str]) -> list[int]:
    out = Case.objects.filter(community=community_id, is_public=True, look="").exclude(
        public_text__exact="", public_result__exact=""
    )
    if len(names) <= MOST_NAMES:
        holds = Q(pk__in=())
        for name in names:
            holds |= _letters(name, "public_text") | _letters(name, "public_result")
        out = out.filter(holds)
    return list(out.order_by("pk").values_list("pk", flat=True))


def _letters(name: str, column: str) -> Q:
    """Ask for the letters of a given name, wherever they stand: 王 秀·兰 is found, too."""
    wanted = Q()
    for letter in name[-2:] if not NOT_HAN.search(name) else [name]:
        wanted &= Q(**{f"{column}__icontains": letter})
    return wanted
