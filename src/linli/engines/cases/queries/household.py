"""A household's matters, as the register's page of the household shows them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Count

from linli.engines.cases.models import Case
from linli.engines.cases.queries.desk_filters import in_reach
from linli.registry.access import Actor

SHOWN = 20


@dataclass(frozen=True, slots=True)
class HouseholdCase:
    """A matter as a line of its household's page; the fields are its columns, in this order."""

    id: int
    number: int
    title: str
    place_label: str
    state: str
    closing: str
    due_at: datetime | None
    owner_label: str


COLUMNS = tuple(field.name for field in fields(HouseholdCase))


def cases_of_household(actor: Actor, household_id: int) -> list[HouseholdCase]:
    """Return a household's latest matters within the actor's reach, newest first (one query)."""
    rows = Case.objects.filter(in_reach(actor), household=household_id).order_by("-id")
    return [HouseholdCase(*row) for row in rows.values_list(*COLUMNS)[:SHOWN]]


def open_by_household(actor: Actor, community_id: int) -> dict[int, int]:
    """Return household → its open matters within the actor's reach (one query)."""
    mine = Case.objects.filter(in_reach(actor), community=community_id, household__isnull=False)
    rows = mine.exclude(state="closed").values_list("household")
    return dict(rows.annotate(n=Count("pk")).order_by())


def is_of_household(case_id: int, household_id: int) -> bool:
    """True for a matter that the household raised (1 query)."""
    return Case.objects.filter(pk=case_id, household=household_id).exists()
