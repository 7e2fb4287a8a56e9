"""Passwords and keys that everybody knows, looked for where they would open something."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.hashers import check_password, is_password_usable
from django.core.cache import cache, caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection

from linli.demo.known import OPEN311_KEY, PASSWORD


def accounts() -> list[str]:
    """Return the user names of open log-ins that the demo's password opens.

    A password takes a third of a second to try, so each hash is tried once: that it is another
    is remembered until it changes.
    """
    from linli.accounts.models import User

    if not _has(User._meta.db_table):
        return []
    names, remembers = [], _cache_is_ready()
    rows = User.objects.filter(is_active=True).order_by("username")
    for username, hashed in rows.values_list("username", "password"):
        if is_password_usable(hashed) and _is_the_demos(hashed, remembers=remembers):
            names.append(username)
    return names


def open311_key_is_open() -> bool:
    """True when the demo's key for other programs is accepted here."""
    from linli.accounts import tokens
    from linli.accounts.models import ApiToken

    if not _has(ApiToken._meta.db_table):
        return False
    return tokens.open_tokens(OPEN311_KEY).exists()


def _is_the_demos(hashed: str, *, remembers: bool) -> bool:
    digest = hashlib.sha256(f"{PASSWORD} {hashed}".encode()).hexdigest()
    mark = f"not-the-demos:{digest}"
    if remembers and cache.get(mark):
        return False
    is_same = check_password(PASSWORD, hashed)
    if remembers and not is_same:
        cache.set(mark, True, timeout=None)
    return is_same


def _cache_is_ready() -> bool:
    store = caches["default"]
    return not isinstance(store, BaseDatabaseCache) or _has(
        str(settings.CACHES["default"]["LOCATION"])
    )


def _has(table: str) -> bool:
    """True once the tables are made: a new house is checked before them."""
    return table in connection.introspection.table_names()
