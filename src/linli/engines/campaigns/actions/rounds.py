"""What comes after: the next round, last year's once more, and doors that came and went."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from linli.core import codes
from linli.core.now import now
from linli.core.rows import locked
from linli.engines.campaigns import rules
from linli.engines.campaigns.actions import door_selection, planning, walkers
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Campaign, Door
from linli.engines.campaigns.subjects import CAMPAIGNS
from linli.registry.access import Actor
from linli.registry.bulk import update_rows

SAME = (
    "community", "kind", "title", "about", "purpose", "targets", "chosen", "most_visits",
    "every_days", "is_open",
)  # fmt: skip


@transaction.atomic
def next_round(
    campaign_id: int,
    *,
    by: Actor,
    starts_on: date,
    ends_on: date | None = None,
    missing_only: bool = False,
) -> Campaign:
    """Plan the next round with the same form and people; only doors not done, if so wanted."""
    before = CAMPAIGNS.begin(campaign_id, "repeat", by=by).row
    if before.series_id is not None:  # two who plan the next round get two rounds
        CAMPAIGNS.lock([before.series_id])
    following = _again(before, starts_on=starts_on, ends_on=ends_on, by=by)
    rounds = Campaign.objects.filter(series=before.series_id).order_by("-round")
    following.series_id = before.series_id
    following.round = (rounds.values_list("round", flat=True).first() or 1) + 1
    following.chosen = {n: v for n, v in before.chosen.items() if n != "missed_in"}
    if missing_only:
        following.chosen["missed_in"] = before.pk
    return _write(following, before, by=by)


@transaction.atomic
def copy(
    campaign_id: int, *, by: Actor, starts_on: date, ends_on: date | None = None, title: str = ""
) -> Campaign:
    """Plan the same thing anew, such as last year's: a series of its own."""
    before = CAMPAIGNS.begin(campaign_id, "repeat", by=by).row
    again = _again(before, starts_on=starts_on, ends_on=ends_on, by=by)
    again.title = title or before.title
    again.chosen = {n: v for n, v in before.chosen.items() if n != "missed_in"}
    return _write(again, before, by=by)


@transaction.atomic
def refresh_doors(campaign_id: int, *, by: Actor) -> int:
    """Take in who moved in, set aside who left; return how many doors changed. Doors of a walker
    whose post has ended go to the others.

    A door stays: a visit to it may be on its way.
    """
    action = CAMPAIGNS.begin(campaign_id, "refresh_doors", by=by)
    campaign = action.row
    wanted = {door.key: door for door in door_selection.doors_for(campaign)}
    there = {
        door.key: door for door in locked(campaign.doors.select_related("household").order_by("pk"))
    }
    new = [door for key, door in wanted.items() if key not in there]
    changed = [door for key, door in there.items() if _renewed(door, wanted.get(key))]
    moved = [door for door in there.values() if door not in changed and _renumbered(door, wanted)]
    Door.objects.bulk_create(new, batch_size=planning.BATCH)
    update_rows([*changed, *moved], ["household", "state", "order", "label"])
    if walkers.retire(campaign) or new:
        walkers.give_free_doors(campaign)
    if new or changed:
        CAMPAIGNS.note(action, change={"new": len(new), "changed": len(changed)})
    return len(new) + len(changed)


def _renewed(door: Door, wanted: Door | None) -> bool:
    """Bring an unvisited door up to date; True if something about it changed."""
    if door.visits or door.state not in rules.UNDONE:
        return False
    if wanted is None:
        home = door.household
        has_left = home is None or home.moved_out_on is not None
        if door.key[0] not in "hp" or not has_left:
            return False
        door.state = Door.State.MOVED
        return True
    if door.household_id == wanted.household_id:
        return False
    door.household = wanted.household
    return True


def _renumbered(door: Door, wanted: dict[str, Door]) -> bool:
    """Give a door its present place in walking order, and its present name."""
    now = wanted.get(door.key)
    if now is None or (door.order, door.label) == (now.order, now.label):
        return False
    door.order, door.label = now.order, now.label
    return True


def _again(before: Campaign, *, starts_on: date, ends_on: date | None, by: Actor) -> Campaign:
    same: dict[str, Any] = {name: getattr(before, name) for name in SAME}
    return Campaign(
        **same, code=codes.new_code(), starts_on=starts_on, ends_on=ends_on,
        made_by_id=by.user_id, made_at=now(),
    )  # fmt: skip


def _write(campaign: Campaign, before: Campaign, *, by: Actor) -> Campaign:
    """Write it with the earlier one's form, and those of its people who still serve."""
    users = before.walkers.filter(is_active=True).values_list("user_id", flat=True)
    form = form_of(before.pk, before.form_number)
    serving = walkers.serving(campaign.community, users)
    return planning.write(campaign, form, people=sorted(serving), by=by)
