"""A matter's page: what, where, who, by when; what happened; what may be done next."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.core import files
from linli.core.refusals import Invalid, NotFound, Refusal
from linli.engines.cases import kinds
from linli.engines.cases.actions import access_case, disclosure
from linli.engines.cases.queries.desk_case import case_id_of, desk_case, owners_for, photo_at_desk
from linli.engines.cases.series import SERIES
from linli.engines.cases.verbs import VERBS
from linli.faces import requests
from linli.faces.web.desk import (
    case_rows,
    danger_calls,
    publishing,
    timeline,
    verb_forms,
    verb_input,
)
from linli.faces.web.desk.steps import OpenStep, steps_open
from linli.faces.web.desk.verb_forms import VERB_FORMS
from linli.faces.web.register.form_errors import show_faults
from linli.faces.web.shared import times
from linli.faces.web.shared.staff import StaffRequest, staff_page


@staff_page
def case_page(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a matter by its id (17) or by its number as people say it (SX-1124)."""
    if ref.upper().startswith(SERIES.prefix):
        number = requests.id_of(SERIES.digits(ref))
        return redirect("desk_case", case_id_of(request.community.pk, number))
    verb = requests.choice(request.GET, "do", VERB_FORMS)
    return _page(request, requests.id_of(ref), verb=verb)


@require_POST
@staff_page
def act(request: StaffRequest, case_id: int, verb: str) -> HttpResponse:
    """Do a verb. A refusal shows the page again, with what was typed and a sentence."""
    case = access_case(request.actor, case_id)
    if verb not in VERB_FORMS:
        raise NotFound(_("There is no such step."))
    form = verb_forms.form_of(verb, case, data=request.POST, sent=request.FILES)
    if {"owner", "organisation"} & set(form.fields):
        verb_forms.fill_owners(form, owners_for(case))
    if not form.is_valid():
        return _page(request, case_id, verb=verb, form=form, status=400)
    try:
        verb_input.do(
            verb, case, by=request.actor, given=dict(form.cleaned_data),
            version=requests.number(request.POST, "version"),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as refusal:
        _show(form, refusal)
        return _page(request, case_id, verb=verb, form=form, status=refusal.status)
    messages.success(request, _("Done: %(verb)s") % {"verb": _done(verb, form)})
    request.session["draft_done"] = f"{case_id}-{verb}"
    return redirect(_afterwards(request, case_id))


def _done(verb: str, form: forms.Form) -> str:
    """Say what was done; of a look, what strangers read from now on."""
    if verb == "look":
        is_shown = form.cleaned_data["decision"] == "show"
        return str(timeline.LOOKED["shown" if is_shown else "withheld"])
    return str(VERBS[verb].done)


def _afterwards(request: StaffRequest, case_id: int) -> str:
    """Return to the matter; who has just handed it out of their own reach sees the list."""
    try:
        access_case(request.actor, case_id)
    except NotFound:
        return reverse("desk")
    return reverse("desk_case", args=[case_id])


def _show(form: forms.Form, refusal: Refusal) -> None:
    """Put the sentence under its field; a need may be asked under another name."""
    if isinstance(refusal, Invalid) and refusal.errors:
        other = {"due_at": "due_on", "after_photo": "photos", "reason": "words"}
        refusal.errors = {
            name if name in form.fields else other.get(name, name): sentences
            for name, sentences in refusal.errors.items()
        }
    show_faults(form, refusal)


def _steps(steps: list[OpenStep]) -> dict[str, list[OpenStep]]:
    """Return the steps that are open, the rare ones apart."""
    return {
        "verbs": [step for step in steps if not step.is_rare],
        "rare_verbs": [step for step in steps if step.is_rare],
    }


def _page(
    request: StaffRequest,
    case_id: int,
    *,
    verb: str = "",
    form: forms.Form | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    page = desk_case(request.actor, case_id)
    case, now = page.case, timezone.now()
    state, colour = case_rows.tag(case, now=now)
    may_read = request.actor.may("read_masked", path=case.community.path)
    context = {
        "here": "desk",
        "case": case,
        **danger_calls.of_case(case),
        "state": state,
        "colour": colour,
        "kind": kinds.label_of(case.kind, case.community_id),
        "guesses": timeline.guesses(page),
        "due": timeline.due_line(case, now=now),
        "opened": times.near(case.opened_at, now=now),
        "stars": "★" * (case.stars or 0),
        "answers": timeline.answers(case),
        "photos": [timeline.photo_line(photo, now=now) for photo in page.photos],
        "story": [timeline.step_line(step, now=now) for step in reversed(page.story)],
        **_steps(steps_open(page, verb, form)),
        "reporter": timeline.reporter(request, case),
        "may_read_phone": may_read and bool(case.reporter_phone),
        "called_in": [timeline.call_line(call, now=now) for call in page.called_in],
        "beside": [timeline.beside_line(other) for other in page.beside],
        "look": publishing.context(page, form if verb == "look" else None, now=now),
        "done": request.session.pop("draft_done", "") if request.method == "GET" else "",
        **extra,
    }
    return render(request, "web/desk/case.html", context, status=status)


@require_POST
@staff_page
def show_phone(request: StaffRequest, case_id: int) -> HttpResponse:
    """Show the whole number once, after a reason; the reading stands in the record."""
    reason = request.POST.get("reason", "")
    try:
        phone = disclosure.read_phone(case_id, by=request.actor, reason=reason)
    except Invalid as refusal:
        return _page(request, case_id, status=400, phone_error=str(refusal), phone_reason=reason)
    return _page(request, case_id, phone=phone)


@staff_page
def photo(request: StaffRequest, photo_id: int) -> HttpResponseBase:
    """Send a photo to who may see its matter."""
    opened = files.open_photo(photo_at_desk(request.actor, photo_id))
    return FileResponse(opened.stream, content_type=opened.content_type)
