"""The place tree's own arithmetic: paths, labels and door keys that follow from the parents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import codes
from linli.core.refusals import Invalid
from linli.registry import names
from linli.registry.bulk import update_rows
from linli.registry.models import Household, Place

LABELLED = ("building", "entrance", "dwelling")  # named from the building down
WITH_DOOR_KEY = LABELLED
BATCH = 500
PARENTS: dict[str, tuple[str, ...]] = {
    "street_office": ("district",),
    "community": ("street_office", "district"),
    "building": ("community",),
    "entrance": ("building",),
    "dwelling": ("entrance", "building"),
}
PUBLIC_PARENTS = ("community", "building", "entrance", "green_plot", "venue", "facility")


def check_parent(kind: str, parent: Place | None) -> None:
    """Raise ``Invalid`` when a place of this kind cannot lie below ``parent``."""
    if kind not in Place.Kind.values:
        raise Invalid(_("There is no such kind of place."))
    if parent is None:
        if kind not in ("district", "street_office", "community"):
            raise Invalid(_("Choose the place above it first."))
        return
    if parent.kind not in PARENTS.get(kind, PUBLIC_PARENTS) or kind == "district":
        raise Invalid(
            _("A place of the kind “%(kind)s” cannot lie below “%(parent)s”.")
            % {"kind": Place.Kind(kind).label, "parent": Place.Kind(parent.kind).label}
        )


def door_key(kind: str, name: str, parent: Place | None) -> str:
    """Return the key by which a place is searched: 704, 704-2, 704-2-301; a lamp's own name."""
    own = names.part_key(kind, name)[:40]
    if kind in ("entrance", "dwelling") and parent is not None and parent.door_key:
        return f"{parent.door_key}-{own}"[:60]
    return own if kind == "building" else ""


def label_of(name: str, parent: Place | None) -> str:
    """Return the name from the building down: 704 楼 2 单元 301, 704 楼 电梯 1."""
    if parent is not None and parent.kind in LABELLED:
        return f"{parent.label} {name}"
    return name


def new_place(kind: str, *, name: str, parent: Place | None, order: int | None = None) -> Place:
    """Return an unsaved place with all that follows from its parent but path and own id."""
    place = Place(
        kind=kind,
        name=name,
        parent=parent,
        community_id=parent.community_id if parent else None,
        building_id=parent.building_id if parent else None,
        code=codes.new_code(),
        label=label_of(name, parent),
        door_key=door_key(kind, name, parent),
    )
    place.order = order_of(place) if order is None else order
    return place


def order_of(place: Place) -> int:
    """Return the place's number for sorting: what digits its name holds, else the end."""
    digits = "".join(c for c in names.part_key(place.kind, place.name) if c.isdecimal())
    return int(digits[:8]) if digits else 0


def settle(place: Place, parent: Place | None) -> None:
    """Write path, community and building of a place that has just got its id."""
    place.path = f"{parent.path if parent else ''}{place.pk}/"
    if place.kind == "community":
        place.community_id = place.pk
    if place.kind == "building":
        place.building_id = place.pk
    place.save(update_fields=["path", "community", "building"])


@transaction.atomic
def plant(kind: str, wanted: Sequence[tuple[Place, str]]) -> list[Place]:
    """Put many places into the tree at once: (parent, name) each; two statements a batch."""
    rows = [
        new_place(kind, name=names.display(kind, name), parent=parent) for parent, name in wanted
    ]
    Place.objects.bulk_create(rows, batch_size=BATCH)
    for place, (parent, _name) in zip(rows, wanted, strict=True):
        place.path = f"{parent.path}{place.pk}/"
        if kind == "building":
            place.building_id = place.pk
    update_rows(rows, ["path", "building"])
    return rows


def relabel(place: Place) -> None:
    """Write anew the labels and door keys of a place and all below it."""
    _refresh(place, place.parent, Place.objects.filter(path__startswith=place.path))


def rehang(place: Place, parent: Place) -> None:
    """Write anew paths, buildings, labels and door keys after a move."""
    before = place.path
    rows = list(Place.objects.filter(path__startswith=before))
    above = parent.path
    building_id = place.pk if place.kind == "building" else parent.building_id
    for row in rows:
        row.path = f"{above}{place.pk}/{row.path[len(before) :]}"
        row.building_id = building_id
    update_rows(rows, ["path", "building"])
    place.path, place.building_id = f"{above}{place.pk}/", building_id
    _move_households(rows, building_id)
    _refresh(place, parent, Place.objects.filter(path__startswith=place.path))


def _move_households(rows: Iterable[Place], building_id: int | None) -> None:
    doors = [row.pk for row in rows if row.kind == "dwelling"]
    for start in range(0, len(doors), BATCH):
        ids = doors[start : start + BATCH]
        Household.objects.filter(dwelling__in=ids).update(building=building_id)


def _refresh(place: Place, parent: Place | None, below: Iterable[Place]) -> None:
    known: dict[int, Place] = {parent.pk: parent} if parent else {}
    rows = sorted(below, key=lambda row: row.path.count("/"))
    for row in rows:
        above = known.get(row.parent_id or 0)
        row.label = label_of(row.name, above)
        row.door_key = door_key(row.kind, row.name, above)
        known[row.pk] = row
    update_rows(rows, ["label", "door_key"])
    own = known.get(place.pk)
    if own is not None:
        place.label, place.door_key = own.label, own.door_key
