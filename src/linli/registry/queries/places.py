"""Places: by code, by name as typed, as a tree, on the plan."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.core import codes
from linli.core.prepared import Prepared, Slot
from linli.core.refusals import NotFound
from linli.registry import names
from linli.registry.access import Actor
from linli.registry.models import Place, PlaceAlias

MOST_FOUND = 20
PUBLIC_KINDS = (
    "gate", "camera", "green_plot", "parking_space", "venue", "lift", "lamp", "charging_shed",
    "gas_room", "facility",
)  # fmt: skip
INDOOR = ("building", "entrance", "dwelling")


# Read with every label that is scanned, and with every request of a staff member.
_BY_CODE = Prepared(
    lambda: (
        Place.objects.filter(code=Slot("code"), is_active=True)
        .select_related("community")
        .order_by()
    )
)
_COMMUNITIES = Prepared(
    lambda: Place.objects.filter(pk__in=[Slot("ids")], kind="community", is_active=True).order_by(
        "order", "id"
    )
)


_BY_IDS = Prepared(lambda: Place.objects.filter(pk__in=[Slot("ids")]).order_by())


def by_ids(ids: Collection[int]) -> dict[int, Place]:
    """Return places by their ids (1 query)."""
    return {place.pk: place for place in _BY_IDS.models(ids=list(ids))}


def place_by_code(code: str) -> Place:
    """Return the place whose label bears this code. Raises ``NotFound`` for a dead one."""
    place = next(iter(_BY_CODE.models(code=codes.tidy(code))), None)
    if place is None or place.community_id is None:
        raise NotFound(
            _("This label is not in use any more. Choose the place by its name, or call us.")
        )
    return place


def communities_of(actor: Actor) -> list[Place]:
    """Return the communities in which the actor holds a post, or below its office (one query)."""
    if actor.key == "system":
        return list(Place.objects.filter(kind="community", is_active=True))
    ids = actor.communities | {p.community_id for p in actor.posts if p.community_id}
    return _COMMUNITIES.models(ids=sorted(ids))


def community_by_name(typed: str) -> Place:
    """Return a community by its id, code or name. Raises ``NotFound``, naming those there are."""
    rows = list(Place.objects.filter(kind="community", is_active=True))
    wanted = names.half_width(typed)
    for place in rows:
        if wanted in (str(place.pk), place.code, place.name):
            return place
    close = [p for p in rows if wanted and wanted in p.name]
    if len(close) == 1:
        return close[0]
    there = ", ".join(p.name for p in rows[:MOST_FOUND]) or "–"
    raise NotFound(
        _("No community is called %(name)s. There are: %(there)s.")
        % {"name": typed, "there": there}
    )


def community_by_code(code: str) -> Place | None:
    """Return the active community of a public code; the first one for none (1 query)."""
    communities = Place.objects.filter(kind="community", is_active=True).order_by("order", "id")
    if code:
        communities = communities.filter(code=codes.tidy(code))
    return communities.first()


def buildings(community_id: int) -> list[Place]:
    """Return a community's buildings in order."""
    return list(Place.objects.filter(community=community_id, kind="building", is_active=True))


def floor_of(door: str) -> int:
    """Return the floor that a door's number tells: 301 → 3, 1202 → 12; 0 if it tells none."""
    digits = "".join(c for c in door if c.isdecimal())
    return int(digits[-8:-2]) if len(digits) > 2 else 0


def alias_of(place: Place, alias_id: int) -> PlaceAlias | None:
    """Return another name of a place, if it has it (1 query)."""
    return PlaceAlias.objects.filter(place=place, pk=alias_id).first()


def find_place(community_id: int, typed: str, *, limit: int = MOST_FOUND) -> list[Place]:
    """Return the places that a typed name may mean, the likeliest first.

    A door ("704-2-301", "704楼2单元301"), an entrance ("704-2", where no door is 2), a building,
    an alias, or part of a name.
    """
    text = names.half_width(typed)
    if not text:
        return []
    here = Place.objects.filter(community=community_id, is_active=True)
    here = here.select_related("building").exclude(kind="community")
    places = (
        _inside(here, text)
        or _by_door(here, names.parse_door(text))
        or _by_alias(here, community_id, text)
    )
    if len(places) < limit:
        known = {place.pk for place in places}
        more = here.filter(Q(name__contains=text) | Q(name__contains=names.spaced(text)))
        if len(text) == 1:  # 单 is a surname, and a letter of every 单元
            more = more.exclude(kind__in=INDOOR)
        places += [p for p in more.order_by("order", "id")[:limit] if p.pk not in known]
    return places[:limit]


def one_place(community_id: int, typed: str, *, kinds: Collection[str]) -> Place | None:
    """Return the single place of these kinds that a typed name means; None for none or several."""
    places = [p for p in find_place(community_id, typed) if p.kind in kinds]
    key = names.parse_door(typed).key
    exact = [p for p in places if typed.strip() in (p.label, p.name) or (key and p.door_key == key)]
    fitting = exact or places
    return fitting[0] if len(fitting) == 1 else None


def _inside(here: QuerySet[Place], text: str) -> list[Place]:
    """Return a lift, a lamp … named with its building: "701 楼 1 单元 电梯 1", "701楼电梯1"."""
    door, name = names.parse_inside(text)
    if not name:
        return []
    within = Q(pk=None)
    for place in _by_door(here, door):
        within |= Q(path__startswith=place.path)
    rows = here.filter(within).exclude(kind__in=INDOOR).order_by("order", "id")
    return [place for place in rows if names.squeezed(place.name).startswith(name)][:MOST_FOUND]


def _by_door(here: QuerySet[Place], door: names.Door) -> list[Place]:
    if not door.building:
        return []
    places = _exactly(here, door)
    return _exactly(here, door.without_phase) if door.phase and not places else places


def _exactly(here: QuerySet[Place], door: names.Door) -> list[Place]:
    if door.dwelling and not door.entrance:
        middle = here.filter(
            kind="dwelling",
            door_key__startswith=f"{door.building}-",
            door_key__endswith=f"-{door.dwelling}",
        )
        stairs = here.filter(kind="entrance", door_key=f"{door.building}-{door.dwelling}")
        return list(middle.order_by("order", "id")[:MOST_FOUND]) or list(stairs)  # 704-2
    return list(here.filter(door_key=door.key, kind__in=INDOOR))


def _by_alias(here: QuerySet[Place], community_id: int, text: str) -> list[Place]:
    keys = {names.part_key(kind, text) for kind in ("building", "entrance", "venue")}
    ids = PlaceAlias.objects.filter(community=community_id, key__in=keys).values("place_id")
    exact = Q(pk__in=ids) | Q(name=text) | Q(name=names.spaced(text))
    return list(here.filter(exact).order_by("order", "id")[:MOST_FOUND])
