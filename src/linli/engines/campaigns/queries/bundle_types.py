"""What a phone takes along, as the face writes it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from linli.registry.facts import Values


@dataclass(frozen=True, slots=True)
class Me:
    """Who walks."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class BundleDoor:
    """Where a door is and how far it has come. What lies below ``is_open`` is told of a door alone
    to which somebody is still to go."""

    id: int
    label: str
    building: str
    entrance: str
    floor: int | None
    state: str
    visits: int
    due_on: date | None
    path: str
    is_open: bool = False
    last_at: datetime | None = None
    try_at: str = ""
    note: str = ""
    name: str = ""
    known: Values = field(default_factory=dict)  # fact → value, as JSON has it
    masked: Sequence[str] = ()
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """A campaign that I walk, with its notice, what it asks, and my doors in walking order."""

    id: int
    community: int
    title: str
    about: str
    purpose: str
    notice: str
    basis: str
    targets: str
    ends_on: date | None
    is_standing: bool
    most_visits: int
    form_number: int
    questions: Sequence[Any]  # as forms.schema writes them
    doors: Sequence[BundleDoor]


@dataclass(frozen=True, slots=True)
class BundlePost:
    """Who serves where, as residents may know it."""

    role: str
    role_label: str
    holder: str
    phone: str
    place: str
    path: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a location question may be answered with."""

    code: str
    kind: str
    label: str
    community: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A building or place on the estate's plan, in the plan's own units."""

    community: int
    label: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class FieldBundle:
    """What a phone takes along before it goes where there is no signal."""

    me: Me
    campaigns: Sequence[Round]
    posts: Sequence[BundlePost]
    places: Sequence[Spot]
    plan: Sequence[Shape]
