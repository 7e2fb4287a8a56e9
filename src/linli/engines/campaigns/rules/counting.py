"""What many answers to one question add up to: counts with their denominators. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from linli.core.similarity import group_near_duplicates


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers in short: how many, from, to, their mean, and the one in the middle."""

    count: int
    least: float
    most: float
    mean: float
    middle: float


def chosen(answers: Iterable[Any]) -> Counter[str]:
    """Count each option by how many chose it; a select_many counts for each of its options."""
    counts: Counter[str] = Counter()
    for answer in answers:
        counts.update(set(answer) if isinstance(answer, list) else (answer,))
    return counts


def alike(texts: Sequence[str]) -> list[list[int]]:
    """Return the places of texts that say the same, the most said first.

    The same words, blanks and punctuation aside, are put together before those that are like them:
    "没有" is too short, and said too often, to be found by its likeness.
    """
    same: defaultdict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        same["".join(c for c in text.casefold() if c.isalnum()) or text].append(at)
    every = list(same.values())
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for places, first in zip(
        every, group_near_duplicates([texts[places[0]] for places in every]), strict=True
    ):
        groups[first] += places
    return sorted(groups.values(), key=len, reverse=True)


def most_first(counts: Counter[str], *, most: int) -> tuple[list[tuple[str, int]], int]:
    """Return the most frequent with their counts, and how many answers all others are."""
    ranked = counts.most_common()
    return ranked[:most], sum(count for _code, count in ranked[most:])


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
