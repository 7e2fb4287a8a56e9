"""What a person decides: which side of a dispute is right, who comes first, an effect refused."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.refusals import Invalid, OutOfDate
from linli.engines.campaigns import effects
from linli.engines.campaigns.actions.visit_facts import close_settled
from linli.engines.campaigns.models import Conflict, Door, EffectRun
from linli.engines.campaigns.subjects import CONFLICTS, DOORS, EFFECT_RUNS
from linli.registry import facts
from linli.registry.access import Actor


@transaction.atomic
def settle(conflict_id: int, *, choice: str, by: Actor) -> Conflict:
    """Settle a dispute: "said" writes what was heard at the door, "standing" leaves the register.

    Raises ``OutOfDate`` when it is settled already, ``Invalid`` when the register cannot hold it.
    """
    action = CONFLICTS.begin(conflict_id, "settle", by=by)
    conflict = action.row
    if choice not in ("said", "standing"):
        raise Invalid(_("Choose what the register says, or what was said at the door."))
    if choice == "said":
        visit = conflict.visit
        facts.state(
            conflict.household, conflict.property, conflict.said, source=f"visit:{visit.uid}",
            at=visit.at, by=by,
        )  # fmt: skip
    conflict.settled_by_id, conflict.choice = by.user_id, choice

    def then(conflict: Conflict) -> None:
        if choice == "said":
            close_settled(conflict.household, {conflict.property: conflict.said})

    change = {"property": conflict.property, "choice": choice}
    return CONFLICTS.finish(action, columns=["settled_by", "choice"], change=change, then=then)


@transaction.atomic
def move_up(door_id: int, *, by: Actor, to: int) -> Door:
    """Put a door before the others (1), behind them (-1), or where it was (0)."""
    action = DOORS.begin(door_id, "move_up", by=by)
    if to not in (-1, 0, 1):
        raise Invalid(_("A door goes up, down, or back to its place."))
    before, action.row.moved_up = action.row.moved_up, to
    return DOORS.finish(action, columns=["moved_up"], change={"order": [before, to]})


@transaction.atomic
def run_effect(run_id: int, *, by: Actor) -> EffectRun:
    """Do what a visitor's post did not allow, or what was refused then, by one's own post."""
    action = EFFECT_RUNS.begin(run_id, "run", by=by)
    run = action.row
    if not effects.run_again(run, by=by):
        raise OutOfDate(EFFECT_RUNS.not_now)
    EFFECT_RUNS.note(action, change={"effect": run.do, "state": run.state})
    return run
