"""A resident's pages that belong to no engine: home, the household's slip, how data is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from linli.core.refusals import NotFound, TooMany
from linli.faces.web.resident import visitor
from linli.faces.web.shared.face import AtHome, home_cards
from linli.faces.web.shared.redirects import safe_next
from linli.outbox.queries import unread_count
from linli.registry import keys, purposes
from linli.registry.access import SYSTEM
from linli.registry.models import Place
from linli.registry.queries import communities_of, nearest_posts


def home(request: HttpRequest) -> HttpResponse:
    """/: one green action, two plain ones, and the cards of every engine."""
    community = visitor.community_of(request)
    if community is None:
        return choose_community(request)
    actor, now = visitor.actor_of(request), timezone.now()
    household = visitor.household_of(request)
    return render(
        request,
        "web/resident/home.html",
        {
            "tab": "home",
            "community": community,
            "community_name": community.name,
            "household": household,
            "greeting": greeting(timezone.localtime(now).hour),
            "worker": _worker(household.dwelling if household else community),
            "unread": unread_count(actor),
            "cards": home_cards(AtHome(request, community, actor, household, now)),
            "is_staff": request.user.is_authenticated,
        },
    )


def choose_community(request: HttpRequest) -> HttpResponse:
    """/communities/: a visitor chooses; POST community, next."""
    rows = communities_of(SYSTEM)
    if request.method == "POST":
        for place in rows:
            if place.code == request.POST.get("community"):
                visitor.choose(request, place)
                return redirect(safe_next(request, fallback=reverse("home")))
    return render(
        request,
        "web/resident/communities.html",
        {"tab": "home", "communities": rows, "next": safe_next(request, fallback=reverse("home"))},
    )


def greeting(hour: int) -> str:
    """Greet by the hour of the day (0 to 23)."""
    if hour < 5:
        return pgettext("greeting", "It is late")
    if hour < 12:
        return pgettext("greeting", "Good morning")
    if hour < 18:
        return pgettext("greeting", "Good afternoon")
    return pgettext("greeting", "Good evening")


def _worker(place: Place) -> dict[str, str] | None:
    """Return whom to call: the nearest grid worker who shows a telephone number."""
    for post in nearest_posts(place, "grid_worker"):
        if post.phone:
            return {"holder": post.holder, "phone": post.phone}
    return None


def open_slip(request: HttpRequest, code: str = "") -> HttpResponse:
    """/k/ and /k/CODE/: a household's slip. GET says whose it is, POST lets this browser act."""
    asked = code or request.POST.get("code", "") or request.GET.get("code", "")
    wanted = safe_next(request, fallback=reverse("mine"))
    context: dict[str, Any] = {"tab": "mine", "typed": asked, "next": wanted}
    status = 200
    if asked:
        try:
            key = keys.key_of_code(asked[:40], address=visitor.address(request))
        except (NotFound, TooMany) as refusal:
            context["fault"], status = refusal.sentence, refusal.status
        else:
            if request.method == "POST" and request.POST.get("enter"):
                visitor.enter(request, key)
                return redirect(wanted)
            context["household"] = key.household
            context["code"] = asked
    return render(request, "web/resident/slip.html", context, status=status)


@require_POST
def leave_device(request: HttpRequest) -> HttpResponse:
    """Let this browser act for the household no longer."""
    visitor.leave(request)
    return redirect("home")


def privacy(request: HttpRequest) -> HttpResponse:
    """/privacy/: why data is kept, on which ground, for how long, and what one may ask."""
    community = visitor.community_of(request)
    rows = [
        {
            "label": purpose.label,
            "notice": purpose.notice,
            "by_law": purpose.basis == "legal_duty",
            "days": purposes.keep_days(purpose.code, community.pk)
            if community
            else purpose.keep_days,
        }
        for purpose in purposes.PURPOSES.values()
    ]
    return render(
        request,
        "web/resident/privacy.html",
        {"tab": "mine", "rows": rows, "household": visitor.household_of(request)},
    )
