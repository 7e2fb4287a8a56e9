"""Programmes of the house: listed and sent out for all, taken in by its administrator."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.refusals import Invalid
from linli.faces.web.settings import confirm
from linli.faces.web.settings.index import crumbs, shared_page
from linli.faces.web.shared.staff import StaffRequest
from linli.registry.access import require

MOST_BYTES = 200_000


def _programmes(module: str) -> Any:
    """Return a module of the programmes' room, a neighbour that this face finds by its label."""
    return import_module(f"{apps.get_app_config('programmes').name}.{module}")


@shared_page
def programmes(request: StaffRequest) -> HttpResponse:
    """List the programmes; POST looks at a file, names mistakes or what follows, keeps it."""
    if request.method == "POST":
        return _take_in(request)
    return _page(request, faults=[], name="")


def _take_in(request: StaffRequest) -> HttpResponse:
    require(request.actor, "manage_house")
    name, text = _sent(request)
    uploads = _programmes("uploads")
    if not confirm.said(request):
        looked = uploads.look(text, name=name, by=request.actor)
        if not looked.faults:
            return confirm.ask(
                request, heading=name, changes=looked.changes, crumbs=crumbs(),
                back=reverse("settings_programmes"), more=_comes_and_goes(looked),
                text=text, name=name,
            )  # fmt: skip
    faults = uploads.take_in(text, name=name, by=request.actor)
    if faults:
        return _page(request, faults=faults, name=name)
    messages.success(request, _("%(name)s is in use now.") % {"name": name})
    return redirect("settings_programmes")


def _sent(request: StaffRequest) -> tuple[str, str]:
    """Return name and text of the file, or of the one that was looked at a moment ago."""
    if confirm.said(request) and request.POST.get("text"):
        return request.POST.get("name", ""), request.POST["text"].replace("\r\n", "\n")
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid(_("Choose a .toml file."))
    return str(sent.name), _text(sent)


def _comes_and_goes(looked: Any) -> list[str]:
    sentences = []
    if looked.new:
        sentences.append(_("New kinds: %(kinds)s.") % {"kinds": "、".join(looked.new)})
    if looked.gone:
        sentences.append(_("Kinds that go: %(kinds)s.") % {"kinds": "、".join(looked.gone)})
    return sentences


def _page(request: StaffRequest, *, faults: list[Any], name: str) -> HttpResponse:
    loaded = _programmes("loader").load()
    sentence = ngettext("%(count)s mistake", "%(count)s mistakes", len(faults))
    context = {
        "here": "settings",
        "crumbs": crumbs(),
        "programmes": [
            {"code": p.code, "label": p.label, "count": len(loaded.kinds_of(p))}
            for p in loaded.programmes
        ],
        "may_house": request.actor.may("manage_house"),
        "faults": faults,
        "faulty": loaded.faults if not faults else (),
        "said": sentence % {"count": len(faults)},
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


@shared_page
def programme_file(request: StaffRequest, code: str) -> HttpResponse:
    """Send a programme's file, so that another community can take it in."""
    text = _programmes("loader").export(code)
    answer = HttpResponse(text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}.toml"'
    return answer
