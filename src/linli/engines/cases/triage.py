"""What becomes of a matter: its kind, how urgent it is, until when, and who answers.

Asked when a matter is filed, whichever way it comes, and by "try it" on the settings page: one
function, so that what was tried is what happens. It reads the words as they were typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from linli.core import calendar
from linli.core.working_time import WorkingCalendar
from linli.engines.cases import kinds, routing, rules
from linli.engines.cases.danger import community_lists
from linli.engines.cases.danger.rules import Found
from linli.engines.cases.danger.shipped import shipped
from linli.engines.cases.kinds import Deadline, Kind
from linli.engines.cases.models import Case, RoutingRule
from linli.engines.cases.routing import Match, Tried
from linli.engines.cases.suggest.lookup import OTHER, SURE_ENOUGH, Guesser
from linli.registry.models import Place

CLEARLY = 0.8  # so sure must the words be to speak against the place where they were written
EMERGENCY = int(Case.Urgency.EMERGENCY)

CHOSEN, BY_PLACE, BY_WORDS, BY_DANGER, BY_NOTHING = "chosen", "place", "words", "danger", "nothing"


@dataclass(frozen=True)
class Times:
    """The deadlines of a matter."""

    due_at: datetime | None
    warn_at: datetime | None
    answer_due_at: datetime | None


@dataclass(frozen=True)
class Decision:
    """What becomes of a matter. ``kind_by`` says what the kind follows from."""

    kind: Kind
    kind_by: str
    guesses: Sequence[tuple[str, float]]
    dangers: tuple[Found, ...]
    urgency: int
    times: Times
    match: Match | None
    tried: Sequence[Tried]

    @property
    def danger(self) -> str:
        """The code of the first danger that the words tell; "" for none."""
        return self.dangers[0].danger if self.dangers else ""


class Ground:
    """What a community's decisions rest on, asked for once, however many matters follow."""

    def __init__(self, community: Place, *, on: Sequence[Kind] | None = None) -> None:
        self.community = community
        if on is not None:
            self.on = on
        self._by_kind: dict[tuple[str, int], Match | None] = {}

    @cached_property
    def on(self) -> Sequence[Kind]:
        """The kinds that are on here."""
        return kinds.on_in(self.community.pk)

    @cached_property
    def guesser(self) -> Guesser:
        return Guesser(self.community.pk, on=self.on)

    @cached_property
    def rules(self) -> list[RoutingRule]:
        return routing.rules_of(self.community.pk)

    @cached_property
    def working(self) -> WorkingCalendar:
        return calendar.load(self.community.pk)

    def by_kind(self, code: str, place: Place) -> Match | None:
        """Return whom the kind itself names at a place, asked for once."""
        asked = (code, place.pk)
        if asked not in self._by_kind:
            self._by_kind[asked] = routing.by_kind(code, community=self.community, place=place)
        return self._by_kind[asked]


def decide(
    ground: Ground,
    *,
    text: str,
    title: str = "",
    place: Place | None = None,
    kind: Kind | None = None,
    urgency: int = 0,
    at: datetime,
    now: datetime,
) -> Decision:
    """Decide what becomes of a matter raised ``at`` some time; nothing is written.

    ``text`` and ``title`` are the raw words. Without a ``kind`` the place names it, else the
    words, else the danger. Words of danger make it an emergency, unless it is an old matter.
    """
    words = f"{title}\n{text}" if title else text
    place_kind = place.kind if place else ""
    is_now = now - at < timedelta(hours=shipped().hours)
    founds = (
        community_lists.read(ground.community.pk, words, place_kind=place_kind) if is_now else ()
    )
    guesses = [] if kind or not words.strip() else ground.guesser.kinds_for(words)
    chosen, why = (kind, CHOSEN) if kind else _kind(ground, place_kind, guesses, founds)
    urgency = EMERGENCY if founds else urgency
    danger = founds[0].danger if founds else ""
    tried, match = routing.ask(
        ground.rules, kind=chosen.code, place=place or ground.community, text=words, at=at
    )
    return Decision(
        kind=chosen, kind_by=why, guesses=guesses, dangers=founds, urgency=urgency,
        times=times(chosen, urgency=urgency, danger=danger, start=at, working=ground.working),
        match=match or ground.by_kind(chosen.code, place or ground.community), tried=tried,
    )  # fmt: skip


def _kind(
    ground: Ground,
    place_kind: str,
    guesses: Sequence[tuple[str, float]],
    founds: Sequence[Found],
) -> tuple[Kind, str]:
    """Return the kind of a matter for which nobody chose one, and what it follows from."""
    on = {kind.code: kind for kind in ground.on}
    likely = [(code, sure) for code, sure in guesses if code in on]
    best, sure = likely[0] if likely else ("", 0.0)
    here_is = [kind.code for kind in ground.on if place_kind and place_kind in kind.places]
    if here_is:
        fitting = [code for code, _sure in likely if code in here_is]
        if fitting or founds or sure < CLEARLY:
            return on[(fitting or here_is)[0]], BY_PLACE
    if best and sure >= SURE_ENOUGH:
        return on[best], BY_WORDS
    for danger in founds:
        code = shipped().dangers[danger.danger].kind
        if code in on:
            return on[code], BY_DANGER
    if OTHER in on:
        return on[OTHER], BY_NOTHING
    return (ground.on[0] if ground.on else kinds.get(OTHER)), BY_NOTHING


def within(kind: Kind, *, urgency: int, danger: str = "") -> Deadline | None:
    """Return the time given; a danger's own where the kind's is not in minutes or hours sooner."""
    given = kind.within(urgency)
    about = shipped().dangers.get(danger) if urgency >= EMERGENCY else None
    if about is None:
        return given
    return min(filter(None, (given, about.within)), key=_rough_minutes)


def _rough_minutes(time: Deadline) -> int:
    """Return about how long a time is, to compare two of them."""
    units = {"minutes": 1, "hours": 60, "working hours": 180, "days": 1440, "working days": 1440}
    return time.amount * units[time.unit]


def times(
    kind: Kind, *, urgency: int, danger: str, start: datetime, working: WorkingCalendar
) -> Times:
    """Count the deadlines from the moment at which a matter was raised."""

    def after(time: Deadline | None) -> datetime | None:
        if time is None:
            return None
        return rules.after(start, time.amount, time.unit, calendar=working)

    due = after(within(kind, urgency=urgency, danger=danger))
    answer = after(kind.answer_within)
    if danger and due and answer:
        answer = min(due, answer)
    return Times(due, rules.warn_from(start, due, share=kind.warn_at), answer)
