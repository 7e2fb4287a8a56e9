"""Who did something, as people say it."""

from __future__ import annotations

from django.utils.translation import gettext as _


def spoken(key: str, label: str) -> str:
    """Return the actor's name; who has none is the bearer of a code, a visitor, or the house."""
    if label:
        return label
    if key.startswith("follow:"):
        return _("who raised it")
    return _("a resident") if key.startswith("visitor") else _("Linli")
