"""Words that stand where a name should stand and are nobody: 未售, 毛坯, 拒访, 商铺."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.registry.models import Household
from linli.registry.names import half_width

SHIPPED = Path(__file__).with_name("no_person.toml")
OWN = "no_person.toml"  # in the house's home folder
_BETWEEN = re.compile(r"[\s、,;/()\[\]\-—。.:!?]+")
_NUMBERED = re.compile(r"\d{0,3}(?:间|号|个|套)?$")


@dataclass(frozen=True)
class Nobody:
    """What such a cell says of its home: the words, and the columns that follow from them."""

    words: str
    home: dict[str, Any] = field(default_factory=dict)


def nobody(typed: str) -> Nobody | None:
    """Return what a cell says of a home in which it names nobody; None when it may be a name.

    商铺2, 空置（未售） and 未入住/毛坯 are read too: each of their words must be in the list.
    """
    text = half_width(typed).lower()
    table = words()
    parts = [part for part in _BETWEEN.split(text) if part and not part.isdigit()]
    bare = [part if part in table else _NUMBERED.sub("", part) for part in parts]
    if not parts or not all(part in table for part in bare):
        return None
    home: dict[str, Any] = {}
    for part in bare:
        home = {**table[part], **home}
    return Nobody(text, home)


def words() -> dict[str, dict[str, Any]]:
    """Return each word with the columns of the home that it means; the house's own come first."""
    own = settings.HOME / OWN
    if not own.is_file():
        return _read(SHIPPED, 0)
    return {**_read(SHIPPED, 0), **_read(own, own.stat().st_mtime_ns)}


@cache
def _read(file: Path, _changed: int) -> dict[str, dict[str, Any]]:
    try:
        groups = tomllib.loads(file.read_text(encoding="utf-8")).get("group", [])
        table = {word.lower(): _home(group) for group in groups for word in group["words"]}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, AttributeError) as fault:
        raise Invalid(
            _('%(file)s cannot be read: it holds [[group]]s with words = ["…"]. (%(fault)s)')
            % {"file": file.name, "fault": fault}
        ) from fault
    return table


def _home(group: dict[str, Any]) -> dict[str, Any]:
    home: dict[str, Any] = {name: group[name] for name in ("residence", "tenure") if name in group}
    if home.get("residence", "vacant") not in Household.Residence.values:
        raise KeyError("residence")
    if home.get("tenure", "other") not in Household.Tenure.values:
        raise KeyError("tenure")
    return home
