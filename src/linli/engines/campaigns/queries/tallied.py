"""The answers of a campaign added up as far as posts reach, out of kept tallies where there are."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from linli.engines.campaigns import tallies
from linli.engines.campaigns.models import AnswerTally, Campaign, Visit
from linli.engines.campaigns.queries.answered import (
    Answered,
    answered_in,
    counting_in,
    visits_that_count,
    was_asked,
)
from linli.engines.campaigns.queries.reach import SEE, sees_all
from linli.engines.campaigns.rules import counting, tallying
from linli.engines.campaigns.rules.tallying import Tallied
from linli.forms.schema import CHOSEN, Form, Question
from linli.forms.values import EMPTY
from linli.registry.access import Actor

MOST_TEXTS = 200  # groups of free text on the page; the Excel file holds them all
DOORS_SHOWN = 6  # beside a text: the others are in the Excel file

Kept = tuple[UUID, dict[str, Any] | None]  # a tally's stamp, and its counts as JSON
Text = tuple[str, int | None, str]  # what was said, at which door, and the door's name


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that say the same: the first of them, how many, the first doors, how many more."""

    text: str
    count: int
    doors: tuple[tuple[int | None, str], ...]
    others: int


@dataclass(slots=True)
class Bucket:
    """One tally's counts and texts."""

    counts: Tallied = field(default_factory=Tallied)
    texts: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Heard:
    """What the page needs: counts, groups of texts by question, and how many more groups."""

    counts: Tallied
    groups: Mapping[str, tuple[tuple[Group, ...], int]]


def heard(actor: Actor, campaign: Campaign, form: Form, versions: Mapping[int, Form]) -> Heard:
    """Add up the answers within reach (3 queries while nothing changed).

    A post at a single entrance reaches less than a tally holds: its answers are read.
    """
    if not sees_all(actor, campaign) and actor.reach(SEE).paths:
        visits = answered_in(visits_that_count(actor, campaign))
        bucket = _bucket(visits, form, versions)
        return Heard(bucket.counts, _grouped(bucket.texts))
    rows = _rows(campaign)
    if tallies.WHOLE not in rows:
        tallies.lay(campaign.pk)
        rows = _rows(campaign)
    wanted = _within(actor, campaign, rows)
    counts = _counts(campaign, form, versions, {key: rows[key] for key in wanted})
    if not sees_all(actor, campaign):
        return Heard(counts, _grouped(_texts(campaign, wanted)))
    return Heard(counts, _whole(campaign, rows, wanted))


def _rows(campaign: Campaign) -> dict[str, Kept]:
    rows = AnswerTally.objects.filter(campaign=campaign).values_list("key", "stamp", "counts")
    return {key: (stamp, counts) for key, stamp, counts in rows}


def _within(actor: Actor, campaign: Campaign, rows: Iterable[str]) -> list[str]:
    """Return the keys of the tallies that the reader's posts reach."""
    keys = sorted(key for key in rows if key != tallies.WHOLE)
    if sees_all(actor, campaign):
        return keys
    mine = {f"b{pk}" for pk in actor.reach(SEE).buildings}
    return [key for key in keys if key in mine]


def _counts(
    campaign: Campaign,
    form: Form,
    versions: Mapping[int, Form],
    rows: Mapping[str, Kept],
) -> Tallied:
    """Add up the tallies; those that are empty are counted first, all with one query."""
    kept = {
        key: tallying.from_json(counts)
        for key, (_stamp, counts) in rows.items()
        if counts and counts["form"] == campaign.form_number
    }
    missing = [key for key in rows if key not in kept]
    for key, visits in _visits_by_key(campaign, missing).items():
        bucket = _bucket(visits, form, versions)
        counts = {**bucket.counts.to_json(), "form": campaign.form_number}
        tallies.keep(campaign.pk, key, stamp=rows[key][0], counts=counts, texts=dict(bucket.texts))
        kept[key] = bucket.counts
    return tallying.total(kept.values())


def _visits_by_key(campaign: Campaign, keys: Sequence[str]) -> dict[str, list[Answered]]:
    """Return the answers that count in these tallies (1 query, none without keys)."""
    by_key: dict[str, list[Answered]] = {key: [] for key in keys}
    if not keys:
        return by_key
    rows = Visit.objects.filter(campaign=campaign)
    # A door's building by its id, and one without a building: SQL's IN leaves out NULL.
    buildings = [int(key[1:]) for key in keys if key[0] == "b"]
    days = [key[1:] for key in keys if key[0] == "d"]
    for visit in answered_in(counting_in(rows, buildings=buildings, days=days)):
        key = tallies.key_of(
            has_door=visit.door_id is not None, building_id=visit.building_id, day=visit.day
        )
        by_key[key].append(visit)
    return by_key


def _bucket(visits: Sequence[Answered], form: Form, versions: Mapping[int, Form]) -> Bucket:
    """Count these answers, each against the form that it was given to."""
    bucket = Bucket(Tallied(heard=len(visits)))
    questions = {each.code: each for each in form.every()}
    for visit in visits:
        for code in was_asked(visit, versions[visit.form_number].questions):
            bucket.counts.of(code).asked += 1
        for code, answer in visit.answers.items():
            question = questions.get(code)
            if question is None or answer in EMPTY:
                continue
            count = bucket.counts.of(code)
            count.answered += 1
            if _is_said_in_words(question):
                bucket.texts[code].append((str(answer), visit.door_id, visit.door))
            else:
                count.values.update(_values(question, answer))
    return bucket


def _is_said_in_words(question: Question) -> bool:
    """A fact of the register is no opinion: it is counted, never shown."""
    return question.type in ("text", "barcode") and not question.binds


def _values(question: Question, answer: Any) -> set[str]:
    if question.type == "rank":
        return set(answer[:1])  # what was put first
    if question.type in CHOSEN:
        return set(answer) if isinstance(answer, list) else {str(answer)}
    if question.type in ("number", "range"):
        return {repr(float(answer))}
    return {str(answer)} if question.type in ("location", "date", "time", "datetime") else set()


def _texts(campaign: Campaign, keys: Sequence[str]) -> dict[str, list[Text]]:
    """Return what was said in words in these tallies, by question (1 query)."""
    rows = AnswerTally.objects.filter(campaign=campaign, key__in=keys).order_by("key")
    by_question: dict[str, list[Text]] = defaultdict(list)
    for texts in rows.values_list("texts", flat=True):
        for code, answers in (texts or {}).items():
            by_question[code] += [(text, door_id, door) for text, door_id, door in answers]
    return by_question


def _whole(
    campaign: Campaign,
    rows: Mapping[str, Kept],
    keys: Sequence[str],
) -> dict[str, tuple[tuple[Group, ...], int]]:
    """Return the groups over all tallies, as they are kept; made again when one has changed."""
    stamp, counts = rows[tallies.WHOLE]
    stamps = "".join(str(rows[key][0]) for key in keys)
    made_of = hashlib.sha256(f"{campaign.form_number}{stamps}".encode()).hexdigest()
    if counts and counts["made_of"] == made_of:
        row = AnswerTally.objects.filter(campaign=campaign, key=tallies.WHOLE)
        return _groups_from_json(row.values_list("texts", flat=True).first() or {})
    groups = _grouped(_texts(campaign, keys))
    kept = {
        code: [[[group.text, group.count, group.doors, group.others] for group in shown], more]
        for code, (shown, more) in groups.items()
    }
    tallies.keep(campaign.pk, tallies.WHOLE, stamp=stamp, counts={"made_of": made_of}, texts=kept)
    return groups


def _groups_from_json(kept: Mapping[str, Any]) -> dict[str, tuple[tuple[Group, ...], int]]:
    return {
        code: (
            tuple(
                Group(text, count, tuple((pk, label) for pk, label in doors), others)
                for text, count, doors, others in shown
            ),
            more,
        )
        for code, (shown, more) in kept.items()
    }


def _grouped(texts: Mapping[str, Sequence[Text]]) -> dict[str, tuple[tuple[Group, ...], int]]:
    """Put together what says the same; the most said first."""
    by_question = {}
    for code, answers in texts.items():
        groups = counting.alike([text for text, _pk, _door in answers])
        shown = tuple(_group([answers[at] for at in places]) for places in groups[:MOST_TEXTS])
        by_question[code] = (shown, max(0, len(groups) - MOST_TEXTS))
    return by_question


def _group(same: Sequence[Text]) -> Group:
    doors = [(door_id, door) for _text, door_id, door in same if door]
    shown = tuple(doors[:DOORS_SHOWN])
    return Group(same[0][0], len(same), shown, max(0, len(doors) - DOORS_SHOWN))
