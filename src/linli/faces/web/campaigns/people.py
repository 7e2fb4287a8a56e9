"""Who walks a campaign: chosen, ill, doors shared anew and handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import Invalid
from linli.engines.campaigns import actions, queries
from linli.engines.campaigns.models import Campaign, Walker
from linli.engines.campaigns.queries.coverage import Area, Part, areas_of, groups_of
from linli.engines.campaigns.queries.people import open_doors_of, walkers_of
from linli.faces import requests
from linli.faces.web.campaigns.display import crumbs
from linli.faces.web.shared.redirects import safe_next
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.forms.words import listed
from linli.registry import roles
from linli.registry.access import Actor
from linli.registry.queries import posts_of

PLANNERS = ("secretary", "street_officer")  # they see to it that others walk


@dataclass(frozen=True, slots=True)
class WalkerRow:
    """Who walks where; ``id`` 0 and no ``walker``: doors that nobody has."""

    id: int
    walker: Walker | None
    name: str
    where: str = ""
    doors: int = 0
    open: int = 0
    buildings: Sequence[Part] = ()


@dataclass(slots=True)
class Choice:
    """Somebody whose post lets them visit: by role where it is held, and all of it in words."""

    id: int
    name: str
    is_chosen: bool
    posts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    roles: set[str] = field(default_factory=set)

    @property
    def soft(self) -> str:
        return " · ".join(f"{role} {listed(at)}" for role, at in self.posts.items())


@staff_page
def people(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Show who walks where; POST ``do``: set, share, rest, hand."""
    campaign = queries.campaign_for(request.actor, campaign_id)
    if request.method == "POST":
        return _do(request, campaign)
    groups = groups_of(request.actor, campaign)
    walkers = {walker.pk: walker for walker in walkers_of(campaign)}
    may_plan = request.actor.may("plan_campaigns", path=campaign.community.path)
    rows = [_row(area, walkers) for area in areas_of(groups)]
    if may_plan:
        busy = {row.id for row in rows}
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


def _row(area: Area, walkers: dict[int, Walker]) -> WalkerRow:
    return WalkerRow(
        id=area.walker or 0,
        walker=walkers.get(area.walker or 0),
        name=area.name,
        where=where_in_words(area.where),
        doors=area.tally.total,
        open=area.tally.open,
        buildings=area.buildings,
    )


def _idle(walker: Walker) -> WalkerRow:
    return WalkerRow(walker.pk, walker, walker.name)


def where_in_words(where: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Say an area: 704 楼、705 楼 1 单元."""
    return listed(f"{name} {listed(held)}".strip() for name, held in where if name)


def people_to_choose(actor: Actor, community_id: int, chosen: set[int]) -> list[Choice]:
    """Return everybody whose post lets them visit here, by role."""
    choices: dict[int, Choice] = {}
    for post in posts_of(actor, community_id):
        if post.user_id is None or "visit" not in roles.GRANTS[post.role]:
            continue
        user_id = post.user_id
        first = Choice(user_id, post.holder, is_chosen=user_id in chosen)
        choice = choices.setdefault(user_id, first)
        choice.posts[post.role_label].append(post.place)
        choice.roles.add(post.role)
    return list(choices.values())


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
    return open_doors_of(campaign, walker=walker, building=building)


def _say(request: StaffRequest, moved: int) -> None:
    sentence = ngettext("%(count)s door changed hands.", "%(count)s doors changed hands.", moved)
    messages.success(request, sentence % {"count": moved})
