"""Of whom a visit tells, when it was, and whether it may be recorded at all."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.now import now
from linli.core.refusals import Invalid, NotFound, OutOfDate
from linli.core.rows import locked
from linli.engines.campaigns import rules
from linli.engines.campaigns.models import Campaign, Door, Visit
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.subjects import DOORS
from linli.registry import forgetting
from linli.registry.access import VISITOR, Actor
from linli.registry.models import Household

LIVED_IN = "hp"  # how the keys of doors begin that are a household's or a person's


def checked_uid(uid: UUID | str) -> UUID:
    """Return the id that an answer brings. Raises ``Invalid`` for what is no UUID."""
    try:
        return uid if isinstance(uid, UUID) else UUID(uid)
    except (ValueError, AttributeError, TypeError):
        raise Invalid(_("An answer's own id is a UUID."), errors={"uid": []}) from None


def visit_of(by: Actor, *, uid: UUID, outcome: str, channel: str, number: int) -> Visit:
    """Return an unsaved visit of who acts. Raises ``Invalid`` for an outcome that is none."""
    if outcome not in Visit.Outcome.values:
        sentence = _("Choose how it went: met, by phone, nobody home, refused, moved, vacant.")
        raise Invalid(sentence, errors={"outcome": [sentence]})
    if channel not in Visit.Channel.values:
        raise ValueError(f"no such channel: {channel}")
    return Visit(
        uid=uid,
        outcome=outcome,
        channel=channel,
        form_number=number,
        user_id=by.user_id,
        by=by.key,
        by_label=by.label[:120],
        received_at=now(),
    )


def whereto(campaign_id: int, door_id: int | None, *, by: Actor) -> tuple[Campaign, Door | None]:
    """Return the campaign and its door, locked. A household answers at its own door only, a
    visitor where anybody may have a say."""
    if by.household_id is not None:
        return _own_door(campaign_id, by.household_id)
    if by.key == VISITOR.key:
        return _for_anybody(campaign_id), None
    door = None
    if door_id is not None:
        door = DOORS.begin(door_id, "visit", by=by).row
        campaign = door.campaign
    else:
        campaign = campaign_for(by, campaign_id, permission="visit")
        check_begun(campaign)
    if campaign.pk != campaign_id:
        raise NotFound(_("This door belongs to another campaign."))
    if door is None and campaign.targets != Campaign.Targets.ANYONE:
        raise NotFound(_("There is no such door, or it lies outside your post."))
    return campaign, door


def _own_door(campaign_id: int, household_id: int) -> tuple[Campaign, Door | None]:
    """Return an open questionnaire and the household's door in it, if it asks at doors."""
    home = Household.objects.get(pk=household_id)
    campaign = _open(campaign_id, community=home.community_id)
    if campaign.targets == Campaign.Targets.ANYONE:
        return campaign, None
    own = Q(household=home) | Q(place=home.dwelling_id, key__startswith="d")
    doors = Door.objects.filter(own, campaign=campaign).select_related("campaign", "household")
    door = locked(doors.order_by("pk")).first()
    if door is None:
        raise NotFound(_("This questionnaire does not ask your household."))
    return campaign, door


def _for_anybody(campaign_id: int) -> Campaign:
    return _open(campaign_id, targets=Campaign.Targets.ANYONE)


def _open(campaign_id: int, **columns: object) -> Campaign:
    rows = Campaign.objects.select_related("community").filter(
        pk=campaign_id, is_open=True, state=Campaign.State.RUNNING, **columns
    )
    campaign = rows.first()
    if campaign is None:
        raise NotFound(_("There is no such questionnaire. Perhaps it has ended."))
    return campaign


def check_begun(campaign: Campaign) -> None:
    """Raise ``OutOfDate`` for a draft; what comes after the end is kept, marked late."""
    if campaign.state == Campaign.State.DRAFT:
        raise OutOfDate(_("This campaign has not started yet."))


def set_place(visit: Visit, campaign: Campaign, door: Door | None, *, by: Actor) -> None:
    """Say of whom the visit tells, and whether they have left the register meanwhile."""
    visit.campaign, visit.community_id, visit.door = campaign, campaign.community_id, door
    if by.household_id is not None:
        visit.household = Household.objects.get(pk=by.household_id)
    elif door is not None:
        visit.household = door.household
        visit.is_gone = door.household is None and door.key[0] in LIVED_IN
    if visit.household is not None and visit.household.moved_out_on is not None:
        visit.is_gone = True
    visit.is_late = campaign.state == Campaign.State.ENDED


def set_date(visit: Visit, campaign: Campaign, *, sent_at: datetime | None) -> None:
    """Date the visit by a clock set right."""
    begins = timezone.make_aware(datetime.combine(campaign.starts_on, time.min))
    visit.at = rules.set_right(
        visit.said_at, sent_at=sent_at, received_at=visit.received_at, not_before=begins
    )
    local = timezone.localtime(visit.at)
    visit.day, visit.slot = local.date(), rules.slot_of(local)


def refuse_late(visit: Visit, door: Door | None) -> None:
    """Refuse what tells of somebody whom the house has erased: nothing late brings them back."""
    if door is not None and door.person is not None and door.person.erased_at is not None:
        raise Invalid(_("This person's data was erased. Nothing of what was said is kept here."))
    forgetting.refuse_late(visit.household, said_at=visit.at)
