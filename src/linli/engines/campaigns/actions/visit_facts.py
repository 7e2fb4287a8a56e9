"""What a visit says of its household: facts that changed, facts in dispute, that it was reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from linli.core.now import now
from linli.engines.campaigns.models import Conflict, Door, Reached, Visit
from linli.forms.schema import Form, Question
from linli.registry import facts
from linli.registry.access import Actor
from linli.registry.models import Fact, Household


def take_facts(
    visit: Visit, form: Form, *, household: Household, door: Door | None, by: Actor
) -> tuple[list[str], list[Conflict]]:
    """Write the facts that the visit changed; return their names, and what is in dispute.

    A fact is in dispute when the register changed since the visitor looked and now says something
    else than was said, or when the register cannot hold what was said.
    """
    answered = _said(form, visit.answers)
    known = facts.read([household.pk], answered)[household.pk] if answered else {}
    to_state, in_dispute = _parted(answered, known, visit.started_from)
    if to_state:  # what another visit says of this household comes before or after
        known = facts.read_locked(household, answered)
        to_state, in_dispute = _parted(answered, known, visit.started_from)
    stated, refused = facts.state_all(
        household, to_state, known=known, source=f"visit:{visit.uid}", at=visit.at, by=by
    )
    close_settled(household, {row.property: row.value for row in stated})
    in_dispute |= {code: answered[code] for code in refused}
    conflicts = [
        _dispute(visit, door, household, code, known[code], value)
        for code, value in in_dispute.items()
        if door is not None
    ]
    return [row.property for row in stated], conflicts


def _parted(
    answered: Mapping[str, Any], known: Mapping[str, Any], started_from: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what is to be stated and what is in dispute; the rest is so already."""
    to_state: dict[str, Any] = {}
    in_dispute: dict[str, Any] = {}
    for code, value in answered.items():
        version, started = facts.version_of(value), started_from.get(code)
        standing = facts.version_of(known[code])
        if version not in (started, standing):
            (to_state if started in (None, standing) else in_dispute)[code] = value
    return to_state, in_dispute


def _said(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return fact → what was said; what was left open says nothing."""
    answered = {
        question.binds: facts.tidied(question.binds, answers.get(question.code))
        for question in asked_once(form.questions)
        if question.binds
    }
    in_order = [*facts.PROPERTIES, *answered]  # a name before its phone
    return {
        code: answered[code] for code in dict.fromkeys(in_order) if answered.get(code) is not None
    }


def asked_once(questions: tuple[Question, ...]) -> Iterator[Question]:
    """Yield the questions that have one answer: those of a repeat have several."""
    for question in questions:
        yield question
        if question.type == "group":
            yield from asked_once(question.questions)


def close_settled(household: Household, stated: Mapping[str, Any]) -> None:
    """Close disputes in which both sides now say the same: a run that arrived out of order."""
    if not stated:
        return
    rows = Conflict.objects.filter(household=household, property__in=stated, settled_at=None)
    for row in rows:
        answer = facts.tidied(row.property, row.said)
        if facts.version_of(answer) == facts.version_of(stated[row.property]):
            row.settled_at, row.choice = now(), "said"
            row.save(update_fields=["settled_at", "choice"])


def _dispute(
    visit: Visit, door: Door, household: Household, code: str, standing: Any, answer: Any
) -> Conflict:
    return Conflict.objects.create(
        campaign=visit.campaign,
        door=door,
        household=household,
        visit=visit,
        property=code,
        started_from=known_as(household, code, visit.started_from.get(code)),
        standing=standing,
        said=answer,
        at=visit.received_at,
    )


def known_as(household: Household, code: str, version: str | None) -> Any:
    """Return the value that a version stood for, as far as it was ever said or standing."""
    rows = Fact.objects.filter(household=household, property=code).order_by("-pk")
    for pair in rows.values_list("stood", "value"):
        for value in pair:
            if facts.version_of(value) == version:
                return value
    return None


def mark_reached(household: Household, *, at: datetime, how: str) -> None:
    """Remember that a household was reached; an older time changes nothing (2 queries)."""
    row = Reached(household=household, community_id=household.community_id, at=at, how=how)
    Reached.objects.bulk_create([row], ignore_conflicts=True)
    Reached.objects.filter(household=household, at__lt=at).update(at=at, how=how)
