"""What an engine tells the house about itself, and how the house takes it in.

``engines/<name>/engine.py`` holds one ``ENGINE = Engine(...)``; ``config/engines.py`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

from django.utils.functional import Promise

from linli.accounts import tokens
from linli.accounts.tokens import Scope
from linli.core.record import words
from linli.core.record.explaining import Check, explained_by
from linli.engines.sections import Follows, Section
from linli.forms import effects
from linli.forms.effects import EffectKind
from linli.outbox import events
from linli.outbox.events import Event
from linli.registry import forgetting, purposes, roles
from linli.registry.forgetting import Forgetting
from linli.registry.purposes import Purpose
from linli.registry.roles import Permission


class Term(NamedTuple):
    """A word of the engine's field: in Chinese, in code, and what it is."""

    chinese: str
    english: str
    means: str


@dataclass(frozen=True)
class Redating:
    """How an engine's deadlines follow the days that are worked (engines/working_days.py).

    ``look(days, community=…)`` says which open rows get another date and writes nothing;
    ``follow(changes, by=…)`` writes them, in the transaction in which the day is kept.
    """

    look: Callable[..., Follows]
    follow: Callable[..., object]


@dataclass(frozen=True)
class Engine:
    """One engine. What it leaves out, the house does not hear of."""

    app: str  # its label, as Django knows it
    permissions: Mapping[str, Permission] = field(default_factory=dict)
    scopes: tuple[Scope, ...] = ()  # what tokens of other programs may be used for
    purposes: tuple[Purpose, ...] = ()
    events: Mapping[str, Event] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)  # words of its events, for previews
    record_words: Mapping[str, Promise] = field(default_factory=dict)  # verb → words
    section: type[Section] | None = None  # what programmes say to it
    effects: tuple[EffectKind, ...] = ()  # what it does after an answer, by name
    redating: Redating | None = None  # how its deadlines follow the calendar
    glossary: tuple[Term, ...] = ()
    jobs: str = ""  # the module whose jobs the clock runs
    forgetting: Forgetting | None = None  # what is forgotten with a person
    unexplained: Check | None = None  # its rows that are not as the record says


ENGINES: dict[str, Engine] = {}


def plug(engine: Engine) -> None:
    """Enter an engine into the registries of the rooms below, and load its jobs."""
    ENGINES[engine.app] = engine
    roles.add(engine.permissions)
    tokens.add(engine.scopes)
    purposes.add(engine.purposes)
    events.add(engine.events, engine.example)
    words.add(engine.record_words)
    effects.add(engine.effects)
    if engine.forgetting is not None:
        forgetting.add(engine.forgetting)
    if engine.unexplained is not None:
        explained_by(engine.unexplained)
    if engine.jobs:
        import_module(engine.jobs)
