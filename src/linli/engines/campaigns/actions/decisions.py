"""What a person decides: which side of a dispute is right, who comes first, an effect refused."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import record
from linli.core.now import now
from linli.core.refusals import Invalid, NotFound, OutOfDate
from linli.engines.campaigns import effects
from linli.engines.campaigns.actions.visit_facts import close_settled
from linli.engines.campaigns.models import Conflict, Door, EffectRun
from linli.engines.campaigns.queries.access import campaign_for, door_for
from linli.registry import facts
from linli.registry.access import Actor, require


@transaction.atomic
def settle(conflict_id: int, *, choice: str, by: Actor) -> Conflict:
    """Settle a dispute: "said" writes what was heard at the door, "standing" leaves the register.

    Raises ``OutOfDate`` when it is settled already, ``Invalid`` when the register cannot hold it.
    """
    rows = Conflict.objects.select_for_update(of=("self",), no_key=True).select_related(
        "visit", "household"
    )
    conflict = rows.filter(pk=conflict_id).first()
    if conflict is None:
        raise NotFound(_("There is no such dispute, or it lies outside your post."))
    door = door_for(by, conflict.door_id)
    require(by, "edit_people", path=door.place.path)
    if conflict.settled_at is not None:
        raise OutOfDate(_("This has been settled already."))
    if choice not in ("said", "standing"):
        raise Invalid(_("Choose what the register says, or what was said at the door."))
    if choice == "said":
        visit = conflict.visit
        facts.state(
            conflict.household, conflict.property, conflict.said, source=f"visit:{visit.uid}",
            at=visit.at, by=by,
        )  # fmt: skip
    conflict.settled_at, conflict.settled_by_id = now(), by.user_id
    conflict.choice = choice
    conflict.save(update_fields=["settled_at", "settled_by", "choice"])
    if choice == "said":
        close_settled(conflict.household, {conflict.property: conflict.said})
    record.note(
        "conflict.settled",
        conflict,
        by=by,
        community_id=door.campaign.community_id,
        change={"property": conflict.property, "choice": choice},
        at=now(),
    )
    return conflict


@transaction.atomic
def move_up(door_id: int, *, by: Actor, to: int) -> Door:
    """Put a door before the others (1), behind them (-1), or where it was (0)."""
    door = door_for(by, door_id, permission="visit", lock=True)
    if to not in (-1, 0, 1):
        raise Invalid(_("A door goes up, down, or back to its place."))
    before, door.moved_up = door.moved_up, to
    door.save(update_fields=["moved_up"])
    record.note(
        "door.moved",
        ("campaigns.door", door.pk),
        by=by,
        community_id=door.campaign.community_id,
        change={"order": [before, to]},
        at=now(),
    )
    return door


@transaction.atomic
def run_effect(run_id: int, *, by: Actor) -> EffectRun:
    """Do what a visitor's post did not allow, or what was refused then, by one's own post."""
    run = EffectRun.objects.select_related("visit").filter(pk=run_id).first()
    if run is None:
        raise NotFound(_("There is no such effect, or it lies outside your post."))
    campaign = campaign_for(by, run.visit.campaign_id, permission="edit_people")
    if not effects.run_again(run.pk, by=by):
        raise OutOfDate(_("This has been done already, or waits for a part of Linli to come."))
    run.refresh_from_db()
    record.note(
        "visit.effect_run",
        run.visit,
        by=by,
        community_id=campaign.community_id,
        change={"effect": run.do, "state": run.state},
        at=now(),
    )
    return run
