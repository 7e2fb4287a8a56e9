"""Communities and places, to be read."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field

from linli.core.parsing import LARGEST
from linli.faces.api.data.auth import READ, actor_for
from linli.faces.api.data.schemas import CommunityOut, Id, PlaceOut, PlacesOut
from linli.registry.models import Place
from linli.registry.queries import communities_of
from linli.registry.queries.reachable import PlacesPage, place_in_reach, places_in_reach

router = Router(tags=["places"])


@router.get("/communities", response={200: list[CommunityOut], **READ})
def list_communities(request: HttpRequest) -> list[Place]:
    """The communities that the token's posts reach."""
    return communities_of(actor_for(request, "places:read"))


@router.get("/places", response={200: PlacesOut, **READ})
def list_places(
    request: HttpRequest,
    community: Annotated[Id | None, Query()] = None,
    kind: Annotated[str, Query(max_length=20)] = "",
    under: Annotated[Id | None, Query(description="only what lies below this place")] = None,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> PlacesPage:
    """Places in reach, in the order of their ids."""
    actor = actor_for(request, "places:read")
    return places_in_reach(
        actor, community=community, kind=kind, under=under, after=after, limit=limit
    )


@router.get("/places/{code}", response={200: PlaceOut, **READ})
def get_place(
    request: HttpRequest, code: Annotated[str, Path(max_length=20), Field(min_length=1)]
) -> Place:
    """One place by the code on its QR label."""
    return place_in_reach(actor_for(request, "places:read"), code)
