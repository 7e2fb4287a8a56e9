"""The answers that count, as far as posts reach: one a door, and those of passers-by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from linli.engines.campaigns.form_versions import forms_of
from linli.engines.campaigns.models import Campaign, Visit
from linli.engines.campaigns.queries.reach import doors_under, sees_all
from linli.forms import editing, validation
from linli.forms.schema import Form, Question
from linli.forms.values import Answers
from linli.registry.access import Actor

COLUMNS = (
    "id", "answers", "form_number", "day", "at", "outcome", "channel", "by_label", "door_id",
    "door__label", "door__building", "door__building__name", "household_id",
    "household__village", "household__dwelling__label",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """One visit whose answers count. ``door`` is "" for whoever came by."""

    id: int
    answers: Answers
    form_number: int
    day: date
    at: datetime
    outcome: str
    channel: str
    by: str
    door_id: int | None
    door: str
    building_id: int | None
    building: str
    household_id: int | None
    village: str


def visits_that_count(actor: Actor, campaign: Campaign) -> QuerySet[Visit]:
    """Return the newest answering visit of each door that a post reaches, and those without a door
    for whoever sees all."""
    counted = Q(pk__in=doors_under(actor, campaign).exclude(answer=None).values("answer"))
    if sees_all(actor, campaign):
        counted |= Q(campaign=campaign, door=None)
    return Visit.objects.filter(counted, campaign=campaign).exclude(answers={})


def counting_in(
    visits: QuerySet[Visit], *, buildings: Sequence[int], days: Sequence[str]
) -> QuerySet[Visit]:
    """Return of these visits those that count for a door of these buildings (0: in the open), or,
    without a door, on these days."""
    where = Q(door__building__in=buildings) | Q(door=None, day__in=days)
    if 0 in buildings:
        where |= Q(door__isnull=False, door__building=None)
    counted = Q(door__answer=F("pk")) | Q(door=None)
    return visits.filter(where, counted).exclude(answers={})


def answered(actor: Actor, campaign: Campaign) -> list[Answered]:
    """Return the answers within reach that count, by door and then by time (1 query)."""
    return answered_in(visits_that_count(actor, campaign))


def answered_in(visits: QuerySet[Visit]) -> list[Answered]:
    """Return these visits as answers, by door and then by time (1 query)."""
    rows = visits.order_by("door__order", "at", "pk")
    return [
        Answered(
            id=row["id"],
            answers=row["answers"],
            form_number=row["form_number"],
            day=row["day"],
            at=row["at"],
            outcome=row["outcome"],
            channel=row["channel"],
            by=row["by_label"],
            door_id=row["door_id"],
            door=row["door__label"] or row["household__dwelling__label"] or "",
            building_id=row["door__building"],
            building=row["door__building__name"] or "",
            household_id=row["household_id"],
            village=row["household__village"] or "",
        )
        for row in rows.values(*COLUMNS)
    ]


def whole_form(campaign: Campaign) -> tuple[Form, dict[int, Form]]:
    """Return the form with all that it ever asked, and its versions by number (1 query)."""
    versions = {number: form for (_campaign, number), form in forms_of([campaign.pk]).items()}
    newest, *older = (versions[number] for number in sorted(versions, reverse=True))
    return editing.with_older(newest, older), versions


def was_asked(visit: Answered, questions: Sequence[Question]) -> frozenset[str]:
    """Return the codes of what this visit was asked, given its own answers and its own form."""
    return frozenset(
        question.code for question in validation.shown(questions, visit.answers, today=visit.day)
    )
