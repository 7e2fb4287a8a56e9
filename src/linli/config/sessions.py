"""Sessions in the database, each kept with one statement."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.db import DatabaseError, IntegrityError
from django.utils.crypto import get_random_string


class SessionStore(db.SessionStore):
    """Django's own, without a transaction around its one statement and without asking first
    whether a new key is free: 32 random letters do not come twice, and if, it tries again."""

    def _get_new_session_key(self) -> str:
        return get_random_string(32, VALID_KEY_CHARS)

    def save(self, must_create: bool = False) -> None:
        """Write the session. Raises ``CreateError`` (key taken) or ``UpdateError`` (row gone)."""
        if self.session_key is None:
            self.create()
            return
        row = self.create_model_instance(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        try:
            row.save(force_insert=must_create, force_update=not must_create)
        except IntegrityError as fault:
            if must_create:
                raise CreateError from fault
            raise
        except DatabaseError as fault:
            if not must_create:
                raise UpdateError from fault
            raise
