"""Fixtures of every room. SQLite unless ``DATABASE_URL`` names a PostgreSQL."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation
from hypothesis import settings as examples
from pytest_django import DjangoDbBlocker

from linli.core import cache as core_cache
from linli.engines.campaigns import form_versions
from linli.engines.cases.queries import desk_counts
from linli.registry import redaction
from tests.cast import Cast, assemble
from tests.core.guard import take_off

examples.register_profile("house", deadline=None)  # a busy machine is no fault
examples.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database is run once; ``houses`` ask one without a fixture."""
    for item in items:
        asks = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if not asks and not any(map(item.get_closest_marker, ("django_db", "houses"))):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A test with real transactions empties its tables, which the record's guard would refuse."""
    with django_db_blocker.unblock():
        take_off(connection)


@pytest.fixture
def cast(db: None) -> Cast:
    """The stairwell, its staff and a stranger."""
    return assemble()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What one test leaves in a cache, or in its process's mind, is not there for the next."""
    core_cache.forget_all()
    form_versions.forget()
    desk_counts.forget()
    redaction.forget()
    cache.clear()
    translation.deactivate()  # a request leaves its reader's language behind
    timezone.deactivate()
