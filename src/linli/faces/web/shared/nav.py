"""The side nav of staff pages: what a post may open, with counts the page hands over."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from linli.faces.web.shared.addresses import address
from linli.faces.web.shared.face import Entry, faces

OWN = (
    Entry(
        "field",
        "field",
        icon="smartphone",
        label=pgettext_lazy("nav", "At the door"),
        permission="visit",
    ),
    Entry(
        "register",
        "register",
        icon="house",
        label=pgettext_lazy("nav", "Households"),
        permission="see_people",
    ),
    Entry(
        "places",
        "register-places",
        icon="map-pinned",
        label=pgettext_lazy("nav", "Places and QR"),
        permission="see_people",
    ),
    Entry(
        "posts",
        "register-posts",
        icon="users",
        label=pgettext_lazy("nav", "Posts"),
        permission="see_people",
    ),
    Entry(
        "imports",
        "register-imports",
        icon="file-up",
        label=pgettext_lazy("nav", "Excel in"),
        permission="import",
    ),
    Entry("inbox", "desk_inbox", icon="bell", label=pgettext_lazy("nav", "Messages")),
    Entry(
        "settings",
        "settings",
        icon="settings",
        label=pgettext_lazy("nav", "Settings"),
        permission="manage_rules",
    ),
    Entry(
        "settings",
        "settings",
        icon="settings",
        label=pgettext_lazy("nav", "The house's settings"),
        permission="manage_house",
    ),
)


def entries() -> tuple[Entry, ...]:
    """Return every line: the engines' in their order, then what all of them share."""
    return (*(entry for face in faces() for entry in face.nav), *OWN)


def entries_for(request: HttpRequest, *, counts: Mapping[str, int]) -> list[dict[str, object]]:
    """Return what this visitor's posts may open; nothing for somebody without a post."""
    actor = getattr(request, "actor", None)
    if actor is None or not getattr(actor, "posts", ()):
        return []
    shown: dict[str, dict[str, object]] = {}
    for entry in entries():
        if entry.permission and not actor.may(entry.permission):
            continue
        line: dict[str, object] = {
            "code": entry.code,
            "href": address(entry.page),
            "icon": entry.icon,
            "label": entry.label,
            "count": counts.get(entry.code, 0),
        }
        shown.setdefault(entry.code, line)  # a post in a community stands before the house's
    return list(shown.values())
