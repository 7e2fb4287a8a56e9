"""What a matter's deadline, light, escalation and numbers follow from. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linli.core import working_time
from linli.core.working_time import WorkingCalendar

WRITTEN_BY_STAFF = frozenset({"desk", "phone", "visit"})  # channels
MOST_WAITING = 10  # objections from one address that nobody has looked at yet
MOST_GROUNDLESS = 5  # … and that were answered with "shown again as it was", in GROUNDLESS_DAYS
GROUNDLESS_DAYS = 30
WARN_AFTER_SHARE = 0.75  # of the time given; the light is yellow from there
SILENT_AFTER_DAYS = 7
# Who is told of a missed deadline, and how many working days after it.
ESCALATION: tuple[tuple[str, int], ...] = (
    ("grid_worker", 0),
    ("secretary", 1),
    ("street_officer", 3),
)


def warn_from(
    start: datetime, due: datetime | None, *, share: float = WARN_AFTER_SHARE
) -> datetime | None:
    """Return the moment from which the light is yellow; ``share`` of the time given."""
    if due is None:
        return None
    return start + (due - start) * share


def after(start: datetime, amount: float, unit: str, *, calendar: WorkingCalendar) -> datetime:
    """Return the deadline that lies ``amount`` units ("working days" …) after ``start``."""
    return working_time.add(start, amount, _spelt(unit), calendar=calendar)


def moved_by_a_pause(
    due: datetime, *, since: datetime, until: datetime, unit: str, calendar: WorkingCalendar
) -> datetime:
    """Return the deadline put off by the time that passed from ``since`` to ``until``.

    What passed is counted in the deadline's own unit: a weekend spent waiting costs nothing when
    working hours or working days run. A deadline already missed when the pause began stays missed.
    """
    if due <= since or until <= since:
        return due
    return working_time.after_pause(
        due, paused=since, resumed=until, unit=_spelt(unit), calendar=calendar
    )


def _spelt(unit: str) -> str:
    return unit.replace(" ", "_")


def escalation_level(
    *,
    now: datetime,
    due: datetime | None,
    calendar: WorkingCalendar,
    ladder: Sequence[tuple[str, int]] = ESCALATION,
) -> int:
    """Return how many rungs of the ladder are to have been told by now; 0 while in time.

    ``ladder`` holds pairs of a role and the working days after the deadline.
    """
    if due is None or now <= due:
        return 0
    reached = [after(due, days, "working days", calendar=calendar) for _role, days in ladder]
    return sum(1 for moment in reached if now > moment)


def is_silent(*, now: datetime, resolved: datetime | None, after_days: int) -> bool:
    """True when who raised it has said nothing for the stated number of days."""
    return resolved is not None and now >= resolved + timedelta(days=after_days)


def erase_before(now: datetime, *, keep_days: int) -> datetime:
    """Return the moment: of matters closed before it the reporter's name and phone are erased."""
    return now - timedelta(days=keep_days)


@dataclass(frozen=True)
class Counting:
    """How the three rates count. No official formula exists, so all of it can be set."""

    without_closings: frozenset[str] = frozenset({"referred", "merged", "withdrawn"})
    without_anonymous: bool = False
    content_from_stars: int = 4
    half_content_stars: int = 3
    half_content_factor: float = 0.8


@dataclass(frozen=True)
class CaseFigures:
    """One matter as far as the rates need it. ``solved`` None: nobody said yet."""

    closing: str = ""
    is_anonymous: bool = False
    answered_in_time: bool | None = None
    solved: bool | None = None
    stars: int | None = None


@dataclass(frozen=True)
class Rate:
    """A share with what it is made of. ``value`` is None when there is nothing to divide by."""

    numerator: float
    denominator: int

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> str:
        """Return "87.5 %" as people write it; "–" when nothing was counted."""
        return f"{100 * self.value:.1f}%" if self.value is not None else "–"


@dataclass(frozen=True)
class Rates:
    """Response, resolution and satisfaction, and how many matters were left out of each."""

    response: Rate
    resolution: Rate
    satisfaction: Rate
    excluded: int = 0
    counting: Counting = field(default_factory=Counting)


def rates(cases: Iterable[CaseFigures], *, counting: Counting | None = None) -> Rates:
    """Return the three rates over matters.

    Response: answered in time / matters whose time to answer is over or which were answered.
    Resolution: said to be solved / said anything. Satisfaction: stars of the content in full and
    of the half content by the factor / those who gave stars.
    """
    counting = counting or Counting()
    everything = list(cases)
    counted = [case for case in everything if _counts(case, counting)]
    assessed = [m for m in counted if m.answered_in_time is not None]
    reviewed = [m for m in counted if m.solved is not None]
    starred = [m for m in counted if m.stars is not None]
    return Rates(
        response=Rate(sum(1 for m in assessed if m.answered_in_time), len(assessed)),
        resolution=Rate(sum(1 for m in reviewed if m.solved), len(reviewed)),
        satisfaction=Rate(round(sum(_content(m, counting) for m in starred), 6), len(starred)),
        excluded=len(everything) - len(counted),
        counting=counting,
    )


def _counts(case: CaseFigures, counting: Counting) -> bool:
    if case.closing in counting.without_closings:
        return False
    return not (counting.without_anonymous and case.is_anonymous)


def _content(case: CaseFigures, counting: Counting) -> float:
    stars = case.stars or 0
    if stars >= counting.content_from_stars:
        return 1.0
    return counting.half_content_factor if stars >= counting.half_content_stars else 0.0


def needs_a_look(*, is_by_staff: bool, channel: str, is_about_people: bool) -> bool:
    """True when somebody looks before strangers read the words: what is about people, and whatever
    staff have not written themselves (a file or another house brings residents' words, too)."""
    return is_about_people or not is_by_staff or channel not in WRITTEN_BY_STAFF


def may_object(*, waiting: int, groundless: int) -> bool:
    """True while few objections from one address wait or were found groundless. What was right
    never counts, so a crowd behind one address is not kept out by itself."""
    return waiting < MOST_WAITING and groundless < MOST_GROUNDLESS
