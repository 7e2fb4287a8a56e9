"""Whom a campaign is to reach: from what was chosen to doors in walking order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.now import now
from linli.core.refusals import Invalid
from linli.engines.campaigns import rules
from linli.engines.campaigns.models import Campaign, Door, Reached
from linli.registry.models import CareNeed, Household, Person, Place
from linli.registry.queries.places import PUBLIC_KINDS, floor_of

Targets = Campaign.Targets
LONGEST_DAYS = 3650
OF_HOMES = ("villages", "residence", "care", "not_reached_days")  # narrow by who lives there
OF_PEOPLE = (Targets.DWELLINGS, Targets.HOUSEHOLDS, Targets.PERSONS)


def checked(chosen: Mapping[str, Any], *, targets: str, community_id: int) -> dict[str, Any]:
    """Return the choice tidied, empty parts left out. Raises ``Invalid`` naming what is wrong."""
    possible = {"buildings", "place_kind", "missed_in", *OF_HOMES}
    if unknown := set(chosen) - possible:
        raise Invalid(_("Doors cannot be chosen by: %(names)s.") % {"names": ", ".join(unknown)})
    wanted = {name: value for name, value in chosen.items() if value not in (None, "", [], ())}
    lists: dict[str, set[Any]] = {
        "buildings": set(_buildings(community_id)) if "buildings" in wanted else set(),
        "residence": set(Household.Residence.values),
        "care": set(CareNeed.Kind.values),
    }
    for name, there in lists.items():
        if set(wanted.get(name, ())) - there:
            raise _refuse(name)
    if targets == Targets.PLACES and wanted.get("place_kind") not in PUBLIC_KINDS:
        raise _refuse("place_kind")
    days = wanted.get("not_reached_days", 1)
    if not isinstance(days, int) or not 1 <= days <= LONGEST_DAYS:
        raise _refuse("not_reached_days")
    return wanted


def _buildings(community_id: int) -> QuerySet[Place, int]:
    rows = Place.objects.filter(community=community_id, kind="building", is_active=True)
    return rows.values_list("pk", flat=True)


def _refuse(name: str) -> Invalid:
    says = {
        "buildings": _("Choose buildings of this community."),
        "residence": _("Choose resident, floating or vacant."),
        "care": _("Choose care needs from the list."),
        "place_kind": _("Choose which kind of place is visited."),
        "not_reached_days": _("“Not reached for” is a number of days between 1 and 3650."),
    }
    return Invalid(says[name], errors={name: [says[name]]})


def doors_for(campaign: Campaign) -> list[Door]:
    """Return the campaign's doors, unsaved, in walking order (at most 6 queries)."""
    if campaign.targets == Targets.ANYONE:
        return []
    if campaign.targets in OF_PEOPLE:
        doors = _where_people_live(campaign)
    else:
        kind = campaign.chosen.get("place_kind", "")
        kind = "entrance" if campaign.targets == Targets.ENTRANCES else kind
        letter = "e" if campaign.targets == Targets.ENTRANCES else "l"
        doors = [_door(place, key=f"{letter}{place.pk}") for place in _places(campaign, kind)]
    if (before := campaign.chosen.get("missed_in")) is not None:
        missed = Door.objects.filter(campaign=before, state__in=rules.UNDONE)
        keys = set(missed.values_list("key", flat=True))
        doors = [door for door in doors if door.key in keys]
    _in_walking_order(doors)
    for door in doors:
        door.campaign = campaign
    _set_due(campaign, doors)
    return doors


def _places(campaign: Campaign, kind: str) -> QuerySet[Place]:
    rows = Place.objects.filter(community=campaign.community_id, kind=kind, is_active=True)
    if buildings := campaign.chosen.get("buildings"):
        rows = rows.filter(building__in=buildings)
    return rows.order_by("order", "id")


def _where_people_live(campaign: Campaign) -> list[Door]:
    homes: dict[int, list[Household]] = defaultdict(list)
    for home in _households(campaign).order_by("id"):
        homes[home.dwelling_id].append(home)
    narrowed = any(campaign.chosen.get(name) for name in OF_HOMES)
    doors = [d for d in _places(campaign, "dwelling") if d.pk in homes or not narrowed]
    if campaign.targets == Targets.DWELLINGS:
        return [_door(d, key=f"d{d.pk}", household=_first(homes.get(d.pk, []))) for d in doors]
    behind = [(door, home) for door in doors for home in homes.get(door.pk, ())]
    if campaign.targets == Targets.HOUSEHOLDS:
        return [_door(door, key=f"h{home.pk}", household=home) for door, home in behind]
    people: dict[int, list[Person]] = defaultdict(list)
    for person in _cared_for(campaign).order_by("id"):
        people[person.household_id].append(person)
    return [
        _door(door, key=f"p{person.pk}", household=home, person=person)
        for door, home in behind
        for person in people[home.pk]
    ]


def _first(homes: list[Household]) -> Household | None:
    return homes[0] if homes else None


def _households(campaign: Campaign) -> QuerySet[Household]:
    """Return the households that live here and fit the choice."""
    chosen = campaign.chosen
    rows = Household.objects.filter(community=campaign.community_id, moved_out_on=None)
    for column, name in (("building", "buildings"), ("village", "villages")):
        if chosen.get(name):
            rows = rows.filter(**{f"{column}__in": chosen[name]})
    if chosen.get("residence"):
        rows = rows.filter(residence__in=chosen["residence"])
    if chosen.get("care") and campaign.targets != Targets.PERSONS:
        people = _cared_for(campaign).filter(household=OuterRef("pk"))
        rows = rows.filter(Exists(people))
    if days := chosen.get("not_reached_days"):
        since = now() - timedelta(days=days)
        rows = rows.filter(~Exists(Reached.objects.filter(household=OuterRef("pk"), at__gt=since)))
    return rows


def _cared_for(campaign: Campaign) -> QuerySet[Person]:
    needs = standing_needs().filter(person=OuterRef("pk"))
    if kinds := campaign.chosen.get("care"):
        needs = needs.filter(kind__in=kinds)
    here = Person.objects.filter(community=campaign.community_id, erased_at=None)
    return here.filter(Exists(needs))


def standing_needs() -> QuerySet[CareNeed]:
    """Return the care needs that stand today."""
    today = timezone.localdate(now())
    return CareNeed.objects.filter(Q(until=None) | Q(until__gt=today))


def care_of(household_ids: Collection[int]) -> dict[int, set[str]]:
    """Return household → the care needs of those who live there (1 query)."""
    by_household: dict[int, set[str]] = defaultdict(set)
    rows = standing_needs().filter(person__household__in=household_ids, person__erased_at=None)
    for pk, kind in rows.values_list("person__household", "kind"):
        by_household[pk].add(kind)
    return by_household


def _door(
    place: Place, *, key: str, household: Household | None = None, person: Person | None = None
) -> Door:
    indoor = place.kind in ("dwelling", "entrance")
    entrance = place.pk if place.kind == "entrance" else place.parent_id if indoor else None
    return Door(
        key=key,
        place=place,
        building_id=place.building_id,
        entrance_id=entrance if entrance != place.building_id else None,
        floor=floor_of(place.name) or None if place.kind == "dwelling" else None,
        household=household,
        person=person,
        label=place.label or place.name,
    )


def _in_walking_order(doors: list[Door]) -> None:
    """Sort by building, entrance, floor, door, and number them."""
    above = {pk for door in doors for pk in (door.building_id, door.entrance_id) if pk}
    order = dict(Place.objects.filter(pk__in=above).values_list("pk", "order").order_by())

    def place_of(door: Door) -> tuple[int, ...]:
        building, entrance = door.building_id or 0, door.entrance_id or 0
        return (
            order.get(building, 0), building, order.get(entrance, 0), entrance, door.floor or 0,
            door.place.order, door.place_id, door.household_id or 0, door.person_id or 0,
        )  # fmt: skip

    doors.sort(key=place_of)
    for number, door in enumerate(doors):
        door.order = number


def _set_due(campaign: Campaign, doors: Iterable[Door]) -> None:
    """Say when each door of a standing campaign falls due, from when it was last reached."""
    if not campaign.is_standing:
        return
    homes = {door.household_id for door in doors if door.household_id}
    care = care_of(homes)
    reached = dict(Reached.objects.filter(household__in=homes).values_list("household", "at"))
    for door in doors:
        last = reached.get(door.household_id or 0)
        needs = care.get(door.household_id or 0, set())
        due = last and rules.due_after(timezone.localdate(last), needs, campaign.every_days)
        door.due_on = max(due, campaign.starts_on) if due else campaign.starts_on
