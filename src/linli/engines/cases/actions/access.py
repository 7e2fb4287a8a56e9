"""The one guarded door to a matter: who may come in, as what, and with which verb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.core.now import now
from linli.core.refusals import Invalid, NotAllowed, NotFound, OutOfDate
from linli.core.workflow import Transition, Workflow
from linli.engines.cases import kinds
from linli.engines.cases.models import Case, DepartmentCall, Step
from linli.engines.cases.queries.reach import reaches
from linli.engines.cases.verbs import NEEDS, VERBS
from linli.engines.cases.workflows import WORKFLOWS
from linli.registry.access import Actor
from linli.registry.models import Place

ERASED = "erased:"  # how the follow index of a matter begins whose reporter was erased
STAFF_OF_THE_HOUSE = frozenset({"dispatcher", "owner", "reviewer", "staff", "inspector", "clock"})


@dataclass(frozen=True)
class Turn:
    """A verb that may happen now: the locked matter, who acts, and the table's row."""

    case: Case
    by: Actor
    who: frozenset[str]
    move: Transition
    now: datetime


def access_case(actor: Actor, case_id: int, *, lock: bool = False) -> Case:
    """Return the matter if the actor may see it (2 queries, 3 for a department's staff).

    ``lock`` holds its row until the transaction ends. Raises ``NotFound``: not there and not for
    you look alike.
    """
    rows = Case.objects.filter(pk=case_id).order_by()
    cases = list(rows.select_for_update() if lock else rows)
    if cases:
        with_places(cases[0])
    if not cases or not may_see(actor, cases[0]):
        raise NotFound(_("There is no such matter, or it is not for you."))
    return cases[0]


def with_places(case: Case) -> None:
    """Fetch community, building and place together (1 query): three joins cost twice as much."""
    ids = {pk for pk in (case.community_id, case.building_id, case.place_id) if pk}
    places = {place.pk: place for place in Place.objects.filter(pk__in=ids).order_by()}
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
    who = {"anybody"}
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


def begin(case_id: int, verb: str, *, by: Actor, version: int | None = None, **given: Any) -> Turn:
    """Open the door for one verb: lock the matter, and refuse with a sentence what cannot be.

    ``version`` is the matter's as the person saw it; ``given`` is what the table's needs ask for.
    Raises ``NotFound``, ``NotAllowed``, ``OutOfDate`` or ``Invalid``, in this order.
    """
    case = access_case(by, case_id, lock=True)
    who = roles_of(by, case)
    workflow = workflow_of(case)
    move = workflow.move(verb, case.state)
    if not (move.who if move else workflow.who_may(verb)) & who:
        raise NotAllowed(_not_yours(verb))
    if version is not None and version != case.version:
        raise OutOfDate(_meanwhile(case))
    if move is None:
        raise OutOfDate(_not_now(case, verb))
    for need in move.needs:
        if not given.get(need):
            raise Invalid(NEEDS[need], errors={need: [NEEDS[need]]})
    return Turn(case=case, by=by, who=who, move=move, now=now())


def _not_yours(verb: str) -> str:
    return _("“%(verb)s” is not yours to do in this matter.") % {"verb": VERBS[verb].label}


def _meanwhile(case: Case) -> str:
    """Say who did what since the person looked."""
    return _("Meanwhile: %(last)s. Nothing was changed. Please look at the matter again.") % {
        "last": last_step(case)
    }


def _not_now(case: Case, verb: str) -> str:
    return _("This matter is “%(state)s” now, so “%(verb)s” is not possible. Last: %(last)s.") % {
        "state": case.get_state_display(),
        "verb": VERBS[verb].label,
        "last": last_step(case),
    }


def last_step(case: Case) -> str:
    """Say the last verb: who, what, when."""
    step = Step.objects.filter(case=case).order_by("-id").first()
    if step is None:
        return str(case.get_state_display())
    done: str | Promise = VERBS[step.verb].done if step.verb in VERBS else step.verb
    return _("%(who)s, %(done)s, %(time)s") % {
        "who": step.by_label or _("Linli"),
        "done": done,
        "time": timezone.localtime(step.at).strftime("%H:%M"),
    }
