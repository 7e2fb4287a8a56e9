"""Standing visits: who needs one this week; and facts in dispute, settled with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from linli.core.refusals import Invalid
from linli.engines.campaigns import actions
from linli.engines.campaigns.queries import campaign_for
from linli.engines.campaigns.queries.conflicts import conflicts_of
from linli.engines.campaigns.queries.standing import DueDoor, needs_visit
from linli.engines.campaigns.rules import Reason
from linli.engines.cases.queries.household import open_by_household
from linli.faces.web.campaigns import display
from linli.faces.web.campaigns.display import crumbs, doors_in_words
from linli.faces.web.shared import times
from linli.faces.web.shared.redirects import safe_next
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.models import CareNeed

MOST = 40
STEPS = {"up": 1, "back": 0, "down": -1}


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A door that needs a visit, and why, in words."""

    id: int
    label: str
    name: str
    walker: str
    reasons: Sequence[str]
    moved_up: int
    note: str


@staff_page
def week(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """List who needs a visit this week, the most needed first, each with its reasons."""
    actor, today = request.actor, timezone.localdate()
    campaign = campaign_for(actor, campaign_id)
    here = campaign.community_id
    cases = open_by_household(actor, here) if actor.may_in(here, "see_cases") else {}
    due = needs_visit(actor, campaign_id, today=today, limit=MOST, cases=cases)
    may_read_care = actor.may_in(here, "read_care")
    context = {
        "here": "campaigns",
        "campaign": campaign,
        "crumbs": crumbs(campaign),
        "total_words": doors_in_words(due.total, campaign.targets),
        "rows": [_row(row, may_read_care=may_read_care) for row in due.rows],
        "may_visit": actor.may_in(here, "visit") and campaign.state == "running",
    }
    return render(request, "web/campaigns/week.html", context)


def _row(row: DueDoor, *, may_read_care: bool) -> WeekRow:
    door = row.door
    reasons = (_reason(reason, may_read_care=may_read_care) for reason in row.need.reasons)
    return WeekRow(
        id=door.pk,
        label=door.label,
        name=door.person.name if door.person else "",
        walker=door.walker.name if door.walker else "",
        reasons=list(dict.fromkeys(reasons)),
        moved_up=door.moved_up,
        note=door.note,
    )


def _reason(reason: Reason, *, may_read_care: bool) -> str:
    """Say one reason; which care need it is stands there only for who may read it."""
    match reason.code:
        case "never":
            return _("never reached so far")
        case "overdue" if reason.amount:
            sentence = ngettext("%(count)s day overdue", "%(count)s days overdue", reason.amount)
            return sentence % {"count": reason.amount}
        case "overdue":
            return _("due today")
        case "due_soon":
            sentence = ngettext("due in %(count)s day", "due in %(count)s days", reason.amount)
            return sentence % {"count": reason.amount}
        case "care" if may_read_care:
            return str(dict(CareNeed.Kind.choices).get(reason.word, reason.word))
        case "care":
            return _("look after first")
        case "open_cases":
            sentence = ngettext("%(count)s open matter", "%(count)s open matters", reason.amount)
            return sentence % {"count": reason.amount}
        case "absent_last":
            return _("nobody home last time")
        case "asked_last":
            return _("asked for something last time")
    return _("refused")


@require_POST
@staff_page
def move(request: StaffRequest, door_id: int) -> HttpResponse:
    """Put a door first, last, or back to its place. POST to (up, down, back), next."""
    step = STEPS.get(request.POST.get("to", ""))
    if step is None:
        raise Invalid(_("A door goes up, down, or back to its place."))
    door = actions.move_up(door_id, by=request.actor, to=step)
    return redirect(safe_next(request, fallback=reverse("campaign_week", args=[door.campaign_id])))


@staff_page
def conflicts(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """List facts that were changed on both sides: what the register says, what was said."""
    disputed = conflicts_of(request.actor, campaign_id)
    now = timezone.now()
    context = {
        "here": "campaigns",
        "crumbs": crumbs(disputed.campaign),
        "rows": [
            {
                "dispute": display.conflict(row),
                "door": row.door_id,
                "label": row.door.label,
                "by": row.visit.by_label,
                "when": times.near(row.visit.at, now=now),
            }
            for row in disputed.rows
        ],
        "may_settle": request.actor.may_in(disputed.campaign.community_id, "edit_people"),
    }
    return render(request, "web/campaigns/conflicts.html", context)


@require_POST
@staff_page
def settle(request: StaffRequest, conflict_id: int) -> HttpResponse:
    """Settle one fact. POST choice (standing, said), next."""
    row = actions.settle(conflict_id, choice=request.POST.get("choice", ""), by=request.actor)
    messages.success(request, _("Settled."))
    return redirect(
        safe_next(request, fallback=reverse("campaign_conflicts", args=[row.campaign_id]))
    )
