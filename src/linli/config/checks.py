"""Mistakes of deployment, each said in a sentence with its remedy.

Errors tagged ``linli`` keep ``linli serve`` from opening in production; docs/settings.md names
every setting.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _

TAG = "linli"
SHORTEST_KEY = 32
LOCAL = {"127.0.0.1", "localhost", "[::1]", "::1"}


def _if(wrong: bool, code: str, sentence: str, remedy: str) -> list[CheckMessage]:
    return [Error(sentence, hint=remedy, id=f"linli.{code}")] if wrong else []


@register(TAG, deploy=True)
def no_debug(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return _if(
        settings.DEBUG,
        "E001",
        _("LINLI_DEBUG is on: error pages would show settings and people's data."),
        _("Unset LINLI_DEBUG."),
    )


@register(TAG, deploy=True)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    named = {host for host in settings.ALLOWED_HOSTS if host not in LOCAL}
    return _if(
        not named or any(host.startswith(("*", ".")) for host in named),
        "E002",
        _("LINLI_HOSTS must name the addresses by which residents reach this house."),
        _("Set LINLI_HOSTS, for example LINLI_HOSTS=linli.example.org, without wildcards."),
    )


@register(TAG, deploy=True)
def address_is_https(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return _if(
        urlsplit(settings.BASE_URL).scheme != "https",
        "E003",
        _("LINLI_URL is not an https:// address: log-ins would travel readable by anyone."),
        _("Put a web server with TLS in front, and set LINLI_URL=https://…"),
    )


@register(TAG, deploy=True)
def keys_are_long(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    short = [
        name
        for name, keys in (
            ("LINLI_SECRET_KEY", [settings.SECRET_KEY]),
            ("LINLI_DATA_KEY", settings.DATA_KEYS),
        )
        if any(len(key) < SHORTEST_KEY for key in keys)
    ]
    return _if(
        bool(short),
        "E004",
        _("%(keys)s must have at least %(least)s characters.")
        % {"keys": ", ".join(short), "least": SHORTEST_KEY},
        _("Unset it, and the house makes a good one and keeps it in LINLI_HOME."),
    )


@register(TAG, deploy=True)
def address_is_a_host(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    host = urlsplit(settings.BASE_URL).hostname or ""
    return _if(
        bool(host) and "*" not in settings.ALLOWED_HOSTS and host not in settings.ALLOWED_HOSTS,
        "E005",
        _("LINLI_URL says %(host)s, which LINLI_HOSTS does not name: links in messages would fail.")
        % {"host": host},
        _("Add %(host)s to LINLI_HOSTS.") % {"host": host},
    )


@register(TAG, deploy=True)
def nobody_has_the_demo_password(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Looked at only where a demo was made: its file holds the log-ins."""
    from linli.config import welcome

    return _if(
        welcome.demo() is not None,
        "E006",
        _("The demo community lies in LINLI_HOME, and its log-ins are known to everybody."),
        _("Choose another LINLI_HOME (and another DATABASE_URL) for real people."),
    )
