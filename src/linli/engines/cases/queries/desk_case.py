"""One matter as its staff see it: all that happened, who is beside it, and what may come next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from linli.core.refusals import NotFound
from linli.engines.cases.actions import access
from linli.engines.cases.models import Case, DepartmentCall, Note, Photo, Step
from linli.registry.access import Actor
from linli.registry.models import Organisation, Post
from linli.registry.queries.posts import standing

MOST_BESIDE = 20
BESIDE = ("id", "number", "title", "state", "closing", "place_label")


@dataclass(frozen=True)
class DeskCase:
    """What the matter's page needs. ``verbs``: codes open to the viewer, in the table's order.

    ``story``: steps and notes in order of time, each {at, by, who, verb, words, is_public,
    facts, is_note}. ``beside``: matters joined, split or alike, each {…, how}.
    """

    case: Case
    verbs: tuple[str, ...]
    needs: dict[str, tuple[str, ...]]
    story: list[dict[str, Any]] = field(default_factory=list)
    photos: list[dict[str, Any]] = field(default_factory=list)
    department_calls: list[dict[str, Any]] = field(default_factory=list)
    beside: list[dict[str, Any]] = field(default_factory=list)


def desk_case(actor: Actor, case_id: int) -> DeskCase:
    """Return a matter's page (5 queries; one more each for company staff and where a department
    was called in). Raises ``NotFound``."""
    case = access.access_case(actor, case_id)
    workflow = access.workflow_of(case)
    verbs = workflow.verbs_open_to(case.state, access.roles_of(actor, case))
    moves = {verb: workflow.move(verb, case.state) for verb in verbs}
    story = _story(case)
    return DeskCase(
        case=case,
        verbs=verbs,
        needs={verb: move.needs for verb, move in moves.items() if move},
        story=story,
        photos=_photos(case),
        department_calls=_department_calls(case)
        if any(row["verb"] == "whistle" for row in story)
        else [],
        beside=_beside(case),
    )


def case_id_of(community_id: int, number: int) -> int:
    """Return the id of the matter that people call SX-1124. Raises ``NotFound``."""
    cases = Case.objects.filter(community=community_id, number=number).values_list("id", flat=True)
    first = cases.first()
    if first is None:
        raise NotFound(_("There is no such matter, or it is not for you."))
    return first


def _story(case: Case) -> list[dict[str, Any]]:
    steps = Step.objects.filter(case=case).values(
        "id", "at", "verb", "by", "by_label", "words", "is_public", "facts"
    )
    notes = Note.objects.filter(case=case).values("id", "at", "by", "by_label", "text")
    story = [{**row, "who": row["by_label"], "is_note": False} for row in steps]
    story += [
        {
            **row, "who": row["by_label"], "verb": "add_note", "words": row["text"],
            "is_public": False, "facts": {}, "is_note": True,
        }
        for row in notes
    ]  # fmt: skip
    return sorted(story, key=lambda row: (row["at"], row["is_note"], row["id"]))


def _photos(case: Case) -> list[dict[str, Any]]:
    rows = Photo.objects.filter(case=case).order_by("id")
    return [dict(row) for row in rows.values("id", "role", "width", "height", "at")]


def _department_calls(case: Case) -> list[dict[str, Any]]:
    rows = DepartmentCall.objects.filter(case=case).order_by("id")
    names = ("id", "organisation__name", "asked_at", "due_at", "answered_at", "answer")
    return [dict(row) for row in rows.values(*names)]


def _beside(case: Case) -> list[dict[str, Any]]:
    """Matters joined into this one, split from it, or near-duplicates, the newest first (1 query).

    Asked for by their keys alone: with community or order beside these, SQLite would walk all of
    the community's matters instead of the three small indexes.
    """
    others = [pk for pk in (case.merged_into_id, case.split_from_id, case.group_id) if pk]
    about = Q(merged_into=case.pk) | Q(split_from=case.pk)
    about |= Q(group=case.group_id or case.pk) | Q(pk__in=others)
    names = (*BESIDE, "community_id", "merged_into_id", "split_from_id")
    rows = Case.objects.filter(about).order_by().values(*names)
    here = [r for r in rows if r["id"] != case.pk and r["community_id"] == case.community_id]
    found = sorted(here, key=lambda row: -row["id"])[:MOST_BESIDE]
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


def owners_for(*cases: Case) -> dict[str, list[tuple[str, str]]]:
    """Return who can answer for matters of one community (1 query).

    {"near", "organisations", "posts"}: [("post:7", name), …]. "near" are the posts in whose own
    place all these matters lie, the closest first.
    """
    paths = {access.path_of(case) for case in cases}
    path = paths.pop() if len(paths) == 1 else cases[0].community.path
    above = [int(part) for part in path.split("/") if part]
    posts = standing().filter(Q(place__in=above) | Q(place__community=cases[0].community_id))
    posts = posts.exclude(role="district_reader").order_by()
    organisations = Organisation.objects.filter(community__in=above, is_active=True).order_by()
    rows = posts.values_list("role", "id", "holder", "place__name", "place_id").union(
        organisations.values_list(Value(""), "id", "name", Value(""), Value(0)), all=True
    )
    roles = dict(Post.Role.choices)
    depth = {place: -level for level, place in enumerate(above)}
    found: dict[str, list[tuple[str, str]]] = {"near": [], "organisations": [], "posts": []}
    for role, pk, holder, place, place_id in sorted(
        rows, key=lambda row: (depth.get(row[4], 1), row[0], row[1])
    ):
        if role:
            group = "near" if place_id in depth else "posts"
            found[group].append((f"post:{pk}", f"{holder} · {roles[role]} · {place}"))
        else:
            found["organisations"].append((f"organisation:{pk}", holder))
    return found
