"""The cards of matters on the resident's home: mine, the community's, and the promise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from linli.engines.cases.queries import public, resident
from linli.engines.cases.queries.public import PublicCase
from linli.engines.cases.queries.resident import promise_kept
from linli.faces.web.resident import plain_words, promises, visitor
from linli.faces.web.resident.mine import waiting_first
from linli.faces.web.shared.face import AtHome, Card
from linli.registry.models import Place

SHOWN_AT_HOME = 3


def cards(at: AtHome) -> Iterator[Card]:
    """Yield what this visitor raised, what the community shows, and how the promise is kept."""
    yield _mine(at)
    shown = public.public_page(at.community.pk, limit=SHOWN_AT_HOME).rows
    rows = [public_row(row, at.community, now=at.now) for row in shown]
    yield Card("web/resident/cards/public.html", {"rows": rows, "community": at.community}, 30)
    if promise := every_case(at.community, now=at.now):
        yield Card("web/resident/cards/promise.html", promise, 50)


def _mine(at: AtHome) -> Card:
    if at.actor.household_id is not None:
        rows, total = resident.mine(at.actor).rows, resident.count_mine(at.actor)
    else:
        rows = resident.followed(visitor.followed_ids(at.request))
        total = len(rows)
    shown = [plain_words.list_row(row, now=at.now) for row in waiting_first(rows)[:SHOWN_AT_HOME]]
    shows = {"rows": shown, "total": total, "household": at.household}
    return Card("web/resident/cards/mine.html", shows, 20)


def every_case(community: Place, *, now: datetime) -> dict[str, int] | None:
    """Return confirmed, raised and percent; None while nothing was raised."""
    numbers = promises.kept(
        f"promise:{community.pk}", lambda: promise_kept(community.pk, now=now, days=promises.DAYS)
    )
    if not numbers["raised"]:
        return None
    return {**numbers, "percent": 100 * numbers["confirmed"] // numbers["raised"]}


def public_row(row: PublicCase, community: Place, *, now: datetime) -> dict[str, str]:
    """Prepare a public matter for ``parts/row.html``: redacted text, building only."""
    tag, colour = plain_words.public_tag(row, now=now)
    written = row.public_text.strip()
    text = written or row.kind_label
    soft = (row.where, row.kind_label if written else "")  # the kind stands once
    return {
        "href": reverse("public_case", args=[community.code, row.number]),
        "title": text if len(text) <= 60 else text[:59].rstrip() + "…",
        "soft": " · ".join(part for part in soft if part),
        "tag": tag,
        "colour": colour,
    }
