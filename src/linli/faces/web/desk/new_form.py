"""What is asked at the service desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.cases import kinds
from linli.engines.cases.models import Case
from linli.faces import requests
from linli.faces.web.desk import fields, verb_forms


class EnterForm(forms.Form):
    """What is asked at the desk; everything but text and kind may stay empty."""

    use_required_attribute = False  # sent without a kind, the page comes back with the likely ones
    text = forms.CharField(
        label=gettext_lazy("What it is about"), max_length=4000,
        error_messages={"required": gettext_lazy("Please write what it is about.")},
        widget=forms.Textarea(attrs={
            "rows": 4, "autofocus": True, "hx-post": reverse_lazy("desk_suggest"),
            "hx-trigger": "input changed delay:400ms", "hx-target": "#suggestions",
        }),
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Where"), max_length=80, required=False,
        help_text=gettext_lazy("As people say it: 704-2-301, 704 楼 2 单元, the plaza."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        error_messages={
            "required": gettext_lazy(
                "Please choose the kind; the likely ones stand above the list."
            )
        },
    )
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgency"), coerce=int, choices=Case.Urgency.choices,
        widget=forms.RadioSelect, initial=0,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"), widget=forms.RadioSelect, initial="desk",
        choices=[("desk", gettext_lazy("stands here")), ("phone", gettext_lazy("by telephone"))],
    )  # fmt: skip
    photos = fields.photos()
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("Empty: the household's own is used, if there is one."),
    )  # fmt: skip
    household = requests.IdField(required=False)
    person = requests.IdField(required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)
    on_the_spot = forms.BooleanField(
        label=gettext_lazy("Solved on the spot"), required=False,
        help_text=gettext_lazy("It is then reported as done and confirmed at once."),
    )  # fmt: skip
    result = forms.CharField(
        label=gettext_lazy("What was done"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, community_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = verb_forms.kind_choices(kinds.on_in(community_id))
        self.fields["kind"].choices = [("", _("choose")), *groups]  # type: ignore[attr-defined]
        self.fields["kind"].widget.attrs |= {
            "hx-post": reverse("desk_questions"), "hx-trigger": "change", "hx-target": "#questions",
        }  # fmt: skip
