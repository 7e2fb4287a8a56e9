"""What a community's closed matters teach: the kinds that people chose."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from linli.engines.cases.models import Case, Lesson
from linli.engines.cases.suggest import lookup
from linli.engines.cases.suggest.linear import train_calibrated

LEAST_CASES = 40
LEAST_OF_A_KIND = 4
LEAST_NEW = 20  # closed since the last lesson
MOST_CASES = 4_000  # the newest; bounds time to some two minutes, memory to 300 MB


def learn_all(*, now: datetime) -> int:
    """Teach every community whose closed matters have grown; returns how many were taught."""
    ids = Case.objects.exclude(closed_at=None).values_list("community_id", flat=True)
    return sum(learn(community_id, now=now) for community_id in ids.order_by().distinct())


def learn(community_id: int, *, now: datetime) -> bool:
    """Make a community's lesson anew. False when there is nothing new, or too little, to learn.

    Only kinds that a person chose or confirmed are believed, and only of closed matters.
    """
    closed = Case.objects.filter(community=community_id, kind_confirmed=True).exclude(
        closed_at=None
    )
    known = Lesson.objects.filter(community_id=community_id).first()
    count = closed.count()
    if count < LEAST_CASES or (known and abs(count - known.cases) < LEAST_NEW):
        return False
    newest = closed.order_by("-closed_at").values_list("title", "text", "kind")[:MOST_CASES]
    pairs = [(f"{title} {text}", kind) for title, text, kind in newest]
    often = Counter(kind for _, kind in pairs)
    pairs = [pair for pair in pairs if often[pair[1]] >= LEAST_OF_A_KIND]
    if len({kind for _, kind in pairs}) < 2:
        return False
    model = train_calibrated(pairs)
    with transaction.atomic():
        Lesson.objects.update_or_create(
            community_id=community_id,
            defaults={"made_at": now, "cases": count, "weights": model.to_bytes()},
        )
    lookup.made.forget()
    return True
