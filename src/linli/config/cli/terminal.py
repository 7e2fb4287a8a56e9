"""What the commands share: Django started in the terminal's language, and a question back."""

from __future__ import annotations

import os
import sys

from linli.config.cli.language import gettext as _
from linli.config.cli.language import spoken
from linli.config.stop import Stop


def start(*, ready: bool = True, key_is_lost: bool = False, reads: bool = False) -> None:
    """Start Django in the language of the terminal; with ``ready``, bring the database up to date.

    Raises ``Stop`` when the settings are unsafe in production, or the data key is another.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    os.umask(0o077)  # before the settings make keys: nobody else reads what the house writes
    import django

    django.setup()
    from django.utils import translation

    translation.activate(spoken())
    if reads:
        from linli.config import bootstrap

        bootstrap.look_only()
    elif ready:
        from linli.config import bootstrap

        bootstrap.prepare(key_is_lost=key_is_lost)


def confirm(question: str, *, yes: bool) -> None:
    """Go on only if the person at the terminal says so, or ``--yes`` was given."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Stop(f"{question} {_('Say --yes to go on.')}")
    if input(f"{question} {_('Go on?')} [y/N] ").strip().lower() not in ("y", "yes", "是"):
        raise Stop(_("Nothing was changed."))
