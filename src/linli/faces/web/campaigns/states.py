"""The state of a door on a page: a colour, a letter and a word, always all three."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.tally import STATES, WORDS, Tally

LETTERS = {
    "met": pgettext_lazy("door letter", "M"),
    "phone": pgettext_lazy("door letter", "P"),
    "refused": pgettext_lazy("door letter", "R"),
    "moved": pgettext_lazy("door letter", "A"),
    "vacant": pgettext_lazy("door letter", "V"),
    "absent": pgettext_lazy("door letter", "N"),
    "due": pgettext_lazy("door letter", "D"),
    "to_visit": pgettext_lazy("door letter", "T"),
}
COLOURS = {"met": "good", "phone": "info", "absent": "warn"}  # the others are grey; red is danger
BAR = '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">%s</svg>'
CAMPAIGN_COLOURS = {Campaign.State.RUNNING: "good", Campaign.State.DRAFT: "info"}


def legend() -> list[dict[str, Any]]:
    """Return every state with its letter and word, in the order in which pages tell them."""
    return [{"state": s, "letter": LETTERS[s], "word": WORDS[s]} for s in STATES]


def square(row: dict[str, Any], *, href: str) -> dict[str, Any]:
    """Return a door as a square of the map: letter, state as a class, and all of it in words."""
    word = str(WORDS[row["state"]])
    return {
        "href": href,
        "state": row["state"],
        "letter": LETTERS[row["state"]],
        "name": row["place__name"],
        "title": " · ".join(filter(None, (row["label"], word, row["walker__name"]))),
        "words": word,
    }


def in_stacks(floors: list[dict[str, Any]]) -> None:
    """Let 1004 stand above 904: a gap (None) where a floor lacks a door that another floor has."""
    stacks = sorted({door["name"][-2:] for row in floors for door in row["doors"]})
    for row in floors:
        by_stack = {door["name"][-2:]: door for door in row["doors"]}
        if len(by_stack) == len(row["doors"]):  # two doors of one number: as they come
            row["doors"] = [by_stack.get(stack) for stack in stacks]


def bar(tally: Tally) -> SafeString:
    """Draw the tally as a bar, doors done first. It says nothing that words do not say, too."""
    rects, left = [], 0.0
    for state, _word, count in tally.parts:
        width = 100 * count / tally.total
        rects.append(f'<rect class="is-{state}" x="{left:.2f}" width="{width:.2f}" height="8"/>')
        left += width
    return mark_safe(BAR % "".join(rects))  # noqa: S308 - nothing but our own codes and numbers
