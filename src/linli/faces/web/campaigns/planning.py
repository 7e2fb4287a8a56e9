"""Planning a campaign: choose what, look over one page, start."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from linli.core.refusals import Invalid
from linli.engines.campaigns import actions, kinds, queries
from linli.engines.campaigns.actions import door_selection
from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.campaign_list import earlier
from linli.faces import requests
from linli.faces.web.campaigns import plan_form
from linli.faces.web.campaigns.display import crumbs, span
from linli.faces.web.campaigns.people import PLANNERS, people_to_choose
from linli.faces.web.campaigns.plan_form import PlanForm, Source
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.forms import xlsform
from linli.forms.schema import Form
from linli.registry.access import require


@staff_page
def new(request: StaffRequest) -> HttpResponseBase:
    """Choose what the campaign is: a programme's kind, an earlier one, a blank form, a workbook."""
    here = request.community
    require(request.actor, "plan_campaigns", path=here.path)
    today = timezone.localdate()
    context = {
        "here": "campaigns",
        "crumbs": crumbs(),
        "kinds": [
            {
                "code": kind.code,
                "label": kind.label,
                "soft": kind.about or kind.programme_label,
                "standing": bool(kind.every_days),
            }
            for kind in kinds.all()
        ],
        "earlier": [
            {"id": campaign.pk, "title": campaign.title, "soft": span(campaign, today=today)}
            for campaign in earlier(request.actor, here.pk)
        ],
        "rest": request.GET.urlencode(),
    }
    return render(request, "web/campaigns/new.html", context)


def _source(request: StaffRequest, *, today: date) -> Source:
    """Return what the address says to start from."""
    if kind := request.GET.get("kind"):
        return plan_form.of_kind(kinds.get(kind), today=today)
    if (before := requests.number(request.GET, "copy")) is not None:
        return plan_form.of_campaign(request.actor, before)
    return Source(title="", form=Form(), asks_file="xlsform" in request.GET)


@staff_page
def plan(request: StaffRequest) -> HttpResponseBase:
    """One page with everything filled in; POST plans a draft with its doors shared out."""
    actor, here, today = request.actor, request.community, timezone.localdate()
    require(actor, "plan_campaigns", path=here.path)
    source = _source(request, today=today)
    form = PlanForm(
        request.POST or None, request.FILES or None, source=source, community_id=here.pk,
        initial=plan_form.first_values(source, today=today, asked=request.GET.dict()),
    )  # fmt: skip
    chosen = _chosen_people(request)
    if request.method == "POST" and form.is_valid() and "count" not in request.POST:
        try:
            made = _planned(request, form, chosen)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            has_questions = made.forms.get().definition["questions"]
            return redirect("campaign" if has_questions else "campaign_form", made.pk)
    context = {
        "here": "campaigns",
        "crumbs": [*crumbs(), {"href": reverse("campaign_new"), "label": _("Plan a round")}],
        "form": form,
        "source": source,
        "choices": people_to_choose(actor, here.pk, chosen),
        "counted": _counted(request, form, len(chosen)),
        "heading": source.title or _("A round of your own"),
    }
    return render(request, "web/campaigns/plan.html", context)


def _planned(request: StaffRequest, form: PlanForm, people: set[int]) -> Campaign:
    source, data = form.source, form.cleaned_data
    questions = source.form
    if source.asks_file:
        intake = _workbook(data["file"])
        questions, data["title"] = intake.form, data["title"] or intake.title
        for finding in intake.passed_over:
            messages.info(request, str(finding))
    return actions.plan(
        by=request.actor,
        community_id=request.community.pk,
        kind=source.kind,
        form=questions,
        targets=data.get("targets") or source.targets,
        purpose=data.get("purpose") or source.purpose,
        chosen=form.chosen(),
        people=sorted(people),
        **form.columns(),
    )


def _workbook(file: Any) -> xlsform.Intake:
    """Read an XLSForm workbook; its refusal stands under the file's field."""
    try:
        return xlsform.read(file.read(), name=file.name or "")
    except Invalid as refusal:
        sentences = [sentence for error in refusal.errors.values() for sentence in error]
        raise Invalid(refusal.sentence, errors={"file": sentences or [refusal.sentence]}) from None


def _chosen_people(request: StaffRequest) -> set[int]:
    """Return who is ticked; at first everybody who may visit, those aside who see to it."""
    if request.method == "POST" or "people" in request.GET or "counting" in request.GET:
        sent = request.POST if request.method == "POST" else request.GET
        return set(requests.numbers(sent.getlist("people")))
    rows = people_to_choose(request.actor, request.community.pk, set())
    return {choice.id for choice in rows if not choice.roles & set(PLANNERS)}


@staff_page
def count(request: StaffRequest) -> HttpResponse:
    """Say how many doors the page's choice holds now (a fragment)."""
    require(request.actor, "plan_campaigns", path=request.community.path)
    source = _source(request, today=timezone.localdate())
    form = PlanForm(request.GET, source=source, community_id=request.community.pk)
    form.fields.pop("file", None)
    context = {"counted": _counted(request, form, len(_chosen_people(request)))}
    return render(request, "web/campaigns/counted.html", context)


def _counted(request: StaffRequest, form: PlanForm, people: int) -> list[str]:
    """Count the doors that the page's present choice holds; nothing while it cannot be read."""
    source = form.source
    if form.is_bound:
        form.is_valid()
        if any(name in form.errors for name in (*plan_form.LISTS, "targets")):
            return []
        chosen, targets = form.chosen(), form.cleaned_data.get("targets") or source.targets
    else:
        first = form.initial
        names = (*plan_form.LISTS, "not_reached_days", "place_kind")
        chosen = {name: first[name] for name in names if first.get(name)}
        chosen["buildings"] = requests.numbers(map(str, chosen.get("buildings", ())))
        targets = source.targets or first["targets"]
    try:
        fits = door_selection.checked(chosen, targets=targets, community_id=request.community.pk)
    except Invalid:
        return []
    looked_at = Campaign(
        community=request.community, targets=targets, chosen=fits, starts_on=timezone.localdate()
    )
    doors = len(door_selection.doors_for(looked_at))
    return plan_form.counted(doors, people, targets=targets)


@staff_page
def change(request: StaffRequest, campaign_id: int) -> HttpResponseBase:
    """Change a campaign; of a draft also whom it reaches."""
    campaign = queries.campaign_for(request.actor, campaign_id, permission="plan_campaigns")
    source = plan_form.of_campaign(request.actor, campaign_id)
    form = PlanForm(
        request.POST or None, source=source, community_id=campaign.community_id,
        initial={**plan_form.first_values(source, today=campaign.starts_on, asked={}),
                 "ends_on": campaign.ends_on},
    )  # fmt: skip
    is_draft = campaign.state == Campaign.State.DRAFT
    settled = {"targets", "purpose"} if is_draft else {
        "targets", "purpose", "not_reached_days", "place_kind", *plan_form.LISTS,
    }  # fmt: skip
    for name in settled & set(form.fields):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        columns: dict[str, Any] = form.columns()
        if is_draft:
            missed = {n: v for n, v in campaign.chosen.items() if n == "missed_in"}
            columns["chosen"] = form.chosen() | missed
        try:
            actions.change(campaign.pk, by=request.actor, **columns)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("campaign", campaign.pk)
    context = {
        "here": "campaigns",
        "crumbs": crumbs(campaign),
        "form": form,
        "heading": _("Change"),
    }
    return render(request, "web/campaigns/change.html", context)


@require_POST
@staff_page
def do(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Start, end, discard, refresh a campaign, or plan its next round. POST do."""
    by, what, today = request.actor, request.POST.get("do"), timezone.localdate()
    if what == "start":
        actions.start(campaign_id, by=by)
        messages.success(request, _("It runs. Whoever walks has the doors on the phone now."))
    elif what == "end":
        actions.end(campaign_id, by=by)
        messages.success(request, _("Ended. What phones still send is kept and marked late."))
    elif what == "discard":
        actions.discard(campaign_id, by=by)
        messages.success(request, _("Thrown away."))
        return redirect("campaigns")
    elif what == "refresh":
        changed = actions.refresh_doors(campaign_id, by=by)
        sentence = ngettext("%(count)s door changed.", "%(count)s doors changed.", changed)
        messages.success(request, sentence % {"count": changed})
    elif what in ("next", "next_missing"):
        before = queries.campaign_for(by, campaign_id, permission="plan_campaigns")
        days = before.ends_on - before.starts_on if before.ends_on else None
        made = actions.next_round(
            campaign_id, by=by, starts_on=today,
            ends_on=today + (days or timedelta(days=plan_form.ROUND_DAYS - 1)),
            missing_only=what == "next_missing",
        )  # fmt: skip
        return redirect("campaign", made.pk)
    else:
        raise Invalid(_("Choose what is to happen."))
    return redirect("campaign", campaign_id)
