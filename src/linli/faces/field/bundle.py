"""What the phone takes along before it goes where there is no signal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from linli.core import codes
from linli.core.labels import Label
from linli.engines.campaigns.actions import note_bundle
from linli.engines.campaigns.queries import field_bundle
from linli.engines.cases import kinds
from linli.engines.cases.danger.contacts import calls
from linli.faces.field import ended
from linli.faces.field.auth import NOT_A_WALKER, VISIT, WalkerRequest, walkers_phone
from linli.registry.access import Actor
from linli.registry.facts import version_of

KEPT_SECONDS = 14 * 24 * 3600  # how long it is known what a log-in's phone holds
SECONDS_LEFT = "X-Signed-In-Seconds"


@require_safe
@gzip_page
@never_cache
@walkers_phone
def bundle(request: WalkerRequest) -> HttpResponse:
    """Return the bundle, and for how long the phone may keep it: until the log-in ends.

    304 while the phone holds it as it is. What it takes along anew of people is one line of the
    record; what it holds already, or may forget, is none.
    """
    get_token(request)  # sets the cookie that the phone sends back with what it uploads
    now = timezone.now()
    told = field_bundle(request.actor, now=now)
    communities = {one["community"] for one in told["campaigns"]}
    told |= {
        "kinds": {community: _kinds(community) for community in sorted(communities)},
        "size": "large" if request.COOKIES.get("size") == "large" else "ordinary",
        "language": get_language(),
        "calls": {community: _calls(community) for community in sorted(communities)},
        "sentence": "" if request.actor.may(VISIT) else _why_none(request.actor),
    }
    tag = f'W/"{codes.opaque(_json(told), purpose="bundle")[:32]}"'
    held = request.headers.get("If-None-Match", "")
    left = _seconds_left(request)
    answer: HttpResponse
    if held == tag:
        answer = HttpResponseNotModified()
    else:
        _note_taking(request, told, tag=tag, held=held)
        body = _json({**told, "signed_in_seconds": left})
        answer = HttpResponse(body, content_type="application/json")
    answer["ETag"], answer[SECONDS_LEFT] = tag, str(left)
    return answer


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)


def _note_taking(request: WalkerRequest, told: Mapping[str, Any], *, tag: str, held: str) -> None:
    """Write the line, unless the phone holds what came last and nothing of people is new in it."""
    known_at = f"bundle:{request.session.session_key}:{request.actor.key}"
    doors = {
        one["id"]: version_of([one["name"], one["note"], sorted(one["known"].items())])
        for campaign in told["campaigns"]
        for one in campaign["doors"]
        if one["is_open"]
    }
    last_tag, last_doors = cache.get(known_at, ("", {}))
    if held != last_tag or not doors.items() <= last_doors.items():
        note_bundle(told, by=request.actor)
    cache.set(known_at, (tag, last_doors | doors), KEPT_SECONDS)


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


def _calls(community_id: int) -> list[dict[str, str]]:
    """Return whom to call when a matter raised at the door is one of danger (≤ 2 queries)."""
    return [{"label": call.label, "phone": call.phone} for call in calls(community_id)]


def _why_none(actor: Actor) -> str:
    """Say why there is no round for who may not visit."""
    post = ended.last_post(actor)
    return ended.says(post) if post else str(NOT_A_WALKER)


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _seconds_left(request: WalkerRequest) -> int:
    """Return how long the log-in still holds (1 query); a session that is not kept, one day."""
    model = getattr(request.session, "model", None)
    row = model.objects.filter(pk=request.session.session_key).first() if model else None
    return max(0, int((row.expire_date - timezone.now()).total_seconds())) if row else 86_400
