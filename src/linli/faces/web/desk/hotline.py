"""The 12345 hotline's Excel file in, and the file of replies out."""

from __future__ import annotations

import secrets
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from linli.core.refusals import Invalid, Refusal, TooLarge
from linli.engines.cases import hotline
from linli.engines.cases.intake import Taken
from linli.faces import requests
from linli.faces.web.desk.bulk import as_file
from linli.faces.web.desk.links import link
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.access import require

MOST_BYTES = 10_000_000
KEPT_SECONDS = 3600
FAULTS_SHOWN = 50


@staff_page
def page(request: StaffRequest) -> HttpResponse:
    """Show both ways; POST reads a file and says what taking it in would do."""
    require(request.actor, "import", path=request.community.path)
    context: dict[str, Any] = {"here": "desk"}
    if request.method != "POST":
        return render(request, "web/desk/hotline.html", context)
    try:
        name, content = _sent(request)
        taken = _tried(request, name, content)
    except Refusal as refusal:
        context["error"] = str(refusal)
        return render(request, "web/desk/hotline.html", context, status=refusal.status)
    token = secrets.token_urlsafe(12)
    cache.set(_key(request, token), (name, content), KEPT_SECONDS)
    context |= {"preview": _said(taken), "name": name, "token": token}
    return render(request, "web/desk/hotline.html", context)


def _sent(request: StaffRequest) -> tuple[str, bytes]:
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid(_("Choose the hotline's file."))
    if (sent.size or 0) > MOST_BYTES:
        raise TooLarge(_("The file is larger than 10 MB. Please send it in parts."))
    return str(sent.name), sent.read()


@transaction.atomic
def _tried(request: StaffRequest, name: str, content: bytes) -> Taken:
    """Take the file in and back again: the numbers are those of the real thing."""
    taken = hotline.import_orders(
        content, by=request.actor, community_id=request.community.pk, name=name
    )
    transaction.set_rollback(True)
    return taken


def _said(taken: Taken) -> dict[str, Any]:
    return {
        "new": taken.new,
        "known": taken.known,
        "changed": taken.changed,
        "grouped": taken.grouped,
        "faults": taken.named_faults()[:FAULTS_SHOWN],
        "fault_count": len(taken.faults),
        "can_take": bool(taken.new or taken.changed),
    }


def _key(request: StaffRequest, token: str) -> str:
    return f"hotline:{request.actor.user_id}:{request.community.pk}:{token}"


@require_POST
@staff_page
def take_in(request: StaffRequest) -> HttpResponse:
    """Take the file in that was just shown."""
    require(request.actor, "import", path=request.community.path)
    token = request.POST.get("token", "")
    kept = cache.get(_key(request, token))
    if kept is None:
        messages.error(request, _("The file is no longer here. Please choose it once more."))
        return redirect("desk_hotline")
    name, content = kept
    taken = hotline.import_orders(
        content, by=request.actor, community_id=request.community.pk, name=name
    )
    cache.delete(_key(request, token))
    sentence = ngettext("%(count)s order is a new matter.", "%(count)s orders are new matters.",
                    taken.new)  # fmt: skip
    messages.success(request, sentence % {"count": taken.new})
    return redirect(link({}, channel="hotline", order="newest"))


@require_POST
@staff_page
def replies(request: StaffRequest) -> HttpResponse:
    """Send the file of replies, with reason and watermark."""
    try:
        sheet = hotline.export_replies(
            by=request.actor, community_id=request.community.pk, since=_since(request),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Invalid as refusal:
        context = {"here": "desk", "reply_error": str(refusal)}
        return render(request, "web/desk/hotline.html", context, status=400)
    return as_file(sheet, f"12345-{timezone.localdate().isoformat()}.xlsx")


def _since(request: StaffRequest) -> datetime | None:
    day = requests.day(request.POST, "since")
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time()))
