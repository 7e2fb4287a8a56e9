"""Sessions: one statement each, never over somebody else's, never back from the dead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError

from linli.config import sessions
from linli.config.sessions import SessionStore

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_session_is_kept_with_one_statement(django_assert_num_queries: Any) -> None:
    session = SessionStore()
    session["visited"] = 1
    with django_assert_num_queries(1):
        session.save()
    session["visited"] = 2
    with django_assert_num_queries(1):
        session.save()
    assert SessionStore(session.session_key)["visited"] == 2


def test_a_key_that_is_taken_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    one = SessionStore()
    one["visited"] = 1
    one.save()
    keys: Iterator[str | None] = iter([one.session_key, "a" * 32])
    monkeypatch.setattr(sessions, "get_random_string", lambda *_: next(keys))
    other = SessionStore()
    other["visited"] = 2
    other.save()
    assert other.session_key == "a" * 32
    assert SessionStore(one.session_key)["visited"] == 1


def test_a_session_that_was_ended_is_not_written_again() -> None:
    session = SessionStore()
    session["visited"] = 1
    session.save()
    SessionStore(session.session_key).delete()
    session["visited"] = 2
    with pytest.raises(UpdateError):
        session.save()
