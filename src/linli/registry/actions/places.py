"""Places: put into the tree, renamed, moved, called otherwise; labels below follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core import codes, constraints, record
from linli.core.refusals import Invalid, NotFound
from linli.core.rows import locked
from linli.core.text import clean
from linli.registry import access, names, rows, tree
from linli.registry.access import Actor
from linli.registry.models import Place, PlaceAlias

NAME_LETTERS = 80
MAINTAINER = ("maintainer", "maintainer_phone")
LARGEST_SIDE = 100_000
MOST_ENTRANCES, MOST_FLOORS, MOST_DOORS = 20, 60, 30


@constraints.atomic()
def add_place(
    kind: str,
    *,
    name: str,
    by: Actor,
    parent_id: int | None = None,
    aliases: Iterable[str] = (),
    geometry: dict[str, float] | None = None,
    latitude: float | None = None,
    longitude: float | None = None,
    order: int | None = None,
    maintainer: str = "",
    maintainer_phone: str = "",
) -> Place:
    """Put a place below ``parent`` (a district has none), with a public code of its own."""
    parent = rows.place(parent_id) if parent_id is not None else None
    access.require(by, "manage_places", path=parent.path if parent else "")
    tree.check_parent(kind, parent)
    place = tree.new_place(kind, name=_name(kind, name), parent=parent, order=order)
    place.geometry = _shape(geometry)
    _check_spot(latitude, longitude)
    place.latitude, place.longitude = latitude, longitude
    place.maintainer, place.maintainer_phone = _maintainer(maintainer, maintainer_phone)
    _check_free(place)
    place.save()
    tree.settle(place, parent)
    for alias in aliases:
        _keep_alias(place, alias)
    record.note(
        "place.added",
        place,
        by=by,
        community_id=place.community_id,
        change={"kind": kind, "name": place.name},
    )
    return place


@constraints.atomic()
def add_building(
    community_id: int,
    *,
    name: str,
    entrances: int,
    floors: int,
    doors: int,
    by: Actor,
    geometry: dict[str, float] | None = None,
    order: int | None = None,
) -> Place:
    """Put in a building with all its entrances and doors; 3 floors of 2 are 101, 102 … 302.

    Raises ``Invalid`` beyond 20 entrances, 60 floors or 30 doors a floor.
    """
    community = rows.place(community_id)
    access.require(by, "manage_places", path=community.path)
    _check_size(entrances, floors, doors)
    building = tree.new_place(
        "building", name=_name("building", name), parent=community, order=order
    )
    building.geometry = _shape(geometry)
    _check_free(building)
    building.save()
    tree.settle(building, community)
    stairs = tree.plant("entrance", [(building, str(n)) for n in range(1, entrances + 1)])
    numbers = [f"{f}{d:02}" for f in range(1, floors + 1) for d in range(1, doors + 1)]
    tree.plant("dwelling", [(entrance, number) for entrance in stairs for number in numbers])
    record.note(
        "place.building_added",
        building,
        by=by,
        community_id=community.pk,
        change={
            "name": building.name,
            "entrances": entrances,
            "dwellings": len(stairs) * len(numbers),
        },
    )
    return building


def _check_size(entrances: int, floors: int, doors: int) -> None:
    fits = (
        1 <= entrances <= MOST_ENTRANCES and 1 <= floors <= MOST_FLOORS and 1 <= doors <= MOST_DOORS
    )
    if not fits:
        raise Invalid(
            _("A building has 1 to 20 entrances, 1 to 60 floors and 1 to 30 doors a floor.")
        )


@constraints.atomic()
def rename_place(place_id: int, *, name: str, by: Actor) -> Place:
    """Give a place another name; the labels and door keys of all that lies below follow."""
    place = rows.place(place_id)
    access.require(by, "manage_places", path=place.path)
    before = place.name
    place.name = _name(place.kind, name)
    place.door_key = tree.door_key(place.kind, place.name, place.parent)
    _check_free(place)
    place.save(update_fields=["name"])
    tree.relabel(place)
    record.note(
        "place.renamed",
        place,
        by=by,
        community_id=place.community_id,
        change={"name": [before, place.name]},
    )
    return place


@constraints.atomic()
def move_place(place_id: int, *, parent_id: int, by: Actor) -> Place:
    """Hang a place, with all below it, under another parent of the same community."""
    held = rows.places([place_id, parent_id])
    place, parent = held[place_id], held[parent_id]
    access.require(by, "manage_places", path=place.path)
    access.require(by, "manage_places", path=parent.path)
    tree.check_parent(place.kind, parent)
    if parent.path.startswith(place.path):
        raise Invalid(_("A place cannot lie below itself. Choose another place above it."))
    if place.community_id != parent.community_id:
        raise Invalid(_("A place stays in its community. Choose a place of the same community."))
    before = str(place.parent)
    place.parent = parent
    place.door_key = tree.door_key(place.kind, place.name, parent)
    _check_free(place)
    place.save(update_fields=["parent"])
    tree.rehang(place, parent)
    record.note(
        "place.moved",
        place,
        by=by,
        community_id=place.community_id,
        change={"below": [before, str(parent)]},
    )
    return place


@constraints.atomic()
def change_place(place_id: int, *, by: Actor, **changes: Any) -> Place:
    """Change geometry, latitude, longitude, order, is_active, maintainer or maintainer_phone; other
    columns have their verbs."""
    place = rows.place(place_id)
    access.require(by, "manage_places", path=place.path)
    possible = {"geometry", "latitude", "longitude", "order", "is_active", *MAINTAINER}
    if unknown := set(changes) - possible:
        raise TypeError(f"change_place cannot change {sorted(unknown)}")
    if "geometry" in changes:
        shape = _shape(changes["geometry"])
        changes["geometry"] = {**(place.geometry or {}), **shape} if shape else None
    _check_spot(changes.get("latitude"), changes.get("longitude"))
    if set(MAINTAINER) & set(changes):
        given = [changes.get(name, getattr(place, name)) for name in MAINTAINER]
        changes |= dict(zip(MAINTAINER, _maintainer(*given), strict=True))
    moved = {k: [getattr(place, k), v] for k, v in changes.items() if getattr(place, k) != v}
    # A telephone never goes into the record, not even a company's.
    change = {k: "changed" if k == "maintainer_phone" else v for k, v in moved.items()}
    for column, value in changes.items():
        setattr(place, column, value)
    place.save(update_fields=list(changes))
    record.note("place.changed", place, by=by, community_id=place.community_id, change=change)
    return place


@constraints.atomic()
def renew_code(place_id: int, *, by: Actor, reason: str = "") -> Place:
    """Give the place a new public code; labels with the old one are dead from now on."""
    place = rows.place(place_id)
    access.require(by, "manage_places", path=place.path)
    place.code = codes.new_code()
    place.save(update_fields=["code"])
    record.note("place.code_renewed", place, by=by, community_id=place.community_id, reason=reason)
    return place


@constraints.atomic()
def add_alias(place_id: int, *, name: str, by: Actor) -> PlaceAlias:
    """Remember another name by which people call the place."""
    place = rows.place(place_id)
    access.require(by, "manage_places", path=place.path)
    alias = _keep_alias(place, name)
    record.note(
        "place.alias_added",
        place,
        by=by,
        community_id=place.community_id,
        change={"alias": alias.pk},  # never the name: people call places after people
    )
    return alias


@constraints.atomic()
def remove_alias(alias_id: int, *, by: Actor) -> None:
    """Forget a name that nobody uses."""
    alias = locked(PlaceAlias.objects.select_related("place").filter(pk=alias_id)).first()
    if alias is None:
        raise NotFound(_("This name is not kept any more."))
    place = alias.place
    access.require(by, "manage_places", path=place.path)
    alias.delete()
    record.note(
        "place.alias_removed",
        place,
        by=by,
        community_id=place.community_id,
        change={"alias": alias_id},
    )


def _keep_alias(place: Place, name: str) -> PlaceAlias:
    shown = clean(name, most=NAME_LETTERS)
    if not shown:
        raise Invalid(_("Please give the name by which people call this place."))
    key = names.part_key(place.kind, shown)
    alias, _new = PlaceAlias.objects.get_or_create(
        place=place, key=key, defaults={"name": shown, "community_id": place.community_id or 0}
    )
    return alias


def _name(kind: str, name: str) -> str:
    shown = names.display(kind, clean(name, most=NAME_LETTERS))
    if not shown:
        raise Invalid(
            _("Please give the place a name."), errors={"name": [_("This place needs a name.")]}
        )
    return shown


def _check_free(place: Place) -> None:
    """Raise ``Invalid`` when a sibling has the name, or the same name in another spelling."""
    others = Place.objects.filter(parent=place.parent_id, kind=place.kind).exclude(pk=place.pk)
    taken = others.filter(name=place.name)
    if place.kind in tree.WITH_DOOR_KEY and place.door_key:
        taken = taken | others.filter(door_key=place.door_key)
    if taken.exists():
        sentence = _("%(name)s is there already. Choose another name.") % {"name": place.name}
        raise Invalid(sentence, errors={"name": [sentence]})


def _check_spot(latitude: float | None, longitude: float | None) -> None:
    for degrees, most in ((latitude, 90), (longitude, 180)):
        if degrees is not None and not abs(degrees) <= most:
            raise Invalid(_("A latitude lies between -90 and 90, a longitude -180 and 180."))


def _maintainer(name: str, phone: str) -> tuple[str, str]:
    """Return who maintains a place and their telephone, checked: people in danger dial it."""
    digits = "".join(c for c in names.half_width(phone) if c.isdigit() or c in "+-")
    if phone.strip() and not 3 <= len(digits) <= 20:
        sentence = _("This is no telephone number. Please correct it, or leave it empty.")
        raise Invalid(sentence, errors={"maintainer_phone": [sentence]})
    return clean(name, most=NAME_LETTERS), digits


def _shape(geometry: dict[str, float] | None) -> dict[str, float] | None:
    """Check a rectangle on the plan: x, y, w, h as numbers, w and h above 0."""
    if not geometry:
        return None
    try:
        shape = {side: float(geometry[side]) for side in ("x", "y", "w", "h")}
    except (KeyError, TypeError, ValueError) as fault:
        raise Invalid(
            _("On the plan a place needs four numbers: x, y, width and height.")
        ) from fault
    if not all(abs(side) <= LARGEST_SIDE for side in shape.values()):  # not a number, or infinite
        raise Invalid(_("On the plan a place needs four numbers: x, y, width and height."))
    if shape["w"] <= 0 or shape["h"] <= 0:
        raise Invalid(_("Width and height on the plan must be more than 0."))
    return {side: int(v) if v.is_integer() else v for side, v in shape.items()}
