"""The list of campaigns, and the page that shows how far one of them has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.engines.campaigns import queries
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.campaign_list import CampaignRow
from linli.engines.campaigns.queries.coverage import Area, Coverage, Day, Part, RoundRow
from linli.engines.campaigns.queries.tally import Tally
from linli.faces import requests
from linli.faces.web.campaigns import charts, draft, states
from linli.faces.web.campaigns.display import crumbs, span
from linli.faces.web.campaigns.people import where_in_words
from linli.faces.web.register.common import numbered_pages
from linli.faces.web.shared import times
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import require


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the doors as a row; ``voices``: the answers of a round without doors."""

    title: str
    tally: Tally
    soft: str = ""
    href: str = ""
    voices: int | None = None

    @property
    def bar(self) -> SafeString:
        return states.bar(self.tally)


@dataclass(frozen=True, slots=True)
class CampaignGroup:
    """Campaigns of one state."""

    title: str
    rows: Sequence[PartLine]


@staff_page
def campaigns(request: StaffRequest) -> HttpResponseBase:
    """List what is running, being planned and ended, each with how far it has come."""
    actor, here = request.actor, request.community
    require(actor, "see_campaigns", community_id=here.pk)
    state = request.GET.get("state", "")
    shown = queries.campaigns_page(
        actor,
        here.pk,
        state=state if state in Campaign.State.values else "",
        page=requests.page(request.GET),
    )
    today = timezone.localdate()
    context = {
        **numbered_pages(request.GET, page=shown.page, pages=shown.pages),
        "total": shown.total,
        "here": "campaigns",
        "state": state,
        "states": [
            {"code": code, "label": label, "count": shown.counts.get(code, 0)}
            for code, label in Campaign.State.choices
        ],
        "groups": _groups(shown.rows, today=today),
        "may_plan": actor.may("plan_campaigns", path=here.path),
        "may_see_people": actor.may_in(here.pk, "see_people"),
    }
    return render(request, "web/campaigns/list.html", context)


def _groups(rows: Sequence[CampaignRow], *, today: date) -> list[CampaignGroup]:
    """Put running ones first, then those being planned, then the ended."""
    order = (Campaign.State.RUNNING, Campaign.State.DRAFT, Campaign.State.ENDED)
    groups = []
    for state in order:
        here = [_row(row, today=today) for row in rows if row.campaign.state == state]
        if here:
            groups.append(CampaignGroup(str(state.label), here))
    return groups


def _row(row: CampaignRow, *, today: date) -> PartLine:
    campaign = row.campaign
    return PartLine(
        campaign.title,
        row.tally,
        soft=span(campaign, today=today),
        href=reverse("campaign", args=[campaign.pk]),
        voices=row.voices,
    )


@staff_page
def campaign(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Show how far a campaign has come; one that is being planned shows its plan."""
    today = timezone.localdate()
    covered = queries.coverage(request.actor, campaign_id, today=today)
    if covered.campaign.state == Campaign.State.DRAFT:
        return draft.show(request, covered)
    if covered.campaign.targets == Campaign.Targets.ANYONE:  # it has no doors: what counts is said
        return redirect("campaign_results", campaign_id)
    return _coverage(request, covered, today=today)


def _coverage(request: StaffRequest, covered: Coverage, *, today: date) -> HttpResponse:
    campaign, totals = covered.campaign, covered.totals
    tallies = {part.id: part.tally for part in covered.buildings}
    context = {
        "here": "campaigns",
        "crumbs": crumbs(),
        "campaign": campaign,
        "span": span(campaign, today=today),
        "colour": states.CAMPAIGN_COLOURS.get(campaign.state, "mute"),
        "totals": totals,
        "bar": states.bar(totals),
        "conflicts": covered.conflicts,
        "plan": charts.plan(campaign.community_id, tallies, campaign.pk),
        "buildings": [_building(row, campaign) for row in covered.buildings],
        "areas": [_area(row, campaign) for row in covered.areas],
        "villages": [_village(row) for row in covered.villages if row.name],
        "days": [(times.day(row.day, today=today), row) for row in covered.days],
        "chart": charts.days_chart(
            covered.days, total=totals.total, starts_on=_first(campaign, covered.days),
            ends_on=campaign.ends_on or today, today=today,
        ),
        "rounds": [_round(row, campaign, today=today) for row in covered.rounds],
        "rounds_chart": charts.rounds_chart(covered.rounds, current=campaign.pk),
        "may_plan": request.actor.may("plan_campaigns", path=campaign.community.path),
        "may_visit": request.actor.may_in(campaign.community_id, "visit"),
    }  # fmt: skip
    return render(request, "web/campaigns/coverage.html", context)


def _first(campaign: Campaign, days: Sequence[Day]) -> date:
    """Return where the drawing begins: a standing campaign's with the first day shown."""
    return days[0].day if campaign.is_standing and days else campaign.starts_on


def _building(part: Part, campaign: Campaign) -> PartLine:
    href = reverse("campaign_building", args=[campaign.pk, part.id]) if part.id else ""
    return PartLine(part.name or _("in the open"), part.tally, href=href)


def _area(area: Area, campaign: Campaign) -> PartLine:
    return PartLine(
        where_in_words(area.where) or _("in the open"),
        area.tally,
        soft=area.name or _("nobody walks here yet"),
        href=reverse("campaign_doors", args=[campaign.pk]) + f"?walker={area.walker or 0}",
    )


def _village(part: Part) -> PartLine:
    return PartLine(part.name, part.tally)


def _round(row: RoundRow, campaign: Campaign, *, today: date) -> PartLine:
    return PartLine(
        _("round %(number)s") % {"number": row.round},
        row.tally,
        soft=times.day(row.starts_on, today=today),
        href="" if row.id == campaign.pk else reverse("campaign", args=[row.id]),
    )
