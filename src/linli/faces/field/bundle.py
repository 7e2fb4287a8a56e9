"""What the phone takes along before it goes where there is no signal."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from linli.core import codes
from linli.core.sessions import seconds_left
from linli.engines.campaigns.actions import note_bundle
from linli.engines.campaigns.queries.bundle import field_bundle
from linli.engines.campaigns.queries.bundle_types import FieldBundle
from linli.faces.field import offers
from linli.faces.field.auth import WalkerRequest, walkers_phone
from linli.faces.field.posts import VISIT, why_not_walking
from linli.faces.field.schemas import BundleOut
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
    along = field_bundle(request.actor, now=timezone.now())
    communities = sorted({campaign.community for campaign in along.campaigns})
    shown = {
        "me": along.me,
        "campaigns": along.campaigns,
        "posts": along.posts,
        "places": along.places,
        "plan": along.plan,
        **offers.along(communities),
        "size": "large" if request.COOKIES.get("size") == "large" else "ordinary",
        "language": get_language() or settings.LANGUAGE_CODE,
        "sentence": "" if request.actor.may(VISIT) else why_not_walking(request.actor),
    }
    body = BundleOut.model_validate(shown).model_dump_json()
    tag = f'W/"{codes.opaque(body, purpose="bundle")[:32]}"'
    held = request.headers.get("If-None-Match", "")
    left = seconds_left(request.session)
    answer: HttpResponse
    if held == tag:
        answer = HttpResponseNotModified()
    else:
        _note_taking(request, along, tag=tag, held=held)
        # How long the log-in holds is no part of the tag: it differs from second to second.
        whole = f'{body[:-1]},"signed_in_seconds":{left}}}'
        answer = HttpResponse(whole, content_type="application/json")
    answer["ETag"], answer[SECONDS_LEFT] = tag, str(left)
    return answer


def _note_taking(request: WalkerRequest, along: FieldBundle, *, tag: str, held: str) -> None:
    """Write the line, unless the phone holds what came last and nothing of people is new in it."""
    known_at = f"bundle:{request.session.session_key}:{request.actor.key}"
    doors = {
        door.id: version_of([door.name, door.note, sorted(door.known.items())])
        for campaign in along.campaigns
        for door in campaign.doors
        if door.is_open
    }
    last_tag, last_doors = cache.get(known_at, ("", {}))
    if held != last_tag or not doors.items() <= last_doors.items():
        note_bundle(along, by=request.actor)
    cache.set(known_at, (tag, last_doors | doors), KEPT_SECONDS)
