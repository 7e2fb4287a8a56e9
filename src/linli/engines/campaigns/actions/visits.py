"""A visit arrives: kept once, as it came, whatever else has happened meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core import files, record
from linli.core.now import now
from linli.core.prepared import Prepared, Slot
from linli.core.refusals import Invalid
from linli.core.rows import locked
from linli.core.text import clean
from linli.engines.campaigns import effects, rules, tallies
from linli.engines.campaigns.actions import (
    confirmed_facts,
    door_selection,
    visit_checks,
    visit_facts,
    visit_photos,
    walkers,
)
from linli.engines.campaigns.form_versions import form_of
from linli.engines.campaigns.models import Conflict, Door, EffectRun, Visit
from linli.engines.campaigns.queries.access import campaign_for, door_for
from linli.forms import validation
from linli.forms.places import check_places
from linli.forms.schema import Form
from linli.registry.access import Actor
from linli.registry.bulk import update_rows

NOTE_LETTERS = 200
Channel = Visit.Channel
DOOR_COLUMNS = ("state", "visits", "last_at", "last_slot", "answer", "due_on", "note")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit as it is kept. ``is_new`` is False when it had arrived before."""

    visit: Visit
    is_new: bool = True
    conflicts: list[Conflict] = field(default_factory=list)
    effects: list[EffectRun] = field(default_factory=list)


def record_visit(
    *,
    by: Actor,
    campaign_id: int,
    uid: UUID | str,
    outcome: str,
    answers: Mapping[str, Any],
    form_number: int,
    at: datetime,
    channel: str,
    door_id: int | None = None,
    sent_at: datetime | None = None,
    started_from: Mapping[str, str] | None = None,
    note: str = "",
) -> Recorded:
    """Keep a visit with its answers, facts and effects. Sent twice, it is one.

    ``at`` and ``sent_at`` are by the phone's own clock; ``started_from`` maps facts to the
    versions that the phone knew. Raises ``NotFound`` for a door that is not the visitor's (a post
    that ended, too), ``Invalid`` with the question's code for an answer that cannot be.
    """
    given = visit_checks.checked_uid(uid)
    if (known := _arrived(given, by)) is not None:
        return Recorded(known, is_new=False)
    visit = visit_checks.visit_of(
        by, uid=given, outcome=outcome, channel=channel, number=form_number
    )
    visit.at = visit.said_at = at
    visit.answers, visit.started_from = dict(answers), dict(started_from or {})
    return _record(visit, campaign_id, door_id, sent_at=sent_at, note=note, by=by)


@files.keeping()
def _record(
    visit: Visit,
    campaign_id: int,
    door_id: int | None,
    *,
    sent_at: datetime | None,
    note: str,
    by: Actor,
) -> Recorded:
    campaign, door = visit_checks.whereto(campaign_id, door_id, by=by)
    form = form_of(campaign.pk, visit.form_number)
    visit_checks.set_place(visit, campaign, door, by=by)
    visit_checks.set_date(visit, campaign, sent_at=sent_at)
    visit_checks.refuse_late(visit, door)
    visit.answers = _answers(visit, form)
    if (known := _kept_before(visit, by)) is not None:
        return Recorded(known, is_new=False)
    if door is not None:
        tell_door(door, note=clean(note, most=NOTE_LETTERS), newest=visit)
    changed, conflicts, runs = _follow(visit, form, door=door, by=by)
    tallies.empty(visit, door)
    record.note(
        "visit.recorded",
        visit,
        by=by,
        community_id=campaign.community_id,
        change=_change(visit, changed, conflicts, runs),
        at=now(),
    )
    return Recorded(visit, True, conflicts, runs)


def _follow(
    visit: Visit, form: Form, *, door: Door | None, by: Actor
) -> tuple[list[str], list[Conflict], list[EffectRun]]:
    """Do what follows when somebody was met: facts, that they were reached, effects, pictures."""
    changed: list[str] = []
    conflicts: list[Conflict] = []
    runs: list[EffectRun] = []
    if visit.outcome in rules.REACHED:
        if visit.household is not None and not visit.is_gone:
            changed, conflicts = visit_facts.take_facts(
                visit, form, household=visit.household, door=door, by=by
            )
            visit_facts.mark_reached(visit.household, at=visit.at, how=visit.channel)
        runs = effects.run_for(visit, form, door=door, by=by)
    visit_photos.attach_waiting(visit, form, by=by)
    return changed, conflicts, runs


def _change(
    visit: Visit, changed: list[str], conflicts: list[Conflict], runs: list[EffectRun]
) -> dict[str, Any]:
    """Return what the record keeps of a visit: names of facts, never what was answered."""
    change = {
        "campaign": visit.campaign_id,
        "door": visit.door_id,
        "outcome": visit.outcome,
        "channel": visit.channel,
        "facts": changed,
        "conflicts": [conflict.property for conflict in conflicts],
        "effects": {run.do: run.state for run in runs},
        "late": visit.is_late,
    }
    return {name: value for name, value in change.items() if value not in (None, [], {}, False)}


@transaction.atomic
def nobody_home(
    campaign_id: int, door_ids: Collection[int], *, by: Actor, channel: str = Channel.DESK
) -> int:
    """Note of several doors at once, such as a floor, that nobody opened; return how many.

    Doors that are done already are left as they are.
    """
    campaign = campaign_for(by, campaign_id, permission="visit")
    visit_checks.check_begun(campaign)
    rows = walkers.undone(campaign).filter(pk__in=door_ids).order_by("pk")
    ids = list(locked(rows).values_list("pk", flat=True))
    doors = [door_for(by, pk, permission="visit") for pk in ids]
    visits = []
    for door in doors:
        visit = visit_checks.visit_of(
            by, uid=uuid4(), outcome="absent", channel=channel, number=campaign.form_number
        )
        visit.at = visit.said_at = visit.received_at
        visit_checks.set_place(visit, campaign, door, by=by)
        visit_checks.set_date(visit, campaign, sent_at=None)
        visits.append(visit)
    Visit.objects.bulk_create(visits)
    for door, visit in zip(doors, visits, strict=True):
        door.state, door.visits = "absent", door.visits + 1
        door.last_at, door.last_slot = visit.at, visit.slot
    update_rows(doors, ["state", "visits", "last_at", "last_slot"])
    record.note(
        "visit.nobody_home", campaign, by=by, community_id=campaign.community_id,
        change={"doors": ids}, at=now(),
    )  # fmt: skip
    return len(doors)


def tell_door(door: Door, *, note: str = "", newest: Visit | None = None) -> None:
    """Write what a door's visits add up to; the door's row is locked by the caller (2 queries)."""
    visits = sorted(_OF_DOOR.rows(door=door.pk), key=lambda row: (row[1], row[0]))
    standing = door.campaign.is_standing
    heard = [rules.Heard(row[0], row[1], row[2], bool(row[5])) for row in visits]
    door.state = rules.state_after(heard, is_standing=standing)
    door.visits = sum(row[3] != Channel.OWN_KEY for row in visits)
    door.answer_id = rules.which_counts(heard)
    if visits:
        door.last_at, door.last_slot = visits[-1][1], visits[-1][4]
    if standing and visits and door.state != "absent":
        care = door_selection.care_of([door.household_id]) if door.household_id else {}
        needs = care.get(door.household_id or 0, set())
        done = max(row[6] for row in visits if row[2] != "absent")
        due = rules.due_after(done, needs, door.campaign.every_days)
        door.due_on = None if door.state == "refused" else due
    if note and newest is not None and newest.at == door.last_at:
        door.note = note
    door.save(update_fields=DOOR_COLUMNS)


_OF_DOOR = Prepared(
    lambda: (
        Visit.objects.filter(door=Slot("door"))
        .order_by()
        .values_list("pk", "at", "outcome", "channel", "slot", "answers", "day")
    )
)
_BY_UID = Prepared(lambda: Visit.objects.filter(uid=Slot("uid")).order_by())


def _arrived(uid: UUID, by: Actor) -> Visit | None:
    """Return the visit if it arrived before. Raises ``Invalid`` when somebody else sent it."""
    visit = next(iter(_BY_UID.models(uid=uid.hex)), None)
    if visit is not None and visit.by != by.key:
        raise Invalid(_("Somebody else has sent an answer with this id."), errors={"uid": []})
    return visit


def _kept_before(visit: Visit, by: Actor) -> Visit | None:
    """Keep the visit; when another process was quicker with the same id, return that one."""
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        known = _arrived(visit.uid, by)
        if known is None:
            raise
        return known
    return None


def _moment_of(visit: Visit) -> date:
    """Return the moment that the visitor's clock showed, for now(); the day alone where that was
    put right."""
    at = timezone.localtime(visit.at)
    return at if at.date() == visit.day else visit.day


def _answers(visit: Visit, form: Form) -> dict[str, Any]:
    """Return the answers checked against the form they were given to; nobody met, none given."""
    if visit.outcome not in rules.REACHED:
        return {}
    given, lost = confirmed_facts.whole_answers(
        form, visit.answers, household=visit.household, started_from=visit.started_from
    )
    answers = validation.clean(form, given, today=_moment_of(visit))
    check_places(form, answers, community_id=visit.community_id)
    return answers | {code: hint for code, hint in lost.items() if code in answers}
