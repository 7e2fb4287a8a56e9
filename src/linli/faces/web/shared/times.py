"""Times as people say them: today 18:00, yesterday, 26 November, one day late."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

_MONTHS = (
    pgettext_lazy("month", "Jan"),
    pgettext_lazy("month", "Feb"),
    pgettext_lazy("month", "Mar"),
    pgettext_lazy("month", "Apr"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "Jun"),
    pgettext_lazy("month", "Jul"),
    pgettext_lazy("month", "Aug"),
    pgettext_lazy("month", "Sep"),
    pgettext_lazy("month", "Oct"),
    pgettext_lazy("month", "Nov"),
    pgettext_lazy("month", "Dec"),
)


def day(value: date, *, today: date) -> str:
    """Say a calendar day; its year only when it is not this one."""
    parts = {"year": value.year, "month": _MONTHS[value.month - 1], "day": value.day}
    if value.year == today.year:
        return pgettext("day of the year", "%(day)s %(month)s") % parts
    return pgettext("day with its year", "%(day)s %(month)s %(year)s") % parts


def month(value: date) -> str:
    """Say a month with its year."""
    parts = {"year": value.year, "month": _MONTHS[value.month - 1]}
    return pgettext("month of a year", "%(month)s %(year)s") % parts


def today() -> date:
    """Return the day that the house's own calendar shows."""
    return timezone.localdate()


def near(moment: datetime, *, now: datetime) -> str:
    """Say a moment with its hour when it is close, else its day."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    hour = f"{local:%H:%M}"
    days = (local.date() - today).days
    if days == 0:
        return _("today %(hour)s") % {"hour": hour}
    if days == -1:
        return _("yesterday %(hour)s") % {"hour": hour}
    if days == 1:
        return _("tomorrow %(hour)s") % {"hour": hour}
    return day(local.date(), today=today)


def exact(moment: datetime, *, now: datetime) -> str:
    """Say a moment with its hour, however far away it is."""
    local = timezone.localtime(moment)
    if abs((local.date() - timezone.localtime(now).date()).days) <= 1:
        return near(moment, now=now)
    return f"{near(moment, now=now)} {local:%H:%M}"


def due(moment: datetime, *, now: datetime) -> str:
    """Say a deadline; a missed one by how late it is, in whole hours and then days."""
    if moment >= now:
        return near(moment, now=now)
    late = now - moment
    if late.days:
        return ngettext("%(count)s day late", "%(count)s days late", late.days) % {
            "count": late.days
        }
    hours = late.seconds // 3600
    if hours:
        return ngettext("%(count)s hour late", "%(count)s hours late", hours) % {"count": hours}
    return _("just past its time")
