"""One matter as its staff see it: all that happened, who is beside it, and what may come next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from linli.core.refusals import NotFound
from linli.engines.cases.actions import door
from linli.engines.cases.models import Case, Note, Photo, Step, Whistle
from linli.registry.access import Actor
from linli.registry.models import Organisation, Post
from linli.registry.queries.posts import standing

BESIDE = ("id", "number", "title", "state", "closing", "place_label")


@dataclass(frozen=True)
class DeskCase:
    """What the matter's page needs. ``verbs``: codes open to the viewer, in the table's order.

    ``story``: steps and notes in order of time, each {at, who, verb, words, is_public, facts,
    is_note}. ``beside``: matters joined, split or alike, each {…, how}.
    """

    case: Case
    verbs: tuple[str, ...]
    needs: dict[str, tuple[str, ...]]
    story: list[dict[str, Any]] = field(default_factory=list)
    photos: list[dict[str, Any]] = field(default_factory=list)
    whistles: list[dict[str, Any]] = field(default_factory=list)
    beside: list[dict[str, Any]] = field(default_factory=list)


def desk_case(actor: Actor, case_id: int) -> DeskCase:
    """Return a matter's page (5 queries; one more each for company staff and where a department
    was called in). Raises ``NotFound``."""
    case = door.access_case(actor, case_id)
    workflow = door.workflow_of(case)
    verbs = workflow.verbs_open_to(case.state, door.roles_of(actor, case))
    moves = {verb: workflow.move(verb, case.state) for verb in verbs}
    story = _story(case)
    return DeskCase(
        case=case,
        verbs=verbs,
        needs={verb: move.needs for verb, move in moves.items() if move},
        story=story,
        photos=_photos(case),
        whistles=_whistles(case) if any(row["verb"] == "whistle" for row in story) else [],
        beside=_beside(case),
    )


def case_id_of(community_id: int, number: int) -> int:
    """Return the id of the matter that people call SX-1124. Raises ``NotFound``."""
    found = Case.objects.filter(community=community_id, number=number).values_list("id", flat=True)
    first = found.first()
    if first is None:
        raise NotFound(_("There is no such matter, or it is not for you."))
    return first


def _story(case: Case) -> list[dict[str, Any]]:
    steps = Step.objects.filter(case=case).values(
        "id", "at", "verb", "by_label", "words", "is_public", "facts"
    )
    notes = Note.objects.filter(case=case).values("id", "at", "by_label", "text")
    story = [{**row, "who": row["by_label"], "is_note": False} for row in steps]
    story += [
        {
            "at": row["at"], "who": row["by_label"], "verb": "add_note", "words": row["text"],
            "is_public": False, "facts": {}, "is_note": True, "id": row["id"],
        }
        for row in notes
    ]  # fmt: skip
    return sorted(story, key=lambda row: (row["at"], row["is_note"], row["id"]))


def _photos(case: Case) -> list[dict[str, Any]]:
    rows = Photo.objects.filter(case=case).order_by("id")
    return [dict(row) for row in rows.values("id", "role", "width", "height", "at")]


def _whistles(case: Case) -> list[dict[str, Any]]:
    rows = Whistle.objects.filter(case=case).order_by("id")
    names = ("id", "organisation__name", "asked_at", "due_at", "answered_at", "answer")
    return [dict(row) for row in rows.values(*names)]


def _beside(case: Case) -> list[dict[str, Any]]:
    """Matters joined into this one, split from it, or near-duplicates (1 query)."""
    about = Q(merged_into=case) | Q(split_from=case)
    for other in (case.merged_into_id, case.split_from_id):
        if other:
            about |= Q(pk=other)
    group = case.group_id or case.pk
    about |= Q(group=group) | Q(pk=case.group_id or 0)
    rows = Case.objects.filter(about, community=case.community_id).exclude(pk=case.pk)
    names = (*BESIDE, "merged_into_id", "split_from_id")
    found = list(rows.order_by("-id").values(*names)[:20])
    for row in found:
        row["how"] = _how(case, row)
    return found


def _how(case: Case, row: dict[str, Any]) -> str:
    if row["merged_into_id"] == case.pk:
        return "merged_here"
    if row["id"] == case.merged_into_id:
        return "goes_on_as"
    if row["split_from_id"] == case.pk:
        return "split_off"
    return "split_from" if row["id"] == case.split_from_id else "alike"


def owners_for(case: Case) -> dict[str, list[tuple[str, str]]]:
    """Return who can be chosen: {"posts": [("post:7", name)], "organisations": […]} (1 query)."""
    above = [int(part) for part in door.path_of(case).split("/") if part]
    posts = standing().filter(Q(place__in=above) | Q(place__community=case.community_id))
    posts = posts.exclude(role="district_reader").order_by()
    organisations = Organisation.objects.filter(community__in=above, is_active=True).order_by()
    rows = posts.values_list("role", "id", "holder", "place__name").union(
        organisations.values_list(Value(""), "id", "name", Value("")), all=True
    )
    roles = dict(Post.Role.choices)
    found: dict[str, list[tuple[str, str]]] = {"posts": [], "organisations": []}
    for role, pk, name, place in sorted(rows, key=lambda row: (row[0], row[1])):
        if role:
            found["posts"].append((f"post:{pk}", f"{name} · {roles[role]} · {place}"))
        else:
            found["organisations"].append((f"organisation:{pk}", name))
    return found
