"""Sheets for the printer: a work order, and the slip that a resident takes home."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.codes import grouped
from linli.core.text import mask_name
from linli.engines.cases import kinds
from linli.engines.cases.actions import access_case
from linli.engines.cases.models import Case
from linli.faces.web.desk import codes, timeline
from linli.faces.web.shared.staff import StaffRequest, staff_page


@staff_page
def work_order(request: StaffRequest, case_id: int) -> HttpResponse:
    """Print a matter for whoever goes there; the QR code leads back to its page."""
    case = access_case(request.actor, case_id)
    context = {
        "case": case,
        "what": _what(case),
        "answers": timeline.answers(case),
        "kind": kinds.label_of(case.kind, case.community_id),
        "reporter": mask_name(case.reporter_name),
        "opened": _moment(case.opened_at),
        "due": _moment(case.due_at),
        "printed": _moment(timezone.now()),
        "by": request.actor.label,
        "qr_link": settings.BASE_URL + reverse("desk_case", args=[case.pk]),
        "qr_words": case.reference,
        "heading": _("Work order"),
    }
    return render(request, "web/desk/print.html", context)


@staff_page
def slip(request: StaffRequest, case_id: int) -> HttpResponse:
    """Print the code by which a resident follows the matter; known only to who entered it."""
    case = access_case(request.actor, case_id)
    code = codes.code_of(request, case_id)
    context = {
        "case": case,
        "code": code,
        "spoken": grouped(code),
        "qr_link": settings.BASE_URL + reverse("follow_code", args=[code]) if code else "",
        "qr_words": _("Scan to see how it stands"),
        "heading": case.community.name,
        "due": _moment(case.due_at),
    }
    return render(request, "web/desk/slip.html", context)


def _what(case: Case) -> str:
    """Return the text, and before it the title when it is more than the text's beginning."""
    if not case.text or case.text.startswith(case.title.rstrip("…")):
        return case.text or case.title
    return f"{case.title}\n{case.text}"


def _moment(moment: object) -> str:
    from datetime import datetime

    if not isinstance(moment, datetime):
        return ""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
