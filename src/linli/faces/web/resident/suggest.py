"""What helps while a matter is typed: likely kinds, their questions, and "me too"."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from linli.core import limits
from linli.core.refusals import TooMany
from linli.engines.cases import kinds, suggest
from linli.engines.cases.actions import conversation
from linli.engines.cases.actions.filing_details import TEXT_MOST
from linli.faces import requests
from linli.faces.web.desk import danger_calls
from linli.faces.web.resident import plain_words, visitor
from linli.forms import posted
from linli.registry.models import Place
from linli.registry.queries import place_by_code

SUGGESTIONS_IN_TEN_MINUTES = 3000  # of one address, where an estate may sit
SUPPORTS_AN_HOUR = 60
LEAST_TEXT_TO_SUGGEST = 4
PREFIX = "f-"  # of the names of a kind's own questions


def questions(kind: kinds.Kind | None, given: Any) -> list[dict[str, Any]]:
    """Prepare a kind's own questions for the template, with what was answered."""
    rows = []
    for field in kind.questions if kind else ():
        name = f"{PREFIX}{field.code}"
        answered = given.getlist(name) if hasattr(given, "getlist") else []
        rows.append(
            {
                "name": name,
                "label": str(field.label),
                "help": str(field.help or ""),
                "type": field.type,
                "required": field.required,
                "value": answered[0] if answered else "",
                "options": [
                    {"code": o.code, "label": str(o.label), "chosen": o.code in answered}
                    for o in field.options
                ],
            }
        )
    return rows


def answered(kind: kinds.Kind | None, given: QueryDict) -> dict[str, Any]:
    """Return what was answered to the kind's own questions."""
    if kind is None:
        return {}
    own = {
        name.removeprefix(PREFIX): texts for name, texts in given.lists() if name.startswith(PREFIX)
    }
    return posted.read(kind.form, own)


@require_POST
def suggestions(request: HttpRequest, code: str) -> HttpResponse:
    """A fragment for htmx: likely kinds, and alike matters that are open nearby."""
    place = place_by_code(code)
    text = request.POST.get("text", "")
    urgent = danger_calls.at(place, text)  # before any limit: these numbers are never refused
    try:
        more = _more(request, place, text.strip()[:TEXT_MOST])
    except TooMany:
        if not urgent["danger"]:
            raise
        more = {}
    return render(request, "web/resident/suggestions.html", {**more, **urgent, "place": place})


def _more(request: HttpRequest, place: Place, text: str) -> dict[str, Any]:
    """Return likely kinds, and alike matters that are open nearby."""
    if len(text) < LEAST_TEXT_TO_SUGGEST:
        return {}
    limits.hit(f"suggest:{visitor.address(request)}", most=SUGGESTIONS_IN_TEN_MINUTES, seconds=600)
    community_id = place.community_id or place.pk
    on = kinds.on_in(community_id)
    offered = {kind.code: kind for kind in on}
    guesses = [
        {"code": kind, "label": str(offered[kind].label), "percent": round(confidence * 100)}
        for kind, confidence in suggest.kinds_for(community_id, text, on=on)
        if kind in offered
    ]
    return {
        "guesses": guesses[:2],
        "alike": _alike(community_id, text, place),
        "chosen": request.POST.get("kind", ""),
    }


def _alike(community_id: int, text: str, place: Place) -> list[dict[str, Any]]:
    """Return open public matters that resemble the text, as strangers may read them."""
    now = timezone.now()
    cases = suggest.alike_in_public(community_id, text, place=place)
    return [
        {
            "id": case.id,
            "title": case.public_text[:80] or case.kind_label,  # the title itself may name
            "where": case.where,
            "supporters": case.supporters,
            "tag": plain_words.public_tag(case, now=now)[0],
        }
        for case in cases[:3]
    ]


@require_POST
def kind_questions(request: HttpRequest, code: str) -> HttpResponse:
    """A fragment for htmx: the questions of the kind that was just chosen."""
    place = place_by_code(code)
    chosen = request.POST.get("other_kind") or request.POST.get("kind") or ""
    offered = {kind.code: kind for kind in kinds.on_in(place.community_id or place.pk)}
    kind = offered.get(chosen)
    return render(
        request,
        "web/resident/questions.html",
        {"questions": questions(kind, request.POST), "kind": kind},
    )


@require_POST
def me_too(request: HttpRequest) -> HttpResponse:
    """Join somebody else's open matter instead of raising it again. POST case, phone."""
    actor = visitor.actor_of(request)
    visitor.count_try(request, "support", actor=actor, most=SUPPORTS_AN_HOUR)
    case = conversation.support(
        requests.number(request.POST, "case") or 0,
        by=actor,
        phone=request.POST.get("phone", ""),
        supporter=_browser(request, actor),
    )
    if getattr(request, "htmx", False):
        return render(request, "web/resident/me_too_done.html", {"case": case})
    return redirect(reverse("public_case", args=[case.community.code, case.number]) + "?joined=1")


def _browser(request: HttpRequest, actor: Any) -> str:
    """Return what tells this browser apart, so that "me too" counts once; none for households."""
    if actor.household_id is not None:
        return ""
    return visitor.browser_of(request)
