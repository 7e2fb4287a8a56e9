"""Fixtures of every room. SQLite unless ``DATABASE_URL`` names a PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.cast import Cast, assemble


@pytest.fixture
def cast(db: None) -> Cast:
    """The stairwell, its staff and a stranger."""
    return assemble()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What one test keeps in the cache is not there for the next."""
    yield
    cache.clear()
