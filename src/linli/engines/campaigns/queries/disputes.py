"""Facts in dispute: changed at the door and in the register meanwhile."""

from __future__ import annotations

from typing import Any

from linli.engines.campaigns.models import Conflict
from linli.engines.campaigns.queries.doors import campaign_for
from linli.engines.campaigns.queries.within import doors_of, sees_all
from linli.registry.access import Actor

MOST = 200


def conflicts_of(actor: Actor, campaign_id: int) -> dict[str, Any]:
    """Return ``{"campaign", "rows"}``: disputes not settled yet, in walking order (2 queries)."""
    campaign = campaign_for(actor, campaign_id)
    rows = Conflict.objects.filter(campaign=campaign, settled_at=None)
    if not sees_all(actor, campaign):
        rows = rows.filter(target__in=doors_of(actor, campaign))
    found = rows.select_related("target", "visit").order_by("target__order", "pk")
    return {"campaign": campaign, "rows": list(found[:MOST])}
