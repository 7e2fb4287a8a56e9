"""Addresses of long lists and of every page's frame: ``reverse`` once, where it would be dear.

``reverse`` takes some 12 µs: a hundred rows, or a nav on every page, would feel it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.urls import reverse


@cache
def address(name: str) -> str:
    """Return the address of a page without parts, found once a process."""
    return reverse(name)


def addresses(name: str, *parts: int | str) -> Callable[[int], str]:
    """Return what gives a row's address by its id, which comes after the ``parts``; reversed once a
    list."""
    before, _zero, after = reverse(name, args=[*parts, 0]).rpartition("0")
    return lambda pk: f"{before}{pk}{after}"
