"""What an engine's pages tell the web of themselves, and who gathers it.

``faces/web/<area>/face.py`` holds one ``FACE = Face(...)``; ``config/engines.py`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise

from linli.registry.access import Actor
from linli.registry.models import Household, Place

if TYPE_CHECKING:
    from linli.faces.web.shared.staff import StaffRequest


@dataclass(frozen=True)
class Entry:
    """One line of the nav. ``page``: the name of its address; ``permission``: one of
    registry.roles, or empty for any post."""

    code: str
    page: str
    icon: str
    label: str | Promise
    permission: str = ""


@dataclass(frozen=True)
class AtHome:
    """Who looks at the resident's home, and of which community."""

    request: HttpRequest
    community: Place
    actor: Actor
    household: Household | None
    now: datetime


@dataclass(frozen=True)
class Card:
    """A card on the resident's home: a template, which finds ``shows`` as ``card``."""

    template: str
    shows: Mapping[str, Any]
    order: int = 50  # the lower, the higher up


@dataclass(frozen=True)
class HouseholdPart:
    """A section of the household's page: list rows, or a word when there are none."""

    heading: str
    rows: Sequence[Any]
    empty: str


@dataclass(frozen=True)
class Figure:
    """A number on the desk's first page, and where it leads."""

    label: str
    figure: int | str
    note: str = ""
    href: str = ""
    late: bool = False


@dataclass(frozen=True)
class SettingsCard:
    """A card of the settings' first page."""

    href: str | Promise
    icon: str
    label: str | Promise
    words: str | Promise


@dataclass(frozen=True)
class Subject:
    """How a line of the record names what it is about, and where that is shown."""

    reference: Callable[[Mapping[str, Any]], str]  # of the line's change
    href: Callable[[str], str]  # of the subject's id


@dataclass(frozen=True)
class Face:
    """The pages of one engine. What it leaves out, the pages that all share do not show."""

    urls: str  # the module of their addresses
    nav: tuple[Entry, ...] = ()
    home: Callable[[AtHome], Iterable[Card]] | None = None
    household: Callable[[Actor, int], HouseholdPart] | None = None
    figures: Callable[[StaffRequest], Iterable[Figure]] | None = None
    settings: tuple[SettingsCard, ...] = ()
    subjects: Mapping[str, Subject] = field(default_factory=dict)  # by what the record calls them
    spoken: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)  # a change's values


@cache
def faces() -> tuple[Face, ...]:
    """Return the faces of the engines that this house lists, in its order."""
    return tuple(import_module(path).FACE for path in settings.FACES)


def home_cards(visitor: AtHome) -> list[Card]:
    """Return every engine's cards for the resident's home, in their order."""
    cards = [card for face in faces() if face.home for card in face.home(visitor)]
    return sorted(cards, key=lambda card: card.order)


def household_parts(actor: Actor, household_id: int) -> list[HouseholdPart]:
    """Return every engine's section of a household's page."""
    return [face.household(actor, household_id) for face in faces() if face.household]


def figures(request: StaffRequest) -> list[Figure]:
    """Return what every engine counts on the desk's first page."""
    return [figure for face in faces() if face.figures for figure in face.figures(request)]


def settings_cards() -> list[SettingsCard]:
    """Return every engine's cards of the settings' first page."""
    return [card for face in faces() for card in face.settings]


@cache
def subjects() -> dict[str, Subject]:
    """Return how the record names what each engine's lines are about."""
    return {name: subject for face in faces() for name, subject in face.subjects.items()}


@cache
def spoken_values() -> dict[str, Callable[[Any], str]]:
    """Return how each engine says the values of a change, by their names in the record."""
    return {name: say for face in faces() for name, say in face.spoken.items()}
