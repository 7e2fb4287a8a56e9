"""The state of a door on a page: a colour, a letter and a word, always all three."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from linli.engines.campaigns.models import Campaign
from linli.engines.campaigns.queries.door_map import Entrance, MapDoor
from linli.engines.campaigns.queries.tally import STATES, WORDS, Tally
from linli.engines.campaigns.rules import UNDONE

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
CAMPAIGN_COLOURS: dict[str, str] = {Campaign.State.RUNNING: "good", Campaign.State.DRAFT: "info"}


@dataclass(frozen=True, slots=True)
class LegendLine:
    """What a letter of the map means."""

    state: str
    letter: str
    word: str


def legend() -> list[LegendLine]:
    """Return every state with its letter and word, in the order in which pages tell them."""
    return [LegendLine(state, str(LETTERS[state]), str(WORDS[state])) for state in STATES]


@dataclass(frozen=True, slots=True)
class Square:
    """A door as a square of the map: letter, state as a class, and all of it in words."""

    href: str
    state: str
    letter: str
    name: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class FloorRow:
    """A floor of the map; None stands for a door that another floor has here."""

    floor: int
    doors: Sequence[Square | None]
    is_open: bool


@dataclass(frozen=True, slots=True)
class EntranceRow:
    """An entrance of the map."""

    id: int | None
    name: str
    tally: Tally
    walkers: Sequence[str]
    floors: Sequence[FloorRow]


def entrance_row(entrance: Entrance, *, door_at: Callable[[int], str]) -> EntranceRow:
    """Return an entrance as it is drawn."""
    squares = [
        [_square(door, href=door_at(door.pk)) for door in row.doors] for row in entrance.floors
    ]
    return EntranceRow(
        id=entrance.id,
        name=entrance.name,
        tally=entrance.tally,
        walkers=entrance.walkers,
        floors=[
            FloorRow(row.floor, doors, is_open=any(d.state in UNDONE for d in row.doors))
            for row, doors in zip(entrance.floors, in_stacks(squares), strict=True)
        ],
    )


def _square(door: MapDoor, *, href: str) -> Square:
    word = str(WORDS[door.state])
    return Square(
        href=href,
        state=door.state,
        letter=str(LETTERS[door.state]),
        name=door.name,
        title=" · ".join(filter(None, (door.label, word, door.walker))),
        words=word,
    )


def in_stacks(floors: Sequence[Sequence[Square]]) -> list[Sequence[Square | None]]:
    """Let 1004 stand above 904: a gap (None) where a floor lacks a door that another floor has."""
    stacks = sorted({door.name[-2:] for doors in floors for door in doors})
    stacked: list[Sequence[Square | None]] = []
    for doors in floors:
        by_stack = {door.name[-2:]: door for door in doors}
        is_clear = len(by_stack) == len(doors)  # two doors of one number: as they come
        stacked.append([by_stack.get(stack) for stack in stacks] if is_clear else doors)
    return stacked


def bar(tally: Tally) -> SafeString:
    """Draw the tally as a bar, doors done first. It says nothing that words do not say, too."""
    rects, left = [], 0.0
    for state in STATES:
        if not (count := tally.states[state]):
            continue
        width = 100 * count / tally.total
        rects.append(f'<rect class="is-{state}" x="{left:.2f}" width="{width:.2f}" height="8"/>')
        left += width
    return mark_safe(BAR % "".join(rects))  # noqa: S308 - nothing but our own codes and numbers
