"""Public matters for other houses: only what is public, only covered texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linli.engines.cases.models import Case, Photo

# Nothing else leaves the house: no name, no number, no door. In the order of FeedCase.
COLUMNS = (
    "id", "kind", "public_text", "public_result", "state", "opened_at", "updated_at", "closed_at",
    "due_at", "look", "latitude", "longitude", "building_id", "building__name", "building__code",
    "building__latitude", "building__longitude", "organisation__name", "community__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeedCase:
    """A public matter; ``photo_id`` is its first public photo, the place its building."""

    photo_id: int | None
    id: int
    kind: str
    public_text: str
    public_result: str
    state: str
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    look: str
    own_latitude: float | None
    own_longitude: float | None
    building_id: int | None
    building: str | None
    building_code: str | None
    building_latitude: float | None
    building_longitude: float | None
    organisation: str | None
    community: str

    @property
    def state_label(self) -> str:
        """The state in the reader's language."""
        return str(Case.State(self.state).label)

    @property
    def point(self) -> tuple[float | None, float | None]:
        """Latitude and longitude of the building, else of the matter once somebody has looked.

        A point that a stranger set may be somebody's door: like words, it waits for a look.
        """
        if self.building_id is not None:
            return self.building_latitude, self.building_longitude
        return (None, None) if self.look else (self.own_latitude, self.own_longitude)


def public_feed(
    community_id: int | None,
    *,
    kinds: Collection[str],
    is_open: bool | None,
    start: datetime,
    end: datetime,
    first: int,
    most: int,
) -> tuple[FeedCase, ...]:
    """Return public matters opened in a span of time, newest first (2 queries).

    Without a community those of all; without ``kinds`` of every kind; ``is_open`` None: both.
    """
    cases = _public(community_id).filter(opened_at__gte=start, opened_at__lte=end)
    if kinds:
        cases = cases.filter(kind__in=kinds)
    if is_open is not None:
        cases = cases.filter(closed_at__isnull=is_open)
    return _page(cases, first=first, most=most)


def public_feed_by_ids(
    community_id: int | None, ids: Collection[int], *, first: int = 0, most: int
) -> tuple[FeedCase, ...]:
    """Return those of these matters that are public, newest first (2 queries)."""
    return _page(_public(community_id).filter(pk__in=ids), first=first, most=most)


def _public(community_id: int | None) -> QuerySet[Case]:
    cases = Case.objects.filter(is_public=True)
    return cases if community_id is None else cases.filter(community=community_id)


def _page(cases: QuerySet[Case], *, first: int, most: int) -> tuple[FeedCase, ...]:
    newest = cases.order_by("-opened_at", "-id")[first : first + most]
    rows = list(newest.values_list(*COLUMNS))
    photos = _first_photos(row[0] for row in rows)
    return tuple(FeedCase(photos.get(row[0]), *row) for row in rows)


def _first_photos(ids: Iterable[int]) -> dict[int, int]:
    """Return the first public photo of each matter (1 query)."""
    photos = Photo.objects.filter(case__in=list(ids), is_public=True, case__look="")
    return dict(photos.order_by("-id").values_list("case_id", "id"))
