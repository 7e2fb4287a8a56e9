"""The wording of messages: shipped sentences, and a community's own in their place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli import outbox
from linli.core.refusals import Invalid, NotFound
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.settings.index import crumbs, settings_page
from linli.faces.web.shared.staff import StaffRequest
from linli.outbox import actions
from linli.outbox.events import EVENTS
from linli.outbox.models import Message
from linli.outbox.queries import own_wording, own_wordings


class WordingForm(forms.Form):
    """Title and body with placeholders in braces."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=2000, widget=forms.Textarea(attrs={"rows": 7})
    )


@settings_page
def wordings(request: StaffRequest) -> HttpResponse:
    """List the events, each with its title and where own words stand."""
    own, ways = own_wordings(request.community), dict(Message.Way.choices)
    events = [
        {
            "code": code, "label": event.label, "title": event.title,
            "own": "、".join(str(ways[way]) for way in own.get(code, [])),
        }
        for code, event in EVENTS.items()
    ]  # fmt: skip
    context = {"here": "settings", "crumbs": crumbs(), "events": events}
    return render(request, "web/settings/wordings.html", context)


@settings_page
def wording(request: StaffRequest, event: str) -> HttpResponse:
    """Show an event's wording for one way, with a preview; POST keeps one's own, or drops it."""
    if event not in EVENTS:
        raise NotFound(_("There is no such message."))
    way = request.POST.get("way") or request.GET.get("way") or "inbox"
    if way not in Message.Way.values:
        way = "inbox"
    here = request.community
    own = own_wording(here, event=event, way=way)
    shown: dict[str, Any] = {"title": EVENTS[event].title, "body": EVENTS[event].body}
    if own:
        shown = {"title": own.title, "body": own.body}
    form = WordingForm(request.POST if "keep" in request.POST else None, initial=shown)
    if _changed(request, form, event=event, way=way):
        return redirect(reverse("settings_wording", args=[event]) + f"?way={way}")
    title, body = outbox.preview(event, way, here.pk, {"community": here.name})
    context = {
        "here": "settings",
        "crumbs": [
            *crumbs(),
            {"href": reverse("settings_wordings"), "label": _("Wording of messages")},
        ],
        "heading": EVENTS[event].label,
        "event": event,
        "way": way,
        "ways": [
            {"code": code, "label": label, "chosen": code == way}
            for code, label in Message.Way.choices
        ],
        "words": [f"{{{word}}}" for word in EVENTS[event].words],
        "form": form,
        "is_own": own is not None,
        "preview_title": title,
        "preview_body": body,
    }
    return render(request, "web/settings/wording.html", context)


def _changed(request: StaffRequest, form: WordingForm, *, event: str, way: str) -> bool:
    """Keep one's own wording or drop it, as was asked; False when there is nothing to keep yet."""
    here, by = request.community, request.actor
    if "drop" in request.POST:
        actions.drop_wording(event, way=way, by=by, community=here)
        messages.success(request, _("The shipped wording is back."))
        return True
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        actions.set_wording(event, way=way, by=by, community=here, **form.cleaned_data)
    except Invalid as refusal:
        show_faults(form, refusal)
        return False
    messages.success(request, _("Kept. This is how it reads now."))
    return True
