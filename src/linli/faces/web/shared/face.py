"""What an engine's pages tell the web of themselves, and who gathers it.

``faces/web/<area>/face.py`` holds one ``FACE = Face(...)``; ``config/engines.py`` lists them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.conf import settings
from django.utils.functional import Promise


@dataclass(frozen=True)
class Entry:
    """One line of the nav. ``permission`` is one of registry.roles; empty: any post."""

    code: str
    href: str
    icon: str
    label: str | Promise
    permission: str = ""


@dataclass(frozen=True)
class Face:
    """The pages of one engine: the module of their addresses, and their lines in the nav."""

    urls: str
    nav: tuple[Entry, ...] = ()


@cache
def faces() -> tuple[Face, ...]:
    """Return the faces of the engines that this house lists, in its order."""
    return tuple(import_module(path).FACE for path in settings.FACES)
