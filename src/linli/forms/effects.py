"""What may follow from an answer, by name: a registry that each engine enters its effects in.

A programme names an effect; whoever asks the form runs it. A name that nobody does yet waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Protocol

from django.utils.functional import Promise

from linli.core.files import KeptPhoto
from linli.core.toml import Fault, TomlTable
from linli.forms.schema import Effect, Form
from linli.registry.access import Actor
from linli.registry.models import Household, Person, Place


class EffectCall(Protocol):
    """An effect that is due: what its words came to, and where, when and by whom it was said."""

    @property
    def words(self) -> dict[str, Any]: ...  # one that is nothing but ``{code}``: the answer itself

    def text(self, name: str) -> str:
        """Return a word as people say it: an option by its label, a place by its name."""

    @property
    def by(self) -> Actor: ...

    @property
    def once(self) -> str: ...  # the same each time that this effect is tried

    @property
    def source(self) -> str: ...  # what the answers are, as facts name it: "visit:…"

    @property
    def channel(self) -> str: ...  # how they came

    @property
    def at(self) -> datetime: ...

    @property
    def day(self) -> date: ...

    @property
    def community_id(self) -> int: ...

    @property
    def place(self) -> Place | None: ...

    @property
    def household(self) -> Household | None: ...

    @property
    def person(self) -> Person | None: ...

    def require_household(self) -> Household:
        """Return the household that said this. Raises ``Invalid`` when none is known to have."""


class EffectWords(TomlTable):
    """The words that may stand beside an effect's name; each effect has its own."""

    MAIN: ClassVar[str] = ""  # how the word at the name itself is called; "": only ``true``


Run = Callable[[EffectCall], str]
TakePhotos = Callable[[str, Sequence[KeptPhoto], Actor], None]
Check = Callable[[Form, Effect, Mapping[str, Any]], Iterator[Fault]]


@dataclass(frozen=True)
class EffectKind:
    """One effect. What it leaves out, it has not."""

    name: str
    label: str | Promise
    words: type[EffectWords] = EffectWords
    run: Run | None = None  # returns what came of it, as "app.model:id"; or raises a Refusal
    stays_waiting: bool = False  # it only prepares; an engine to come does the rest
    take_photos: TakePhotos | None = None  # of the answers that it followed from
    check: Check | None = None  # its words, held against the kinds of the engine that does it

    @property
    def is_done(self) -> bool:
        """True when somebody does it to the end."""
        return self.run is not None and not self.stays_waiting


EFFECTS: dict[str, EffectKind] = {}


def add(effects: Iterable[EffectKind]) -> None:
    """Enter effects. One that is there stays: engines come before what waits for its engine."""
    for effect in effects:
        EFFECTS.setdefault(effect.name, effect)


def possible(form: Form, word: str) -> tuple[str, ...]:
    """Return which codes a word may become: itself, or the options of the answer it stands for."""
    question = form.find(word[1:-1]) if word.startswith("{") else None
    return tuple(option.code for option in question.options) if question else (word,)
