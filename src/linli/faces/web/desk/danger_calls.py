"""Whom to call at once: what the pages show first when somebody is in danger."""

from __future__ import annotations

from typing import Any

from linli.engines.cases.danger import community_lists
from linli.engines.cases.danger.contacts import calls
from linli.engines.cases.danger.shipped import shipped
from linli.engines.cases.models import Case
from linli.registry.models import Place


def at(place: Place, text: str, *, is_refused: bool = False) -> dict[str, Any]:
    """Return what a page at this place shows: the dangers that the raw words tell, else those that
    belong to the place; when a report is refused, at least the numbers of always."""
    community_id = place.community_id or place.pk
    matches = community_lists.read(community_id, text, place_kind=place.kind)
    codes = [match.danger for match in matches] or _usual(community_id, place.kind)
    shows = bool(codes) or is_refused
    return {
        "danger": shipped().dangers[matches[0].danger].label if matches else "",
        "calls": calls(community_id, codes, place=place) if shows else [],
        "always": calls(community_id),
    }


def of_case(case: Case) -> dict[str, Any]:
    """Return what the pages of a matter show: whom to call while an emergency is not solved."""
    about = shipped().dangers.get(case.danger)
    if case.urgency < Case.Urgency.EMERGENCY or case.closed_at or case.state == "resolved":
        return {"danger": "", "calls": []}
    codes = [case.danger] if about else []
    listed = calls(case.community_id, codes, place=case.place or case.community)
    return {"danger": about.label if about else "", "calls": listed}


def _usual(community_id: int, place_kind: str) -> list[str]:
    """Return the dangers that belong to a kind of place: somebody may be trapped in a lift."""
    return [
        danger.code
        for danger in community_lists.of(community_id).lists.dangers
        if place_kind in danger.at
    ]
