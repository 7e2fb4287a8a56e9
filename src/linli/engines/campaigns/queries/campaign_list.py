"""The list of campaigns: running, being planned, ended, each with how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from linli.engines.campaigns.models import Campaign, Visit
from linli.engines.campaigns.queries.reach import SEE, campaigns_in_reach
from linli.engines.campaigns.queries.tally import Tally, tallies_of
from linli.registry.access import Actor

PAGE = 20


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign with its doors within reach; ``voices``: the answers of one without doors."""

    campaign: Campaign
    tally: Tally
    voices: int | None


@dataclass(frozen=True, slots=True)
class CampaignsPage:
    """One page of campaigns; ``counts``: state → campaigns."""

    rows: Sequence[CampaignRow]
    total: int
    page: int
    pages: int
    counts: Mapping[str, int]


def campaigns_page(
    actor: Actor, community_id: int, *, state: str = "", page: int = 1
) -> CampaignsPage:
    """Return a page of campaigns, the newest first (≤ 4 queries)."""
    campaigns = Campaign.objects.filter(campaigns_in_reach(actor), community=community_id)
    counts = dict(campaigns.values_list("state").annotate(n=Count("pk")).order_by())
    total = counts.get(state, 0) if state else sum(counts.values())
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    if state:
        campaigns = campaigns.filter(state=state)
    whole = actor.reach(SEE).communities
    shown = list(campaigns.order_by("-starts_on", "-pk")[(page - 1) * PAGE : page * PAGE])
    tallies = tallies_of(
        actor,
        [campaign.pk for campaign in shown],
        whole=community_id in whole,
        standing=any(campaign.is_standing for campaign in shown),
    )
    voices = _voices(
        [campaign for campaign in shown if campaign.targets == Campaign.Targets.ANYONE]
    )
    rows = [
        CampaignRow(campaign, tallies[campaign.pk], voices.get(campaign.pk)) for campaign in shown
    ]
    return CampaignsPage(rows, total=total, page=page, pages=pages, counts=counts)


def _voices(campaigns: list[Campaign]) -> dict[int, int]:
    """Count the answers of campaigns in which anybody has a say (1 query, none without one)."""
    if not campaigns:
        return {}
    rows = Visit.objects.filter(campaign__in=campaigns).values_list("campaign")
    counted = dict(rows.annotate(n=Count("pk")).order_by())
    return {campaign.pk: counted.get(campaign.pk, 0) for campaign in campaigns}


def earlier(actor: Actor, community_id: int, *, limit: int = 30) -> list[Campaign]:
    """Return the campaigns that one may copy, the newest of each series first."""
    campaigns = Campaign.objects.filter(
        campaigns_in_reach(actor, permission="plan_campaigns"), community=community_id
    )
    newest: dict[int, Campaign] = {}
    for campaign in campaigns.order_by("-starts_on", "-pk")[: limit * 4]:
        newest.setdefault(campaign.series_id or campaign.pk, campaign)
    return list(newest.values())[:limit]
