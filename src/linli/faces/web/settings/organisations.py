"""Organisations and teams that answer for matters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.core.refusals import Invalid, NotFound
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.settings.index import crumbs, settings_page
from linli.faces.web.shared.staff import StaffRequest
from linli.outbox.transports import wecom
from linli.registry import actions
from linli.registry.models import Organisation
from linli.registry.queries.organisations import organisation_in, organisations_of


class OrganisationForm(forms.Form):
    """An organisation; its kind is chosen once."""

    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Organisation.Kind.choices)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False)
    robot_url = forms.URLField(
        label=gettext_lazy("WeCom robot address"), required=False, assume_scheme="https",
        help_text=gettext_lazy("Given by the group's robot in WeCom; new matters are told there."),
    )  # fmt: skip
    is_active = forms.BooleanField(
        label=gettext_lazy("works here now"), required=False, initial=True
    )


@settings_page
def organisations(request: StaffRequest) -> HttpResponse:
    """List the organisations with their posts."""
    rows = organisations_of(request.community)
    context = {"here": "settings", "crumbs": crumbs(), "rows": list(rows)}
    return render(request, "web/settings/organisations.html", context)


@settings_page
def organisation(request: StaffRequest, organisation_id: int | None = None) -> HttpResponse:
    """Enter an organisation, or change one."""
    here = request.community
    row = organisation_in(here, organisation_id)
    if organisation_id and row is None:
        raise NotFound(_("There is no such organisation."))
    form = OrganisationForm(request.POST or None, initial=_initial(row))
    if row:
        del form.fields["kind"]
    else:
        del form.fields["is_active"]
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["robot_url"]:
                wecom.require_robot(form.cleaned_data["robot_url"])
            if row:
                actions.change_organisation(row.pk, by=request.actor, **form.cleaned_data)
            else:
                actions.add_organisation(here.pk, by=request.actor, **form.cleaned_data)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("settings_organisations")
    context = {
        "here": "settings",
        "crumbs": [
            *crumbs(),
            {"href": reverse("settings_organisations"), "label": _("Organisations and teams")},
        ],
        "form": form,
        "heading": row.name if row else _("A new organisation"),
        "back": reverse("settings_organisations"),
    }
    return render(request, "web/settings/form.html", context)


def _initial(row: Organisation | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in ("name", "phone", "robot_url", "is_active")}
