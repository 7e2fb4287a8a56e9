"""「这说的是我」: anybody may have the words of a public matter hidden until a worker looked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from linli.engines.cases import actions
from linli.engines.cases.queries import public
from linli.engines.cases.queries.publishing import AnswerToObjection, answer_to
from linli.faces.web.resident import visitor
from linli.registry.queries import place_by_code

OBJECTED = "objected"  # in the session: the matters of which this browser said so
OBJECTIONS_AN_HOUR = 6  # of one person; a crowd behind one address has its own share
MOST_REMEMBERED = 20


@require_POST
def object_to(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """POST /open/CODE/NUMBER/about-me/: words (optional). Hides at once, and says what follows."""
    community, actor = place_by_code(code), visitor.actor_of(request)
    visitor.count_try(request, "object", actor=actor, most=OBJECTIONS_AN_HOUR)
    case_id = public.public_case(community.pk, number).case.id
    actions.object_to(
        case_id, by=actor, words=request.POST.get("words", ""), address=visitor.address(request),
        browser="" if actor.household_id else visitor.browser_of(request),
    )  # fmt: skip
    earlier = [pk for pk in request.session.get(OBJECTED, []) if pk != case_id]
    request.session[OBJECTED] = [*earlier, case_id][-MOST_REMEMBERED:]
    return redirect(reverse("public_case", args=[community.code, number]) + "#about-me")


def answered(request: HttpRequest, case_id: int) -> AnswerToObjection | None:
    """Return what became of this browser's own "this is about me" (1 query if it said so)."""
    if case_id not in request.session.get(OBJECTED, []):
        return None
    actor = visitor.actor_of(request)
    who = actor.key if actor.household_id else f"{actor.key}:{visitor.browser_of(request)}"
    return answer_to(case_id, who)
