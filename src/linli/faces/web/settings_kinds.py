"""Kinds of matters and the programmes they come from: switched, shown, uploaded, exported."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import Invalid
from linli.engines.cases import kinds
from linli.engines.cases.actions import community as verbs
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import KindSetting, Photo
from linli.engines.cases.verbs import VERBS
from linli.engines.cases.workflows import WORKFLOWS
from linli.faces.web.desk import states
from linli.faces.web.settings import crumbs, settings_page
from linli.faces.web.staff import StaffRequest
from linli.registry.models import Post

LIST = "/settings/kinds/"
MOST_BYTES = 200_000


def _programmes(module: str) -> Any:
    """Return a module of the programmes' room, a neighbour that this face finds by its label."""
    return import_module(f"{apps.get_app_config('programmes').name}.{module}")


@settings_page
def kinds_of_matters(request: StaffRequest) -> HttpResponse:
    """List the kinds by programme; POST switches one, or keeps what is public."""
    here = request.community
    if request.method == "POST":
        code = request.POST.get("kind", "")
        verbs.set_kind(
            code, community=here, by=request.actor, is_on=bool(request.POST.get("is_on")),
            is_public=bool(request.POST.get("is_public")),
        )  # fmt: skip
        messages.success(request, _("Kept: %(kind)s.") % {"kind": kinds.label_of(code)})
        return redirect(f"{LIST}#{code}")
    own = {row.kind: row for row in KindSetting.objects.filter(community=here)}
    groups: dict[str, dict[str, Any]] = {}
    for kind in kinds.all():
        group = groups.setdefault(
            kind.programme, {"code": kind.programme, "label": kind.programme_label, "kinds": []}
        )
        group["kinds"].append(_row(kind, own.get(kind.code)))
    context = {"here": "settings", "crumbs": crumbs(), "groups": list(groups.values())}
    return render(request, "web/settings/kinds.html", context)


def _row(kind: Kind, own: KindSetting | None) -> dict[str, Any]:
    public = own.is_public if own and own.is_public is not None else kind.is_public
    return {
        "code": kind.code,
        "label": kind.label,
        "category": kind.category.label,
        "deadline": kind.deadline or "–",
        "is_on": own.is_on if own else True,
        "is_public": public,
    }


@settings_page
def kind(request: StaffRequest, code: str) -> HttpResponse:
    """Show a kind: its deadlines, who answers, its questions, and the way it goes."""
    found = kinds.get(code)
    table = [
        {
            "verb": VERBS[row.verb].label,
            "from": "、".join(str(states.STATE_TAGS[s][0]) for s in sorted(row.sources)),
            "to": str(states.STATE_TAGS[row.target][0]) if row.target else "",
        }
        for row in WORKFLOWS[found.workflow].transitions
        if row.target
    ]
    roles = dict(Post.Role.choices)
    context = {
        "here": "settings",
        "crumbs": [*crumbs(), {"href": LIST, "label": _("Kinds of matters")}],
        "heading": found.label,
        "kind": found,
        "deadlines": [
            {"label": label, "time": found.within(level)}
            for level, label in ((0, _("ordinary")), (1, _("urgent")), (2, _("emergency")))
        ],
        "photos": "、".join(str(Photo.Role(role).label) for role in found.photos),
        "roles": "、".join(str(roles.get(role, role)) for role in found.answered_by),
        "escalation": [
            {"role": roles.get(step.role, step.role), "days": step.after_working_days}
            for step in found.escalation
        ],
        "table": table,
    }
    return render(request, "web/settings/kind.html", context)


@settings_page
def programmes(request: StaffRequest) -> HttpResponse:
    """List the programmes; POST takes a TOML file in, or names every mistake in it."""
    faults: list[Any] = []
    name = ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        if sent is None:
            raise Invalid(_("Choose a .toml file."))
        name, text = str(sent.name), _text(sent)
        faults = _programmes("uploads").take_in(
            text, name=name, by=request.actor, community=request.community
        )
        if not faults:
            messages.success(request, _("%(name)s is in use now.") % {"name": name})
            return redirect("/settings/programmes/")
    loaded = _programmes("loader").load()
    said = ngettext("%(count)s mistake", "%(count)s mistakes", len(faults))
    context = {
        "here": "settings",
        "crumbs": [*crumbs(), {"href": LIST, "label": _("Kinds of matters")}],
        "programmes": [
            {"code": p.code, "label": p.label, "count": len(p.kinds) + len(p.campaigns)}
            for p in loaded.programmes
        ],
        "faults": faults,
        "faulty": loaded.faults if not faults else (),
        "said": said % {"count": len(faults)},
        "name": name,
    }
    return render(request, "web/settings/programmes.html", context, status=400 if faults else 200)


def _text(sent: Any) -> str:
    """Return the file's text. Raises ``Invalid`` for what is no text or too large."""
    if sent.size > MOST_BYTES:
        raise Invalid(_("A programme is a small text file; this one is larger than 200 KB."))
    try:
        return str(sent.read().decode("utf-8"))
    except UnicodeDecodeError:
        raise Invalid(_("This is no UTF-8 text. Save the file as UTF-8 and send it again.")) from (
            None
        )


@settings_page
def programme_file(request: StaffRequest, code: str) -> HttpResponse:
    """Send a programme's file, so that another community can take it in."""
    text = _programmes("loader").export(code)
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.toml"'
    return answer
