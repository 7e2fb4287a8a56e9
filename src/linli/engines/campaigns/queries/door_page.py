"""All that one page shows of a door: what is known, what was heard, what is in dispute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.core.refusals import NotFound
from linli.engines.campaigns.form_versions import form_of, forms_of
from linli.engines.campaigns.models import (
    Campaign,
    Conflict,
    Door,
    MissingPhoto,
    Visit,
    VisitPhoto,
    Walker,
)
from linli.engines.campaigns.queries.access import door_for, may_come
from linli.engines.campaigns.queries.reach import campaigns_in_reach
from linli.engines.campaigns.queries.tally import still_open
from linli.forms.schema import Form
from linli.registry import facts
from linli.registry.access import Actor

MOST_VISITS = 12


@dataclass(frozen=True, slots=True)
class VisitThere:
    """A visit of the door's history; ``campaign``: another one than the door's, in which its
    household was visited."""

    visit: Visit
    campaign: Campaign | None
    form: Form
    photos: Sequence[VisitPhoto]
    missing: Sequence[MissingPhoto]


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do at a door."""

    visit: bool
    plan: bool
    see_people: bool


@dataclass(frozen=True, slots=True)
class DoorPage:
    """What is known and was heard of a door; ``next``: the id of the next open one."""

    door: Door
    form: Form
    known: facts.Values  # fact → value
    versions: Mapping[str, str]  # fact → version
    history: Sequence[VisitThere]  # newest first
    conflicts: Sequence[Conflict]
    walkers: Sequence[Walker]
    next: int | None
    may: May


def door_page(actor: Actor, door_id: int) -> DoorPage:
    """Return what is known and was heard of a door (≤ 11 queries)."""
    door = door_for(actor, door_id)
    form = form_of(door.campaign_id, door.campaign.form_number)
    known = facts_of(door, form)
    path = door.place.path
    return DoorPage(
        door=door,
        form=form,
        known=known,
        versions={code: facts.version_of(value) for code, value in known.items()},
        history=_history(actor, door),
        conflicts=list(Conflict.objects.filter(door=door, settled_at=None)),
        walkers=list(Walker.objects.filter(campaign=door.campaign_id).order_by("pk")),
        next=_next(door),
        may=May(
            visit=may_come(actor, door, permission="visit"),
            plan=actor.may("plan_campaigns", path=door.campaign.community.path),
            see_people=actor.may("see_people", path=path),
        ),
    )


def facts_of(door: Door, form: Form) -> facts.Values:
    """Return the facts that the form is bound to, as the register has them now."""
    if door.household_id is None or not form.bound:
        return {}
    return facts.read([door.household_id], form.bound)[door.household_id]


def _history(actor: Actor, door: Door) -> list[VisitThere]:
    """Return the latest visits at this door, and of its household in other campaigns."""
    here = Q(door=door)
    if door.household_id is not None:
        seen = Campaign.objects.filter(campaigns_in_reach(actor))
        here |= Q(household=door.household_id, campaign__in=seen)
    visits = list(
        Visit.objects.filter(here)
        .select_related("campaign")
        .prefetch_related("photos", "missing_photos")
        .order_by("-at", "-pk")[:MOST_VISITS]
    )
    forms = forms_of({visit.campaign_id for visit in visits if visit.answers})
    return [
        VisitThere(
            visit=visit,
            campaign=visit.campaign if visit.campaign_id != door.campaign_id else None,
            form=forms.get((visit.campaign_id, visit.form_number), Form()),
            photos=list(visit.photos.all()),
            missing=list(visit.missing_photos.all()),
        )
        for visit in visits
    ]


def _next(door: Door) -> int | None:
    """Return the next door still open on the same way, or None."""
    ahead = Door.objects.filter(
        still_open(), campaign=door.campaign_id, walker=door.walker_id, order__gt=door.order
    )
    return ahead.order_by("order").values_list("pk", flat=True).first()


def photo_for(actor: Actor, photo_id: int) -> VisitPhoto:
    """Return a picture of a visit at a door within reach. Raises ``NotFound``."""
    photo = VisitPhoto.objects.select_related("visit").filter(pk=photo_id).first()
    if photo is None or photo.visit.door_id is None:
        raise NotFound(_("There is no such picture, or it lies outside your post."))
    door_for(actor, photo.visit.door_id)
    return photo
