"""Doors: the map of a building, a floor at once, one door with its answer."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core import files
from linli.core.now import now
from linli.core.refusals import Invalid
from linli.engines.campaigns import actions, queries
from linli.engines.campaigns.models import Visit
from linli.engines.campaigns.queries.bundle import plan_for
from linli.engines.campaigns.queries.door_map import buildings_of, open_doors
from linli.engines.campaigns.queries.door_page import DoorPage, door_page, photo_for
from linli.faces import requests
from linli.faces.web.campaigns import display, form_fields, paper, states
from linli.faces.web.campaigns.display import crumbs
from linli.faces.web.shared.addresses import addresses
from linli.faces.web.shared.redirects import safe_next
from linli.faces.web.shared.staff import StaffRequest, staff_page


@staff_page
def building(request: StaffRequest, campaign_id: int, building_id: int) -> HttpResponseBase:
    """Draw a building's doors: its entrances, their floors, one square a door."""
    shown = queries.door_map(request.actor, campaign_id, building_id)
    door_at = addresses("campaign_door")
    campaign = shown.campaign
    context = {
        "campaign": campaign,
        "building": shown.building,
        "tally": shown.tally,
        "entrances": [states.entrance_row(row, door_at=door_at) for row in shown.entrances],
        "here": "campaigns",
        "crumbs": crumbs(campaign),
        "bar": states.bar(shown.tally),
        "legend": states.legend(),
        "may_visit": campaign.state == "running" and request.actor.may("visit"),
        "others": buildings_of(request.actor, campaign_id),
    }
    return render(request, "web/campaigns/building.html", context)


@staff_page
def floor(request: StaffRequest, campaign_id: int, building_id: int) -> HttpResponseBase:
    """Ask whether nobody was home on a whole floor; POST notes it for its open doors.

    GET and POST ``entrance`` (id, may be empty) and ``floor``.
    """
    asked = request.POST if request.method == "POST" else request.GET
    doors = open_doors(
        request.actor,
        campaign_id,
        building_id,
        entrance_id=requests.number(asked, "entrance"),
        floor=requests.level(asked, "floor"),
    )
    back = reverse("campaign_building", args=[campaign_id, building_id])
    if not doors:
        messages.warning(request, _("No door on this floor is still open."))
        return redirect(back)
    if request.method == "POST":
        noted = actions.nobody_home(campaign_id, [door.pk for door in doors], by=request.actor)
        sentence = ngettext(
            "Noted at %(count)s door: nobody home.", "Noted at %(count)s doors: nobody home.", noted
        )
        messages.success(request, sentence % {"count": noted})
        return redirect(back)
    context = {
        "here": "campaigns",
        "crumbs": [*crumbs(doors[0].campaign), {"href": back, "label": str(doors[0].building)}],
        "doors": doors,
        "asked": {"entrance": asked.get("entrance", ""), "floor": requests.level(asked, "floor")},
        "back": back,
    }
    return render(request, "web/campaigns/floor.html", context)


@staff_page
def door(request: StaffRequest, door_id: int) -> HttpResponseBase:
    """Show a door; POST keeps what was said there, or that nobody opened."""
    page = door_page(request.actor, door_id)
    if request.method != "POST":
        return _door(request, page)
    answers = form_fields.read(page.form, request.POST, request.FILES)
    if "more" in request.POST:
        return _door(request, page, answers=answers)
    try:
        recorded = _record(request, page, answers)
    except Invalid as refusal:
        return _door(request, page, answers=answers, refusal=refusal)
    if "paper" in request.GET:
        request.session["sheet_day"] = request.POST.get("day", "")
    for sentence in display.after(recorded):
        messages.success(request, sentence)
    if request.POST.get("then") == "next" and page.next:
        return redirect(reverse("campaign_door", args=[page.next]) + _paper(request))
    return redirect(safe_next(request, fallback=f"{request.path}{_paper(request)}"))


def _paper(request: StaffRequest) -> str:
    """Return the query that keeps on keying sheets in; nothing at the desk."""
    return "?paper=1" if "paper" in request.GET else ""


def _record(request: StaffRequest, page: DoorPage, answers: dict[str, Any]) -> actions.Recorded:
    """Keep a visit and its pictures as one; sent twice, it is one."""
    post, door = request.POST, page.door
    outcome = post.get("outcome", "")
    if outcome not in Visit.Outcome.values:
        raise Invalid(_("Say first how it went: met, by phone, nobody home …"))
    uid = _uid(post.get("uid", ""))
    reached, is_paper = outcome in ("met", "phone"), "paper" in request.GET
    recorded = actions.record_visit(
        by=request.actor,
        campaign_id=door.campaign_id,
        uid=uid,
        outcome=outcome,
        answers=answers if reached else {},
        form_number=door.campaign.form_number,
        at=paper.day_on_paper(post.get("day", "")) if is_paper else now(),
        channel="paper" if is_paper else "desk",
        door_id=door.pk,
        started_from={code: post.get(f"from-{code}", "") for code in page.known},
        note=post.get("note", "").strip(),
    )
    for name, file in form_fields.pictures(request.FILES).items():
        if reached:
            content = file.read()
            actions.keep_piece(
                uid, name, offset=0, size=len(content), content=content, by=request.actor
            )
    return recorded


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def _door(
    request: StaffRequest,
    page: DoorPage,
    *,
    answers: dict[str, Any] | None = None,
    refusal: Invalid | None = None,
) -> HttpResponse:
    door, post = page.door, request.POST
    places = display.places_for(page.form, door.campaign.community_id)
    known, masked = display.known_and_masked(page)
    context = {
        **display.door(page, places=places),
        "here": "campaigns",
        "crumbs": display.door_crumbs(door),
        "fields": form_fields.fields(
            page.form, answers, known=known, masked=masked, places=places,
            errors=refusal.errors if refusal else None,
            plan=plan_for({door.campaign.community_id}, [page.form]),
        ),
        "outcomes": Visit.Outcome.choices,
        "outcome": post.get("outcome", "met"),
        "note": post.get("note", door.note),
        "uid": post.get("uid") or uuid.uuid4(),
        "refusal": refusal,
        "back": safe_next(request, fallback=""),
        "is_paper": "paper" in request.GET,
        "day": post.get("day") or request.session.get("sheet_day") or f"{now():%Y-%m-%d}",
    }  # fmt: skip
    status = refusal.status if refusal else 200
    return render(request, "web/campaigns/door.html", context, status=status)


@staff_page
def photo(request: StaffRequest, photo_id: int) -> HttpResponseBase:
    """Send a visit's picture to who may see its door."""
    row = photo_for(request.actor, photo_id)
    opened = files.open_photo(row.file)
    return FileResponse(opened.stream, content_type=opened.content_type)
