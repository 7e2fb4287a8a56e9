"""Lists that a worker comes back to. They are one's own, so the community's record says nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.prepared import Prepared, Slot
from linli.core.refusals import Invalid, NotFound
from linli.engines.cases.models import SavedView
from linli.registry.access import Actor

MOST_A_PERSON = 30


@dataclass(frozen=True, slots=True)
class OwnView:
    """A list that somebody saved; the fields are its columns, in this order."""

    id: int
    name: str
    query: str


_OF_USER = Prepared(
    lambda: SavedView.objects.filter(user=Slot("user")).values_list("id", "name", "query")
)


def of_user(user_id: int) -> list[OwnView]:
    """Return a user's views, by name (1 query)."""
    return [OwnView(*row) for row in _OF_USER.rows(user=user_id)]


@transaction.atomic
def save(*, by: Actor, name: str, query: str) -> SavedView:
    """Keep filters under a name; the same name takes the new filters."""
    name = _named(name)
    mine = SavedView.objects.filter(user=by.user_id)
    if mine.exclude(name=name).count() >= MOST_A_PERSON:
        raise Invalid(_("You have %(most)s views. Delete one first.") % {"most": MOST_A_PERSON})
    view, _new = SavedView.objects.update_or_create(
        user_id=by.user_id or 0, name=name, defaults={"query": query[:400]}
    )
    return view


@transaction.atomic
def rename(view_id: int, *, by: Actor, name: str) -> None:
    """Give one's own view another name."""
    name = _named(name)
    view = _own(view_id, by)
    if SavedView.objects.filter(user=by.user_id, name=name).exclude(pk=view_id).exists():
        raise Invalid(_("Another of your views has this name. Choose a different one."))
    view.name = name
    view.save(update_fields=["name"])


@transaction.atomic
def delete(view_id: int, *, by: Actor) -> None:
    """Throw one's own view away."""
    _own(view_id, by).delete()


def _own(view_id: int, by: Actor) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, user=by.user_id).first()
    if view is None:
        raise NotFound(_("There is no such view."))
    return view


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise Invalid(_("Give the view a name."))
    if len(name) > 40:
        raise Invalid(_("Keep the name within 40 letters."))
    return name
