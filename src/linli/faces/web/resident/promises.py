"""The promises on the home page: numbers of the last 90 days, at most ten minutes old."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache

DAYS = 90
KEPT_SECONDS = 600


def kept(key: str, count: Callable[[], dict[str, int]]) -> dict[str, int]:
    """Return the numbers of a promise, counted anew every ten minutes."""
    numbers: dict[str, int] | None = cache.get(key)
    if numbers is None:
        numbers = count()
        cache.set(key, numbers, KEPT_SECONDS)
    return numbers
