"""What programmes say to an engine: its section of each file, read into the engine's kinds.

An engine's ``section.py`` holds one subclass of ``Section``. Its fields are keys of a programme's
file, beside those of every other engine; docs/programmes.md lists them all.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from linli.core.labels import Label
from linli.core.refresh import Refresher
from linli.core.toml import Fault, TomlTable, twice
from linli.registry.access import Actor

PROGRAMMES = Refresher()  # an engine looks, before it says which kinds there are


@dataclass(frozen=True)
class Owner:
    """The programme that a kind belongs to."""

    code: str
    label: Label


class Named(Protocol):
    """What every engine's kind has: its name for machines and people, and its programme's."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> Label: ...

    @property
    def programme(self) -> str: ...


S = TypeVar("S", bound="Section", covariant=True)
K = TypeVar("K", bound=Named)


@dataclass(frozen=True)
class Part(Generic[S]):
    """An engine's section of one file."""

    file: str
    owner: Owner
    section: S


@dataclass(frozen=True)
class Entry(Generic[K]):
    """A kind, and where it stands: ``case[2]`` of which file."""

    file: str
    key: str
    kind: K


@dataclass
class Catalogue(Generic[K]):
    """What an engine makes of all programmes together: its kinds by code, and the mistakes."""

    entries: dict[str, Entry[K]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, K]:
        return {code: entry.kind for code, entry in self.entries.items()}

    def enter(self, entries: Iterable[Entry[K]]) -> None:
        """Take kinds in. A code that is taken already is a mistake."""
        for entry in entries:
            known = self.entries.setdefault(entry.kind.code, entry)
            if known is not entry:
                other = known.kind.programme
                self.faults.append(twice(entry.file, f"{entry.key}.code", entry.kind.code, other))


class Follows(Protocol):
    """What new kinds mean for open rows: which get new dates, how many stay or lose their kind."""

    @property
    def moved(self) -> Sequence[Any]: ...

    @property
    def kept(self) -> int: ...

    @property
    def lost(self) -> int: ...

    @property
    def communities(self) -> set[int]: ...


class Section(TomlTable):
    """One engine's keys of a programme's file. Subclasses say how they become its kinds."""

    MAIN: ClassVar[str] = ""  # the key whose tables are its kinds
    SHIPPED: ClassVar[Path | None] = None  # a file of the engine's own, read before all others

    @property
    def is_empty(self) -> bool:
        """True when the file has no kind for this engine."""
        return not getattr(self, self.MAIN)

    @abstractmethod
    def entries(self, part: Part[Self]) -> Iterator[Entry[Any]]:
        """Yield the kinds of this file."""

    @classmethod
    def gather(cls, parts: Sequence[Part[Self]]) -> Catalogue[Any]:
        """Return the kinds of all files; what they say of each other is looked at here."""
        catalogue: Catalogue[Any] = Catalogue()
        for part in parts:
            catalogue.enter(part.section.entries(part))
        return catalogue

    @classmethod
    @abstractmethod
    def install(cls, catalogue: Any) -> None:
        """Let the engine know these kinds, and no other."""

    @classmethod
    def describe(cls, kind: Any) -> str:
        """Return what `linli programme list` says of a kind behind its name."""
        return ""

    @classmethod
    def look(cls, catalogue: Any) -> Follows | None:
        """Return what happens to open rows when these are the kinds. Writes nothing."""
        return None

    @classmethod
    def follow(cls, follows: Any, *, by: Actor) -> None:
        """Do what ``look`` said, in the transaction in which the programme is taken in."""
