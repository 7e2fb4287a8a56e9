"""Routing rules: an ordered list, a form, and "try it"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.core.refusals import Invalid, NotFound
from linli.engines.cases import kinds, triage
from linli.engines.cases.actions import community as verbs
from linli.engines.cases.danger.shipped import shipped
from linli.engines.cases.models import Case, RoutingRule
from linli.engines.cases.queries.settings import routing_rule, routing_rules
from linli.faces import requests
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.settings.index import crumbs, settings_page
from linli.faces.web.shared.staff import StaffRequest
from linli.registry.models import Place, Post
from linli.registry.queries import buildings, find_place, posts_below
from linli.registry.queries.organisations import (
    organisation_in,
    organisations_of,
    place_in,
    post_in,
)

WEEKDAYS = (
    (1, gettext_lazy("Monday")), (2, gettext_lazy("Tuesday")), (3, gettext_lazy("Wednesday")),
    (4, gettext_lazy("Thursday")), (5, gettext_lazy("Friday")), (6, gettext_lazy("Saturday")),
    (7, gettext_lazy("Sunday")),
)  # fmt: skip
ROLES = ("grid_worker", "worker", "secretary", "steward", "property_staff", "street_officer")
KIND_BY = {
    triage.CHOSEN: gettext_lazy("chosen"),
    triage.BY_PLACE: gettext_lazy("the place tells it"),
    triage.BY_WORDS: gettext_lazy("the words tell it"),
    triage.BY_DANGER: gettext_lazy("the danger tells it"),
    triage.BY_NOTHING: gettext_lazy("nothing tells it"),
}


class TimeInput(forms.TimeInput):
    input_type = "time"


class RuleForm(forms.Form):
    """One rule: if a matter is like this, it goes there."""

    name = forms.CharField(label=gettext_lazy("Name of the rule"), max_length=80)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds"), required=False,
        help_text=gettext_lazy("None chosen: every kind."), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    place = forms.ChoiceField(label=gettext_lazy("Building"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=300,
        help_text=gettext_lazy("Any of these in the text, with commas between. Empty: any text."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"), required=False, coerce=int, choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: every day."),
    )  # fmt: skip
    from_time = forms.TimeField(
        label=gettext_lazy("From this time of day"), required=False, widget=TimeInput
    )
    to_time = forms.TimeField(
        label=gettext_lazy("Until this time of day"), required=False, widget=TimeInput,
        help_text=gettext_lazy("From 18:00 until 8:00 runs over midnight."),
    )  # fmt: skip
    target = forms.ChoiceField(label=gettext_lazy("It goes to"))
    is_active = forms.BooleanField(label=gettext_lazy("in use"), required=False, initial=True)

    def __init__(self, *args: Any, community: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        self.fields["kinds"].choices = [(k.code, str(k.label)) for k in kinds.all()]  # type: ignore[attr-defined]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", _("the whole community")),
            *((str(p.pk), p.name) for p in buildings(community.pk)),
        ]
        self.fields["target"].choices = _targets(community)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what the verb takes; one of role, post and organisation is set."""
        data = dict(self.cleaned_data)
        what, _colon, which = data.pop("target").partition(":")
        place = data.pop("place")
        return {
            **data,
            "words": [word for word in split(data["words"]) if word],
            "place": place_in(self.community, requests.id_of(place)) if place else None,
            "role": which if what == "role" else "",
            "post": post_in(self.community, requests.id_of(which)) if what == "post" else None,
            "organisation": (
                organisation_in(self.community, requests.id_of(which))
                if what == "organisation"
                else None
            ),
        }


def split(typed: str) -> list[str]:
    """Return words typed with any kind of comma between."""
    for mark in "，、；;\n":
        typed = typed.replace(mark, ",")
    return [word.strip() for word in typed.split(",")]


def _targets(community: Place) -> list[tuple[str, Any]]:
    """Return the choices of who answers: nearest post of a role, an organisation, one post."""
    roles = [
        (f"role:{role}", _("nearest %(role)s") % {"role": Post.Role(role).label}) for role in ROLES
    ]
    organisations = [row for row in organisations_of(community) if row.is_active]
    return [
        (_("The nearest post of a role"), roles),
        (_("Organisations and teams"), [(f"organisation:{o.pk}", o.name) for o in organisations]),
        (
            _("One post"),
            [
                (f"post:{p.pk}", f"{p.holder} · {p.get_role_display()} · {p.place}")
                for p in posts_below(community)
            ],
        ),
    ]


@settings_page
def rules(request: StaffRequest) -> HttpResponse:
    """List the rules in the order in which they are asked; try them with a text."""
    here = request.community
    rows = routing_rules(here)
    context = {
        "here": "settings",
        "crumbs": crumbs(),
        "rules": [_row(rule) for rule in rows],
        "kinds": [(k.code, str(k.label)) for k in kinds.on_in(here.pk)],
        "tried": request.GET,
    }
    if any(request.GET.get(name) for name in ("text", "kind", "place")):
        context["trial"] = _trial(request)
    return render(request, "web/settings/rules.html", context)


def _trial(request: StaffRequest) -> dict[str, Any]:
    """Decide as for a new matter, by the same function, and say what follows from what."""
    asked, here, now = request.GET, request.community, timezone.now()
    typed = asked.get("place", "").strip()
    places = find_place(here.pk, typed) if typed else []
    ground = triage.Ground(here)
    chosen = {kind.code: kind for kind in ground.on}.get(asked.get("kind", ""))
    at = requests.local_moment(asked, "at") or now
    decided = triage.decide(
        ground, text=asked.get("text", ""), place=places[0] if places else None, kind=chosen,
        at=at, now=at,
    )  # fmt: skip
    match = decided.match
    return {
        "steps": [{"name": t.rule.name, "fits": t.fits, "why": t.why} for t in decided.tried],
        "who": match.label if match else "",
        "kind": decided.kind.label,
        "kind_by": KIND_BY[decided.kind_by],
        "sure": round(100 * dict(decided.guesses).get(decided.kind.code, 0)),
        "dangers": [
            {"label": shipped().dangers[danger.danger].label, "word": danger.word}
            for danger in decided.dangers
        ],
        "urgency": Case.Urgency(decided.urgency).label,
        "due": decided.times.due_at,
        "rule": match.rule.name if match and match.rule else "",
        "by_rule": bool(match and match.rule),
        "place": str(places[0]) if places else "",
        "place_missing": bool(typed) and not places,
    }


def _row(rule: RoutingRule) -> dict[str, Any]:
    """Say a rule in words: if …, it goes to …"""
    parts = []
    if rule.kinds:
        parts.append("、".join(kinds.label_of(code) for code in rule.kinds))
    if rule.place:
        parts.append(str(rule.place))
    if rule.words:
        parts.append(_("the text has %(words)s") % {"words": " / ".join(rule.words)})
    if rule.weekdays:
        names = dict(WEEKDAYS)
        parts.append("、".join(str(names[day]) for day in rule.weekdays))
    if rule.from_time or rule.to_time:
        start = f"{rule.from_time:%H:%M}" if rule.from_time else "0:00"
        end = f"{rule.to_time:%H:%M}" if rule.to_time else "24:00"
        parts.append(f"{start}–{end}")
    return {
        "id": rule.pk,
        "name": rule.name,
        "when": " · ".join(parts) or _("every matter"),
        "who": _who(rule),
        "is_active": rule.is_active,
    }


def _who(rule: RoutingRule) -> str:
    if rule.post:
        return rule.post.holder
    if rule.organisation:
        return rule.organisation.name
    role = dict(Post.Role.choices).get(rule.role, rule.role)
    return _("nearest %(role)s") % {"role": role}


@settings_page
def rule_form(request: StaffRequest, rule_id: int | None = None) -> HttpResponse:
    """Enter a rule, or change one."""
    here = request.community
    rule = routing_rule(here, rule_id) if rule_id else None
    if rule_id and rule is None:
        raise NotFound(_("There is no such rule; perhaps somebody has deleted it."))
    form = RuleForm(request.POST or None, community=here, initial=_initial(rule))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.save_rule(community=here, by=request.actor, values=form.values(), rule_id=rule_id)
        except Invalid as refusal:
            show_faults(form, refusal)
        else:
            messages.success(request, _("Kept. New matters follow it from now on."))
            return redirect("settings_routing")
    context = {
        "here": "settings",
        "crumbs": [
            *crumbs(),
            {"href": reverse("settings_routing"), "label": _("Where matters go")},
        ],
        "form": form,
        "heading": _("Change a rule") if rule else _("A new rule"),
        "back": reverse("settings_routing"),
    }
    return render(request, "web/settings/form.html", context)


def _initial(rule: RoutingRule | None) -> dict[str, Any]:
    if rule is None:
        return {"is_active": True}
    target = f"role:{rule.role}"
    if rule.post_id:
        target = f"post:{rule.post_id}"
    elif rule.organisation_id:
        target = f"organisation:{rule.organisation_id}"
    return {
        "name": rule.name, "kinds": rule.kinds, "place": str(rule.place_id or ""),
        "words": "，".join(rule.words), "weekdays": rule.weekdays, "from_time": rule.from_time,
        "to_time": rule.to_time, "target": target, "is_active": rule.is_active,
    }  # fmt: skip


@require_POST
@settings_page
def rule_change(request: StaffRequest, rule_id: int) -> HttpResponse:
    """Move a rule up or down, or delete it."""
    what = request.POST.get("do", "")
    if what == "delete":
        verbs.delete_rule(rule_id, community=request.community, by=request.actor)
        messages.success(request, _("The rule is deleted."))
    elif what in ("up", "down"):
        verbs.move_rule(rule_id, community=request.community, by=request.actor, up=what == "up")
    return redirect("settings_routing")
