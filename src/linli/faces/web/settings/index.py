"""A community's settings: the first page, the working calendar, the record, the outbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from linli.core import clock, record
from linli.faces import requests
from linli.faces.web.settings import record as settings_record
from linli.faces.web.settings.missing_years import missing_year
from linli.faces.web.shared.face import SettingsCard, settings_cards
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.outbox import actions as outbox_actions
from linli.outbox import queries as outbox_queries
from linli.registry.access import require

P = ParamSpec("P")
OF_THE_HOUSE = ("settings_calendar", "settings_programmes")
OWN: tuple[SettingsCard, ...] = (
    SettingsCard(
        href=reverse_lazy("settings_calendar"),
        icon="calendar-days",
        label=gettext_lazy("Working calendar"),
        words=gettext_lazy("Holidays and moved working days; every deadline counts by it."),
    ),
    SettingsCard(
        href=reverse_lazy("settings_programmes"),
        icon="file-code-2",
        label=gettext_lazy("Programmes"),
        words=gettext_lazy("What every community of this house can take in and walk."),
    ),
    SettingsCard(
        href=reverse_lazy("settings_wordings"),
        icon="message-square-text",
        label=gettext_lazy("Wording of messages"),
        words=gettext_lazy("What residents and staff read when something happens."),
    ),
    SettingsCard(
        href=reverse_lazy("settings_organisations"),
        icon="building-2",
        label=gettext_lazy("Organisations and teams"),
        words=gettext_lazy("The property company, departments and teams that answer for matters."),
    ),
    SettingsCard(
        href=reverse_lazy("settings_tokens"),
        icon="key-round",
        label=gettext_lazy("Keys for other programs"),
        words=gettext_lazy("Open311 and the data API."),
    ),
    SettingsCard(
        href=reverse_lazy("settings_outbox"),
        icon="send",
        label=gettext_lazy("Messages that did not leave"),
        words=gettext_lazy("Why, and another try."),
    ),
    SettingsCard(
        href=reverse_lazy("settings_record"),
        icon="scroll-text",
        label=gettext_lazy("The record"),
        words=gettext_lazy("Who did what, when; checked against change."),
    ),
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


def shared_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let in who may change settings here, and the house's administrator."""

    @wraps(view)
    def checked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.actor.may("manage_house"):
            require(request.actor, "manage_rules", path=request.community.path)
        return view(request, *args, **kwargs)

    return staff_page(checked)


def crumbs() -> list[dict[str, str]]:
    """Return the way back to the first page."""
    return [{"href": reverse("settings"), "label": _("Settings")}]


@require_POST
@shared_page
def clock_is_right(request: StaffRequest) -> HttpResponse:
    """Believe the machine's clock, which was in doubt: what erases for good goes on."""
    clock.confirm(by=request.actor)
    messages.success(request, _("The house believes its clock again."))
    return redirect("settings")


@shared_page
def index(request: StaffRequest) -> HttpResponse:
    """Show what can be set, and what needs somebody's eye."""
    if not request.actor.may("manage_rules", path=request.community.path):
        shared = {reverse(name) for name in OF_THE_HOUSE}
        own = [(card, "") for card in OWN if str(card.href) in shared]
        return _first_page(request, own)
    failed = len(outbox_queries.not_sent(request.actor, community=request.community))
    tags = {
        reverse("settings_outbox"): _("%(count)s failed") % {"count": failed} if failed else "",
        reverse("settings_calendar"): _("a year is missing") if missing_year() else "",
    }
    cards = [(card, tags.get(str(card.href), "")) for card in (*settings_cards(), *OWN)]
    return _first_page(request, cards)


def _first_page(request: StaffRequest, cards: list[tuple[SettingsCard, str]]) -> HttpResponse:
    context = {"here": "settings", "cards": cards, "doubt": clock.doubt()}
    return render(request, "web/settings/index.html", context)


# ---------- the outbox ----------


@settings_page
def not_sent(request: StaffRequest) -> HttpResponse:
    """Show what was given up; POST gives a message another round of tries."""
    if request.method == "POST":
        pk = requests.number(request.POST, "message")
        if pk is not None:
            outbox_actions.send_again(pk, by=request.actor, community=request.community)
            messages.success(request, _("It is tried again within a minute."))
        return redirect("settings_outbox")
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
        findings = record.audit(request.community.pk)
        context |= {"findings": findings, "verified": not findings, "verified_at": timezone.now()}
    return render(request, "web/settings/record.html", context)


@require_safe
@settings_page
def end_of_the_record(request: StaffRequest) -> HttpResponse:
    """Show where the record ends, for the noticeboard: who cuts or rewrites it later is found."""
    require(request.actor, "see_record", path=request.community.path)
    context = {
        "community": request.community,
        "end": record.end_of(request.community.pk),
        "now": timezone.now(),
        "command": "linli verify --against",
    }
    return render(request, "web/settings/record_end.html", context)
