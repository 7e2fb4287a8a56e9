"""Questionnaires that households answer themselves, and those where anybody may have a say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.core.refusals import NotFound
from linli.engines.campaigns.models import Campaign, Door, Visit
from linli.registry.access import Actor

OPEN = Q(is_open=True, state=Campaign.State.RUNNING)
ASKS_ANYONE = Q(targets=Campaign.Targets.ANYONE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire that waits for an answer."""

    code: str
    title: str
    ends_on: date | None


def open_questionnaire(code: str) -> Campaign:
    """Return the questionnaire behind a code. Raises ``NotFound``: never was, or has ended."""
    rows = Campaign.objects.select_related("community").filter(OPEN)
    campaign = rows.filter(code=code[:12].upper()).first()
    if campaign is None:
        raise NotFound(_("This questionnaire is not open. Perhaps it has ended."))
    return campaign


def asks(actor: Actor, campaign: Campaign) -> bool:
    """True when the questionnaire asks anybody, or the household that looks at it (≤ 1 query)."""
    if campaign.targets == Campaign.Targets.ANYONE:
        return True
    return actor.household_id is not None and _doors(actor).filter(campaign=campaign).exists()


def answered_at(actor: Actor, campaign: Campaign) -> datetime | None:
    """Return when the household last answered by its own key; None if it has not (≤ 1 query)."""
    if actor.household_id is None:
        return None
    own = Visit.objects.filter(
        campaign=campaign, household=actor.household_id, channel=Visit.Channel.OWN_KEY
    )
    return own.order_by("-at").values_list("at", flat=True).first()


def questionnaires_for(actor: Actor, community_id: int) -> list[Asked]:
    """Return the open questionnaires that wait for this household, or for anybody (1 query).

    What the household has answered does not stand there any more.
    """
    rows = Campaign.objects.filter(OPEN, community=community_id)
    if actor.household_id is None:
        rows = rows.filter(ASKS_ANYONE)
    else:
        asked = Exists(_doors(actor).filter(campaign=OuterRef("pk")))
        visits = Visit.objects.filter(campaign=OuterRef("pk"), household=actor.household_id)
        rows = rows.filter(ASKS_ANYONE | asked).exclude(Exists(visits.exclude(answers={})))
    columns = rows.order_by("ends_on", "pk").values_list("code", "title", "ends_on")
    return [Asked(*row) for row in columns]


def _doors(actor: Actor) -> QuerySet[Door]:
    """Return the doors that are the household's own."""
    home = actor.household_id
    own = Q(household=home) | Q(key__startswith="d", place__households=home)
    return Door.objects.filter(own)
