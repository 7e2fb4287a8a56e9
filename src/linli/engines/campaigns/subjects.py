"""What the verbs of a campaign act on: it, its doors, disputes, and effects that were refused."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.engines.campaigns import workflows
from linli.engines.campaigns.models import Campaign, Conflict, Door, EffectRun, Visit, Walker
from linli.engines.campaigns.queries.access import may_come
from linli.engines.campaigns.queries.reach import SEE
from linli.registry import roles
from linli.registry.access import Actor
from linli.verbs.subject import M, Sentence, Subject
from linli.verbs.transitions import Workflow

READER = frozenset({"reader"})
STRANGER: frozenset[str] = frozenset()


class OfACampaign(Subject[M]):
    """What all of them have in common."""

    def past(self, verb: str) -> str:
        return workflows.PAST[verb]


class Campaigns(OfACampaign[Campaign]):
    """Campaigns."""

    name = "campaign"
    not_found = _("There is no such campaign, or it lies outside your post.")

    def rows(self) -> QuerySet[Campaign]:
        return Campaign.objects.select_related("community")

    def roles(self, actor: Actor, row: Campaign) -> frozenset[str]:
        """At most 1 query, none for who plans."""
        if actor.key == "system":
            return READER | {"planner"}
        if row.community_id not in actor.serves(SEE):
            return STRANGER
        if row.community_id in actor.reach("plan_campaigns").communities:
            return READER | {"planner"}
        walks = Walker.objects.filter(campaign=row, user=actor.user_id or 0).exists()
        return READER | {"walker"} if walks else READER

    def workflow(self, row: Campaign) -> Workflow:
        return workflows.CAMPAIGN

    def refuse_actor(self, row: Campaign, verb: str) -> Sentence:
        return roles.refusal("plan_campaigns")

    def refuse_state(self, row: Campaign, verb: str) -> Sentence:
        if verb == "end":
            return _("This campaign does not run.")
        if verb == "discard":
            return _("This campaign has started: it can be ended, not thrown away.")
        if row.state == Campaign.State.ENDED:
            return _("This campaign has ended. Plan its next round instead.")
        return _("This campaign has started already.")


class Doors(OfACampaign[Door]):
    """Doors of a campaign; ``campaign``, ``place`` and ``household`` come with them."""

    name = "door"
    not_found = _("There is no such door, or it lies outside your post.")

    def rows(self) -> QuerySet[Door]:
        return Door.objects.select_related("campaign", "place", "household")

    def roles(self, actor: Actor, row: Door) -> frozenset[str]:
        """At most 1 query for who may visit, 2 for others."""
        if may_come(actor, row, permission="visit"):
            return READER | {"household" if actor.household_id is not None else "visitor"}
        return READER if may_come(actor, row, permission=SEE) else STRANGER

    def workflow(self, row: Door) -> Workflow:
        return workflows.DOOR

    def state(self, row: Door) -> str:
        return row.campaign.state

    def community_id(self, row: Door) -> int:
        return row.campaign.community_id

    def refuse_actor(self, row: Door, verb: str) -> Sentence:
        return roles.refusal("visit")

    def refuse_state(self, row: Door, verb: str) -> Sentence:
        return _("This campaign has not started yet.")


class Conflicts(OfACampaign[Conflict]):
    """What is in dispute between a visit and the register."""

    name = "conflict"
    not_found = _("There is no such dispute, or it lies outside your post.")
    not_now = _("This has been settled already.")

    def rows(self) -> QuerySet[Conflict]:
        return Conflict.objects.select_related(
            "visit", "household", "door__campaign", "door__place"
        )

    def roles(self, actor: Actor, row: Conflict) -> frozenset[str]:
        if not may_come(actor, row.door, permission=SEE):
            return STRANGER
        may_settle = actor.may("edit_people", path=row.door.place.path)
        return READER | {"settler"} if may_settle else READER

    def workflow(self, row: Conflict) -> Workflow:
        return workflows.CONFLICT

    def state(self, row: Conflict) -> str:
        return "open" if row.settled_at is None else "settled"

    def move(self, row: Conflict, target: str, *, now: datetime) -> set[str]:
        row.settled_at = now
        return {"settled_at"}

    def community_id(self, row: Conflict) -> int:
        return row.door.campaign.community_id

    def refuse_actor(self, row: Conflict, verb: str) -> Sentence:
        return roles.refusal("edit_people")


class EffectRuns(OfACampaign[EffectRun]):
    """What followed from a visit; its line stands with the visit."""

    name = "visit"
    not_found = _("There is no such effect, or it lies outside your post.")
    not_now = _("This has been done already, or waits for a part of Linli to come.")

    def rows(self) -> QuerySet[EffectRun]:
        return EffectRun.objects.select_related(
            "visit__campaign", "visit__door__place", "visit__user"
        )

    def roles(self, actor: Actor, row: EffectRun) -> frozenset[str]:
        if actor.key == "system":
            return READER | {"clock"}
        if row.visit.community_id in actor.serves("edit_people"):
            return READER | {"settler"}
        return READER if row.visit.community_id in actor.serves(SEE) else STRANGER

    def workflow(self, row: EffectRun) -> Workflow:
        return workflows.EFFECT

    def community_id(self, row: EffectRun) -> int:
        return row.visit.community_id

    def written_on(self, row: EffectRun) -> models.Model:
        visit: Visit = row.visit
        return visit

    def refuse_actor(self, row: EffectRun, verb: str) -> Sentence:
        return roles.refusal("edit_people")


CAMPAIGNS, DOORS, CONFLICTS, EFFECT_RUNS = Campaigns(), Doors(), Conflicts(), EffectRuns()
