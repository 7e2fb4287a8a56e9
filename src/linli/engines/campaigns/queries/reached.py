"""Every household is reached: the share of the last 90 days, and the visits to one household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from linli.engines.campaigns.models import Campaign, Visit
from linli.engines.campaigns.queries.reach import campaigns_in_reach
from linli.registry.access import Actor
from linli.registry.models import Household
from linli.registry.queries import household_for

REACHED_DAYS = 90
SHOWN = 12


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit to a household. ``door``: its id, None for whoever came by."""

    at: datetime
    campaign: str
    campaign_id: int
    door: int | None
    outcome: str
    word: str
    channel: str
    by: str


def reached_share(community_id: int, *, now: datetime, days: int = REACHED_DAYS) -> dict[str, int]:
    """Return ``reached`` of ``occupied`` households in these days, and ``percent`` (one query)."""
    homes = Household.objects.filter(community=community_id, moved_out_on=None)
    lately = Q(reached__at__gt=now - timedelta(days=days))
    counts = homes.exclude(residence=Household.Residence.VACANT).aggregate(
        occupied=Count("pk"), reached=Count("pk", filter=lately)
    )
    percent = counts["reached"] * 100 // counts["occupied"] if counts["occupied"] else 0
    return {**counts, "percent": percent}


def visits_of_household(actor: Actor, household_id: int) -> list[VisitRow]:
    """Return a household's latest visits, newest first (≤ 3 queries); a household sees its
    own."""
    home = household_for(actor, household_id)
    visits = Visit.objects.filter(household=home)
    if actor.household_id != home.pk:
        visits = visits.filter(campaign__in=Campaign.objects.filter(campaigns_in_reach(actor)))
    rows = visits.select_related("campaign").order_by("-at", "-pk")[:SHOWN]
    return [
        VisitRow(
            at=visit.at,
            campaign=visit.campaign.title,
            campaign_id=visit.campaign_id,
            door=visit.door_id,
            outcome=visit.outcome,
            word=visit.get_outcome_display(),
            channel=visit.get_channel_display(),
            by=visit.by_label,
        )
        for visit in rows
    ]
