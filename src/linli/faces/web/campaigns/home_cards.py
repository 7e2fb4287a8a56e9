"""The cards of campaigns on the resident's home: what is asked, and the promise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.engines.campaigns.queries import reached_share
from linli.engines.campaigns.queries.questionnaires import questionnaires_for
from linli.faces.web.resident import promises
from linli.faces.web.shared import times
from linli.faces.web.shared.face import AtHome, Card
from linli.registry.access import Actor
from linli.registry.models import Place


def cards(at: AtHome) -> Iterator[Card]:
    """Yield what waits for this household's answer, and how many households were reached."""
    if rows := questionnaires(at.actor, at.community, now=at.now):
        yield Card("web/campaigns/home_asked.html", {"rows": rows}, 10)
    if reached := every_household(at.community, now=at.now):
        yield Card("web/campaigns/home_reached.html", reached, 40)


def every_household(community: Place, *, now: datetime) -> dict[str, int] | None:
    """Return reached, occupied and percent; None while nobody was reached."""
    numbers = promises.kept(
        f"reached:{community.pk}", lambda: reached_share(community.pk, now=now, days=promises.DAYS)
    )
    return numbers if numbers["reached"] else None


def questionnaires(actor: Actor, community: Place, *, now: datetime) -> list[dict[str, str]]:
    """Return what waits to be answered by this household, or by anybody, as list rows."""
    today = timezone.localdate(now)
    return [
        {
            "href": reverse("questionnaire", args=[row.code]),
            "title": row.title,
            "soft": _("open until %(day)s") % {"day": times.day(row.ends_on, today=today)}
            if row.ends_on
            else "",
        }
        for row in questionnaires_for(actor, community.pk)
    ]
