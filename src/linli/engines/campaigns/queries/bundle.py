"""What a phone takes along: the rounds I walk, my doors, and what of each a form needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from linli.engines.campaigns import rules
from linli.engines.campaigns.hints import hint
from linli.engines.campaigns.models import Campaign, Door, FormVersion, PhotoUpload, VisitPhoto
from linli.engines.campaigns.queries.bundle_types import (
    BundleDoor,
    BundlePost,
    FieldBundle,
    Me,
    Round,
    Shape,
    Spot,
)
from linli.engines.campaigns.queries.reach import campaigns_in_reach
from linli.forms import schema
from linli.registry import facts, purposes
from linli.registry.access import Actor
from linli.registry.held_posts import standing
from linli.registry.models import Person, Place
from linli.registry.queries.estate import plan

DUE_WITHIN = timedelta(days=7)  # of a standing campaign: what falls due this week is walked
HOUSE_ROLES = ("street_officer", "district_reader", "property_staff")  # not shown to residents
ALL = -1  # bytes held of a picture: nothing more is wanted
NOWHERE = ("district", "street_office", "community", "dwelling")  # no answer of a location
DOOR_COLUMNS = (
    "pk", "campaign_id", "household_id", "label", "building__name", "entrance__name", "floor",
    "state", "visits", "last_at", "last_slot", "due_on", "note", "place__path", "person__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door as it is read: ``DOOR_COLUMNS``, in their order."""

    pk: int
    campaign_id: int
    household_id: int | None
    label: str
    building: str | None
    entrance: str | None
    floor: int | None
    state: str
    visits: int
    last_at: datetime | None
    last_slot: str
    due_on: date | None
    note: str
    path: str
    person: str | None


def field_bundle(actor: Actor, *, now: datetime) -> FieldBundle:
    """Return what who walks takes along (at most 9 queries).

    A door to which somebody is still to go brings who speaks for it and the facts that the form
    binds, with their versions; the sensitive ones masked unless a post may read them there.
    """
    rounds = list(_rounds(actor))
    forms = _forms(rounds)
    doors = _doors(actor, rounds, today=timezone.localdate(now))
    to_visit = [row for rows in doors.values() for row, is_open in rows if is_open]
    homes = {row.household_id for row in to_visit if row.household_id is not None}
    names, known = _names(homes), _known(homes, forms.values())
    communities = {campaign.community_id for campaign in rounds}
    return FieldBundle(
        me=Me(actor.user_id, actor.label),
        campaigns=[
            _round(
                campaign,
                forms[campaign.pk],
                [
                    (
                        _told(row, actor=actor, form=forms[campaign.pk], names=names, known=known)
                        if is_open
                        else _place_of(row)
                    )
                    for row, is_open in doors[campaign.pk]
                ],
            )
            for campaign in rounds
        ],
        posts=_posts(communities),
        places=spots_for(communities, forms.values()),
        plan=plan_for(communities, forms.values()),
    )


def _rounds(actor: Actor) -> Iterable[Campaign]:
    """Return the running campaigns that I walk, where a post still lets me visit."""
    mine = Campaign.objects.filter(
        campaigns_in_reach(actor, permission="visit"),
        walkers__user=actor.user_id,
        walkers__is_active=True,
        state=Campaign.State.RUNNING,
    )
    return mine.order_by("ends_on", "id")


def _forms(rounds: list[Campaign]) -> dict[int, schema.Form]:
    rows = FormVersion.objects.filter(campaign__in=rounds, number=F("campaign__form_number"))
    return {row.campaign_id: schema.from_json(row.definition) for row in rows}


def _doors(
    actor: Actor, rounds: list[Campaign], *, today: date
) -> dict[int, list[tuple[DoorRow, bool]]]:
    """Return my doors by campaign, in walking order, and whether somebody is still to go there."""
    campaigns = {campaign.pk: campaign for campaign in rounds}
    rows = Door.objects.filter(
        campaign__in=rounds, walker__user=actor.user_id, walker__is_active=True
    )
    doors: dict[int, list[tuple[DoorRow, bool]]] = defaultdict(list)
    for columns in rows.order_by("-moved_up", "order", "pk").values_list(*DOOR_COLUMNS):
        row = DoorRow(*columns)
        is_open = _is_open(row, campaign=campaigns[row.campaign_id], today=today)
        doors[row.campaign_id].append((row, is_open))
    return doors


def _names(homes: set[int]) -> dict[int, str]:
    """Return who speaks for each household, else its first member."""
    people = Person.objects.filter(household__in=homes, erased_at=None)
    rows = people.order_by("is_contact", "-pk").values_list("household_id", "name")
    return dict(rows) if homes else {}


def _known(homes: set[int], forms: Iterable[schema.Form]) -> dict[int, facts.Values]:
    wanted = {code for form in forms for code in form.bound}
    return facts.read(sorted(homes), sorted(wanted)) if homes and wanted else {}


def _round(campaign: Campaign, form: schema.Form, doors: Sequence[BundleDoor]) -> Round:
    purpose = purposes.PURPOSES.get(campaign.purpose)
    return Round(
        id=campaign.pk,
        community=campaign.community_id,
        title=campaign.title,
        about=campaign.about,
        purpose=str(purpose.label) if purpose else campaign.purpose,
        notice=str(purpose.notice) if purpose else "",
        basis=campaign.get_basis_display(),
        targets=campaign.targets,
        ends_on=campaign.ends_on,
        is_standing=campaign.is_standing,
        most_visits=campaign.most_visits,
        form_number=campaign.form_number,
        questions=schema.to_json(form)["questions"],
        doors=doors,
    )


def _place_of(row: DoorRow) -> BundleDoor:
    """Return where a door is and how far it has come: nothing about who lives there."""
    return BundleDoor(
        id=row.pk,
        label=row.label,
        building=row.building or "",
        entrance=row.entrance or "",
        floor=row.floor,
        state=row.state,
        visits=row.visits,
        due_on=row.due_on,
        path=row.path,
    )


def _told(
    row: DoorRow,
    *,
    actor: Actor,
    form: schema.Form,
    names: Mapping[int, str],
    known: Mapping[int, facts.Values],
) -> BundleDoor:
    """Return what whoever goes to an open door needs to know of it."""
    home = row.household_id or 0
    held = known.get(home, {})
    shown, masked = _facts(held, form, is_whole=actor.may("read_masked", path=row.path))
    return replace(
        _place_of(row),
        is_open=True,
        last_at=row.last_at,
        try_at=rules.next_slot([row.last_slot]) if row.state == "absent" else "",
        note=row.note,
        name=row.person or names.get(home, ""),
        known=shown,
        masked=masked,
        versions={code: facts.version_of(held.get(code)) for code in form.bound},
    )


def _facts(
    held: facts.Values, form: schema.Form, *, is_whole: bool
) -> tuple[facts.Values, list[str]]:
    """Return the facts that the form binds, and which of them are masked: the sensitive ones,
    unless ``is_whole``. One that has no mask stays out."""
    shown: facts.Values = {}
    masked = []
    for code in form.bound:
        value = held.get(code)
        if value in (None, ""):
            continue
        if is_whole or not facts.get(code).is_sensitive:
            shown[code] = value
        elif (hinted := hint(code, value)) is not None:
            shown[code] = hinted
            masked.append(code)
    return shown, masked


def _is_open(row: DoorRow, *, campaign: Campaign, today: date) -> bool:
    """True while somebody is still to go there."""
    if row.state == Door.State.REFUSED:
        return False
    if campaign.is_standing:
        return row.due_on is None or row.due_on <= today + DUE_WITHIN
    may = rules.may_try_again(row.visits, campaign.most_visits, refused=False)
    return row.state in rules.UNDONE and may


def bytes_held(actor: Actor, uid: UUID, name: str) -> int:
    """Return how much of a picture has arrived; -1 once all of it has, and its visit too."""
    rows = PhotoUpload.objects.filter(uid=uid, name=name, by=actor.key)
    held, is_handed_on = rows.values_list("received", "is_handed_on").first() or (None, False)
    if is_handed_on or (held is None and _is_kept(actor, uid, name)):
        return ALL
    return held or 0


def _is_kept(actor: Actor, uid: UUID, name: str) -> bool:
    kept = VisitPhoto.objects.filter(visit__uid=uid, visit__by=actor.key, name=name)
    return kept.exists()


def _posts(communities: set[int]) -> list[BundlePost]:
    """Return who serves where, as residents may know it."""
    posts = standing().filter(place__community__in=communities).exclude(role__in=HOUSE_ROLES)
    return [
        BundlePost(
            role=post.role,
            role_label=post.get_role_display(),
            holder=post.holder,
            phone=post.phone,
            place=str(post.place),
            path=post.place.path,
        )
        for post in posts.select_related("place").order_by("role", "place__order")
    ]


def plan_for(communities: set[int], forms: Iterable[schema.Form]) -> list[Shape]:
    """Return what the plan shows, where a form asks for a point on it (1 query a community)."""
    if not any(question.type == "geopoint" for form in forms for question in form.every()):
        return []
    return [
        Shape(community, place.name, place.box.x, place.box.y, place.box.w, place.box.h)
        for community in sorted(communities)
        for place in plan(community)
        if place.box
    ]


def spots_for(communities: set[int], forms: Iterable[schema.Form]) -> list[Spot]:
    """Return the places that a location question may be answered with."""
    asked = [question for form in forms for question in form.every() if question.type == "location"]
    if not asked:
        return []
    places = Place.objects.filter(community__in=communities, is_active=True)
    kinds = {question.place_kind for question in asked}
    places = places.exclude(kind__in=NOWHERE) if "" in kinds else places.filter(kind__in=kinds)
    rows = places.values_list("code", "kind", "label", "name", "community_id")
    return [
        Spot(code=code, kind=kind, label=label or name, community=community)
        for code, kind, label, name, community in rows.order_by("kind", "order", "pk")
    ]
