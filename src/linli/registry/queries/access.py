"""One guarded door to each row: what may not be seen is not found."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.core.refusals import Invalid, NotFound
from linli.registry.access import Actor, within_reach
from linli.registry.models import CareNeed, Household, Import, Person, Place, Post
from linli.registry.queries.places import find_place
from linli.registry.rows import NO_HOUSEHOLD, NO_PERSON, NO_PLACE, NO_POST

_ABOVE = ("district", "street_office")


def place_for(actor: Actor, place_id: int, *, permission: str | None = None) -> Place:
    """Return a place that the actor's posts reach (a district or office: its own)."""
    narrowed = within_reach(
        actor, community="community_id", building="building_id", place="self", permission=permission
    )
    place = Place.objects.filter(narrowed, pk=place_id).first()
    if place is None:
        own = {p.place_id for p in actor.posts if p.place_kind in _ABOVE}
        place = Place.objects.filter(pk=place_id).first() if place_id in own else None
    if place is None:
        raise NotFound(NO_PLACE)
    return place


def household_for(actor: Actor, household_id: int, *, permission: str = "see_people") -> Household:
    """Return a household within the actor's reach, or its own."""
    rows = Household.objects.select_related("dwelling", "building", "community")
    if actor.household_id == household_id and actor.household_id is not None:
        own = rows.filter(pk=household_id).first()
        if own is not None:
            return own
    narrowed = within_reach(actor, place="dwelling", permission=permission)
    household = rows.filter(narrowed, pk=household_id).first()
    if household is None:
        raise NotFound(NO_HOUSEHOLD)
    return household


def household_at(actor: Actor, community_id: int, typed: str) -> Household:
    """Return the one household that lives behind a door as typed, within reach.

    Raises ``Invalid`` at the field "door" when the door is not one, or not one household's.
    """
    doors = [p for p in find_place(community_id, typed) if p.kind == Place.Kind.DWELLING]
    narrowed = within_reach(actor, place="dwelling", permission="edit_people")
    rows = Household.objects.filter(narrowed, dwelling__in=doors, moved_out_on=None)
    homes = list(rows.select_related("dwelling", "building", "community")[:2])
    if len(homes) == 1 and len(doors) == 1:
        return homes[0]
    sentence = (
        _("No household is entered behind this door. Enter it first, then its members.")
        if len(doors) == 1 and not homes
        else _("Several households fit. Write the door in full, such as 704-2-301.")
        if homes
        else _("There is no such door. Write it like 704-2-301.")
    )
    raise Invalid(sentence, errors={"door": [sentence]})


def person_for(actor: Actor, person_id: int, *, permission: str = "see_people") -> Person:
    """Return a person within the actor's reach who has not been erased."""
    narrowed = within_reach(
        actor, building="household__building", place="household__dwelling", permission=permission
    )
    rows = Person.objects.select_related("household__dwelling", "community")
    person = rows.filter(narrowed, pk=person_id, erased_at=None).first()
    if person is None:
        raise NotFound(NO_PERSON)
    return person


def care_need_for(actor: Actor, need_id: int) -> CareNeed:
    """Return why somebody is looked after first, for who may read such needs."""
    need = CareNeed.objects.select_related("person").filter(pk=need_id).first()
    if need is None:
        raise NotFound(_("This care need is not noted any more."))
    person_for(actor, need.person_id, permission="read_care")
    return need


def post_for(actor: Actor, post_id: int) -> Post:
    """Return a post at a place within the actor's reach."""
    narrowed = within_reach(
        actor, community="place__community", building="place__building", place="place"
    )
    own = {p.place_id for p in actor.posts if p.place_kind in _ABOVE}
    posts = Post.objects.select_related("place", "user", "organisation").filter(pk=post_id)
    post = posts.filter(narrowed).first() or posts.filter(place_id__in=own).first()
    if post is None:
        raise NotFound(NO_POST)
    return post


def import_for(actor: Actor, import_id: int) -> Import:
    """Return an import of a community in which the actor may take in files."""
    reach = actor.reach("import")
    uploads = Import.objects.select_related("community").filter(pk=import_id)
    if actor.key != "system":
        uploads = uploads.filter(community__in=reach.communities)
    row = uploads.first()
    if row is None:
        raise NotFound(_("There is no such import, or it belongs to another community."))
    return row
