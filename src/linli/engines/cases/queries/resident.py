"""What a resident reads: the household's matters, and one matter in plain words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.refusals import NotFound
from linli.engines.cases import kinds
from linli.engines.cases.kinds import Kind
from linli.engines.cases.models import Case, Photo, Step, Supporter
from linli.engines.cases.models.timeline import Facts
from linli.engines.cases.queries.photos import CasePhoto, photos_of
from linli.engines.cases.workflows import WORKFLOWS
from linli.forms.values import Answers
from linli.registry.access import Actor

FOLLOW_PURPOSE = "follow"  # as actions.filing writes it


@dataclass(frozen=True, slots=True)
class MyCase:
    """One of a household's matters in its list; the fields are its columns, in this order."""

    id: int
    number: int
    title: str
    place_label: str
    kind: str
    state: str
    closing: str
    owner_label: str
    due_at: datetime | None
    waiting_since: datetime | None
    review_on: date | None
    opened_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    supporters: int


COLUMNS = tuple(field.name for field in fields(MyCase))


@dataclass(frozen=True, slots=True)
class MyCases:
    """A page of a household's matters; ``older``: the id before which the next page begins."""

    rows: tuple[MyCase, ...] = ()
    older: int | None = None


@dataclass(frozen=True, slots=True)
class ResidentStep:
    """A step that a resident may read; the fields are its columns, in this order."""

    id: int
    at: datetime
    verb: str
    by: str
    by_label: str
    words: str
    facts: Facts


STEP = tuple(field.name for field in fields(ResidentStep))


@dataclass(frozen=True, slots=True)
class CaseWords:
    """What a matter says of itself: as it was raised, or as strangers read it."""

    title: str
    where: str
    text: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class ResidentCase:
    """A matter as who raised or supports it may read it: public steps, the newest first."""

    case: Case
    kind: Kind | None
    is_reporter: bool
    words: CaseWords
    steps: tuple[ResidentStep, ...]
    photos: tuple[CasePhoto, ...]
    verbs: frozenset[str]


def by_follow_code(code: str) -> Case:
    """Return the matter that a code follows (1 query). Raises ``NotFound``; the caller limits."""
    cases = Case.objects.select_related("community").filter(
        follow_index=codes.index(code, purpose=FOLLOW_PURPOSE)
    )
    case = cases.first()
    if case is None:
        raise NotFound(_("This code follows no matter. Please compare it with your note."))
    return case


def followers_actor(case: Case) -> Actor:
    """Return whoever holds the matter's follow code."""
    return Actor(key=f"follow:{case.pk}", label="", case_id=case.pk)


def cases_of(actor: Actor) -> QuerySet[Case]:
    """Narrow to what this household raised or supports, or to the one matter of a code."""
    if actor.household_id is not None:
        supports = Supporter.objects.filter(case=OuterRef("pk"), household=actor.household_id)
        return Case.objects.filter(Q(household=actor.household_id) | Exists(supports))
    if actor.case_id is not None:
        return Case.objects.filter(pk=actor.case_id).exclude(follow_index__startswith="erased:")
    return Case.objects.none()


def mine(actor: Actor, *, before: int | None = None, limit: int = 20) -> MyCases:
    """Return the household's own matters, newest first (1 query)."""
    if actor.household_id is None:
        return MyCases()
    cases = Case.objects.filter(household=actor.household_id)
    if before is not None:
        cases = cases.filter(id__lt=before)
    rows = _read(cases, limit=limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    return MyCases(rows=rows, older=rows[-1].id if more else None)


def _read(cases: QuerySet[Case], *, limit: int | None = None) -> tuple[MyCase, ...]:
    rows = cases.order_by("-id").values_list(*COLUMNS)[:limit]
    return tuple(MyCase(*row) for row in rows)


def count_mine(actor: Actor) -> int:
    """Return how many matters the household has raised (1 query)."""
    if actor.household_id is None:
        return 0
    return Case.objects.filter(household=actor.household_id).count()


def followed(ids: Collection[int]) -> tuple[MyCase, ...]:
    """Return the matters whose codes were opened in this browser, newest first (1 query)."""
    if not ids:
        return ()
    return _read(Case.objects.filter(pk__in=list(ids)).exclude(follow_index__startswith="erased:"))


def case_for_resident(actor: Actor, case_id: int) -> ResidentCase:
    """Return a matter as who raised or supports it may read it (4 queries).

    Who only said "me too" reads what strangers read: it may be about them. Raises ``NotFound``
    for everybody else.
    """
    rows = cases_of(actor).select_related("community", "building", "post", "organisation")
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise NotFound(_("There is no such matter, or it is not for you."))
    is_reporter = actor.case_id == case.pk or (
        actor.household_id is not None and actor.household_id == case.household_id
    )
    kind = kinds.find_in(case.community_id, case.kind)
    who = ("reporter", "anybody") if is_reporter else ("anybody",)
    workflow = WORKFLOWS[kind.workflow if kind else "standard"]
    rows_of_steps = Step.objects.filter(case=case, is_public=True).order_by("-id")
    steps = [ResidentStep(*row) for row in rows_of_steps.values_list(*STEP)]
    return ResidentCase(
        case=case,
        kind=kind,
        is_reporter=is_reporter,
        words=_as_raised(case) if is_reporter else as_in_public(case),
        steps=tuple(step if is_reporter else _as_in_public(step, case, actor) for step in steps),
        photos=photos_of(case.pk) if is_reporter else (),
        verbs=frozenset(workflow.verbs_open_to(case.state, who)),
    )


def _as_raised(case: Case) -> CaseWords:
    return CaseWords(case.title, case.place_label, case.text, case.fields)


def as_in_public(case: Case) -> CaseWords:
    """Return what strangers read of a matter: kind and building until somebody has looked."""
    words = case.public_text if case.is_public else ""
    return CaseWords(
        title=words[:30] or kinds.label_of(case.kind, case.community_id),
        where=case.building.name if case.building else "",
        text=words,
        answers={},
    )


def _as_in_public(step: ResidentStep, case: Case, actor: Actor) -> ResidentStep:
    """Return a step without what was said to its reporter, and without the reporter's door."""
    is_by_home = step.by.startswith("household:") and step.by != actor.key
    words = case.public_result if case.is_public and step.verb == "resolve" else ""
    return replace(step, words=words, by_label="" if is_by_home else step.by_label)


def photo_for(actor: Actor, photo_id: int, *, followed_ids: Collection[int] = ()) -> Photo:
    """Return a photo that the visitor may see: a public one, or one of their own matter."""
    photo = Photo.objects.select_related("case").filter(pk=photo_id).first()
    if photo is not None:
        case = photo.case
        own = actor.household_id is not None and actor.household_id == case.household_id
        shown = photo.is_public and case.is_public and not case.look
        if own or case.pk in followed_ids or shown:
            return photo
    raise NotFound(_("This photo is not here any more."))


def promise_kept(community_id: int, *, now: datetime, days: int) -> dict[str, int]:
    """Return, of the matters raised in these days: raised, closed, confirmed, households (1 query).

    ``confirmed`` counts what its reporter confirmed, also in a call-back; ``households`` those
    that raised anything.
    """
    raised = Case.objects.filter(
        community=community_id, opened_at__gte=now - timedelta(days=days)
    ).exclude(closing__in=("merged", "withdrawn"))
    said_so = Q(closing__in=("confirmed", "reviewed"), is_solved=True)
    return raised.aggregate(
        raised=Count("pk"),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
        confirmed=Count("pk", filter=said_so),
        households=Count("household", distinct=True),
    )
