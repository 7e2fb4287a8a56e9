"""A community's organisations, and the one place, post or organisation that a setting names."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from linli.registry.models import Organisation, Place, Post


def organisations_of(community: Place) -> QuerySet[Organisation]:
    """Return the organisations, each with ``people``: how many posts are held in it."""
    rows = Organisation.objects.filter(community=community)
    return rows.annotate(people=Count("posts", filter=Q(posts__ended_on=None)))


def organisation_in(community: Place, organisation_id: int | None) -> Organisation | None:
    """Return an organisation of the community; None when there is no such one."""
    return Organisation.objects.filter(community=community, pk=organisation_id or 0).first()


def place_in(community: Place, place_id: int) -> Place | None:
    """Return a place of the community; None when there is no such one."""
    return Place.objects.filter(path__startswith=community.path, pk=place_id).first()


def post_in(community: Place, post_id: int) -> Post | None:
    """Return a post held in the community; None when there is no such one."""
    return Post.objects.filter(place__path__startswith=community.path, pk=post_id).first()
