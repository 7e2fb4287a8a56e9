"""A programme that somebody sends over the settings page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid
from linli.engines.cases import kinds
from linli.engines.cases.actions import settings
from linli.engines.cases.deadline_changes import Changes
from linli.programmes import loader
from linli.programmes.reader import Fault
from linli.registry.access import Actor, require

FILE_NAME = re.compile(r"[a-z0-9_]{1,60}\.toml")


@dataclass(frozen=True)
class Looked:
    """What a file would do: its mistakes, or what changes for matters that are open."""

    faults: list[Fault]
    changes: Changes
    gone: list[str]
    new: list[str]


def look(text: str, *, name: str, by: Actor) -> Looked:
    """Return what taking a file in would change. The programmes are the whole house's.

    Raises ``Invalid`` for a file name that is not one.
    """
    require(by, "manage_house")
    if not FILE_NAME.fullmatch(name):
        raise Invalid(_("Name the file in small letters, such as green_plots.toml."))
    faults = loader.check_text(text, name=name)
    if faults:
        return Looked(faults, Changes(), [], [])
    there = {kind.code: kind for kind in kinds.all()}
    wanted = {kind.code: kind for kind in loader.with_file(text, name=name).kinds}
    return Looked(
        faults=[],
        changes=settings.look_at_kinds(wanted),
        gone=[str(kind.label) for code, kind in there.items() if code not in wanted],
        new=[str(kind.label) for code, kind in wanted.items() if code not in there],
    )


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
    settings.redate(looked.changes, by=by)
    return []
