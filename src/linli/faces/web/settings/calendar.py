"""The working calendar: the house's, which its administrator keeps, and a community's own days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.calendar import set_days
from linli.core.holidays.models import CalendarDay
from linli.core.models import CommunityDay
from linli.core.refusals import Invalid
from linli.engines import working_days as verbs
from linli.engines.working_days import Day
from linli.faces import requests
from linli.faces.web.settings import confirm
from linli.faces.web.settings.index import crumbs, shared_page
from linli.faces.web.settings.missing_years import missing_year
from linli.faces.web.shared.staff import StaffRequest

FIRST_YEAR, LAST_YEAR = 2000, 2100
Row = CalendarDay | CommunityDay


@shared_page
def working_calendar(request: StaffRequest) -> HttpResponse:
    """Show a year; POST changes a day after a look at what follows, or says a year is complete."""
    if request.method == "POST":
        return _change(request)
    shown, here = _year(request.GET) or timezone.localdate().year, request.community
    there = set_days(shown, community_id=here.pk)
    days: dict[date, Row] = {row.day: row for row in there.house}
    days |= {row.day: row for row in there.own}
    context = {
        "here": "settings",
        "crumbs": crumbs(),
        "year": shown,
        "months": [_month(shown, month, days) for month in range(1, 13)],
        "special": there.house,
        "own": there.own,
        "community": here,
        "may_house": request.actor.may("manage_house"),
        "may_own": request.actor.may("manage_rules", path=here.path),
        "is_known": there.is_known,
        "missing": missing_year(),
        "before": f"?year={shown - 1}",
        "after": f"?year={shown + 1}",
    }
    return render(request, "web/settings/calendar.html", context)


def _change(request: StaffRequest) -> HttpResponse:
    year = _year(request.POST)
    if request.POST.get("complete") and year is not None:
        verbs.mark_year(year, by=request.actor)
        messages.success(request, _("The year %(year)s is complete.") % {"year": year})
        return redirect(reverse("settings_calendar") + f"?year={year}")
    wanted = _wanted(request)
    if not confirm.said(request):
        changes = verbs.look_at_day(wanted, by=request.actor)
        if confirm.is_worth_asking(changes):
            return confirm.ask(
                request,
                heading=_("Change a day"),
                changes=changes,
                back=reverse("settings_calendar"),
                crumbs=crumbs(),
            )
    changes = verbs.set_day(wanted, by=request.actor)
    messages.success(request, _("Kept.") + " " + " ".join(confirm.done(changes)))
    return redirect(reverse("settings_calendar") + f"?year={wanted.day.year}")


def _year(source: QueryDict) -> int | None:
    """Return a year that the calendar may hold; None for anything else."""
    year = requests.number(source, "year", most=LAST_YEAR)
    return year if year is not None and year >= FIRST_YEAR else None


def _wanted(request: StaffRequest) -> Day:
    """Return the day that was asked for. Raises ``Invalid`` for one that is none."""
    day = requests.day(request.POST, "day")
    if day is None:
        raise Invalid(_("Choose a day."))
    what = request.POST.get("what", "")
    is_own = request.POST.get("scope") != "house"
    return Day(
        day=day,
        is_working=None if what == "plain" else what == "working",
        name=request.POST.get("name", "").strip(),
        community=request.community if is_own else None,
    )


def _month(year: int, month: int, days: dict[date, Row]) -> dict[str, Any]:
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


def _cell(day: date, row: Row | None) -> dict[str, str]:
    weekend = day.weekday() >= 5
    is_off = not row.is_working if row else weekend
    moved = row is not None and row.is_working and weekend
    css = "is-moved" if moved else "is-holiday" if row and is_off else "is-off" if is_off else ""
    words = (row.name if row else "") or ""
    return {"number": str(day.day), "css": css, "words": words}
