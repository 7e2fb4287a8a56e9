"""What the house tells: each event with its words, and the shipped template in plain sentences.

A template's placeholders stand in braces. A line with an empty word is left out, so an event may
be told with fewer words than it knows. The register's own events stand here; an engine adds its
own (``add``), with its Chinese in its own catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Event:
    """One thing that is told. ``words`` are the names a community's own wording may use.

    ``is_letter``: a household must know it even if nobody in it has a telephone; it is printed.
    """

    label: Any
    title: Any
    body: Any
    words: tuple[str, ...]
    is_letter: bool = False


OWN = {
    "post.invited": Event(
        _("Somebody was invited to a post"),
        _("You are asked to serve in {community}"),
        _("{inviter} asks you to be {role} at {place}.\nNothing changes unless you accept."),
        ("community", "place", "role", "inviter"),
    ),
    "key.issued": Event(
        _("A household key was issued"),
        _("A new key for your household"),
        _(
            "A new slip for {place} was printed. The old one no longer works.\n"
            "If you did not ask for it, please tell your community: {phone}"
        ),
        ("community", "place", "phone"),
    ),
}

# What a preview shows in place of real words.
OWN_EXAMPLE: dict[str, Any] = {
    "community": _("Spring Garden"),
    "place": _("Building 704, entrance 2"),
    "phone": "010-6000 0000",
    "role": _("grid worker"),
    "inviter": _("Secretary Chen"),
}

EVENTS: dict[str, Event] = {}
EXAMPLE: dict[str, Any] = {}


def add(events: Mapping[str, Event], example: Mapping[str, Any]) -> None:
    """Let a room name what it tells, with a word for each placeholder in a preview."""
    for code, event in events.items():
        if EVENTS.setdefault(code, event) is not event:
            raise ValueError(f"two rooms call an event {code}")
    EXAMPLE.update({word: text for word, text in example.items() if word not in EXAMPLE})


add(OWN, OWN_EXAMPLE)
