"""The verb that sets right what a matter is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from linli.engines.cases import kinds
from linli.engines.cases.actions import kind_answers, notifications, public_text
from linli.engines.cases.actions.access import begin
from linli.engines.cases.actions.filing import set_deadlines, set_owner
from linli.engines.cases.actions.finish import finish
from linli.engines.cases.actions.ownership import OWNER
from linli.engines.cases.models import Case
from linli.registry.access import Actor


@transaction.atomic
def change_kind(
    case_id: int,
    *,
    by: Actor,
    version: int | None = None,
    kind: str = "",
    fields: Mapping[str, Any] | None = None,
    urgency: int | None = None,
    reroute: bool = True,
) -> Case:
    """Correct or confirm the kind: deadline and owner follow it, unless somebody has begun."""
    action = begin(case_id, "change_kind", by=by, version=version, kind=kind)
    case, before, owner = action.row, action.row.kind, action.row.owner_label
    chosen = kinds.find_in(case.community_id, kind) or kinds.get(kind)
    case.kind, case.kind_confirmed = chosen.code, True
    columns = {"kind", "kind_confirmed"}
    if before != chosen.code:
        columns |= public_text.turn_into(case, chosen)
    if urgency is not None and urgency in Case.Urgency.values:
        case.urgency = urgency
        case.danger = case.danger if urgency == Case.Urgency.EMERGENCY else ""
        columns |= {"urgency", "danger"}
    if fields is not None:
        case.fields = kind_answers.checked(chosen, fields, now=action.now)
        columns.add("fields")
    if before != chosen.code or urgency is not None:
        set_deadlines(case, kind=chosen)
        columns |= {"due_at", "warn_at", "answer_due_at"}
    if before != chosen.code and reroute and case.state in ("filed", "accepted", "assigned"):
        set_owner(case, place=case.place or case.community)
        columns |= set(OWNER)
    moved = owner != case.owner_label
    owners = {"owner": [owner, case.owner_label]} if moved else {}
    return finish(
        action, is_public=before != chosen.code, columns=columns,
        facts={"kind": chosen.code, "owner": case.owner_label, "due": case.due_at},
        change={"kind": [before, chosen.code], **owners},
        tell=(lambda case: notifications.tell_owner("case.assigned", case)) if moved else None,
    )  # fmt: skip
