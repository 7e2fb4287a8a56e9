"""A household's visits, on its page in the register."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.engines.campaigns.queries import visits_of_household
from linli.engines.campaigns.queries.reached import VisitRow
from linli.faces.web.campaigns import states as visit_states
from linli.faces.web.shared import times
from linli.faces.web.shared.face import HouseholdPart
from linli.faces.web.shared.lines import ListLine
from linli.registry.access import Actor


def part(actor: Actor, household_id: int) -> HouseholdPart:
    """Return the visits to a household."""
    rows = _rows(visits_of_household(actor, household_id))
    return HouseholdPart(_("Visits so far"), rows, empty=_("Nobody was here yet."))


def _rows(rows: list[VisitRow]) -> list[ListLine]:
    """Return visits as list rows: what it was about, when and by whom, how it went."""
    now = timezone.localtime()
    return [
        ListLine(
            href=reverse("campaign_door", args=[row.door]) if row.door else "",
            title=row.campaign,
            soft=" · ".join((times.near(row.at, now=now), row.by, row.channel)),
            tag=row.word,
            colour=visit_states.COLOURS.get(row.outcome, "mute"),
        )
        for row in rows
    ]
