"""A campaign that is being planned: whom it will reach, what it asks, who will walk where."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.coverage import Coverage
from linli.faces.web.campaigns import states
from linli.faces.web.campaigns.display import crumbs, doors_in_words, span
from linli.faces.web.campaigns.people import where_in_words
from linli.faces.web.shared.staff import StaffRequest
from linli.forms.words import listed
from linli.registry import purposes
from linli.registry.models import CareNeed, Household, Place


def show(request: StaffRequest, covered: Coverage) -> HttpResponse:
    """Show a draft with the sharing of its doors; one button starts it."""
    campaign = covered.campaign
    form = form_of(campaign.pk, campaign.form_number)
    purpose = purposes.PURPOSES.get(campaign.purpose)
    context = {
        "here": "campaigns",
        "crumbs": crumbs(),
        "campaign": campaign,
        "colour": states.CAMPAIGN_COLOURS.get(campaign.state, "mute"),
        "span": span(campaign, today=timezone.localdate()),
        "total": doors_in_words(covered.totals.total, campaign.targets),
        "whom": whom(campaign, [part.name for part in covered.buildings if part.name]),
        "purpose": purpose.label if purpose else campaign.purpose,
        "areas": [
            {
                "name": area.name or _("nobody yet"),
                "where": where_in_words(area.where) or _("in the open"),
                "doors": area.tally.total,
            }
            for area in covered.areas
        ],
        "questions": [str(question.label) for question in form.questions],
        "form_href": reverse("campaign_form", args=[campaign.pk]),
        "may_plan": request.actor.may("plan_campaigns", path=campaign.community.path),
    }
    return render(request, "web/campaigns/draft.html", context)


def whom(campaign: Campaign, buildings: list[str]) -> str:
    """Say in words whom a campaign reaches: households · resident · village of East Brook."""
    chosen = campaign.chosen
    parts = [str(campaign.get_targets_display())]
    if chosen.get("place_kind"):
        parts = [str(dict(Place.Kind.choices).get(chosen["place_kind"], chosen["place_kind"]))]
    if chosen.get("buildings"):
        parts.append(listed(buildings))
    parts += chosen.get("villages", [])
    for name, kinds in (("residence", Household.Residence), ("care", CareNeed.Kind)):
        words = dict(kinds.choices)
        parts += [str(words.get(code, code)) for code in chosen.get(name, [])]
    if days := chosen.get("not_reached_days"):
        words_ = ngettext("not reached for %(count)s day", "not reached for %(count)s days", days)
        parts.append(words_ % {"count": days})
    if chosen.get("missed_in"):
        parts.append(_("only doors that the round before missed"))
    return " · ".join(parts)
