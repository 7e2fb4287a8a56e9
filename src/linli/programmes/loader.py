"""Finds the programmes of this house: the built-in ones, and those a deployment adds."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.refusals import NotFound
from linli.core.text import did_you_mean
from linli.core.toml import Fault
from linli.engines.sections import Catalogue
from linli.programmes.references import gather, one_a_code
from linli.programmes.schema import Programme, read_programme, sections

log = logging.getLogger("linli.programmes")
BUILT_IN = Path(__file__).parent
_seen: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True)
class Source:
    """A file's text. ``is_own`` when the deployment added it: it may replace a built-in one."""

    name: str
    text: str
    is_own: bool = False


@dataclass(frozen=True)
class Loaded:
    """What could be read, and every mistake in the rest."""

    programmes: tuple[Programme, ...]
    catalogues: Mapping[str, Catalogue[Any]]  # by engine
    faults: tuple[Fault, ...]

    def kinds(self, app: str) -> tuple[Any, ...]:
        """Return an engine's kinds, in the order of programmes and of their files."""
        return tuple(self.catalogues[app].kinds.values())

    def kinds_of(self, programme: Programme) -> list[tuple[str, Any]]:
        """Return the kinds of one programme, each with its engine."""
        return [
            (app, entry.kind)
            for app, catalogue in self.catalogues.items()
            for entry in catalogue.entries.values()
            if entry.file == programme.file
        ]


def own_folder() -> Path:
    """Return the folder in which a deployment keeps its own programmes."""
    return Path(settings.HOME) / "programmes"


def sources() -> list[Source]:
    """Return the built-in files and then the deployment's own, each in order of name."""
    built_in = [
        Source(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(BUILT_IN.glob("*.toml"))
    ]
    own = sorted(own_folder().glob("*.toml"))
    return built_in + [
        Source(str(path), path.read_text(encoding="utf-8", errors="replace"), is_own=True)
        for path in own
    ]


def load(files: Iterable[Source] | None = None) -> Loaded:
    """Read all files together and check what they say of each other. Changes nothing.

    A file with faults is left out; so is, of two files that claim one code, the later one. A
    file of the deployment's own takes the place of the built-in programme with its code.
    """
    faults: list[Fault] = []
    programmes: list[tuple[Programme, bool]] = []
    for source in sources() if files is None else files:
        programme, wrong = read_programme(source.text, file=source.name)
        faults += wrong
        if programme is not None:
            programmes.append((programme, source.is_own))
    kept = one_a_code(programmes, faults)
    catalogues = gather(kept, faults)
    return Loaded(tuple(kept), catalogues, tuple(faults))


def own_files() -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of the deployment's own files: by these a change is seen."""
    files = [(path.name, path.stat()) for path in sorted(own_folder().glob("*.toml"))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)


def refresh() -> None:
    """Register anew when the deployment's own files have changed."""
    if own_files() != _seen:
        register()


def register() -> Loaded:
    """Load all, and let the engines know the kinds. What is faulty is left out and logged."""
    global _seen
    _seen = own_files()
    loaded = load()
    for fault in loaded.faults:
        log.error("%s", fault)
    for app, section in sections().items():
        section.install(loaded.catalogues[app])
    return loaded


def export(code: str) -> str:
    """Return the text of a programme that this house runs. Raises ``NotFound``."""
    programmes = load().programmes
    for programme in programmes:
        if programme.code == code:
            return programme.text
    raise NotFound(
        _("There is no programme “%(code)s”. %(remedy)s")
        % {"code": code, "remedy": did_you_mean(code, [p.code for p in programmes])}
    )


def with_file(text: str, *, name: str) -> Loaded:
    """Return what this house would run with a new file in the place of its namesake."""
    others = [source for source in sources() if Path(source.name).name != Path(name).name]
    return load([*others, Source(name, text, is_own=True)])


def check_text(text: str, *, name: str) -> list[Fault]:
    """Return what is wrong with a new file, seen together with all that this house runs."""
    return [fault for fault in with_file(text, name=name).faults if fault.file == name]
