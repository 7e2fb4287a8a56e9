"""Who walks a campaign: chosen, ill, doors shared anew and handed over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import Invalid
from linli.engines.campaigns import actions, queries
from linli.engines.campaigns.models import Campaign, Door, Walker
from linli.engines.campaigns.queries.coverage import areas_of, groups_of
from linli.engines.campaigns.queries.tally import still_open
from linli.faces import requests
from linli.faces.web.campaigns.display import crumbs
from linli.faces.web.shared.redirects import safe_next
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.forms.words import listed
from linli.registry import roles
from linli.registry.access import Actor
from linli.registry.queries import posts_of

PLANNERS = ("secretary", "street_officer")  # they see to it that others walk


@staff_page
def people(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Show who walks where; POST ``do``: set, share, rest, hand."""
    campaign = queries.campaign_for(request.actor, campaign_id)
    if request.method == "POST":
        return _do(request, campaign)
    groups = groups_of(request.actor, campaign)
    walkers = {w.pk: w for w in Walker.objects.filter(campaign=campaign).order_by("pk")}
    may_plan = request.actor.may("plan_campaigns", path=campaign.community.path)
    rows = [_row(area, walkers) for area in areas_of(groups)]
    if may_plan:
        busy = {row["id"] for row in rows}
        rows += [_idle(walker) for pk, walker in walkers.items() if pk not in busy]
    context = {
        "here": "campaigns",
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "rows": rows,
        "takers": [walker for walker in walkers.values() if walker.is_active],
        "choices": people_to_choose(
            request.actor,
            campaign.community_id,
            {w.user_id for w in walkers.values() if w.is_active},
        )
        if may_plan
        else [],
        "may_plan": may_plan and campaign.state != Campaign.State.ENDED,
        "mine": request.actor.user_id,
    }
    return render(request, "web/campaigns/people.html", context)


def _row(area: dict[str, Any], walkers: dict[int, Walker]) -> dict[str, Any]:
    walker = walkers.get(area["id"])
    tally = area["tally"]
    return {
        "id": area["id"] or 0,
        "walker": walker,
        "name": area["name"],
        "where": where_in_words(area["where"]),
        "doors": tally.total,
        "open": tally.open,
        "buildings": area["buildings"],
    }


def _idle(walker: Walker) -> dict[str, Any]:
    return {"id": walker.pk, "walker": walker, "name": walker.name, "where": "", "doors": 0,
            "open": 0, "buildings": []}  # fmt: skip


def where_in_words(where: list[tuple[str, list[str]]]) -> str:
    """Say an area: 704 楼、705 楼 1 单元."""
    return listed(f"{name} {listed(held)}".strip() for name, held in where if name)


def people_to_choose(actor: Actor, community_id: int, chosen: set[int]) -> list[dict[str, Any]]:
    """Return everybody whose post lets them visit here, by role: user, name, posts, is_chosen."""
    found: dict[int, dict[str, Any]] = {}
    for post in posts_of(actor, community_id):
        if post["user_id"] is None or "visit" not in roles.GRANTS[post["role"]]:
            continue
        first = {"id": post["user_id"], "name": post["holder"], "posts": {}, "roles": set()}
        row = found.setdefault(post["user_id"], first)
        row["posts"].setdefault(post["role_label"], []).append(post["place"])
        row["roles"].add(post["role"])
    for row in found.values():
        row["soft"] = " · ".join(f"{role} {listed(at)}" for role, at in row["posts"].items())
        row["is_chosen"] = row["id"] in chosen
    return list(found.values())


def _do(request: StaffRequest, campaign: Campaign) -> HttpResponse:
    """Carry out one change of who walks, and say how many doors changed hands."""
    by, post = request.actor, request.POST
    match post.get("do"):
        case "set":
            ids = requests.numbers(post.getlist("people"))
            actions.set_people(campaign.pk, ids, by=by)
            messages.success(request, _("Kept. Doors that nobody had are shared out."))
        case "share":
            _say(request, actions.share(campaign.pk, by=by))
        case "rest":
            _say(request, actions.rest(campaign.pk, _number(post, "walker"), by=by))
        case "hand":
            to = _number(post, "to")
            _say(request, actions.hand_over(campaign.pk, _doors(request, campaign), to=to, by=by))
        case _:
            raise Invalid(_("Choose what is to happen."))
    return redirect(safe_next(request, fallback=request.path))


def _number(post: QueryDict, name: str) -> int:
    number = requests.number(post, name)
    if number is None:
        raise Invalid(_("Choose a person from the list."))
    return number


def _doors(request: StaffRequest, campaign: Campaign) -> list[int]:
    """Return the doors to hand over: one, or what is still open of a walker in a building."""
    post = request.POST
    if post.get("door"):
        return [_number(post, "door")]
    walker, building = _number(post, "walker"), requests.number(post, "building")
    doors = Door.objects.filter(still_open(), campaign=campaign, walker=walker or None)
    if building is not None:
        doors = doors.filter(building=building or None)
    return list(doors.values_list("pk", flat=True))


def _say(request: StaffRequest, moved: int) -> None:
    sentence = ngettext("%(count)s door changed hands.", "%(count)s doors changed hands.", moved)
    messages.success(request, sentence % {"count": moved})
