"""A look at what a setting would change, before it is kept: the same form once more, and a yes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.sections import Follows

YES = "sure"
NOT_SENT_AGAIN = {"csrfmiddlewaretoken", YES}


def said(request: HttpRequest) -> bool:
    """True when the look has been had and somebody said yes."""
    return bool(request.POST.get(YES))


def is_worth_asking(changes: Follows) -> bool:
    """True when open matters are concerned."""
    return bool(changes.moved or changes.kept or changes.lost)


def ask(
    request: HttpRequest,
    *,
    heading: str,
    changes: Follows,
    back: str,
    crumbs: Iterable[Any],
    more: Iterable[str] = (),
    text: str = "",
    name: str = "",
) -> HttpResponse:
    """Show what would change, with the form's values to be sent once more."""
    fields = [
        (field, value)
        for field, values in request.POST.lists()
        if field not in NOT_SENT_AGAIN
        for value in values
    ]
    if text:
        fields = [("name", name)]
    context = {
        "here": "settings",
        "crumbs": list(crumbs),
        "heading": heading,
        "sentences": [*more, *_sentences(changes)],
        "fields": fields,
        "text": text,
        "back": back,
    }
    return render(request, "web/settings/confirm.html", context)


def done(changes: Follows) -> list[str]:
    """Say what was changed, for the message afterwards."""
    count = len(changes.moved)
    if not count:
        return [_("Deadlines set from now on count with it.")]
    words = ngettext(
        "%(count)s open matter has a new due date.",
        "%(count)s open matters have a new due date.",
        count,
    )
    return [words % {"count": count}]


def _sentences(changes: Follows) -> list[str]:
    sentences = [_moved(changes)]
    if changes.kept:
        words = ngettext(
            "%(count)s open matter keeps its date: somebody set it, or it waited.",
            "%(count)s open matters keep their dates: somebody set them, or they waited.",
            changes.kept,
        )
        sentences.append(words % {"count": changes.kept})
    if changes.lost:
        words = ngettext(
            "%(count)s open matter loses its kind; it keeps its due date and is finished as it is.",
            "%(count)s open matters lose their kind; they keep their due dates and are finished "
            "as they are.",
            changes.lost,
        )
        sentences.append(words % {"count": changes.lost})
    if len(changes.communities) > 1:
        sentences.append(
            _("This concerns %(count)s communities.") % {"count": len(changes.communities)}
        )
    return sentences


def _moved(changes: Follows) -> str:
    count = len(changes.moved)
    if not count:
        return _("No open matter gets a new due date.")
    words = ngettext(
        "%(count)s open matter gets a new due date.",
        "%(count)s open matters get a new due date.",
        count,
    )
    return words % {"count": count}
