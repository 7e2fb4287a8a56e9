"""Many matters at once: given to somebody, or taken out as an Excel file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import Invalid, Refusal
from linli.engines.cases import actions
from linli.engines.cases.actions import access_case, disclosure, roles_of
from linli.engines.cases.actions.access import workflow_of
from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_case import owners_for
from linli.faces import requests
from linli.faces.web.desk import case_rows, links, verb_forms, verb_input
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import Actor, require

MOST_AT_ONCE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_page
def assign(request: StaffRequest) -> HttpResponse:
    """Show the ticked matters and ask who is to answer; POST assigns them one by one."""
    here, actor = request.community, request.actor
    require(actor, "dispatch_cases", path=here.path)
    sent = request.POST if request.method == "POST" else request.GET
    ids = requests.numbers(sent.getlist("case"))[:MOST_AT_ONCE]
    cases = [access_case(actor, pk) for pk in ids]
    cases = [case for case in cases if case.community_id == here.pk]
    if not cases:
        messages.warning(request, _("Tick the matters first, then assign them."))
        return redirect("desk")
    error = ""
    if request.method == "POST":
        owner = verb_input.chosen_owner(request.POST.get("owner", ""))
        if owner:
            _assign_all(request, cases, owner)
            return redirect("desk")
        error = _("Please choose who is to answer for it.")
    context = {
        "here": "desk",
        "cases": cases,
        "owners": verb_forms.owner_groups(owners_for(*cases)),
        "error": error,
        "words": request.POST.get("words", ""),
    }
    return render(request, "web/desk/assign.html", context, status=400 if error else 200)


def _assign_all(request: StaffRequest, cases: list[Case], owner: dict[str, int]) -> None:
    """Assign each in a transaction of its own, and say which could not be."""
    done, failed = 0, []
    words = request.POST.get("words", "").strip()
    for case in cases:
        try:
            _assign_one(case, by=request.actor, owner=owner, words=words)
            done += 1
        except Refusal as refusal:
            failed.append(f"{case.reference}: {refusal}")
    if done:
        success = ngettext("%(count)s matter is assigned.", "%(count)s matters are assigned.", done)
        messages.success(request, success % {"count": done})
    for sentence in failed:
        messages.error(request, sentence)


def _assign_one(case: Case, *, by: Actor, owner: dict[str, int], words: str) -> None:
    """Assign what nobody has yet; pass on what somebody has."""
    open_now = workflow_of(case).verbs_open_to(case.state, roles_of(by, case))
    if "reassign" in open_now and "assign" not in open_now:
        actions.reassign(case.pk, by=by, version=case.version, reason=words, **owner)
    else:
        actions.assign(case.pk, by=by, version=case.version, words=words, **owner)


@staff_page
def export(request: StaffRequest) -> HttpResponse:
    """Ask for the reason; POST sends the file with who, when and why on every page."""
    here = request.community
    require(request.actor, "export", path=here.path)
    query = links.asked(request.POST if request.method == "POST" else request.GET)
    context: dict[str, Any] = {
        "here": "desk",
        "query": query,
        "back": links.link(query),
    }
    if request.method == "POST":
        now = timezone.now()
        try:
            sheet = disclosure.export_list(
                community=here, by=request.actor, filters=links.read(query), now=now,
                reason=request.POST.get("reason", ""),
                state_words=lambda row: case_rows.tag(row, now=now)[0],
            )  # fmt: skip
        except Invalid as refusal:
            context |= {"error": str(refusal), "reason": request.POST.get("reason", "")}
            return render(request, "web/desk/export.html", context, status=400)
        return as_file(sheet, f"matters-{timezone.localdate(now).isoformat()}.xlsx")
    return render(request, "web/desk/export.html", context)


def as_file(content: bytes, name: str) -> HttpResponse:
    """Send a workbook to be kept, not shown."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
