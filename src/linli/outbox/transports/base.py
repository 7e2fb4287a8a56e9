"""What a way is given to carry, and the three things that may go wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Outgoing:
    """One message on its way. ``token`` is the same on every try, for providers that know it."""

    address: str
    title: str
    body: str
    link: str  # a full address, or empty
    event: str
    token: str
    words: dict[str, str] = field(default_factory=dict)


class NotSent(Exception):
    """It did not leave; another try may help. The text is shown on the settings page."""

    def __init__(self, fault: Any, *, too_fast: bool = False) -> None:
        super().__init__(fault)
        self.fault = fault
        self.too_fast = too_fast  # asked to slow down: not counted as a try


class Rejected(Exception):
    """The other side says no, and will say no again: a wrong number, a robot taken away."""


class Unsure(Exception):
    """It may have left: the line broke after it was handed over."""


class TimedOut(Unsure):
    """The other side did not answer in time: its way rests for the remainder of the run."""


Send = Callable[[Outgoing], None]


@dataclass(frozen=True)
class Transport:
    """How to send. ``repeats_safely``: the other side knows the token, and drops a second one."""

    send: Send
    repeats_safely: bool = False


def template_for(event: str) -> str:
    """Return the approved SMS template of an event, else the default one."""
    templates: dict[str, str] = settings.SMS_TEMPLATES
    template = templates.get(event) or templates.get("default", "")
    if not template:
        raise Rejected(_("No SMS template is set for this event."))
    return template
