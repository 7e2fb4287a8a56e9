"""What the phone takes along before it goes where there is no signal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.labels import Label
from linli.engines.campaigns.queries import field_bundle
from linli.engines.cases import kinds
from linli.faces.field.door import NOT_A_WALKER, VISIT, WalkerRequest, walkers_phone


@require_safe
@never_cache
@walkers_phone
def bundle(request: WalkerRequest) -> HttpResponse:
    """Return the bundle, and for how long the phone may keep it: until the log-in ends."""
    get_token(request)  # sets the cookie that the phone sends back with what it uploads
    now = timezone.now()
    told = field_bundle(request.actor, now=now)
    communities = {one["community"] for one in told["campaigns"]}
    told |= {
        "kinds": {community: _kinds(community) for community in sorted(communities)},
        "signed_in_seconds": _seconds_left(request),
        "size": "large" if request.COOKIES.get("size") == "large" else "ordinary",
        "language": get_language(),
        "sentence": "" if request.actor.may(VISIT) else str(NOT_A_WALKER),
    }
    return JsonResponse(told)


def _kinds(community_id: int) -> list[dict[str, Any]]:
    """Return what can be raised at a door, each with its own questions."""
    return [
        {
            "code": kind.code,
            "label": _label(kind.label),
            "category": _label(kind.category.label),
            "answered_by": kind.answered_by,
            "call_first": kind.call_first,
            "questions": [
                {
                    "code": field.code,
                    "type": field.type,
                    "label": _label(field.label),
                    "help": _label(field.help) if field.help else None,
                    "required": field.required,
                    "options": [{"code": o.code, "label": _label(o.label)} for o in field.options],
                }
                for field in kind.fields
            ],
        }
        for kind in kinds.on_in(community_id)
    ]


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _seconds_left(request: WalkerRequest) -> int:
    """Return how long the log-in still holds (1 query); a session that is not kept, one day."""
    model = getattr(request.session, "model", None)
    row = model.objects.filter(pk=request.session.session_key).first() if model else None
    return max(0, int((row.expire_date - timezone.now()).total_seconds())) if row else 86_400
