"""A programme that somebody sends over the settings page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid
from linli.core.toml import Fault
from linli.engines.sections import Follows
from linli.programmes import loader
from linli.programmes.schema import sections
from linli.registry.access import Actor, require

FILE_NAME = re.compile(r"[a-z0-9_]{1,60}\.toml")


@dataclass(frozen=True)
class Changes:
    """Which open rows get new dates, how many keep theirs or lose their kind, and where."""

    moved: list[Any]
    kept: int
    lost: int
    communities: set[int]


@dataclass(frozen=True)
class Looked:
    """What a file would do: its mistakes, or what changes for rows that are open, by engine."""

    faults: list[Fault] = field(default_factory=list)
    follows: dict[str, Follows] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    @property
    def changes(self) -> Changes:
        """What changes for rows of every engine together."""
        each = self.follows.values()
        return Changes(
            moved=[row for follows in each for row in follows.moved],
            kept=sum(follows.kept for follows in each),
            lost=sum(follows.lost for follows in each),
            communities={id_ for follows in each for id_ in follows.communities},
        )


def look(text: str, *, name: str, by: Actor) -> Looked:
    """Return what taking a file in would change. The programmes are the whole house's.

    Raises ``Invalid`` for a file name that is not one.
    """
    require(by, "manage_house")
    if not FILE_NAME.fullmatch(name):
        raise Invalid(_("Name the file in small letters, such as green_plots.toml."))
    faults = loader.check_text(text, name=name)
    if faults:
        return Looked(faults)
    looked, now, then = Looked(), loader.load(), loader.with_file(text, name=name)
    for app, section in sections().items():
        before, after = now.catalogues[app].kinds, then.catalogues[app].kinds
        looked.gone.extend(str(before[code].label) for code in before if code not in after)
        looked.new.extend(str(after[code].label) for code in after if code not in before)
        if (follows := section.look(then.catalogues[app])) is not None:
            looked.follows[app] = follows
    return looked


@transaction.atomic
def take_in(text: str, *, name: str, by: Actor) -> list[Fault]:
    """Keep a programme's file and use it from now on; returns its mistakes, and then keeps nothing.

    Open matters whose due date still stands where the rules had put it get their new one. Raises
    ``Invalid`` for a file name that is not one.
    """
    looked = look(text, name=name, by=by)
    if looked.faults:
        return looked.faults
    folder = loader.own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f".{name}.new"
    waiting.write_text(text, encoding="utf-8")
    waiting.replace(folder / name)
    loader.register()
    record.note(
        "programme.taken_in", ("programmes.file", name), by=by, community_id=None,
        change={"name": name, "lost": looked.changes.lost},
    )  # fmt: skip
    for app, follows in looked.follows.items():
        sections()[app].follow(follows, by=by)
    return []
