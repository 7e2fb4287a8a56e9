"""A resident's pages: home, the household's slip, my matters and messages, my data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from linli.core.refusals import NotFound, Refusal, TooMany
from linli.engines.cases import kinds
from linli.engines.cases.actions import filing
from linli.engines.cases.queries import public, resident
from linli.engines.cases.queries.public import PublicCase
from linli.engines.cases.queries.resident import MyCase
from linli.faces import requests
from linli.faces.web.resident import plain_words, promises, visitor
from linli.faces.web.shared.redirects import safe_next
from linli.outbox.actions import read_all
from linli.outbox.queries import inbox, unread_count
from linli.registry import actions as register
from linli.registry import keys, purposes
from linli.registry.access import SYSTEM, Actor
from linli.registry.models import Place
from linli.registry.queries import communities_of, household_page, nearest_posts

SHOWN_AT_HOME = 3
WAITS_FOR_YOU = ("waiting", "resolved")  # these stand first


def home(request: HttpRequest) -> HttpResponse:
    """/: one green action, two plain ones, my matters, the community's matters."""
    community = visitor.community_of(request)
    if community is None:
        return choose_community(request)
    actor, now = visitor.actor_of(request), timezone.now()
    household = visitor.household_of(request)
    rows, total = _my_rows(request, actor, now=now)
    shown = public.public_page(community.pk, limit=SHOWN_AT_HOME).rows
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
            "mine": rows,
            "mine_total": total,
            "unread": unread_count(actor),
            "public": [public_row(row, community, now=now) for row in shown],
            "promise": promises.every_case(community, now=now),
            "reached": promises.every_household(community, now=now),
            "questionnaires": plain_words.questionnaires(actor, community, now=now),
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
                return redirect(safe_next(request, fallback="/"))
    return render(
        request,
        "web/resident/communities.html",
        {"tab": "home", "communities": rows, "next": safe_next(request, fallback="/")},
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


def _my_rows(
    request: HttpRequest, actor: Actor, *, now: datetime
) -> tuple[list[dict[str, str]], int]:
    if actor.household_id is not None:
        rows = resident.mine(actor).rows
        total = resident.count_mine(actor)
    else:
        rows = resident.followed(visitor.followed_ids(request))
        total = len(rows)
    return [
        plain_words.list_row(row, now=now) for row in _waiting_first(rows)[:SHOWN_AT_HOME]
    ], total


def _waiting_first(rows: Iterable[MyCase]) -> list[MyCase]:
    """Put what waits for the resident on top."""
    return sorted(rows, key=lambda row: row.state not in WAITS_FOR_YOU)


def _worker(place: Place) -> dict[str, str] | None:
    """Return whom to call: the nearest grid worker who shows a telephone number."""
    for post in nearest_posts(place, "grid_worker"):
        if post.phone:
            return {"holder": post.holder, "phone": post.phone}
    return None


def public_row(row: PublicCase, community: Place, *, now: datetime) -> dict[str, str]:
    """Prepare a public matter for ``parts/row.html``: redacted text, building only."""
    tag, colour = plain_words.public_tag(row, now=now)
    written = row.public_text.strip()
    text = written or row.kind_label
    soft = (row.where, row.kind_label if written else "")  # the kind stands once
    return {
        "href": f"/open/{community.code}/{row.number}/",
        "title": text if len(text) <= 60 else text[:59].rstrip() + "…",
        "soft": " · ".join(part for part in soft if part),
        "tag": tag,
        "colour": colour,
    }


def mine(request: HttpRequest) -> HttpResponse:
    """/mine/: all matters of the household, or those this browser follows; the messages."""
    actor, now = visitor.actor_of(request), timezone.now()
    older = None
    if actor.household_id is not None:
        page = resident.mine(actor, before=requests.number(request.GET, "before"))
        rows, older = page.rows, page.older
    else:
        rows = ()
    own = {row.id for row in rows}
    followed = [
        row for row in resident.followed(visitor.followed_ids(request)) if row.id not in own
    ]
    return render(
        request,
        "web/resident/mine.html",
        {
            "tab": "mine",
            "household": visitor.household_of(request),
            "rows": [plain_words.list_row(row, now=now) for row in _waiting_first(rows)],
            "followed": [plain_words.list_row(row, now=now) for row in _waiting_first(followed)],
            "older": f"?before={older}" if older else "",
            "unread": unread_count(actor),
        },
    )


def messages(request: HttpRequest) -> HttpResponse:
    """/mine/messages/: what the household was told. Opening the page reads them."""
    actor = visitor.actor_of(request)
    if actor.household_id is None:
        return redirect("/mine/")
    page = inbox(actor, after=requests.number(request.GET, "after"))
    if request.method == "POST":
        read_all(by=actor)
        return redirect("/mine/messages/")
    return render(
        request,
        "web/resident/messages.html",
        {
            "tab": "mine",
            "rows": page.rows,
            "older": f"?after={page.older}" if page.older else "",
            "unread": any(not row["is_read"] for row in page.rows),
        },
    )


def open_slip(request: HttpRequest, code: str = "") -> HttpResponse:
    """/k/ and /k/CODE/: a household's slip. GET says whose it is, POST lets this browser act."""
    asked = code or request.POST.get("code", "") or request.GET.get("code", "")
    wanted = safe_next(request, fallback="/mine/")
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
    return redirect("/")


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


def my_data(request: HttpRequest) -> HttpResponse:
    """/mine/data/: all that the register holds of the household; POST asks for a change.

    POST ``wish`` (correct or erase) with ``text`` opens a matter; ``consent`` withdraws one.
    """
    actor, household = visitor.actor_of(request), visitor.household_of(request)
    if household is None or actor.household_id is None:
        return redirect("/k/")
    context: dict[str, Any] = {"tab": "mine", "text": request.POST.get("text", "")}
    status = 200
    if request.method == "POST":
        try:
            return _change_asked(request, actor, household.community)
        except Refusal as refusal:
            context["fault"], status = refusal.sentence, refusal.status
    context |= household_page(actor, actor.household_id)
    return render(request, "web/resident/my_data.html", context, status=status)


def _change_asked(request: HttpRequest, actor: Actor, community: Place) -> HttpResponse:
    from django.contrib import messages as toasts

    consent_id = requests.number(request.POST, "consent")
    if consent_id is not None:
        register.withdraw_consent(_own_consent(actor, consent_id), by=actor)
        toasts.success(request, _("Withdrawn. What rested on it alone is deleted."))
        return redirect("/mine/data/")
    wishes = {
        "correct": _("Please correct what you hold about my household:"),
        "erase": _("Please erase what you hold about my household:"),
    }
    wish = wishes.get(request.POST.get("wish", ""), wishes["correct"])
    text = request.POST.get("text", "").strip()
    if not text:
        raise Refusal(_("Please write what is to be changed, and for whom."))
    filed = filing.file_case(
        by=actor,
        community_id=community.pk,
        channel="household",
        kind=_data_kind(community.pk),
        text=f"{wish}\n{text}",
        title=_("Personal data: correction or erasure"),
    )
    return redirect(f"/my/{filed.case.pk}/")


def _data_kind(community_id: int) -> str:
    """Return the kind for such a wish: never one that is shown in public, if there is one."""
    offered = {kind.code: kind for kind in kinds.on_in(community_id)}
    for code in ("personal_data", "papers", "policy_question", "other"):
        if code in offered and not offered[code].is_public:
            return code
    return next((code for code, kind in offered.items() if not kind.is_public), "other")


def _own_consent(actor: Actor, consent_id: int) -> Any:
    from linli.registry.models import Consent

    consents = Consent.objects.select_related("person__household__dwelling")
    consent = consents.filter(pk=consent_id, person__household=actor.household_id).first()
    if consent is None:
        raise NotFound(_("There is no such consent."))
    return consent
