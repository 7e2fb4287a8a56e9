"""Household keys: slips printed, lost ones stopped, new ones given."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.faces import requests
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import actions, queries
from linli.registry.access import require
from linli.registry.actions.keys import Slip

MOST_SLIPS = 400


def _print(request: HttpRequest, slips: Sequence[Slip], community: str) -> HttpResponse:
    """Show the slips to the printer. Nobody can show them a second time."""
    rows = [
        {
            "door": slip.door,
            "code": f"{slip.code[:4]} {slip.code[4:8]} {slip.code[8:]}".strip(),
            "link": settings.BASE_URL + reverse("slip_code", args=[slip.code]),
        }
        for slip in slips
    ]
    response = render(request, "web/register/slips.html", {"slips": rows, "community": community})
    response["Cache-Control"] = "no-store"
    return response


@staff_page
def keys(request: StaffRequest) -> HttpResponseBase:
    """Choose a building; issue and print slips for its households that have none."""
    require(request.actor, "issue_keys", community_id=request.community.pk)
    rows = queries.households_without_key(request.actor, request.community.pk)
    if request.method == "POST":
        chosen = requests.number(request.POST, "building")
        if chosen is None:
            raise Invalid(_("Choose a building first."))
        homes = queries.households_to_key(
            request.actor, request.community.pk, building_id=chosen, limit=MOST_SLIPS
        )
        slips = actions.issue_keys([home.pk for home in homes], by=request.actor)
        if slips:
            return _print(request, slips, str(request.community))
        raise Invalid(_("Every household of this building has its slip."))
    context = {"here": "register", "rows": rows, "most": MOST_SLIPS}
    return render(request, "web/register/keys.html", context)


@staff_page
def issue(request: StaffRequest, household_id: int) -> HttpResponseBase:
    """Issue a slip, or a new one in place of a lost one. POST reason."""
    home = queries.household_for(request.actor, household_id, permission="issue_keys")
    if request.method != "POST":
        return HttpResponse(status=405)
    if queries.standing_key(home):
        slip = actions.reissue_key(home.pk, by=request.actor, reason=request.POST.get("reason", ""))
    else:
        slip = actions.issue_key(home.pk, by=request.actor)
    return _print(request, [slip], str(request.community))


@staff_page
def revoke(request: StaffRequest, household_id: int) -> HttpResponseBase:
    """Stop a lost slip at once, without a new one."""
    home = queries.household_for(request.actor, household_id, permission="issue_keys")
    if request.method == "POST":
        key = queries.standing_key(home)
        if key is None:
            raise Invalid(_("This household holds no slip."))
        actions.revoke_key(key.pk, by=request.actor, reason=request.POST.get("reason", ""))
        messages.success(request, _("The slip is dead. Whoever finds it opens nothing."))
    return redirect("register-household", home.pk)
