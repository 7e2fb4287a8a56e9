"""A programme that somebody sends over the settings page."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.refusals import Invalid
from linli.programmes import loader
from linli.programmes.reader import Fault
from linli.registry.access import Actor, require
from linli.registry.models import Place

FILE_NAME = re.compile(r"[a-z0-9_]{1,60}\.toml")


@transaction.atomic
def take_in(text: str, *, name: str, by: Actor, community: Place) -> list[Fault]:
    """Keep a programme's file and use it from now on; returns its mistakes, and then keeps nothing.

    The programmes are the whole house's, so a street office or secretary does it knowingly; the
    line stands in their community's record. Raises ``Invalid`` for a file name that is not one.
    """
    require(by, "manage_rules", path=community.path)
    if not FILE_NAME.fullmatch(name):
        raise Invalid(_("Name the file in small letters, such as green_plots.toml."))
    faults = loader.check_text(text, name=name)
    if faults:
        return faults
    folder = loader.own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f".{name}.new"
    waiting.write_text(text, encoding="utf-8")
    waiting.replace(folder / name)
    loader.register()
    record.note(
        "programme.taken_in", ("programmes.file", name), by=by, community_id=community.pk,
        change={"name": name},
    )  # fmt: skip
    return []
