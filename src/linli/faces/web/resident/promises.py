"""The promises on the home page: numbers of the last 90 days, at most ten minutes old."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache

from linli.engines.campaigns.queries import reached_share
from linli.engines.cases.queries.resident import promise_kept
from linli.registry.models import Place

DAYS = 90
KEPT_SECONDS = 600


def every_household(community: Place, *, now: datetime) -> dict[str, int] | None:
    """Return reached, occupied and percent; None while nobody was reached."""
    kept = _kept(f"reached:{community.pk}", lambda: reached_share(community.pk, now=now, days=DAYS))
    return kept if kept["reached"] else None


def every_case(community: Place, *, now: datetime) -> dict[str, int] | None:
    """Return confirmed, raised and percent; None while nothing was raised."""
    kept = _kept(f"promise:{community.pk}", lambda: promise_kept(community.pk, now=now, days=DAYS))
    if not kept["raised"]:
        return None
    return {**kept, "percent": 100 * kept["confirmed"] // kept["raised"]}


def _kept(key: str, count: Callable[[], dict[str, int]]) -> dict[str, int]:
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, KEPT_SECONDS)
    return found
