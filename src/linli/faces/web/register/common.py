"""Small things that several register pages share: crumbs, pages, lines of the record."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from linli.core.models import Line
from linli.core.record.words import spoken
from linli.registry.models import Household

MOST_LINES = 20


def crumbs_of(home: Household) -> list[dict[str, str]]:
    """Return the way back to a household."""
    return [
        {"href": "/register/", "label": _("Households")},
        {"href": f"/register/{home.pk}/", "label": home.dwelling.label},
    ]


def numbered_pages(query: QueryDict, *, page: int, pages: int) -> dict[str, str]:
    """Return ``newer`` and ``older`` as query strings that keep the filters."""

    def to(number: int) -> str:
        wanted = query.copy()
        wanted["page"] = str(number)
        return f"?{wanted.urlencode()}"

    return {
        "newer": to(page - 1) if page > 1 else "",
        "older": to(page + 1) if page < pages else "",
    }


def of_household(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the latest lines of the record about a household and its members (2 queries)."""
    home = context["household"]
    about_home = Line.objects.filter(subject_type="registry.household", subject_id=str(home.pk))
    members = [str(row["id"]) for row in context["members"]]
    about_members = Line.objects.filter(subject_type="registry.person", subject_id__in=members)
    lines = [
        *about_home.select_related("why").order_by("-number")[:MOST_LINES],
        *about_members.select_related("why").order_by("-number")[:MOST_LINES],
    ]
    lines.sort(key=lambda line: -line.number)
    return [
        {
            "words": spoken(line.verb),
            "by": line.actor_label,
            "at": line.at,
            "reason": line.reason,
        }
        for line in lines[:MOST_LINES]
    ]


def words_of(member: dict[str, Any]) -> str:
    """Say a member in one line: relation, sex, age, masked phone, whatever is known."""
    age = member["age"]
    parts = (
        member["relation"],
        str(member["sex_label"]),
        _("%(age)s years") % {"age": age} if age is not None else "",
        member["phone"],
    )
    return " · ".join(part for part in parts if part)
