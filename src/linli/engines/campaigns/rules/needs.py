"""Standing visits: when the next is due, and who needs one first, with the reasons. No Django."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

FULL = 100  # the score of a visit that is due today
MOST_OVERDUE = 3  # times the agreed days; beyond that nothing is added
NEVER = 2 * FULL
A_CARE_NEED, AN_OPEN_CASE, NOBODY_HOME = 25, 15, 20
MOST_CASES = 4


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: ``code`` is "never", "overdue", "due_soon", "care", "open_matters", "absent_last",
    "asked_last" or "refused"; ``amount`` its days or matters, ``word`` the care need."""

    code: str
    amount: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """How much a door needs a visit, and why; the reasons add up to the score."""

    score: int
    reasons: tuple[Reason, ...]


def days_between(care: Collection[str], every_days: Mapping[str, int]) -> int | None:
    """Return after how many days a door falls due: the shortest that applies; None for never.

    ``every_days`` maps a care need, or "" for everybody, to days.
    """
    return min((every_days[need] for need in {*care, ""} if need in every_days), default=None)


def due_after(day: date, care: Collection[str], every_days: Mapping[str, int]) -> date | None:
    """Return when the next visit is due after one on ``day``."""
    days = days_between(care, every_days)
    return day + timedelta(days=days) if days is not None else None


def visit_need(
    *,
    care: Collection[str],
    days_since: int | None,
    every_days: Mapping[str, int],
    open_cases: int = 0,
    last: str = "",
) -> Need:
    """Score a door from 0: 100 says "due today"; care needs, open matters and a closed door add.

    ``days_since`` the last contact is None when there never was one; ``last`` is the last visit's
    outcome, or "asked" when its answers asked for something. Who refused is left in peace: 0.
    """
    if last == "refused":
        return Need(0, (Reason("refused"),))
    score, reasons = _by_days(days_since, days_between(care, every_days))
    for kind in sorted(care):
        score += A_CARE_NEED
        reasons.append(Reason("care", word=kind))
    if open_cases:
        score += AN_OPEN_CASE * min(open_cases, MOST_CASES)
        reasons.append(Reason("open_cases", open_cases))
    if last in ("absent", "asked"):
        score += NOBODY_HOME
        reasons.append(Reason(f"{last}_last"))
    return Need(score, tuple(reasons))


def _by_days(days_since: int | None, allowed: int | None) -> tuple[int, list[Reason]]:
    if days_since is None:
        return NEVER, [Reason("never")]
    if not allowed:
        return 0, []
    score = round(FULL * min(days_since / allowed, MOST_OVERDUE))
    late = days_since - allowed
    if late >= 0:
        return score, [Reason("overdue", late)]
    return score, [Reason("due_soon", -late)]
