"""What a household has: its matters and messages, and what the register holds of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.refusals import NotFound, Refusal
from linli.engines.cases import kinds
from linli.engines.cases.actions import filing
from linli.engines.cases.queries import resident
from linli.engines.cases.queries.resident import MyCase
from linli.faces import requests
from linli.faces.web.resident import plain_words, visitor
from linli.outbox.actions import read_all
from linli.outbox.queries import inbox, unread_count
from linli.registry import actions as register
from linli.registry.access import Actor
from linli.registry.models import Consent, Place
from linli.registry.queries import household_page
from linli.registry.queries.households import own_consent

WAITS_FOR_YOU = ("waiting", "resolved")  # these stand first


def waiting_first(rows: Iterable[MyCase]) -> list[MyCase]:
    """Put what waits for the resident on top."""
    return sorted(rows, key=lambda row: row.state not in WAITS_FOR_YOU)


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
            "rows": [plain_words.list_row(row, now=now) for row in waiting_first(rows)],
            "followed": [plain_words.list_row(row, now=now) for row in waiting_first(followed)],
            "older": f"?before={older}" if older else "",
            "unread": unread_count(actor),
        },
    )


def messages(request: HttpRequest) -> HttpResponse:
    """/mine/messages/: what the household was told. Opening the page reads them."""
    actor = visitor.actor_of(request)
    if actor.household_id is None:
        return redirect("mine")
    page = inbox(actor, after=requests.number(request.GET, "after"))
    if request.method == "POST":
        read_all(by=actor)
        return redirect("my_messages")
    return render(
        request,
        "web/resident/messages.html",
        {
            "tab": "mine",
            "rows": page.rows,
            "older": f"?after={page.older}" if page.older else "",
            "unread": any(not message.is_read for message in page.rows),
        },
    )


def my_data(request: HttpRequest) -> HttpResponse:
    """/mine/data/: all that the register holds of the household; POST asks for a change.

    POST ``wish`` (correct or erase) with ``text`` opens a matter; ``consent`` withdraws one.
    """
    actor, household = visitor.actor_of(request), visitor.household_of(request)
    if household is None or actor.household_id is None:
        return redirect("slip")
    context: dict[str, Any] = {"tab": "mine", "text": request.POST.get("text", "")}
    status = 200
    if request.method == "POST":
        try:
            return _change_asked(request, actor, household.community)
        except Refusal as refusal:
            context["fault"], status = refusal.sentence, refusal.status
    page = household_page(actor, actor.household_id)
    context |= {"household": page.household, "door": page.door, "members": page.members}
    return render(request, "web/resident/my_data.html", context, status=status)


def _change_asked(request: HttpRequest, actor: Actor, community: Place) -> HttpResponse:
    from django.contrib import messages as toasts

    consent_id = requests.number(request.POST, "consent")
    if consent_id is not None:
        register.withdraw_consent(_own_consent(actor, consent_id).pk, by=actor)
        toasts.success(request, _("Withdrawn. What rested on it alone is deleted."))
        return redirect("my_data")
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
    return redirect("my_case", filed.case.pk)


def _data_kind(community_id: int) -> str:
    """Return the kind for such a wish: never one that is shown in public, if there is one."""
    offered = {kind.code: kind for kind in kinds.on_in(community_id)}
    for code in ("personal_data", "papers", "policy_question", "other"):
        if code in offered and not offered[code].is_public:
            return code
    return next((code for code, kind in offered.items() if not kind.is_public), "other")


def _own_consent(actor: Actor, consent_id: int) -> Consent:
    consent = own_consent(actor, consent_id)
    if consent is None:
        raise NotFound(_("There is no such consent."))
    return consent
