"""A round on paper: sheets with a QR code a door, and keying them in by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import moment
from linli.engines.campaigns import queries
from linli.engines.campaigns.forms.shape import CHOSEN, HOLDERS, Form, Question
from linli.engines.campaigns.models import Target, Visit
from linli.engines.campaigns.queries.door_map import buildings_of
from linli.engines.campaigns.queries.within import doors_of
from linli.engines.campaigns.versions import form_of
from linli.faces.web.campaigns.missing import asked
from linli.faces.web.campaigns.saying import condition_in_words, options_of
from linli.faces.web.campaigns.told import crumbs
from linli.faces.web.staff import StaffRequest, staff_page
from linli.registry.access import require
from linli.registry.queries import find_place

MOST_DOORS = 200  # on one print: a building's; each has a square to scan
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Line:
    """A question on paper: its number, its words, boxes to tick or room to write."""

    number: int
    label: str
    only_if: str
    boxes: tuple[tuple[int, str], ...]
    is_many: bool


@staff_page
def sheets(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Print the open doors of a building or a walker, an entrance after the other."""
    one = queries.campaign_for(request.actor, campaign_id)
    filters = asked(request)
    buildings = buildings_of(request.actor, campaign_id)
    if filters["building"] is None and filters["walker"] is None and buildings:
        filters["building"] = buildings[0].pk
    rows = queries.missing(request.actor, campaign_id, **filters)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows[:MOST_DOORS]:
        link = request.build_absolute_uri(f"/campaigns/door/{row['id']}/?paper=1")
        groups.setdefault((row["building"], row["entrance"]), []).append({**row, "link": link})
    context = {
        "campaign": one,
        "groups": [{"title": " ".join(filter(None, k)), "rows": v} for k, v in groups.items()],
        "left_out": max(0, len(rows) - MOST_DOORS),
        "buildings": buildings,
        "building": filters["building"],
        "lines": lines(form_of(one.pk, one.form_number)),
        "outcomes": list(enumerate((word for _code, word in Visit.Outcome.choices), 1)),
    }
    return render(request, "web/campaigns/sheets.html", context)


def lines(form: Form) -> list[Line]:
    """Return the form as it stands on paper; the numbers are the keys of the keyboard."""
    asked_there = [one for one in form.every() if one.type not in ("note", *HOLDERS)]
    return [_line(form, one, number) for number, one in enumerate(asked_there, 1)]


def _line(form: Form, one: Question, number: int) -> Line:
    boxes = enumerate((str(option.label) for option in options_of(form, one)), 1)
    return Line(
        number=number,
        label=str(one.label),
        only_if=condition_in_words(form, one.show_if),
        boxes=tuple(boxes) if one.type in CHOSEN else (),
        is_many=one.type == "select_many",
    )


@staff_page
def key_in(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Ask for a door as it stands on the sheet; open its form for the keyboard."""
    one = queries.campaign_for(request.actor, campaign_id)
    require(request.actor, "visit")
    typed = request.GET.get("door", "").strip()
    fault = ""
    if typed:
        door = _door_of(request, campaign_id, typed)
        if door is not None:
            return redirect(f"/campaigns/door/{door.pk}/?paper=1")
        fault = _("No door of this round fits. Write it as it stands on the sheet: 704-2-301.")
    first = doors_of(request.actor, one).filter(state="to_visit").order_by("order").first()
    context = {
        "here": "campaigns",
        "crumbs": crumbs(one),
        "campaign": one,
        "typed": typed,
        "fault": fault,
        "first": first,
    }
    return render(request, "web/campaigns/key_in.html", context, status=400 if fault else 200)


def _door_of(request: StaffRequest, campaign_id: int, typed: str) -> Target | None:
    """Return the round's door that the typed words name, if it is the only one."""
    one = queries.campaign_for(request.actor, campaign_id)
    places = find_place(one.community_id, typed)
    doors = list(doors_of(request.actor, one).filter(place__in=places).order_by("order")[:2])
    exact = [door for door in doors if door.place_id == places[0].pk] if places else []
    found = exact or doors
    return found[0] if len(found) == 1 else None


def day_on_paper(typed: str) -> datetime:
    """Return noon of the day that stands on the sheet; now, without one that can be read."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return moment.now()
    now = moment.now()
    noon = timezone.make_aware(datetime.combine(day, NOON))
    return noon if noon < now else now
