"""Lists of campaigns that leave the house as Excel: with a reason, a watermark and a line."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.missing import Filters, households_never_reached, missing
from linli.registry import exports
from linli.registry.access import Actor
from linli.registry.models import Place


@transaction.atomic
def missing_sheet(actor: Actor, campaign_id: int, *, reason: str, filters: Filters) -> bytes:
    """Return the doors still open within reach as .xlsx, in walking order, without names.

    Raises ``NotAllowed`` without the right to take lists
    out, ``Invalid`` without a reason.
    """
    campaign = campaign_for(actor, campaign_id)
    why = exports.allow(actor, reason, community_id=campaign.community_id)
    rows = [
        [
            row.label,
            row.building,
            row.entrance,
            row.floor,
            row.word,
            row.visits,
            timezone.localtime(row.last_at) if row.last_at else None,
            row.walker,
            row.note,
        ]
        for row in missing(actor, campaign_id, filters=filters)
    ]
    headers = [
        _("whole address"),
        _("building"),
        _("entrance"),
        _("floor"),
        _("state"),
        _("visits"),
        _("last visit"),
        _("walked by"),
        _("for who comes next"),
    ]
    return exports.export_sheet(
        actor, campaign.community, "missing_doors", headers, rows, why, title=campaign.title
    )


@transaction.atomic
def never_reached_sheet(
    actor: Actor, *, community: Place, reason: str, building: int | None = None
) -> bytes:
    """Return the households that nothing has ever reached as .xlsx, by door, without names."""
    why = exports.allow(actor, reason, community_id=community.pk)
    homes = households_never_reached(actor, community.pk, building=building)
    rows = [[h.dwelling.label, h.village, h.get_residence_display()] for h in homes]
    headers = [_("whole address"), _("village of origin"), _("residence")]
    return exports.export_sheet(
        actor, community, "never_reached", headers, rows, why, title=_("never reached")
    )
