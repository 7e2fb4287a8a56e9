"""The lines of a record, to be read: a page of them, and what they can be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from linli.core.models import Line


def lines_of(community_id: int) -> QuerySet[Line]:
    """Return a community's lines; nobody's page shows another community's."""
    return Line.objects.filter(community_id=community_id)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which lines are wanted; what is empty narrows nothing."""

    verb: str = ""
    actor: str = ""
    subject: str = ""  # "registry.person:17"
    before: int | None = None  # the number of the line that ends the page before


@dataclass(frozen=True, slots=True)
class LinesPage:
    """A page of lines, the newest first; ``before`` leads to the older ones."""

    lines: list[Line]
    before: int | None


def lines_page(community_id: int, wanted: Narrowing, *, limit: int) -> LinesPage:
    """Return a page of a community's lines with their reasons (1 query)."""
    rows = lines_of(community_id).select_related("why")
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    if wanted.actor:
        rows = rows.filter(actor=wanted.actor)
    if wanted.subject:
        kind, _colon, pk = wanted.subject.partition(":")
        rows = rows.filter(subject_type=kind, subject_id=pk)
    if wanted.before is not None:
        rows = rows.filter(number__lt=wanted.before)
    # One line more than is shown says whether there is an older page, without a count of them all.
    lines = list(rows.order_by("-number")[: limit + 1])
    more, lines = len(lines) > limit, lines[:limit]
    return LinesPage(lines, before=lines[-1].number if more else None)


def verbs_in(community_id: int) -> list[str]:
    """Return the verbs that stand in a community's record (1 query)."""
    verbs = lines_of(community_id).order_by("verb").values_list("verb", flat=True)
    return list(verbs.distinct())


def actors_in(community_id: int, *, limit: int = 200) -> list[tuple[str, str]]:
    """Return keys and labels of who stands in a community's record (1 query).

    The bearers of follow codes are many, and nobody's names.
    """
    named = lines_of(community_id).exclude(actor__startswith="follow:").order_by("actor_label")
    return list(named.values_list("actor", "actor_label").distinct()[:limit])
