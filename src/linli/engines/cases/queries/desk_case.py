"""One matter as its staff see it: all that happened, who is beside it, and what may come next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from linli.core.prepared import Prepared, Slot
from linli.core.refusals import NotFound
from linli.engines.cases.actions import access
from linli.engines.cases.models import Case, DepartmentCall, Note, Photo, Step
from linli.engines.cases.models.timeline import Facts
from linli.engines.cases.queries.photos import CasePhoto, photos_of
from linli.registry.access import Actor
from linli.registry.held_posts import standing
from linli.registry.models import Organisation, Post

MOST_BESIDE = 20


@dataclass(frozen=True, slots=True)
class StoryStep:
    """What was done or noted, when and by whom; ``is_public``: its reporter reads it too."""

    id: int
    at: datetime
    verb: str
    by: str
    who: str
    words: str
    is_public: bool
    facts: Facts
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class CalledIn:
    """A department that was asked for help; the fields are its columns, in this order."""

    organisation: str
    asked_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class BesideCase:
    """A matter joined, split or alike, and ``how`` it belongs to the one that is shown."""

    how: str
    id: int
    number: int
    title: str
    state: str
    closing: str
    place_label: str


BESIDE = tuple(column.name for column in fields(BesideCase))[1:]


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the matter's page needs. ``verbs``: codes open to the viewer, in the table's order;
    ``story``: steps and notes in order of time."""

    case: Case
    verbs: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    story: tuple[StoryStep, ...] = ()
    photos: tuple[CasePhoto, ...] = ()
    called_in: tuple[CalledIn, ...] = ()
    beside: tuple[BesideCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Owners:
    """Who can answer for a matter, each ("post:7", name). ``near``: posts in whose own place it
    lies, the closest first."""

    near: list[tuple[str, str]] = field(default_factory=list)
    organisations: list[tuple[str, str]] = field(default_factory=list)
    posts: list[tuple[str, str]] = field(default_factory=list)


def desk_case(actor: Actor, case_id: int) -> CasePage:
    """Return a matter's page (5 queries; one more each for company staff and where a department
    was called in). Raises ``NotFound``."""
    case = access.access_case(actor, case_id)
    workflow = access.workflow_of(case)
    verbs = workflow.verbs_open_to(case.state, access.roles_of(actor, case))
    moves = {verb: workflow.find(verb, case.state) for verb in verbs}
    story = _story(case)
    return CasePage(
        case=case,
        verbs=verbs,
        needs={verb: move.needs for verb, move in moves.items() if move},
        story=story,
        photos=photos_of(case.pk),
        called_in=_called_in(case) if any(step.verb == "whistle" for step in story) else (),
        beside=_beside(case),
    )


def has_note(case_id: int, *, by: Actor, text: str) -> bool:
    """True when this actor has noted just this on the matter (1 query)."""
    return Note.objects.filter(case=case_id, by=by.key, text=text).exists()


def case_id_of(community_id: int, number: int) -> int:
    """Return the id of the matter that people call SX-1124. Raises ``NotFound``."""
    cases = Case.objects.filter(community=community_id, number=number).values_list("id", flat=True)
    first = cases.first()
    if first is None:
        raise NotFound(_("There is no such matter, or it is not for you."))
    return first


def photo_at_desk(actor: Actor, photo_id: int) -> str:
    """Return where a photo lies, for who may see its matter (3 queries). Raises ``NotFound``."""
    rows = Photo.objects.filter(pk=photo_id).values_list("case_id", "file")
    photo = rows.first()
    if photo is None:
        raise NotFound(_("There is no such photo."))
    case_id, file = photo
    access.access_case(actor, case_id)
    return str(file)


_STEPS = Prepared(
    lambda: Step.objects.filter(case=Slot("case")).values_list(
        "id", "at", "verb", "by", "by_label", "words", "is_public", "facts"
    )
)
_NOTES = Prepared(
    lambda: Note.objects.filter(case=Slot("case")).values_list("id", "at", "by", "by_label", "text")
)


def _story(case: Case) -> tuple[StoryStep, ...]:
    notes = _NOTES.rows(case=case.pk)
    story = [StoryStep(*row) for row in _STEPS.rows(case=case.pk)]
    story += [
        StoryStep(pk, at, "add_note", by, who, text, is_public=False, facts={}, is_note=True)
        for pk, at, by, who, text in notes
    ]
    return tuple(sorted(story, key=lambda step: (step.at, step.is_note, step.id)))


def _called_in(case: Case) -> tuple[CalledIn, ...]:
    rows = DepartmentCall.objects.filter(case=case).order_by("id")
    columns = ("organisation__name", "asked_at", "due_at", "answered_at", "answer")
    return tuple(CalledIn(*row) for row in rows.values_list(*columns))


_BESIDE = Prepared(
    lambda: (
        Case.objects.filter(
            Q(merged_into=Slot("case"))
            | Q(split_from=Slot("case"))
            | Q(group=Slot("group"))
            | Q(pk__in=[Slot("others")])
        )
        .order_by()
        .values_list("community_id", "merged_into_id", "split_from_id", *BESIDE)
    )
)


def _beside(case: Case) -> tuple[BesideCase, ...]:
    """Matters joined into this one, split from it, or near-duplicates, the newest first (1 query).

    Asked for by their keys alone: with community or order beside these, SQLite would walk all of
    the community's matters instead of the three small indexes.
    """
    others = [pk for pk in (case.merged_into_id, case.split_from_id, case.group_id) if pk]
    rows = _BESIDE.rows(case=case.pk, group=case.group_id or case.pk, others=[*others, case.pk])
    here = [
        BesideCase(_how(case, row[0], merged_into, split_from), *row)
        for community_id, merged_into, split_from, *row in rows
        if community_id == case.community_id and row[0] != case.pk
    ]
    return tuple(sorted(here, key=lambda other: -other.id)[:MOST_BESIDE])


def _how(case: Case, other_id: int, merged_into: int | None, split_from: int | None) -> str:
    if merged_into == case.pk:
        return "merged_here"
    if other_id == case.merged_into_id:
        return "goes_on_as"
    if split_from == case.pk:
        return "split_off"
    return "split_from" if other_id == case.split_from_id else "alike"


def owners_for(*cases: Case) -> Owners:
    """Return who can answer for all these matters of one community (1 query)."""
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
    owners = Owners()
    for role, pk, holder, place, place_id in sorted(
        rows, key=lambda row: (depth.get(row[4], 1), row[0], row[1])
    ):
        if role:
            group = owners.near if place_id in depth else owners.posts
            group.append((f"post:{pk}", f"{holder} · {roles[role]} · {place}"))
        else:
            owners.organisations.append((f"organisation:{pk}", holder))
    return owners
