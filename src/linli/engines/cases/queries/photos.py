"""The photos of one matter, as every page of it shows them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linli.core.prepared import Prepared, Slot
from linli.engines.cases.models import Case, Photo


@dataclass(frozen=True, slots=True)
class CasePhoto:
    """A photo without its file; the fields are its columns, in this order."""

    id: int
    role: str
    width: int
    height: int
    at: datetime

    @property
    def words(self) -> str:
        """What it shows: before, after …"""
        return str(Photo.Role(self.role).label)


COLUMNS = tuple(field.name for field in fields(CasePhoto))


def _of_case(**more: Any) -> QuerySet[Photo, tuple[Any, ...]]:
    return Photo.objects.filter(case=Slot("case"), **more).order_by("id").values_list(*COLUMNS)


_ALL = Prepared(_of_case)
_PUBLIC = Prepared(lambda: _of_case(is_public=True, case__is_public=True, case__look=""))


def photos_of(case_id: int, *, public_only: bool = False) -> tuple[CasePhoto, ...]:
    """Return a matter's photos in the order in which they came (1 query)."""
    photos = _PUBLIC if public_only else _ALL
    return tuple(CasePhoto(*row) for row in photos.rows(case=case_id))


def photos_to_choose(case: Case) -> list[Photo]:
    """Return a matter's photos with which of them are public, as a form asks for it (1 query)."""
    return list(Photo.objects.filter(case=case).order_by("id"))


def photo_by_id(photo_id: int) -> Photo | None:
    """Return a photo, whoever may see it: who asks must still be let in to its matter."""
    return Photo.objects.filter(pk=photo_id).first()
