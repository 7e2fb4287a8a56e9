"""The public page of a community: what was asked, what became of it; and its Atom feed."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.core.refusals import NotFound
from linli.engines.cases.queries import public
from linli.engines.cases.queries.public import PublicCase
from linli.engines.cases.workflows import CLOCK
from linli.faces import requests
from linli.faces.web.resident import objections, plain_words, visitor
from linli.faces.web.resident.home import choose_community
from linli.faces.web.resident.matter_cards import public_row
from linli.faces.web.shared import times
from linli.registry.models import Place
from linli.registry.queries import buildings, place_by_code

IN_THE_FEED = 50
MOST_TYPED = 40
STATES = ("open", "closed")


def communities(request: HttpRequest) -> HttpResponse:
    """/open/: the visitor's community, or a choice of them."""
    community = visitor.community_of(request)
    if community is None:
        return choose_community(request)
    return redirect("public_page", community.code)


def page(request: HttpRequest, code: str) -> HttpResponse:
    """/open/CODE/: filters are links; pages go by cursor."""
    community = _community(code)
    asked = _asked(request)
    shown = public.public_page(
        community.pk,
        kind=asked["kind"],
        state=asked["state"],
        building=requests.number(asked, "building"),
        typed=asked["q"],
        cursor=request.GET.get("at", "")[:60],
    )
    now = timezone.now()
    return render(
        request,
        "web/resident/public/page.html",
        {
            "tab": "open",
            "community": community,
            "community_name": community.name,
            "rows": [_row(row, community, now=now) for row in shown.rows],
            "older": _link(asked, at=shown.older),
            "newer": _link(asked, at=shown.newer),
            "asked": asked,
            "states": [
                {"label": label, "href": _link({**asked, "state": state}, keep=True),
                 "is_chosen": asked["state"] == state}
                for state, label in (
                    ("", pgettext("public", "All")),
                    ("open", pgettext("public", "Open")),
                    ("closed", pgettext("public", "Closed")),
                )
            ],
            "kinds": public.kinds_shown(community.pk),
            "buildings": [(str(place.pk), place.name) for place in buildings(community.pk)],
            "is_narrowed": any(asked.values()),
        },
    )  # fmt: skip


def case_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """/open/CODE/NUMBER/: one public matter, with "me too" while it is open."""
    community = _community(code)
    page = public.public_case(community.pk, number)
    row = page.case
    now = timezone.now()
    tag, colour = plain_words.public_tag(row, now=now)
    return render(
        request,
        "web/resident/public/case.html",
        {
            "tab": "open",
            "community": community,
            "row": row,
            "photos": page.photos,
            "tag": tag,
            "colour": colour,
            "opened": times.near(row.opened_at, now=now),
            "closed": times.near(row.closed_at, now=now) if row.closed_at else "",
            "due": times.due(row.due_at, now=now) if row.due_at and CLOCK.runs(row.state) else "",
            "is_open": row.closed_at is None,
            "look": row.look,
            "answered": objections.answered(request, row.id),
            "joined": request.GET.get("joined") == "1",
        },
    )


def feed(request: HttpRequest, code: str) -> HttpResponse:
    """/open/CODE/feed.atom: the newest public matters, for whoever reads along."""
    community = _community(code)
    link = request.build_absolute_uri(reverse("public_page", args=[community.code]))
    atom = Atom1Feed(
        title=_("%(community)s in the open") % {"community": community.name},
        link=link,
        description="",
        feed_url=request.build_absolute_uri(),
        author_name=community.name,
        feed_guid=link,
    )
    now = timezone.now()
    for row in public.public_page(community.pk, limit=IN_THE_FEED).rows:
        prepared = _row(row, community, now=now)
        address = request.build_absolute_uri(prepared["href"])
        atom.add_item(
            title=prepared["title"],
            link=address,
            unique_id=address,
            description="\n".join(
                part
                for part in (
                    row.public_text,
                    prepared["soft"],
                    prepared["tag"],
                    row.public_result,
                )
                if part
            ),
            pubdate=row.opened_at,
            updateddate=row.updated_at,
            categories=[row.kind_label],
        )
    return HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    state = request.GET.get("state", "")
    return {
        "kind": request.GET.get("kind", "")[:60],
        "state": state if state in STATES else "",
        "building": request.GET.get("building", "")[:12],
        "q": request.GET.get("q", "").strip()[:MOST_TYPED],
    }


def _community(code: str) -> Place:
    place = place_by_code(code)
    if place.kind != "community":
        raise NotFound(_("There is no such community."))
    return place


def _row(row: PublicCase, community: Place, *, now: datetime) -> dict[str, str]:
    prepared = dict(public_row(row, community, now=now))
    prepared["when"] = times.near(row.opened_at, now=now)
    prepared["result"] = row.public_result
    prepared["supporters"] = str(row.supporters or "")
    return prepared


def _link(asked: dict[str, str], *, at: str = "", keep: bool = False) -> str:
    """Return a query string; empty when there is no such page."""
    if not at and not keep:
        return ""
    parts = {name: value for name, value in {**asked, "at": at}.items() if value}
    return f"?{urlencode(parts)}"
