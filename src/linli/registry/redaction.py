"""What goes out to strangers, with what they may not read covered.

The one function for whatever leaves the house in somebody's words: public pages, feeds, Open311,
results of rounds. It knows the shapes of numbers and addresses (``core.redaction``) and the names
and doors of the community's own register.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db.models import F

from linli.core import redaction
from linli.core.redaction import Covered as Covered
from linli.core.redaction import Names
from linli.registry.models import Person, Place
from linli.registry.names import part_key

MOST_KEPT = 64  # communities whose names a process remembers

DOORS_KEPT_SECONDS = 600  # a new building's doors; names are known at once


@dataclass(frozen=True)
class Register:
    """The names and doors of one community, made ready to be looked for."""

    names: Names
    doors: frozenset[str]

    def cover(
        self, text: str, *, building_id: int | None = None, also: Iterable[str] = ()
    ) -> Covered:
        """Find what strangers may not read of a text (no query)."""
        return redaction.cover(
            text, names=self.names, also=also, building=building_id, doors=self.doors
        )


# For staff, who know the names anyway: numbers, contacts and doors alone, without a query.
NAMELESS = Register(names=Names(()), doors=frozenset())


@dataclass(frozen=True)
class _Kept:
    last: datetime | None
    until: float
    register: Register


_kept: dict[int, _Kept] = {}


def cover(
    text: str, *, community_id: int, building_id: int | None = None, also: Iterable[str] = ()
) -> Covered:
    """Find what strangers may not read of a text (1 query; 3 when the register has changed).

    ``str(cover(…))`` is the text for them, ``.pieces()`` shows a worker what was covered. Names
    of the ``building_id`` count in their short forms, too; ``also`` are names that no register
    holds, such as the reporter's.
    """
    if not text:
        return Covered(text)
    return of(community_id).cover(text, building_id=building_id, also=also)


def of(community_id: int) -> Register:
    """Return a community's names and doors, for whoever covers many texts of it."""
    last, now = last_named(community_id), monotonic()
    kept = _kept.get(community_id)
    if kept is not None and kept.last == last and now < kept.until:
        return kept.register
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    register = Register(names=_names(community_id), doors=_doors(community_id))
    _kept[community_id] = _Kept(last, now + DOORS_KEPT_SECONDS, register)
    return register


def forget() -> None:
    """Read every register anew: between tests, whose rows have the same ids."""
    _kept.clear()


def last_named(community_id: int) -> datetime | None:
    """Return when somebody was last entered, renamed, moved or erased (one step into an index)."""
    rows = Person.objects.filter(community=community_id).order_by("-named_at")
    return rows.values_list("named_at", flat=True).first()


def named_since(community_id: int, moment: datetime) -> list[str]:
    """Return the names that were entered or changed, or came to another door, after a moment."""
    rows = Person.objects.filter(community=community_id, named_at__gt=moment, erased_at=None)
    return [name for name in rows.order_by("id").values_list("name", flat=True) if name]


def _names(community_id: int) -> Names:
    people = Person.objects.filter(community=community_id, erased_at=None).order_by()
    return Names(people.values_list("name", "pinyin", F("household__building_id")))


def _doors(community_id: int) -> frozenset[str]:
    """Return the numbers of dwellings; not those that are a building's as well."""
    rows = Place.objects.filter(community=community_id, kind__in=("dwelling", "building"))
    keys: dict[str, set[str]] = {"dwelling": set(), "building": set()}
    for kind, name in rows.order_by().values_list("kind", "name").distinct():
        keys[kind].add(part_key(kind, name))
    return frozenset(keys["dwelling"] - keys["building"])
