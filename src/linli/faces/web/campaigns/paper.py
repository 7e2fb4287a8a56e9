"""A round on paper: sheets with a QR code a door, and keying them in by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.now import now as current_time
from linli.core.refusals import Invalid
from linli.engines.campaigns import queries
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign, Door, Visit
from linli.engines.campaigns.queries.door_map import buildings_of
from linli.engines.campaigns.queries.missing import MissingDoor
from linli.engines.campaigns.queries.paper import first_to_visit, scanned_door, typed_door
from linli.faces import requests
from linli.faces.web.campaigns.display import crumbs
from linli.faces.web.campaigns.form_text import condition_in_words
from linli.faces.web.campaigns.missing import asked
from linli.faces.web.shared.addresses import addresses
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.forms.schema import FILES, HOLDERS, Form, Question
from linli.forms.words import options_of
from linli.registry.access import Actor, require

MOST_DOORS = 600  # on one print: a tower's; each has a square to scan
KEYS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # one key an answer, on paper and at the keyboard
SCANNED = re.compile(r".*/campaigns/door/(\d{1,18})/.*")
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Line:
    """A question on paper: its number, its words, and how much room an answer takes: ``box`` for
    one key, ``boxes`` for several, ``line`` for words."""

    number: int
    label: str
    only_if: str
    choices: tuple[tuple[str, str], ...]
    is_many: bool
    room: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A door on paper, and what its square opens."""

    door: MissingDoor
    link: str


@staff_page
def sheets(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Print the open doors of a building or a walker, an entrance after the other."""
    campaign = queries.campaign_for(request.actor, campaign_id)
    filters = asked(request)
    buildings = buildings_of(request.actor, campaign_id)
    rows = queries.missing(request.actor, campaign_id, filters=filters)
    if filters.building is None and filters.walker is None and rows:
        of = {building.name: building.pk for building in buildings}
        filters = replace(filters, building=of.get(rows[0].building))
        rows = [row for row in rows if row.building == rows[0].building]
    groups: dict[tuple[str, str], list[SheetRow]] = {}
    door_at = addresses("campaign_door")
    for row in rows[:MOST_DOORS]:
        link = request.build_absolute_uri(f"{door_at(row.id)}?paper=1")
        groups.setdefault((row.building, row.entrance), []).append(SheetRow(row, link))
    context = {
        "campaign": campaign,
        "groups": [{"title": " ".join(filter(None, k)), "rows": v} for k, v in groups.items()],
        "left_out": max(0, len(rows) - MOST_DOORS),
        "buildings": buildings,
        "building": filters.building,
        "lines": lines(form_of(campaign.pk, campaign.form_number)),
        "outcomes": _keyed(word for _code, word in Visit.Outcome.choices),
    }
    return render(request, "web/campaigns/sheets.html", context)


def lines(form: Form) -> list[Line]:
    """Return the form as it stands on paper; pictures are no matter of paper."""
    without = ("note", "calculate", "geopoint", *HOLDERS, *FILES)
    asked_there = [question for question in form.every() if question.type not in without]
    return [_line(form, question, number) for number, question in enumerate(asked_there, 1)]


def _line(form: Form, question: Question, number: int) -> Line:
    choices = _keyed(option.label for option in options_of(form, question))
    is_many = question.type == "select_many"
    return Line(
        number=number,
        label=str(question.label),
        only_if=condition_in_words(form, question.show_if),
        choices=choices,
        is_many=is_many,
        room="boxes"
        if is_many or question.type in ("number", "range", "date", "time", "datetime", "rank")
        else "box"
        if choices
        else "line",
    )


def _keyed(words: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Return (key, word): the key chooses it, written into a box or pressed."""
    return tuple((key, str(word)) for key, word in zip(KEYS, words, strict=False))


@staff_page
def key_in(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Ask for a door as it stands on the sheet; open its form for the keyboard."""
    campaign = queries.campaign_for(request.actor, campaign_id)
    require(request.actor, "visit", community_id=campaign.community_id)
    typed = request.GET.get("door", "").strip()
    fault = ""
    if typed:
        door = _door_of(request.actor, campaign, typed)
        if door is not None:
            return redirect(reverse("campaign_door", args=[door.pk]) + "?paper=1")
        fault = _("No door of this round fits. Write it as it stands on the sheet: 704-2-301.")
    context = {
        "here": "campaigns",
        "crumbs": crumbs(campaign),
        "campaign": campaign,
        "typed": typed,
        "fault": fault,
        "first": first_to_visit(request.actor, campaign),
    }
    return render(request, "web/campaigns/key_in.html", context, status=400 if fault else 200)


def _door_of(actor: Actor, campaign: Campaign, typed: str) -> Door | None:
    """Return the round's door that was scanned, or that typed words name if it is the only one."""
    if scanned := SCANNED.fullmatch(typed):
        return scanned_door(actor, campaign, requests.id_of(scanned[1]))
    return typed_door(actor, campaign, typed)


def day_on_paper(typed: str) -> datetime:
    """Return noon of the day that stands on the sheet, or now if that is today; now, too, when no
    day stands there. Raises ``Invalid`` for what is no day, or has not come."""
    now = current_time()
    if not typed.strip():
        return now
    day = requests.day({"day": typed}, "day")
    if day is None:
        raise Invalid(_("Day on the sheet: write it as 2026-11-25."))
    if day > timezone.localdate(now):
        raise Invalid(_("Day on the sheet: this day has not come yet."))
    return min(timezone.make_aware(datetime.combine(day, NOON)), now)
