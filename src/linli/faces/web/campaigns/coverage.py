"""The list of campaigns, and the page that shows how far one of them has come."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.engines.campaigns import queries
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.tally import Tally
from linli.faces import requests
from linli.faces.web.campaigns import charts, draft, states
from linli.faces.web.campaigns.display import crumbs, span
from linli.faces.web.campaigns.people import where_in_words
from linli.faces.web.register.common import numbered_pages
from linli.faces.web.shared import times
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import require


@staff_page
def campaigns(request: StaffRequest) -> HttpResponseBase:
    """List what is running, being planned and ended, each with how far it has come."""
    actor, here = request.actor, request.community
    require(actor, "see_campaigns", community_id=here.pk)
    state = request.GET.get("state", "")
    page = queries.campaigns_page(
        actor,
        here.pk,
        state=state if state in Campaign.State.values else "",
        page=requests.page(request.GET),
    )
    today = timezone.localdate()
    context = {
        **page,
        **numbered_pages(request.GET, page=page["page"], pages=page["pages"]),
        "here": "campaigns",
        "state": state,
        "states": [
            {"code": code, "label": label, "count": page["counts"].get(code, 0)}
            for code, label in Campaign.State.choices
        ],
        "groups": _groups(page["rows"], today=today),
        "may_plan": actor.may("plan_campaigns", path=here.path),
        "may_see_people": actor.may_in(here.pk, "see_people"),
    }
    return render(request, "web/campaigns/list.html", context)


def _groups(rows: list[dict[str, Any]], *, today: Any) -> list[dict[str, Any]]:
    """Put running ones first, then those being planned, then the ended."""
    order = (Campaign.State.RUNNING, Campaign.State.DRAFT, Campaign.State.ENDED)
    groups = []
    for state in order:
        here = [_row(row, today=today) for row in rows if row["campaign"].state == state]
        if here:
            groups.append({"title": state.label, "rows": here})
    return groups


def _row(row: dict[str, Any], *, today: Any) -> dict[str, Any]:
    campaign, tally = row["campaign"], row["tally"]
    return {
        "href": reverse("campaign", args=[campaign.pk]),
        "title": campaign.title,
        "soft": span(campaign, today=today),
        "tally": tally,
        "bar": states.bar(tally),
        "word": campaign.get_state_display(),
        "colour": states.CAMPAIGN_COLOURS.get(campaign.state, "mute"),
        "standing": campaign.is_standing,
        "voices": row["voices"],
    }


@staff_page
def campaign(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Show how far a campaign has come; one that is being planned shows its plan."""
    today = timezone.localdate()
    found = queries.coverage(request.actor, campaign_id, today=today)
    if found["campaign"].state == Campaign.State.DRAFT:
        return draft.show(request, found)
    if found["campaign"].targets == Campaign.Targets.ANYONE:  # it has no doors: what counts is said
        return redirect("campaign_results", campaign_id)
    return _coverage(request, found, today=today)


def _coverage(request: StaffRequest, found: dict[str, Any], *, today: Any) -> HttpResponse:
    one, totals = found["campaign"], found["totals"]
    tallies: dict[int, Tally] = {row["id"]: row["tally"] for row in found["buildings"]}
    context = {
        "here": "campaigns",
        "crumbs": crumbs(),
        "campaign": one,
        "span": span(one, today=today),
        "colour": states.CAMPAIGN_COLOURS.get(one.state, "mute"),
        "totals": totals,
        "bar": states.bar(totals),
        "conflicts": found["conflicts"],
        "plan": charts.plan(one.community_id, tallies, one.pk),
        "buildings": [_building(row, one) for row in found["buildings"]],
        "areas": [_area(row, one) for row in found["areas"]],
        "villages": [_village(row) for row in found["villages"] if row["name"]],
        "days": [{**row, "word": times.day(row["day"], today=today)} for row in found["days"]],
        "chart": charts.days_chart(
            found["days"], total=totals.total, starts_on=_first(one, found["days"]),
            ends_on=one.ends_on or today, today=today,
        ),
        "rounds": [_round(row, one, today=today) for row in found["rounds"]],
        "rounds_chart": charts.rounds_chart(found["rounds"], current=one.pk),
        "may_plan": request.actor.may("plan_campaigns", path=one.community.path),
        "may_visit": request.actor.may_in(one.community_id, "visit"),
    }  # fmt: skip
    return render(request, "web/campaigns/coverage.html", context)


def _first(campaign: Campaign, days: list[dict[str, Any]]) -> Any:
    """Return where the drawing begins: a standing campaign's with the first day shown."""
    return days[0]["day"] if campaign.is_standing and days else campaign.starts_on


def _building(row: dict[str, Any], campaign: Campaign) -> dict[str, Any]:
    name = row["name"] or _("in the open")
    href = reverse("campaign_building", args=[campaign.pk, row["id"]]) if row["id"] else ""
    return {**_part(row["tally"]), "title": name, "href": href}


def _area(row: dict[str, Any], campaign: Campaign) -> dict[str, Any]:
    return {
        **_part(row["tally"]),
        "title": where_in_words(row["where"]) or _("in the open"),
        "soft": row["name"] or _("nobody walks here yet"),
        "href": reverse("campaign_doors", args=[campaign.pk]) + f"?walker={row['id'] or 0}",
    }


def _village(row: dict[str, Any]) -> dict[str, Any]:
    return {**_part(row["tally"]), "title": row["name"]}


def _round(row: dict[str, Any], campaign: Campaign, *, today: Any) -> dict[str, Any]:
    return {
        **_part(row["tally"]),
        "title": _("round %(number)s") % {"number": row["round"]},
        "soft": times.day(row["starts_on"], today=today),
        "href": "" if row["id"] == campaign.pk else reverse("campaign", args=[row["id"]]),
    }


def _part(tally: Tally) -> dict[str, Any]:
    return {"tally": tally, "bar": states.bar(tally)}
