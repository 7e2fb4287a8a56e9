"""What many answers to one question add up to: counts with their denominators. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers in short: how many, from, to, their mean, and the one in the middle."""

    count: int
    least: float
    most: float
    mean: float
    middle: float


def spread(values: Sequence[float]) -> Spread | None:
    """Return numbers in short; None for none."""
    if not values:
        return None
    return Spread(len(values), min(values), max(values), fmean(values), float(median(values)))


def chosen(answers: Iterable[Any]) -> Counter[str]:
    """Count each option by how many chose it; a select_many counts for each of its options."""
    counts: Counter[str] = Counter()
    for answer in answers:
        counts.update(set(answer) if isinstance(answer, list) else (answer,))
    return counts


def crossed(pairs: Iterable[tuple[Iterable[Hashable], Iterable[Hashable]]]) -> Counter[Any]:
    """Count (row, column) pairs of two questions' answers, each visit once a cell."""
    counts: Counter[Any] = Counter()
    for rows, columns in pairs:
        across = set(columns)
        counts.update((row, column) for row in set(rows) for column in across)
    return counts


def percent(part: int, whole: int) -> int:
    """Return the share in whole per cent, rounded half up; 0 of nothing."""
    return (part * 200 + whole) // (whole * 2) if whole else 0
