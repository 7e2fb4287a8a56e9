"""Facts in dispute: changed at the door and in the register meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.engines.campaigns.models import Campaign, Conflict
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of, sees_all
from linli.registry.access import Actor

MOST = 200


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """A campaign's facts in dispute, in walking order."""

    campaign: Campaign
    rows: Sequence[Conflict]


def conflicts_of(actor: Actor, campaign_id: int) -> ConflictsPage:
    """Return the disputes not settled yet, in walking order (2 queries)."""
    campaign = campaign_for(actor, campaign_id)
    rows = Conflict.objects.filter(campaign=campaign, settled_at=None)
    if not sees_all(actor, campaign):
        rows = rows.filter(door__in=doors_of(actor, campaign))
    conflicts = rows.select_related("door", "visit").order_by("door__order", "pk")
    return ConflictsPage(campaign, list(conflicts[:MOST]))
