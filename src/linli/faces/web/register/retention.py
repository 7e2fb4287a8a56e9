"""For how long a community keeps data of each purpose; what is over is erased by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry import actions, purposes
from linli.registry.access import require
from linli.registry.actions.consents import MOST_DAYS
from linli.registry.tasks import ERASED_BY_THE_CLOCK


class KeepingForm(forms.Form):
    """One number of days a purpose, with the purpose's own notice beneath."""

    def __init__(self, *args: Any, community_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in (purposes.get(code) for code in ERASED_BY_THE_CLOCK):
            self.fields[purpose.code] = forms.IntegerField(
                label=str(purpose.label),
                min_value=0,
                max_value=MOST_DAYS,
                initial=purposes.keep_days(purpose.code, community_id),
                help_text=str(purpose.notice),
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"),
                    gettext_lazy("Days are a number between 0 and 3650."),
                ),
            )


@staff_page
def keeping(request: StaffRequest) -> HttpResponseBase:
    """Show and set the days; each change is a line in the record, told on the privacy page."""
    require(request.actor, "manage_rules", path=request.community.path)
    form = KeepingForm(request.POST or None, community_id=request.community.pk)
    if request.method == "POST" and form.is_valid():
        for code in form.changed_data:
            actions.set_keep_days(
                request.community.pk, purpose=code, days=form.cleaned_data[code], by=request.actor
            )
        messages.success(request, _("Saved."))
        return redirect("register-keeping")
    context = {
        "here": "settings",
        "form": form,
        "heading": _("How long data is kept"),
        "crumbs": [{"href": reverse("settings"), "label": _("Settings")}],
        "before": _(
            "Days after a household has moved out, of matters after they were closed; then it is "
            "erased by itself. Residents read "
            "the same days on the page about their data."
        ),
    }
    return render(request, "web/register/form.html", context)
