"""The desk's filters as they stand in an address, and the links that change one of them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from linli.engines.cases.models import Case
from linli.engines.cases.queries import DeskFilters
from linli.faces import requests
from linli.faces.web.shared.addresses import address

NAMES = (
    "whose", "state", "kind", "building", "channel", "overdue", "today", "guessed", "repeated",
    "look",
    "group", "since", "until", "q", "order",
)  # fmt: skip
STATES = {"open", "all", *Case.State.values}


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """Keep what this page knows of a query string; a saved view is the same, kept."""
    return {name: query[name][:60] for name in NAMES if query.get(name)}


def read(query: Mapping[str, str]) -> DeskFilters:
    """Read filters; what makes no sense asks nothing rather than failing."""
    state = query.get("state", "open")
    whose = query.get("whose", "")
    return DeskFilters(
        whose="mine" if whose == "mine" else "team" if whose == "team" else "community",
        state=state if state in STATES else "open",
        kind=query.get("kind", ""),
        building=requests.number(query, "building"),
        channel=query.get("channel", ""),
        is_overdue=bool(query.get("overdue")),
        is_due_today=bool(query.get("today")),
        is_guessed=bool(query.get("guessed")),
        is_repeated=bool(query.get("repeated")),
        is_to_look_at=bool(query.get("look")),
        group=requests.number(query, "group"),
        since=requests.day(query, "since"),
        until=requests.day(query, "until"),
        typed=query.get("q", ""),
        order="newest" if query.get("order") == "newest" else "due",
    )


def link(query: Mapping[str, str], **changes: str) -> str:
    """Return the list's address with some filters changed; an empty one is dropped."""
    kept = {**query, **changes}
    words = urlencode({name: kept[name] for name in (*NAMES, "at") if kept.get(name)})
    return f"{address('desk')}?{words}" if words else address("desk")
