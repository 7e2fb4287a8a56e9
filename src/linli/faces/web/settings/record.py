"""The record as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.models import Line
from linli.core.record import words
from linli.core.record.reading import Narrowing, actors_in, lines_page, verbs_in
from linli.faces import requests
from linli.faces.web.shared import actors, times
from linli.faces.web.shared.face import spoken_values, subjects
from linli.registry.models import Post

LINES_A_PAGE = 50
FILTERS = ("verb", "actor", "subject")


def lines(community_id: int, query: Mapping[str, str]) -> dict[str, Any]:
    """Return a page of the record and its filters (3 queries)."""
    asked = {name: query[name] for name in FILTERS if query.get(name)}
    before = requests.number(query, "before")
    page = lines_page(community_id, Narrowing(**asked, before=before), limit=LINES_A_PAGE)
    older = urlencode({**asked, "before": page.before}) if page.before is not None else ""
    return {
        "rows": [_readable(line) for line in page.lines],
        "older": f"?{older}" if older else "",
        "newer": f"?{urlencode(asked)}" if before is not None else "",
        "asked": asked,
        "verbs": [(verb, words.spoken(verb)) for verb in verbs_in(community_id)],
        "actors": [(key, actors.spoken(key, label)) for key, label in actors_in(community_id)],
    }


def _readable(line: Line) -> dict[str, str]:
    change = line.change or {}
    subject = subjects().get(line.subject_type)
    return {
        "number": str(line.number),
        "when": times.near(line.at, now=timezone.now()),
        "exact": timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S"),
        "who": actors.spoken(line.actor, line.actor_label),
        "said": words.spoken(line.verb),
        "subject": subject.reference(change) if subject else "",
        "href": subject.href(line.subject_id) if subject else "",
        "change": _changes(change),
        "reason": line.reason,
    }


NOT_SAID = ("number", "note", "other_id", "scopes", "user", "fields", "reopened", "level")


def _changes(change: Mapping[str, Any]) -> str:
    """Say what changed: before → after, or the new value."""
    parts = []
    for name, value in change.items():
        if name in NOT_SAID:
            continue
        if name == "parts":
            parts.append("、".join(map(str, value)))
        elif isinstance(value, list) and len(value) == 2:
            parts.append(f"{_word(name, value[0])} → {_word(name, value[1])}")
        elif isinstance(value, str | int | bool) and value != "":
            parts.append(_word(name, value))
    return " · ".join(parts)[:200]


def _word(name: str, value: Any) -> str:
    """Say a code of the record as the pages say it."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if spoken := spoken_values().get(name):
        return spoken(value)
    if name == "role":
        return str(dict(Post.Role.choices).get(value, value))
    if name == "due":
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    return str(value)[:80]
