"""Finds the programmes of this house: the built-in ones, and those a deployment adds."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.refusals import NotFound
from linli.core.text import did_you_mean
from linli.engines.campaigns import kinds as campaigns
from linli.engines.cases import kinds
from linli.engines.cases.kinds import Category, Kind
from linli.programmes import schema
from linli.programmes.keys import TREE
from linli.programmes.reader import Fault, Reader
from linli.programmes.references import campaigns_of, cases_of, categories_of, twice
from linli.programmes.schema import Programme

log = logging.getLogger("linli.programmes")
BUILT_IN = Path(__file__).parent
TREE_FILE = "categories.toml"
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
    kinds: tuple[Kind, ...]
    campaigns: tuple[campaigns.Kind, ...]
    categories: tuple[Category, ...]
    faults: tuple[Fault, ...]


def own_folder() -> Path:
    """Return the folder in which a deployment keeps its own programmes."""
    return Path(settings.HOME) / "programmes"


def sources() -> list[Source]:
    """Return the built-in files and then the deployment's own, each in order of name."""
    built_in = [
        Source(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(BUILT_IN.glob("*.toml"))
        if path.name != TREE_FILE
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
    tree = _tree(faults)
    read: list[tuple[Programme, bool]] = []
    for source in sources() if files is None else files:
        programme, wrong = schema.read_programme(source.text, file=source.name)
        faults += wrong
        if programme is not None and not wrong:
            read.append((programme, source.is_own))
    kept = _one_a_code(read, faults)
    categories = categories_of(kept, tree, file=TREE_FILE, faults=faults)
    cases = cases_of(kept, categories, faults=faults)
    asked = campaigns_of(kept, cases, faults=faults)
    return Loaded(
        programmes=tuple(kept),
        kinds=tuple(cases.values()),
        campaigns=tuple(asked.values()),
        categories=tuple(categories.values()),
        faults=tuple(faults),
    )


def own_files() -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of the deployment's own files: by these a change is seen."""
    found = [(path.name, path.stat()) for path in sorted(own_folder().glob("*.toml"))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


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
    kinds.replace_all(kinds=loaded.kinds, categories=loaded.categories)
    campaigns.replace_all(loaded.campaigns)
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


def _tree(faults: list[Fault]) -> list[Category]:
    reader = Reader(TREE_FILE)
    text = (BUILT_IN / TREE_FILE).read_text(encoding="utf-8")
    table = reader.table(tomllib.loads(text), "", TREE) or {}
    categories = schema.read_categories(reader, table)
    faults += reader.faults
    return categories


def _one_a_code(read: Sequence[tuple[Programme, bool]], faults: list[Fault]) -> list[Programme]:
    kept: dict[str, tuple[Programme, bool]] = {}
    for programme, is_own in read:
        before = kept.get(programme.code)
        if before is not None and before[1] == is_own:
            faults.append(twice(programme.file, "code", programme.code, before[0].file))
            continue
        kept[programme.code] = (programme, is_own)
    return [programme for programme, _own in kept.values()]
