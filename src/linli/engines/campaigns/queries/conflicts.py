"""Facts in dispute: changed at the door and in the register meanwhile."""

from __future__ import annotations

from typing import Any

from linli.engines.campaigns.models import Conflict
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.reach import doors_of, sees_all
from linli.registry.access import Actor

MOST = 200


def conflicts_of(actor: Actor, campaign_id: int) -> dict[str, Any]:
    """Return ``{"campaign", "rows"}``: disputes not settled yet, in walking order (2 queries)."""
    campaign = campaign_for(actor, campaign_id)
    rows = Conflict.objects.filter(campaign=campaign, settled_at=None)
    if not sees_all(actor, campaign):
        rows = rows.filter(door__in=doors_of(actor, campaign))
    conflicts = rows.select_related("door", "visit").order_by("door__order", "pk")
    return {"campaign": campaign, "rows": list(conflicts[:MOST])}
