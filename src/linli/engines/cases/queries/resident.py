"""What a resident reads: the household's matters, and one matter in plain words."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from linli.core import codes
from linli.core.refusals import NotFound
from linli.engines.cases import kinds
from linli.engines.cases.models import Case, Photo, Step, Supporter
from linli.engines.cases.workflows import WORKFLOWS
from linli.registry.access import Actor

FOLLOW_PURPOSE = "follow"  # as actions.filing writes it
COLUMNS = (
    "id", "number", "title", "place_label", "kind", "state", "closing", "owner_label", "due_at",
    "waiting_since", "review_on", "opened_at", "resolved_at", "closed_at", "supporters",
)  # fmt: skip
STEP = ("id", "at", "verb", "by", "by_label", "words", "facts")


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


def mine(actor: Actor, *, before: int | None = None, limit: int = 20) -> dict[str, Any]:
    """Return ``{"rows", "older"}``: the household's own matters, newest first (1 query)."""
    if actor.household_id is None:
        return {"rows": [], "older": None}
    cases = Case.objects.filter(household=actor.household_id)
    if before is not None:
        cases = cases.filter(id__lt=before)
    rows = list(cases.order_by("-id").values(*COLUMNS)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return {"rows": rows, "older": rows[-1]["id"] if more else None}


def count_mine(actor: Actor) -> int:
    """Return how many matters the household has raised (1 query)."""
    if actor.household_id is None:
        return 0
    return Case.objects.filter(household=actor.household_id).count()


def followed(ids: Collection[int]) -> list[dict[str, Any]]:
    """Return the matters whose codes were opened in this browser, newest first (1 query)."""
    if not ids:
        return []
    cases = Case.objects.filter(pk__in=list(ids)).exclude(follow_index__startswith="erased:")
    return list(cases.order_by("-id").values(*COLUMNS))


def case_for_resident(actor: Actor, case_id: int) -> dict[str, Any]:
    """Return a matter as who raised or supports it may read it (4 queries).

    ``case``, ``kind``, ``title``, ``where``, ``text``, ``fields``, ``steps`` (public ones, newest
    first), ``photos`` by role, ``verbs`` that are open now, ``is_reporter``. Who only said "me
    too" reads what strangers read: it may be about them. Raises ``NotFound`` for everybody else.
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
    steps = Step.objects.filter(case=case, is_public=True).order_by("-id")
    told = [dict(row) for row in steps.values(*STEP)]
    return {
        "case": case,
        "kind": kind,
        "is_reporter": is_reporter,
        **(_as_raised(case) if is_reporter else as_in_public(case)),
        "steps": told if is_reporter else [_as_in_public(step, case, actor) for step in told],
        "photos": photos_of(case.pk) if is_reporter else [],
        "verbs": frozenset(workflow.verbs_open_to(case.state, who)),
    }


def _as_raised(case: Case) -> dict[str, Any]:
    return {
        "title": case.title, "where": case.place_label, "text": case.text, "fields": case.fields,
    }  # fmt: skip


def as_in_public(case: Case) -> dict[str, Any]:
    """Return what strangers read of a matter: kind and building until somebody has looked."""
    words = case.public_text if case.is_public else ""
    return {
        "title": words[:30] or kinds.label_of(case.kind, case.community_id),
        "where": case.building.name if case.building else "",
        "text": words,
        "fields": {},
    }


def _as_in_public(step: dict[str, Any], case: Case, actor: Actor) -> dict[str, Any]:
    """Return a step without what was said to its reporter, and without the reporter's door."""
    is_by_home = step["by"].startswith("household:") and step["by"] != actor.key
    words = case.public_result if case.is_public and step["verb"] == "resolve" else ""
    return {**step, "words": words, "by_label": "" if is_by_home else step["by_label"]}


def photos_of(case_id: int, *, public_only: bool = False) -> list[dict[str, Any]]:
    """Return a matter's photos as rows: id, role, its words, width, height (1 query)."""
    photos = Photo.objects.filter(case=case_id)
    if public_only:
        photos = photos.filter(is_public=True, case__is_public=True, case__look="")
    rows = photos.order_by("id").values("id", "role", "width", "height")
    return [{**row, "words": Photo.Role(row["role"]).label} for row in rows]


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
