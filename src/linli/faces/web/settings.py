"""A community's settings: the first page, the working calendar, the record, the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core import calendar, record
from linli.core.models import CalendarDay, CalendarYear
from linli.core.refusals import Invalid
from linli.faces import requests
from linli.faces.web import settings_record
from linli.faces.web.staff import StaffRequest, staff_page
from linli.outbox import actions as outbox_actions
from linli.outbox import queries as outbox_queries
from linli.registry.access import require

P = ParamSpec("P")
INDEX: tuple[dict[str, Any], ...] = (
    {
        "href": "/settings/kinds/",
        "icon": "layers",
        "label": gettext_lazy("Kinds of matters"),
        "words": gettext_lazy(
            "What residents can raise, how long it may take, what is shown in public."
        ),
    },
    {
        "href": "/settings/routing/",
        "icon": "route",
        "label": gettext_lazy("Where matters go"),
        "words": gettext_lazy("Rules that find who is to answer. Try them with a text."),
    },
    {
        "href": "/settings/calendar/",
        "icon": "calendar-days",
        "label": gettext_lazy("Working calendar"),
        "words": gettext_lazy("Holidays and moved working days; every deadline counts by it."),
    },
    {
        "href": "/settings/wordings/",
        "icon": "message-square-text",
        "label": gettext_lazy("Wording of messages"),
        "words": gettext_lazy("What residents and staff read when something happens."),
    },
    {
        "href": "/settings/organisations/",
        "icon": "building-2",
        "label": gettext_lazy("Organisations and teams"),
        "words": gettext_lazy(
            "The property company, departments and teams that answer for matters."
        ),
    },
    {
        "href": "/settings/tokens/",
        "icon": "key-round",
        "label": gettext_lazy("Keys for other programs"),
        "words": gettext_lazy("Open311 and the data API."),
    },
    {
        "href": "/settings/outbox/",
        "icon": "send",
        "label": gettext_lazy("Messages that did not leave"),
        "words": gettext_lazy("Why, and another try."),
    },
    {
        "href": "/settings/record/",
        "icon": "scroll-text",
        "label": gettext_lazy("The record"),
        "words": gettext_lazy("Who did what, when; checked against change."),
    },
)


def settings_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who may change settings in the chosen community."""

    @wraps(view)
    def checked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        require(request.actor, "manage_rules", path=request.community.path)
        return view(request, *args, **kwargs)

    return staff_page(checked)


def crumbs() -> list[dict[str, str]]:
    """Return the way back to the first page."""
    return [{"href": "/settings/", "label": _("Settings")}]


@settings_page
def index(request: StaffRequest) -> HttpResponse:
    """Show what can be set, and what needs somebody's eye."""
    failed = len(outbox_queries.not_sent(request.actor, community=request.community))
    tags = {
        "/settings/outbox/": _("%(count)s failed") % {"count": failed} if failed else "",
        "/settings/calendar/": _("a year is missing") if _missing_year() else "",
    }
    cards = [{**card, "tag": tags.get(card["href"], "")} for card in INDEX]
    return render(request, "web/settings/index.html", {"here": "settings", "cards": cards})


# ---------- calendar ----------


def _missing_year() -> int | None:
    """Return the first of this year and the next (from October on) that nobody has entered."""
    today = timezone.localdate()
    wanted = [today.year] + ([today.year + 1] if today.month >= 10 else [])
    there = set(CalendarYear.objects.values_list("year", flat=True))
    return next((year for year in wanted if year not in there), None)


@settings_page
def working_calendar(request: StaffRequest) -> HttpResponse:
    """Show a year; POST changes a day, or says that a year is complete."""
    if request.method == "POST":
        return _change_calendar(request)
    shown = _year(request.GET) or timezone.localdate().year
    days = {row.day: row for row in CalendarDay.objects.filter(day__year=shown)}
    context = {
        "here": "settings",
        "crumbs": crumbs(),
        "year": shown,
        "months": [_month(shown, month, days) for month in range(1, 13)],
        "special": sorted(days.values(), key=lambda row: row.day),
        "is_known": CalendarYear.objects.filter(year=shown).exists(),
        "missing": _missing_year(),
        "before": f"?year={shown - 1}",
        "after": f"?year={shown + 1}",
    }
    return render(request, "web/settings/calendar.html", context)


def _change_calendar(request: StaffRequest) -> HttpResponse:
    year = _year(request.POST)
    if request.POST.get("complete") and year is not None:
        calendar.mark_year(year, by=request.actor)
        messages.success(request, _("The year %(year)s is complete.") % {"year": year})
        return redirect(f"/settings/calendar/?year={year}")
    day = requests.day(request.POST, "day")
    if day is None:
        raise Invalid(_("Choose a day."))
    what = request.POST.get("what", "")
    if what == "plain":
        calendar.clear_day(day, by=request.actor)
    else:
        name = request.POST.get("name", "").strip()
        calendar.set_day(day, is_working=what == "working", by=request.actor, name=name)
    messages.success(request, _("Kept. Deadlines set from now on count with it."))
    return redirect(f"/settings/calendar/?year={day.year}")


FIRST_YEAR, LAST_YEAR = 2000, 2100


def _year(source: QueryDict) -> int | None:
    """Return a year that the calendar may hold; None for anything else."""
    year = requests.number(source, "year", most=LAST_YEAR)
    return year if year is not None and year >= FIRST_YEAR else None


def _month(year: int, month: int, days: dict[date, CalendarDay]) -> dict[str, Any]:
    """Return a month as weeks of cells: {number, css, words}, Monday first."""
    first = date(year, month, 1)
    cells: list[dict[str, str]] = [{} for _blank in range(first.weekday())]
    day = first
    while day.month == month:
        cells.append(_cell(day, days.get(day)))
        day += timedelta(days=1)
    cells += [{} for _blank in range(-len(cells) % 7)]
    weeks = [cells[at : at + 7] for at in range(0, len(cells), 7)]
    return {"name": _("%(month)s/%(year)s") % {"month": month, "year": year}, "weeks": weeks}


def _cell(day: date, row: CalendarDay | None) -> dict[str, str]:
    weekend = day.weekday() >= 5
    is_off = not row.is_working if row else weekend
    moved = row is not None and row.is_working and weekend
    css = "is-moved" if moved else "is-holiday" if row and is_off else "is-off" if is_off else ""
    words = (row.name if row else "") or ""
    return {"number": str(day.day), "css": css, "words": words}


# ---------- the outbox ----------


@settings_page
def not_sent(request: StaffRequest) -> HttpResponse:
    """Show what was given up; POST gives a message another round of tries."""
    if request.method == "POST":
        pk = requests.number(request.POST, "message")
        if pk is not None:
            outbox_actions.send_again(pk, by=request.actor, community=request.community)
            messages.success(request, _("It is tried again within a minute."))
        return redirect("/settings/outbox/")
    rows = outbox_queries.not_sent(request.actor, community=request.community)
    context = {"here": "settings", "crumbs": crumbs(), "rows": rows}
    return render(request, "web/settings/outbox.html", context)


# ---------- the record ----------


@settings_page
def the_record(request: StaffRequest) -> HttpResponse:
    """Show the community's record, newest first, by person, verb and subject."""
    require(request.actor, "see_record", path=request.community.path)
    page = settings_record.lines(request.community.pk, request.GET)
    context = {"here": "settings", "crumbs": crumbs(), **page}
    if request.method == "POST":
        fault = record.verify(request.community.pk)
        context |= {"fault": fault, "verified": fault is None, "verified_at": timezone.now()}
    return render(request, "web/settings/record.html", context)
