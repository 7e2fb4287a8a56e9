"""The one guarded way to a matter: who may come in, as what, and with which verb."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.engines.cases import kinds
from linli.engines.cases.actions import times
from linli.engines.cases.models import Case, DepartmentCall, Step
from linli.engines.cases.queries.reach import reaches
from linli.engines.cases.verbs import NEEDS, VERBS
from linli.engines.cases.workflows import WORKFLOWS
from linli.registry.access import Actor
from linli.registry.queries.places import by_ids
from linli.verbs.subject import Action, Subject
from linli.verbs.transitions import ANYBODY, Workflow

ERASED = "erased:"  # how the follow index of a matter begins whose reporter was erased
STAFF_OF_THE_HOUSE = frozenset({"dispatcher", "owner", "reviewer", "staff", "inspector", "clock"})
CaseAction = Action[Case]


def with_places(case: Case) -> None:
    """Fetch community, building and place together (1 query): three joins cost twice as much."""
    ids = {pk for pk in (case.community_id, case.building_id, case.place_id) if pk}
    places = by_ids(ids)
    case.community = places[case.community_id]
    case.building = places[case.building_id] if case.building_id else None
    case.place = places[case.place_id] if case.place_id else None


def may_see(actor: Actor, case: Case) -> bool:
    """True for who raised it, for the house, and for staff whose posts reach it."""
    if actor.key == "system" or is_reporter(actor, case):
        return True
    if not actor.posts or actor.only_in not in (None, case.community_id):
        return False
    return reaches(actor, case) or is_department(actor, case)


def is_reporter(actor: Actor, case: Case) -> bool:
    """True for the household that raised it, and for who holds its follow code."""
    if actor.household_id is not None and actor.household_id == case.household_id:
        return True
    if case.follow_index.startswith(ERASED):  # a browser that still follows it
        return False
    return actor.case_id is not None and actor.case_id == case.pk


def is_department(actor: Actor, case: Case) -> bool:
    """True for the staff of an organisation that was called in (1 query)."""
    if not actor.organisations:
        return False
    return DepartmentCall.objects.filter(case=case, organisation__in=actor.organisations).exists()


def path_of(case: Case) -> str:
    """Return the path by which posts reach the matter: its building's, else its community's."""
    return str(case.building.path if case.building else case.community.path)


def roles_of(actor: Actor, case: Case) -> frozenset[str]:
    """Return what the actor is to this matter, in the words of the workflow table."""
    who = {ANYBODY}
    if is_reporter(actor, case):
        who.add("reporter")
    if actor.key == "system":
        return frozenset(who | STAFF_OF_THE_HOUSE)
    if not actor.posts:
        return frozenset(who)
    path = path_of(case)
    who.add("staff")
    if actor.may("dispatch_cases", path=path):
        who.add("dispatcher")
        if case.state == Case.State.INSPECTING and not _resolved_by(actor, case):
            who.add("inspector")
    if actor.may("review_cases", path=path):
        who.add("reviewer")
    if _owns(actor, case, path):
        who.add("owner")
    if is_department(actor, case):
        who.add("department")
    return frozenset(who)


def _owns(actor: Actor, case: Case, path: str) -> bool:
    if case.post_id and any(post.id == case.post_id for post in actor.posts):
        return True
    return case.organisation_id in actor.organisations and actor.may("work_cases", path=path)


def _resolved_by(actor: Actor, case: Case) -> bool:
    last = Step.objects.filter(case=case, verb="resolve").order_by("-id").values_list("by")[:1]
    return [(actor.key,)] == list(last)


def workflow_of(case: Case) -> Workflow:
    """Return the workflow of the matter's kind; the standard one when its programme is gone."""
    kind = kinds.find_in(case.community_id, case.kind)
    return WORKFLOWS[kind.workflow if kind else "standard"]


class Cases(Subject[Case]):
    """Matters, as their verbs begin and end."""

    name = "case"
    not_found = _("There is no such matter, or it is not for you.")
    not_open = _("There is no such matter, or it is closed.")
    needs = NEEDS

    def rows(self) -> QuerySet[Case]:
        return Case.objects.all()

    def complete(self, row: Case) -> None:
        with_places(row)

    def may_see(self, actor: Actor, row: Case) -> bool:
        return may_see(actor, row)

    def roles(self, actor: Actor, row: Case) -> frozenset[str]:
        if may_see(actor, row):
            return roles_of(actor, row)
        return frozenset({ANYBODY}) if row.is_public else frozenset()

    def workflow(self, row: Case) -> Workflow:
        return workflow_of(row)

    def past(self, verb: str) -> str:
        return VERBS[verb].past

    def move(self, row: Case, target: str, *, now: datetime) -> set[str]:
        before, row.state = row.state, target
        return {"state", *times.leave(row, before, now=now)}

    def change(self, row: Case) -> dict[str, Any]:
        return {"number": row.number}

    def refuse_actor(self, row: Case, verb: str) -> str:
        return gettext("“%(verb)s” is not yours to do in this matter.") % {
            "verb": VERBS[verb].label
        }

    def refuse_version(self, row: Case) -> str:
        return gettext(
            "Meanwhile: %(last)s. Nothing was changed. Please look at the matter again."
        ) % {"last": last_step(row)}

    def refuse_state(self, row: Case, verb: str) -> str:
        return gettext(
            "This matter is “%(state)s” now, so “%(verb)s” is not possible. Last: %(last)s."
        ) % {
            "state": row.get_state_display(),
            "verb": VERBS[verb].label,
            "last": last_step(row),
        }  # fmt: skip


CASES = Cases()
access_case = CASES.access
begin = CASES.begin


def last_step(case: Case) -> str:
    """Say the last verb: who, what, when."""
    step = Step.objects.filter(case=case).order_by("-id").first()
    if step is None:
        return str(case.get_state_display())
    done: str | Promise = VERBS[step.verb].done if step.verb in VERBS else step.verb
    return gettext("%(who)s, %(done)s, %(time)s") % {
        "who": step.by_label or gettext("Linli"),
        "done": done,
        "time": timezone.localtime(step.at).strftime("%H:%M"),
    }
