"""What a campaign heard: every question with its count, two questions crossed, Excel out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.engines.campaigns.exports import answers
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.access import campaign_for
from linli.engines.campaigns.queries.results import Result, Row, results
from linli.faces.web.campaigns.display import crumbs
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.register.forms import ExportForm
from linli.faces.web.register.imports import as_download
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import require

BOOKS = {"answers": answers.answers_workbook, "list": answers.list_for_recipient}


@staff_page
def heard(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Show what was heard; with ``down`` and ``across``, two questions against each other."""
    down, across = request.GET.get("down", ""), request.GET.get("across", "")
    is_same = bool(down) and down == across
    page = results(request.actor, campaign_id, down=down, across="" if is_same else across)
    context = {
        "here": "campaigns",
        "crumbs": crumbs(page.campaign),
        "campaign": page.campaign,
        "doors": page.doors,
        "heard": page.heard,
        "is_whole": page.is_whole,
        "results": [_result(result) for result in page.results if result.answered],
        "silent": [result for result in page.results if not result.answered],
        "choices": page.choices,
        "cross": page.cross,
        "down": down,
        "across": across or _first_question(page.choices),
        "is_same": is_same,
        "back": reverse("campaign_doors", args=[page.campaign.pk]),
        "may_plan": request.actor.may("plan_campaigns", path=page.campaign.community.path),
        "may_export": request.actor.may_in(page.campaign.community_id, "export"),
        "has_list": bool(page.form.columns),
    }
    return render(request, "web/campaigns/results.html", context)


def _result(result: Result) -> dict[str, Any]:
    """Return a question as the page draws it."""
    return {**asdict(result), "rows": [_row(row) for row in result.rows]}


def _first_question(choices: Sequence[tuple[str, str]]) -> str:
    """Return what stands across unless something was chosen: a question beside the buildings."""
    asked = [code for code, _label in choices if not code.startswith("*")]
    return asked[0] if asked and choices[0][0] != asked[0] else "".join(asked[1:2])


def _row(row: Row) -> dict[str, Any]:
    part = {"state": "met", "x": "0", "width": f"{row.percent}"}
    return {**asdict(row), "bar": [part] if row.count else []}


@staff_page
def export(request: StaffRequest, campaign_id: int, what: str) -> HttpResponseBase:
    """Ask what for; hand out the answers, or the list that the campaign was made for."""
    campaign = campaign_for(request.actor, campaign_id)
    here = campaign.community_id
    require(request.actor, "export", community_id=here)
    may_unmask = request.actor.may_in(here, "read_masked")
    form = ExportForm(request.POST or None, may_unmask=may_unmask, may_read_care=False)
    del form.fields["list"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            content = BOOKS[what](
                request.actor, campaign_id,
                reason=given["reason"], unmasked=bool(given.get("unmasked")),
            )  # fmt: skip
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            return as_download(content, f"{campaign.title} {timezone.localdate():%Y-%m-%d}.xlsx")
    context = {
        "here": "campaigns",
        "crumbs": [*crumbs(campaign), _here(campaign)],
        "form": form,
        "heading": _("The campaign's list") if what == "list" else _("All answers"),
        "before": _("Your name, the day and this reason stand on every page and in the record."),
        "button": _("Export the list"),
    }
    return render(request, "web/register/form.html", context)


def _here(campaign: Campaign) -> dict[str, str]:
    return {"href": reverse("campaign_results", args=[campaign.pk]), "label": _("What was heard")}
