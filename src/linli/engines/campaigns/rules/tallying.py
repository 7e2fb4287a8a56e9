"""Answers added up, question by question, in a form that can be kept and added again. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from linli.engines.campaigns.rules.counting import Spread


@dataclass(slots=True)
class Count:
    """One question: how many were asked, how many answered, and each value with its answers."""

    asked: int = 0
    answered: int = 0
    values: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Tallied:
    """``heard`` answers, by the code of the question. Sums of sums are the sum of all."""

    heard: int = 0
    questions: dict[str, Count] = field(default_factory=dict)

    def of(self, code: str) -> Count:
        """Return the question's count, which begins at nothing."""
        return self.questions.setdefault(code, Count())

    def add(self, other: Tallied) -> None:
        """Add what was counted elsewhere."""
        self.heard += other.heard
        for code, count in other.questions.items():
            mine = self.of(code)
            mine.asked += count.asked
            mine.answered += count.answered
            mine.values.update(count.values)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept: {"heard": n, "questions": {code: [asked, answered, values]}}."""
        return {
            "heard": self.heard,
            "questions": {
                code: [count.asked, count.answered, dict(count.values)]
                for code, count in self.questions.items()
            },
        }


def from_json(kept: Mapping[str, Any]) -> Tallied:
    """Read what ``to_json`` wrote."""
    return Tallied(
        kept["heard"],
        {
            code: Count(asked, answered, Counter(values))
            for code, (asked, answered, values) in kept["questions"].items()
        },
    )


def total(parts: Iterable[Tallied]) -> Tallied:
    """Add up parts."""
    whole = Tallied()
    for part in parts:
        whole.add(part)
    return whole


def spread(values: Mapping[str, int]) -> Spread | None:
    """Return counted numbers (their text → how often) in short; None for none."""
    counted = sorted((float(value), count) for value, count in values.items() if count > 0)
    if not counted:
        return None
    number = sum(count for _value, count in counted)
    mean = sum(value * count for value, count in counted) / number
    both = _at(counted, (number - 1) // 2), _at(counted, number // 2)
    return Spread(number, counted[0][0], counted[-1][0], mean, float(median(both)))


def _at(counted: list[tuple[float, int]], place: int) -> float:
    """Return the number that stands at this place when all are written out in their order."""
    for value, count in counted:
        place -= count
        if place < 0:
            return value
    raise IndexError(place)
