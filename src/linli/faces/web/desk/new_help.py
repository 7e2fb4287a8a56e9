"""What the service desk asks while somebody types: people, kinds, questions, matters alike."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.engines.cases import actions, kinds
from linli.engines.cases import suggest as suggestions
from linli.engines.cases.actions import access_case
from linli.engines.cases.series import SERIES
from linli.faces import requests
from linli.faces.web.desk import case_rows, danger_calls
from linli.faces.web.resident.suggest import questions
from linli.faces.web.shared.staff import StaffRequest, staff_page
from linli.registry.models import Place
from linli.registry.queries import find_place, search_people
from linli.registry.queries.people import FoundPerson

LEAST_LETTERS = 4


def people_found(request: StaffRequest, typed: str) -> list[FoundPerson]:
    return search_people(request.actor, typed, limit=8, community_id=request.community.pk)


@staff_page
def people(request: StaffRequest) -> HttpResponse:
    """Return the people that a typed name, phone or door may mean, as a fragment."""
    typed = request.GET.get("who", "")
    context = {"found": people_found(request, typed) if typed.strip() else [], "who": typed}
    return render(request, "web/desk/new_people.html", context)


@require_POST
@staff_page
def suggest(request: StaffRequest) -> HttpResponse:
    """Return two likely kinds and what is already known nearby, as a fragment."""
    return render(request, "web/desk/new_suggest.html", suggested(request))


def suggested(request: StaffRequest) -> dict[str, Any]:
    typed, here = request.POST.get("text", ""), request.community.pk
    place = place_typed(here, request.POST.get("place", ""))
    urgent = danger_calls.at(place or request.community, typed)
    urgent = urgent if urgent["danger"] else {}
    text = typed.strip()
    if len(text) < LEAST_LETTERS:
        return {"guesses": [], "alike": [], **urgent}
    cases = suggestions.alike(here, text, place=place, by=request.actor)
    return {
        **urgent,
        "guesses": [
            {"code": code, "label": kinds.label_of(code), "sure": f"{round(sure * 100)}%"}
            for code, sure in suggestions.kinds_for(here, text)
        ],
        "chosen": request.POST.get("kind", ""),
        "alike": [
            {
                "id": case.id, "number": SERIES.reference(case.number), "title": case.title,
                "where": case.where, "supporters": case.supporters,
                "state": str(case_rows.STATE_TAGS[case.state][0]),
            }
            for case in cases
        ],
    }  # fmt: skip


def place_typed(community_id: int, typed: str) -> Place | None:
    """Return the place that was typed; None when nothing was, or nothing fits."""
    places = find_place(community_id, typed) if typed.strip() else []
    return places[0] if places else None


@require_POST
@staff_page
def kind_questions(request: StaffRequest) -> HttpResponse:
    """Return the chosen kind's own questions, as a fragment."""
    return render(request, "web/resident/questions.html", asked_more(request))


def asked_more(request: HttpRequest) -> dict[str, Any]:
    kind = kinds.find(request.POST.get("kind", ""))
    return {"kind": kind, "questions": questions(kind, request.POST)}


@require_POST
@staff_page
def support(request: StaffRequest, case_id: int) -> HttpResponse:
    """Say "me too" on behalf of whoever stands there, instead of a second matter."""
    case = access_case(request.actor, case_id)
    household = requests.number(request.POST, "household")
    phone = request.POST.get("phone", "").strip()
    key = "" if household or phone else secrets.token_hex(6)  # a nameless one is still somebody
    actions.support(
        case.pk, by=request.actor, phone=phone, supporter=key,
        household_id=household,
    )  # fmt: skip
    words = _("%(number)s has one more who asks; they are told when it moves.")
    messages.success(request, words % {"number": case.reference})
    return redirect("desk_case", case.pk)
