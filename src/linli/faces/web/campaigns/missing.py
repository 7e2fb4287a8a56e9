"""Lists: doors still open, on the page, on paper and as Excel; households never reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.engines.campaigns import queries
from linli.engines.campaigns.exports import door_lists
from linli.engines.campaigns.models import Door
from linli.engines.campaigns.queries.door_map import buildings_of
from linli.engines.campaigns.queries.missing import Filters, MissingDoor
from linli.engines.campaigns.queries.people import walkers_of
from linli.engines.campaigns.queries.tally import STATES, WORDS
from linli.faces import requests
from linli.faces.web.campaigns import states
from linli.faces.web.campaigns.display import SLOTS, crumbs, doors_in_words
from linli.faces.web.register.common import numbered_pages
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.register.forms import ReasonForm
from linli.faces.web.register.imports import as_download
from linli.faces.web.shared import times
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import require


@dataclass(frozen=True, slots=True)
class DoorLine:
    """A door as a row: what happened last, and when to come again."""

    id: int
    label: str
    walker: str
    word: str
    visits: int
    note: str
    colour: str
    last: str
    again: str


def asked(request: StaffRequest) -> Filters:
    """Return the filters of the address: building, walker (0: nobody), state."""
    return Filters(
        building=requests.number(request.GET, "building"),
        walker=requests.number(request.GET, "walker"),
        state=request.GET.get("state", ""),
    )


@staff_page
def doors(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """List the doors still open in walking order, by building, walker or state."""
    filters = asked(request)
    page = requests.page(request.GET)
    shown = queries.missing_page(request.actor, campaign_id, page=page, filters=filters)
    campaign = shown.campaign
    context = {
        **numbered_pages(request.GET, page=shown.page, pages=shown.pages),
        "campaign": campaign,
        "total": shown.total,
        "here": "campaigns",
        "crumbs": crumbs(campaign),
        "rows": [_line(door) for door in shown.rows],
        "total_words": doors_in_words(shown.total, campaign.targets),
        "filters": filters,
        "buildings": buildings_of(request.actor, campaign_id),
        "walkers": walkers_of(campaign),
        "states": [(code, WORDS[code]) for code in STATES],
        "may_export": request.actor.may_in(campaign.community_id, "export"),
        "query": request.GET.urlencode(),
    }
    return render(request, "web/campaigns/doors.html", context)


def _line(door: MissingDoor) -> DoorLine:
    return DoorLine(
        id=door.id,
        label=door.label,
        walker=door.walker,
        word=door.word,
        visits=door.visits,
        note=door.note,
        colour=states.COLOURS.get(door.state, "mute"),
        last=times.near(door.last_at, now=timezone.now()) if door.last_at else "",
        again=_again(door),
    )


def _again(door: MissingDoor) -> str:
    if door.state != Door.State.ABSENT:
        return ""
    if not door.come:
        return _("tried often enough")
    return _("try %(slot)s") % {"slot": SLOTS[door.come]}


@staff_page
def print_doors(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Print the doors still open, an entrance after the other, with room to write."""
    filters = asked(request)
    campaign = queries.campaign_for(request.actor, campaign_id)
    groups: dict[tuple[str, str], list[DoorLine]] = {}
    for door in queries.missing(request.actor, campaign_id, filters=filters):
        groups.setdefault((door.building, door.entrance), []).append(_line(door))
    context = {
        "campaign": campaign,
        "groups": [
            {"title": " ".join(filter(None, names)), "rows": rows, "walker": rows[0].walker}
            for names, rows in groups.items()
        ],
        "total": sum(map(len, groups.values())),
        "printed": times.near(timezone.now(), now=timezone.now()),
    }
    return render(request, "web/campaigns/doors_print.html", context)


@staff_page
def export_doors(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Ask what for; hand the doors still open out as Excel."""
    campaign = queries.campaign_for(request.actor, campaign_id)

    def sheet(reason: str) -> bytes:
        return door_lists.missing_sheet(
            request.actor, campaign_id, reason=reason, filters=asked(request)
        )

    return _export(
        request,
        sheet,
        name=campaign.title,
        crumbs=crumbs(campaign),
        community_id=campaign.community_id,
    )


@staff_page
def never(request: StaffRequest) -> HttpResponseBase:
    """List the households that nobody ever met, telephoned or heard from."""
    require(request.actor, "see_people", community_id=request.community.pk)
    building = requests.number(request.GET, "building")
    page = requests.page(request.GET)
    shown = queries.never_reached(request.actor, request.community.pk, page=page, building=building)
    context = {
        **numbered_pages(request.GET, page=shown.page, pages=shown.pages),
        "rows": shown.rows,
        "total": shown.total,
        "occupied": shown.occupied,
        "buildings": shown.buildings,
        "here": "campaigns",
        "crumbs": crumbs(),
        "building": building,
        "percent": shown.total * 100 // shown.occupied if shown.occupied else 0,
        "may_plan": request.actor.may("plan_campaigns", path=request.community.path),
        "may_export": request.actor.may_in(request.community.pk, "export"),
        "query": request.GET.urlencode(),
    }
    return render(request, "web/campaigns/never.html", context)


@staff_page
def export_never(request: StaffRequest) -> HttpResponseBase:
    """Ask what for; hand the households never reached out as Excel."""

    def sheet(reason: str) -> bytes:
        return door_lists.never_reached_sheet(
            request.actor,
            community=request.community,
            reason=reason,
            building=requests.number(request.GET, "building"),
        )

    return _export(
        request, sheet, name=_("never reached"), crumbs=crumbs(),
        community_id=request.community.pk,
    )  # fmt: skip


def _export(
    request: StaffRequest, sheet: Any, *, name: str, crumbs: Any, community_id: int
) -> HttpResponseBase:
    """Ask for the reason; the address's filters come along."""
    require(request.actor, "export", community_id=community_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = sheet(form.cleaned_data["reason"])
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            return as_download(content, f"{name} {timezone.localdate():%Y-%m-%d}.xlsx")
    context = {
        "here": "campaigns",
        "crumbs": crumbs,
        "form": form,
        "heading": _("Export Excel"),
        "before": _("Your name, the day and this reason stand on every page and in the record."),
        "button": _("Export the list"),
    }
    return render(request, "web/register/form.html", context)
