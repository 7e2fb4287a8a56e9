"""Excel out: a list of the register, with a reason and a watermark, and a line in the record."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid
from linli.faces.web.register import forms
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.register.households import FILTERS
from linli.faces.web.register.imports import as_download
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import require
from linli.registry.exports import lists

KEPT = (*FILTERS, "role", "ended", "kind")  # of the list that one comes from


@staff_page
def export(request: StaffRequest) -> HttpResponseBase:
    """Ask which list and what for; hand it out. The list's filters come along."""
    require(request.actor, "export", community_id=request.community.pk)
    form = forms.ExportForm(
        request.POST or None,
        initial={"list": request.GET.get("list", "households")},
        may_unmask=request.actor.may_in(request.community.pk, "read_masked"),
        may_read_care=request.actor.may_in(request.community.pk, "read_care"),
    )
    filters = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    if request.method == "POST" and form.is_valid():
        try:
            content = _sheet(request, form.cleaned_data, filters)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            label = dict(forms.LISTS)[form.cleaned_data["list"]]
            return as_download(content, f"{label} {timezone.localdate():%Y-%m-%d}.xlsx")
    context = {
        "here": "register",
        "form": form,
        "heading": _("Export Excel"),
        "before": _("Your name, the day and this reason stand on every page and in the record."),
        "note": _("Only what you had filtered is exported.") if filters else "",
        "button": _("Export the list"),
    }
    return render(request, "web/register/form.html", context)


def _sheet(request: StaffRequest, values: dict[str, object], filters: dict[str, str]) -> bytes:
    actor, community = request.actor, request.community
    reason, unmasked = str(values["reason"]), bool(values.get("unmasked"))
    match values["list"]:
        case "people":
            return lists.people_sheet(
                actor, community=community, reason=reason, filters=filters, unmasked=unmasked
            )
        case "care":
            return lists.care_sheet(actor, community=community, reason=reason)
        case "posts":
            role, ended = filters.get("role", ""), filters.get("ended") == "1"
            return lists.posts_sheet(
                actor, community=community, reason=reason, role=role, ended=ended
            )
        case "keys":
            return lists.keys_sheet(actor, community=community, reason=reason)
        case "places":
            kind = filters.get("kind", "")
            return lists.places_sheet(actor, community=community, reason=reason, kind=kind)
    return lists.households_sheet(
        actor, community=community, reason=reason, filters=filters, unmasked=unmasked
    )
