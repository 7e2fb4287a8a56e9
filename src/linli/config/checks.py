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
def home_holds_no_demo(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The demo's file prints its log-ins at every start."""
    from linli.config import welcome

    return _if(
        welcome.demo() is not None,
        "E006",
        _("The demo community lies in LINLI_HOME, and its log-ins are known to everybody."),
        _("Choose another LINLI_HOME (and another DATABASE_URL) for real people."),
    )


@register(TAG, deploy=True)
def keys_are_hard_to_guess(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from linli.config.strength import is_weak

    weak = [
        name
        for name, keys in (
            ("LINLI_SECRET_KEY", [settings.SECRET_KEY]),
            ("LINLI_DATA_KEY", settings.DATA_KEYS),
        )
        if any(len(key) >= SHORTEST_KEY and is_weak(key) for key in keys)
    ]
    return _if(
        bool(weak),
        "E007",
        _("%(keys)s can be guessed: the same letters come again and again, or follow in a row.")
        % {"keys": ", ".join(weak)},
        _("Unset it, and the house makes a good one and keeps it in LINLI_HOME."),
    )


@register(TAG, deploy=True)
def home_is_private(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from linli.config import private

    paths = private.left_open()
    return _if(
        bool(paths),
        "E008",
        _("Other users of this machine may read %(paths)s.")
        % {"paths": ", ".join(str(path) for path in paths[:3])},
        _("Take it from them: chmod -R go= %(home)s; or let it belong to who runs Linli.")
        % {"home": settings.HOME},
    )


@register(TAG, deploy=True)
def no_account_has_the_demo_password(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Asked of the accounts themselves: the demo's database may be reached from any home."""
    from linli.config import known_secrets

    names = known_secrets.accounts()
    return _if(
        bool(names),
        "E009",
        _("These log-ins have the demo's password, which everybody knows: %(names)s.")
        % {"names": ", ".join(names[:5])},
        _("Choose another DATABASE_URL for real people, or give them new passwords: %(command)s")
        % {"command": "LINLI_PRODUCTION=0 linli user password NAME"},
    )


@register(TAG, deploy=True)
def no_program_has_the_demo_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from linli.config import known_secrets

    return _if(
        known_secrets.open311_key_is_open(),
        "E010",
        _("The demo's Open311 key, which everybody knows, opens this house."),
        _("Choose another DATABASE_URL for real people, or take the key back in the settings."),
    )
