"""Kinds of matters: switched, shown, and what a community has otherwise than the programme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import Invalid
from linli.engines.cases import kinds
from linli.engines.cases.actions import community as verbs
from linli.engines.cases.actions import settings as own_verbs
from linli.engines.cases.deadline_changes import Changes
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import KindSetting, Photo
from linli.engines.cases.queries.settings import how_many_open, kind_settings
from linli.engines.cases.verbs import VERBS
from linli.engines.cases.workflows import WORKFLOWS
from linli.faces.web.desk import case_rows
from linli.faces.web.settings import confirm
from linli.faces.web.settings.index import crumbs, settings_page
from linli.faces.web.shared.staff import StaffRequest
from linli.registry.models import Post


@settings_page
def kinds_of_cases(request: StaffRequest) -> HttpResponse:
    """List the kinds by programme; POST switches one, or keeps what is public."""
    here = request.community
    if request.method == "POST":
        code = request.POST.get("kind", "")
        waiting = how_many_open(code, community=here)
        if waiting and not request.POST.get("is_on") and not confirm.said(request):
            return confirm.ask(
                request, heading=kinds.label_of(code, here.pk), changes=Changes(),
                back=reverse("settings_kinds"), crumbs=_crumbs(), more=[_stays(waiting)],
            )  # fmt: skip
        verbs.set_kind(
            code, community=here, by=request.actor, is_on=bool(request.POST.get("is_on")),
            is_public=bool(request.POST.get("is_public")),
        )  # fmt: skip
        messages.success(request, _("Kept: %(kind)s.") % {"kind": kinds.label_of(code)})
        return redirect(reverse("settings_kinds") + f"#{code}")
    own = kind_settings(here)
    groups: dict[str, dict[str, Any]] = {}
    for kind in kinds.all():
        group = groups.setdefault(
            kind.programme, {"code": kind.programme, "label": kind.programme_label, "kinds": []}
        )
        group["kinds"].append(_row(kind, own.get(kind.code)))
    context = {"here": "settings", "crumbs": crumbs(), "groups": list(groups.values())}
    return render(request, "web/settings/kinds.html", context)


def _stays(count: int) -> str:
    words = ngettext(
        "%(count)s open matter of this kind is finished as it is; nobody can raise a new one.",
        "%(count)s open matters of this kind are finished as they are; nobody can raise new ones.",
        count,
    )
    return words % {"count": count}


def _crumbs() -> list[dict[str, str]]:
    return [*crumbs(), {"href": reverse("settings_kinds"), "label": _("Kinds of matters")}]


def _row(kind: Kind, own: KindSetting | None) -> dict[str, Any]:
    kind = kinds.with_own(kind, own)
    public = own.is_public if own and own.is_public is not None else kind.is_public
    return {
        "code": kind.code,
        "label": kind.label,
        "category": kind.category.label,
        "deadline": kind.deadline or "–",
        "is_on": own.is_on if own else True,
        "is_own": own is not None and any(getattr(own, name) for name in own_verbs.EMPTY),
        "is_public": public,
    }


@settings_page
def kind(request: StaffRequest, code: str) -> HttpResponse:
    """Show a kind as this community has it, and the way it goes; POST keeps its own values."""
    kind, here = kinds.get(code), request.community
    if request.method == "POST":
        return _keep_own(request, kind)
    row = kinds.own_of(here.pk).get(code)
    return render(request, "web/settings/kind.html", _shown(kind, row, values=None))


def _keep_own(request: StaffRequest, kind: Kind) -> HttpResponse:
    """Look at what follows, keep it once somebody said yes; an empty field: the programme's."""
    here, address = request.community, reverse("settings_kind", args=[kind.code])
    values = own_verbs.EMPTY if request.POST.get("reset") else _typed(request)
    try:
        if not confirm.said(request):
            changes = own_verbs.look_at_kind(kind.code, values, community=here, by=request.actor)
            if confirm.is_worth_asking(changes):
                return confirm.ask(
                    request, heading=str(kind.label), changes=changes, back=address,
                    crumbs=_crumbs(),
                )  # fmt: skip
        changes = own_verbs.set_own_kind(kind.code, values, community=here, by=request.actor)
    except Invalid as fault:
        row = kinds.own_of(here.pk).get(kind.code)
        context = _shown(kind, row, values=values) | {"errors": fault.errors}
        return render(request, "web/settings/kind.html", context, status=400)
    sentence = _("Kept: %(kind)s.") % {"kind": kinds.label_of(kind.code, here.pk)}
    messages.success(request, " ".join([sentence, *confirm.done(changes)]))
    return redirect(address)


def _typed(request: StaffRequest) -> dict[str, Any]:
    """Read the form: a time is a number and a unit, who answers up to three roles in order."""
    post = request.POST
    times = {
        name: f"{post.get(name, '').strip()} {post.get(f'{name}_unit', '')}"
        for name in own_verbs.TIMES
        if post.get(name, "").strip()
    }
    roles = [post.get(f"answers{number}", "") for number in range(3)]
    return {
        "label": post.get("label", ""),
        "help": post.get("help", ""),
        "answered_by": list(dict.fromkeys(role for role in roles if role)),
        **times,
    }


def _shown(
    programme: Kind, row: KindSetting | None, *, values: dict[str, Any] | None
) -> dict[str, Any]:
    """Return what the page draws: the kind as it is here, and the form."""
    kind = kinds.with_own(programme, row)
    table = [
        {
            "verb": VERBS[step.verb].label,
            "from": "、".join(str(case_rows.STATE_TAGS[s][0]) for s in sorted(step.sources)),
            "to": str(case_rows.STATE_TAGS[step.target][0]) if step.target else "",
        }
        for step in WORKFLOWS[kind.workflow].transitions
        if step.target
    ]
    roles = dict(Post.Role.choices)
    return {
        "here": "settings",
        "crumbs": _crumbs(),
        "heading": kind.label,
        "kind": kind,
        "deadlines": [
            {"label": label, "time": kind.within(level)}
            for level, label in ((0, _("ordinary")), (1, _("urgent")), (2, _("emergency")))
        ],
        "photos": "、".join(str(Photo.Role(role).label) for role in kind.photos),
        "roles": "、".join(str(roles.get(role, role)) for role in kind.answered_by),
        "escalation": [
            {"role": roles.get(step.role, step.role), "days": step.after_working_days}
            for step in kind.escalation
        ],
        "table": table,
        "is_own": row is not None and any(getattr(row, name) for name in own_verbs.EMPTY),
        **_form(programme, row, values),
    }


def _form(
    programme: Kind, row: KindSetting | None, values: dict[str, Any] | None
) -> dict[str, Any]:
    own = values or {name: getattr(row, name, empty) for name, empty in own_verbs.EMPTY.items()}
    chosen = [*own.get("answered_by", []), "", "", ""][:3]
    labels = ((0, "deadline", _("Time given")), (1, "urgent", _("when urgent")),
              (2, "emergency", _("in an emergency")))  # fmt: skip
    return {
        "own": own,
        "times": [
            {
                "name": name,
                "label": label,
                "programme": programme.within(level),
                "amount": str(own.get(name, "")).partition(" ")[0],
                "unit": str(own.get(name, "")).partition(" ")[2],
            }
            for level, name, label in labels
        ],
        "units": [(unit, _unit(unit)) for unit in kinds.UNITS],
        "answers": [{"number": n, "chosen": role} for n, role in enumerate(chosen)],
        "role_choices": own_verbs.roles(),
        "programme": programme,
    }


def _unit(unit: str) -> str:
    """Return a unit's name alone: "3 days" without its number."""
    return str(kinds.SPOKEN[unit] % {"count": ""}).strip()
