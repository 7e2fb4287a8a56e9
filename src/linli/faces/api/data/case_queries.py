"""Matters and their kinds as the data API gives them, narrowed to the token's posts."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

from linli.core.text import mask_name, mask_phone
from linli.engines.cases import kinds
from linli.engines.cases.models import Case
from linli.engines.cases.queries import in_reach
from linli.engines.cases.queries.desk_case import desk_case
from linli.engines.cases.series import SERIES
from linli.registry.access import Actor

CASE_COLUMNS = (
    "id", "number", "community_id", "kind", "title", "state", "closing", "urgency", "channel",
    "external_id", "place_label", "owner_label", "opened_at", "due_at", "closed_at", "updated_at",
    "supporters", "version",
)  # fmt: skip


def cases(
    actor: Actor,
    *,
    community: int | None,
    kind: str,
    state: str,
    updated_since: datetime | None,
    before: int | None,
    limit: int,
) -> dict[str, Any]:
    """Return a page of matters in reach, newest first (1 query). ``state`` may be "open"."""
    cases = Case.objects.filter(in_reach(actor))
    if community:
        cases = cases.filter(community=community)
    if kind:
        cases = cases.filter(kind=kind)
    if state == "open":
        cases = cases.filter(closed_at=None)
    elif state:
        cases = cases.filter(state=state)
    if updated_since:
        cases = cases.filter(updated_at__gte=updated_since)
    if before:
        cases = cases.filter(id__lt=before)
    rows = [_named(row) for row in cases.order_by("-id").values(*CASE_COLUMNS)[: limit + 1]]
    more, rows = len(rows) > limit, rows[:limit]
    return {"rows": rows, "before": rows[-1]["id"] if more else None}


def _named(row: dict[str, Any]) -> dict[str, Any]:
    row["reference"] = SERIES.reference(row.pop("number"))
    row["place"] = row.pop("place_label")
    row["owner"] = row.pop("owner_label")
    return row


def case_row(case: Case) -> dict[str, Any]:
    """Return a matter as a row of the list."""
    return _named({column: getattr(case, column) for column in CASE_COLUMNS})


def case(actor: Actor, case_id: int) -> dict[str, Any]:
    """Return one matter with its story. Raises ``NotFound``."""
    page = desk_case(actor, case_id)
    case = page.case
    return {
        **case_row(case),
        "text": case.text,
        "fields": case.fields,
        "place_code": case.place.code if case.place else None,
        "is_public": case.is_public,
        "stars": case.stars,
        "is_solved": case.is_solved,
        "reporter": {
            "name": mask_name(case.reporter_name) if case.reporter_name else "",
            "phone": mask_phone(case.reporter_phone) if case.reporter_phone else "",
        },
        "story": page.story,
        "verbs": list(page.verbs),
    }


def programmes() -> list[dict[str, Any]]:
    """Return what this house runs: programmes with their kinds."""
    found = sorted(kinds.all(), key=lambda kind: kind.programme)
    shown = []
    for code, group in groupby(found, key=lambda kind: kind.programme):
        members = list(group)
        shown.append(
            {
                "code": code,
                "label": members[0].programme_label,
                "kinds": [_kind(kind) for kind in members],
            }
        )
    return shown


def _kind(kind: kinds.Kind) -> dict[str, Any]:
    deadline = kind.deadline
    return {
        "code": kind.code,
        "label": kind.label,
        "category": kind.category.code,
        "workflow": kind.workflow,
        "deadline": f"{deadline.amount} {deadline.unit}" if deadline else None,
        "is_public": kind.is_public,
        "fields": [
            {
                "code": field.code,
                "type": field.type,
                "label": field.label,
                "required": field.required,
                "options": [
                    {"code": option.code, "label": option.label} for option in field.options
                ],
            }
            for field in kind.questions
        ],
    }
