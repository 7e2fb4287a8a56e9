"""Matters: listed, read, taken in, and worked on with the same verbs as at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema, Status

from linli.core import limits
from linli.core.refusals import NotFound
from linli.engines.cases import actions
from linli.engines.cases.models import Case
from linli.engines.cases.queries.programs import (
    CaseRow,
    CasesPage,
    CaseWithStory,
    case_from_program,
    case_row,
    case_with_story,
    cases_in_reach,
)
from linli.faces.api.data import programmes, schemas
from linli.faces.api.data.auth import READ, WRITE, actor_for, bearer_at
from linli.faces.api.data.schemas import Id, Moment
from linli.registry.access import Actor, require
from linli.registry.models import Place
from linli.registry.queries import communities_of, place_by_code

router = Router(tags=["cases"])
STATES = Literal[
    "", "open", "filed", "accepted", "assigned", "in_hand", "waiting", "deferred", "inspecting",
    "resolved", "closed",
]  # fmt: skip
WRITES_AN_HOUR = 3600  # with one token


@dataclass(frozen=True, slots=True)
class Filed:
    """A matter that was taken in, now or before; its code is told once."""

    case: CaseRow
    follow_code: str | None


@router.get("/cases", response={200: schemas.CasesOut, **READ})
def list_cases(
    request: HttpRequest,
    community: Annotated[Id | None, Query()] = None,
    kind: Annotated[str, Query(max_length=60)] = "",
    state: Annotated[STATES, Query(description='"open" is every state but closed')] = "",
    updated_since: Annotated[Moment | None, Query()] = None,
    before: Annotated[Id | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CasesPage:
    """Matters in reach of the token's posts, newest first."""
    actor = actor_for(request, "cases:read")
    return cases_in_reach(
        actor, community=community, kind=_clean(kind), state=state, updated_since=updated_since,
        before=before, limit=limit,
    )  # fmt: skip


@router.get("/cases/{case_id}", response={200: schemas.CaseOut, **READ})
def get_case(request: HttpRequest, case_id: Annotated[Id, Path()]) -> CaseWithStory:
    """One matter with its story and the verbs that are open to the token now."""
    return case_with_story(actor_for(request, "cases:read"), case_id)


@router.post("/cases", response={201: schemas.FiledOut, 200: schemas.FiledOut, **WRITE})
def file_case(request: HttpRequest, body: schemas.CaseIn) -> Status[Filed]:
    """Take a matter in. Answers 200 with the first one if its external_id is known already."""
    actor = _writer(request)
    community, place = _whereabouts(actor, body)
    if case := _filed_before(community, body.external_id):
        return Status(200, Filed(case_row(case), follow_code=None))
    try:
        filed = actions.file_case(
            by=actor, community_id=community.pk, channel="api", kind=body.kind, text=body.text,
            title=body.title, place=place, where=body.where, fields=body.fields,
            external_id=body.external_id, opened_at=body.opened_at, urgency=body.urgency,
            reporter=actions.Reporter(name=body.reporter.name, phone=body.reporter.phone),
        )  # fmt: skip
    except IntegrityError:
        # Somebody sent the same external_id at the same moment; any other fault is a bug.
        if (case := _filed_before(community, body.external_id)) is None:
            raise
        return Status(200, Filed(case_row(case), follow_code=None))
    return Status(201, Filed(case_row(filed.case), follow_code=filed.follow_code))


def _writer(request: HttpRequest) -> Actor:
    actor = actor_for(request, "cases:write")
    limits.hit(f"api:{bearer_at(request).token.pk}", most=WRITES_AN_HOUR, seconds=3600)
    return actor


def _whereabouts(actor: Actor, body: schemas.CaseIn) -> tuple[Place, Place | None]:
    """Return community and place, if the actor may enter matters there."""
    community = next((c for c in communities_of(actor) if c.pk == body.community_id), None)
    if community is None:
        raise NotFound(_("There is no such community, or it is not for you."))
    place = place_by_code(body.place_code) if body.place_code else None
    if place is not None and place.community_id != community.pk:
        raise NotFound(_("This place belongs to another community."))
    require(actor, "enter_cases", path=(place or community).path)
    return community, place


def _filed_before(community: Place, external_id: str) -> Case | None:
    known = _clean(external_id).strip()
    if not known:
        return None
    return case_from_program(community.pk, known)


def _clean(typed: str) -> str:
    """Take out what PostgreSQL cannot compare with."""
    return typed.replace("\0", "")


def _offer(verb: str, act: Callable[..., object], takes: type[Schema]) -> None:
    """Let a verb of the engine be done by POST /cases/{id}/{verb}."""

    def view(request: HttpRequest, case_id: Annotated[Id, Path()], body: takes) -> CaseRow:  # type: ignore[valid-type]
        actor = _writer(request)
        act(case_id, by=actor, **body.model_dump())  # type: ignore[attr-defined]
        return case_row(actions.access_case(actor, case_id))

    view.__name__ = f"{verb}_case"
    view.__doc__ = (act.__doc__ or "").split("\n")[0]
    router.post(
        f"/cases/{{case_id}}/{verb}",
        response={200: schemas.CaseRow, **WRITE},
        operation_id=f"{verb}_case",
    )(view)


for _verb, _act, _takes in (
    ("accept", actions.accept, schemas.Move),
    ("assign", actions.assign, schemas.Assigned),
    ("take", actions.take, schemas.Move),
    ("return", actions.return_case, schemas.Reasoned),
    ("reply", actions.reply, schemas.Said),
    ("ask", actions.ask, schemas.Said),
    ("answer", actions.answer, schemas.Said),
    ("note", actions.add_note, schemas.Noted),
    ("defer", actions.defer, schemas.Deferred),
    ("resume", actions.resume, schemas.Move),
    ("extend", actions.extend, schemas.Extended),
    ("refer", actions.refer, schemas.Referred),
    ("whistle", actions.whistle, schemas.Whistled),
    ("merge", actions.merge, schemas.Merged),
    ("resolve", actions.resolve, schemas.Resolved),
    ("review", actions.review, schemas.Reviewed),
    ("reopen", actions.reopen, schemas.Reasoned),
    ("withdraw", actions.withdraw, schemas.Reasoned),
    ("change_kind", actions.change_kind, schemas.KindChanged),
):
    _offer(_verb, _act, _takes)


@router.get(
    "/programmes",
    response={200: list[schemas.ProgrammeOut], **READ},
    tags=["programmes"],
    operation_id="linli_faces_api_data_places_list_programmes",  # as clients were made with it
)
def list_programmes(request: HttpRequest) -> list[schemas.ProgrammeOut]:
    """What this house runs: programmes, their kinds of matter, and what each kind asks."""
    actor_for(request, None)
    return programmes.offered()
